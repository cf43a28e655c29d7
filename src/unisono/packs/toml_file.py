"""One TOML table of a pack with its lines: reads it field by field, and notes every fault of form at its line."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from unisono.base.said import Said
from unisono.packs import sentences, tables
from unisono.packs.faults import Fault
from unisono.packs.lines import key_lines, line_of

T = TypeVar("T", bound=tables.Table)
Path = tuple[str | int, ...]
#: What to write for a field whose absence needs more than "Add a line".
MENDS = {
    "zone": Said("A local time means nothing without its zone. Add a line: %(line)s", line='zone = "Europe/Paris"')
}


class TomlFile:
    """One TOML table with its lines: a file, or the front matter of one."""

    def __init__(self, name: str, text: str, first_line: int, faults: list[Fault]) -> None:
        self.name, self.text, self.first_line, self.faults = name, text, first_line, faults
        self.lines = key_lines(text)
        try:
            self.table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.table = {}
            line = _toml_error_line(str(error)) or text.count("\n") + 1
            what = sentences.broken_off(str(error).partition(" (at ")[0])
            self.fault((), what, Said("Mend the TOML at this place."), line)

    def fault(self, path: Path, what: Said, mend: Said, line: int = 0) -> None:
        """Note a fault at the line of `path`."""
        at = line or line_of(self.lines, path)
        self.faults.append(Fault(self.name, at + self.first_line - 1 if at else 0, what, mend))

    def convert(self, table: object, kind: type[T], path: Path = ()) -> T | None:
        """Make a `kind` of `table`, noting each field that does not fit; None when it cannot be made."""
        if not isinstance(table, dict):
            name = _dotted(path)
            self.fault(path, Said("%(name)s is not a table", name=name), sentences.write(f"[{name}]"))
            return None
        known = {one.name: one for one in msgspec.structs.fields(kind)}
        before = len(self.faults)
        self._only(table, path, known, Said("Known here: %(known)s.", known=tuple(known)))
        values: dict[str, object] = {}
        for name, one in known.items():
            if name in table:
                values[name] = self._value(table[name], one.type, (*path, name))
            elif one.required:
                self.fault(path, _missing(name, path), MENDS.get(name) or sentences.add_line(f"{name} = …"))
        return kind(**values) if len(self.faults) == before else None

    def _value(self, value: object, kind: object, path: Path) -> object:
        if isinstance(kind, type) and issubclass(kind, tables.Table):
            return self.convert(value, kind, path)
        inner = getattr(kind, "__args__", (None,))[0]
        if isinstance(value, list) and isinstance(inner, type) and issubclass(inner, tables.Table):
            return tuple(self.convert(one, inner, (*path, number)) for number, one in enumerate(value))
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            what = Said("“%(name)s”: %(error)s", name=_dotted(path), error=sentences.in_small(str(error)))
            self.fault(path, what, Said("Mend the value."))
            return None

    def rows(self, name: str, kind: type[T]) -> list[T]:
        """Return the array of tables called `name`, without those at fault; a key may stand there once."""
        made = [(number, self.convert(row, kind, (name, number))) for number, row in enumerate(self.list_of(name))]
        seen: set[str] = set()
        for number, row in made:
            key = getattr(row, "key", None)
            if key in seen:
                self.fault((name, number), *sentences.key_twice(key))
            if key is not None:
                seen.add(key)
        return [row for _, row in made if row is not None]

    def list_of(self, name: str) -> list[dict[str, object]]:
        """Return the array of tables called `name`; notes one that is something else."""
        rows = self.table.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            what, mend = (
                Said("“%(name)s” must be a list of tables", name=name),
                Said("Write [[%(name)s]] over each.", name=name),
            )
            self.fault((name,), what, mend)
            return []
        return rows

    def line_inside(self, name: str) -> int:
        """Return the line of the file at which a long text called `name` begins."""
        at = line_of(self.lines, (name,))
        opens_above = at > 0 and self.text.split("\n")[at - 1].rstrip().endswith(('"""', "'''"))
        return at + self.first_line - 1 + opens_above

    def only(self, *known: str) -> None:
        """Note every top-level key that is not among `known`."""
        self.only_in(self.table, (), known)

    def only_in(self, table: Mapping[str, object], path: Path, known: Iterable[str]) -> None:
        """Note every key of `table`, which stands at `path`, that is not among `known`."""
        self._only(table, path, known, Said("Remove it."))

    def _only(self, table: Mapping[str, object], path: Path, known: Iterable[str], otherwise: Said) -> None:
        for name in table.keys() - set(known):
            what = Said("“%(name)s” is not known here", name=name)
            self.fault((*path, name), what, sentences.did_you_mean(name, known) or otherwise)

    def strings(self, path: Path, *names: str) -> None:
        """Note which of the keys `names` of the table at `path` are there and are not text."""
        table: object = self.table
        for part in path:
            table = table[part]  # type: ignore[index]
        for name in names:
            value = table.get(name, "")  # type: ignore[attr-defined]
            if not isinstance(value, str):
                self.fault((*path, name), sentences.not_text(_dotted((*path, name))), sentences.QUOTE)


def _toml_error_line(message: str) -> int:
    found = message.rpartition("(at line ")[2].partition(",")[0]
    return int(found) if found.isdigit() else 0


def _dotted(path: Path) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _missing(name: str, path: Path) -> Said:
    if path:
        return Said("“%(name)s” is missing in %(table)s", name=name, table=_dotted(path))
    return Said("“%(name)s” is missing", name=name)
