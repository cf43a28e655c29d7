"""In which file and line of a pack something stands: a key of a table, a row, a segment."""

import csv
import io
import tomllib
from collections.abc import Mapping
from functools import cached_property

from unisono.packs import wording
from unisono.packs.lines import key_lines, line_of

Path = tuple[str | int, ...]


class PackFile:
    """One text file of a pack: its TOML (the whole file, or a front matter), and the lines of both."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")

    @cached_property
    def body(self) -> tuple[str, int]:
        """The text under the front matter, and the line at which it begins."""
        _, body, line = wording.split_front(self.text)
        return body, line

    @cached_property
    def table(self) -> dict[str, object]:
        """What the TOML says; empty where it cannot be read."""
        try:
            return tomllib.loads(self._toml[0])
        except tomllib.TOMLDecodeError:
            return {}

    @cached_property
    def _toml(self) -> tuple[str, int]:
        return (wording.split_front(self.text)[0], 2) if self.name.endswith(".md") else (self.text, 1)

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return key_lines(self._toml[0])

    def line(self, *path: str | int) -> int:
        """Return the line of a key, or of the nearest table around it; 0 where there is none."""
        at = line_of(self._lines, path)
        return at + self._toml[1] - 1 if at else 0

    def row(self, table: str, key: str, field: str = "") -> int:
        """Return the line of the row of `table` with this key, or of one field of it."""
        rows = self.table.get(table, [])
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict) and row.get("key") == key:
                return self.line(table, number, field) if field else self.line(table, number)
        return self.line(table)

    def number(self, table: str, key: str) -> int:
        """Return which row of `table` has this key, counted from 0; raises `StopIteration` where none has."""
        rows = self.table.get(table, [])
        return next(n for n, row in enumerate(rows if isinstance(rows, list) else []) if row.get("key") == key)

    def holding(self, text: str, default: int) -> int:
        """Return the first line that holds `text`."""
        return next((n for n, line in enumerate(self.text.split("\n"), 1) if text in line), default)

    @cached_property
    def csv_lines(self) -> dict[str, int]:
        """The line of each row of a CSV by its first field."""
        reader = csv.reader(io.StringIO(self.text, newline=""))
        found: dict[str, int] = {}
        before = 0
        for row in reader:
            found.setdefault(row[0].strip() if row else "", before + 1)
            before = reader.line_num
        return found


class Places:
    """The files of a pack, read once each."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._read: dict[str, PackFile] = {}

    def file(self, name: str) -> PackFile:
        """Return a file; an empty one where there is none."""
        if name not in self._read:
            self._read[name] = PackFile(name, self._files.get(name, b""))
        return self._read[name]

    def segment(self, language: str, name: str, key: str = "", text: str = "") -> tuple[str, int]:
        """Return file and line of a segment `key` (beginning with `text`) of the object `name`, or of the object."""
        kind, _, own = name.partition(".")
        if kind in ("statement", "news"):
            file = self.file(f"statement/{language}.md" if kind == "statement" else f"news/{own}/{language}.md")
            return file.name, _line_in_markdown(file, key, text)
        if kind == "texts":
            file = self.file(f"texts/{language}.toml")
            return file.name, _line_in_texts(file, key, text)
        folder = {"fact": "facts", "correction": "facts", "card": "cards", "picture": "pictures"}.get(kind, kind)
        file = self.file(f"{folder}/{language}.toml")
        return file.name, file.line(*_path_in_table(kind, own, key))


def _line_in_markdown(file: PackFile, key: str, text: str) -> int:
    part, _, item = key.partition(".")
    if part in ("aim", "affirmation"):
        return file.holding(f"{{#{item}}}", file.body[1])
    if part in ("lead", "closing", "body"):
        return file.holding(text[:30], file.body[1]) if text else file.body[1]
    return file.line("signatories" if part == "signatory" else part) if part else 0


def _line_in_texts(file: PackFile, key: str, text: str) -> int:
    part, _, item = key.partition(".")
    if part == "way":
        own, _, field = item.rpartition(".")
        return file.row("ways", own, field)
    if part == "post":
        return file.line("posts", item)
    if part == "about" and text:
        return file.holding(text[:30], file.line("about"))
    return file.line(part) if part else 0


def _path_in_table(kind: str, own: str, key: str) -> Path:
    if kind == "fact":
        return (f"{key or 'claim'}s", own)
    if kind == "correction":
        return ("corrections", own)
    if kind == "card" and key.startswith("row."):
        return (own, "rows", key.removeprefix("row."))
    if kind == "press":
        return (key.removeprefix("role."), "role") if key.startswith("role.") else (key,)
    return (own, key) if own and key else (own or key,) if own or key else ()
