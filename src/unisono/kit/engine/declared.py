"""What the designs declare about themselves, read from the tables beside them. Loads nothing heavy.

A theme may bring designs of its own: `name.typ` and `name.toml` in its folder. They never take the place of ours.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from unisono.kit.engine.errors import DesignFault, UnknownDesign
from unisono.kit.engine.jobs import FORMATS, Field

#: Fields that a card's fact fills: its number, and the word that stands apart from it.
FIGURE = ("figure", "unit")
DESIGNS = Path(__file__).with_name("designs")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Voices:
    """Where the voices run in one shape: `box` = [x, y, width, height] and `focus` = [x, y] in shares of the picture
    and of the box; `turned`: from the top downwards."""

    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 0.3)
    focus: tuple[float, float] = (0.9, 0.55)
    turned: bool = False


@dataclass(frozen=True, slots=True)
class DesignTable:
    """The table of a design: its fields in order, and where the voices run by shape (where they run at all)."""

    fields: tuple[Field, ...]
    motif: dict[str, Voices] = field(default_factory=dict)
    world: bool = False


def design_names(folder: str = "") -> tuple[str, ...]:
    """Return the names of the designs there are, those of the theme in `folder` included."""
    return tuple(sorted({*_our_names(), *(_names(Path(folder)) if folder else ())}))


def design_fields(design: str, folder: str = "") -> tuple[Field, ...]:
    """Return the fields that a design declares, in order; raise `UnknownDesign` or `DesignFault`."""
    return design_table(design, folder).fields


def is_ours(design: str) -> bool:
    """Say whether a design comes with the product; what a theme brings is drawn under guard."""
    return design in _our_names()


@lru_cache(maxsize=64)
def design_table(design: str, folder: str = "") -> DesignTable:
    """Return the whole table of a design; raise `UnknownDesign`, or `DesignFault` for a table with a fault."""
    if design not in design_names(folder):
        raise UnknownDesign("design", design, design_names(folder))
    place = DESIGNS if is_ours(design) else Path(folder)
    try:
        table = msgspec.convert(tomllib.loads((place / f"{design}.toml").read_text(encoding="utf-8")), DesignTable)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as fault:
        raise DesignFault(design, f"{design}.toml cannot be read: {fault}") from fault
    if faults := _faults(table):
        raise DesignFault(design, f"{design}.toml: {'; '.join(faults)}")
    return table


@cache
def _our_names() -> tuple[str, ...]:
    return _names(DESIGNS)


def _names(folder: Path) -> tuple[str, ...]:
    """The designs of a folder: both files must be there."""
    named = (path.stem for path in folder.glob("*.toml") if path.with_suffix(".typ").is_file())
    return tuple(name for name in named if _NAME.fullmatch(name))


def _faults(table: DesignTable) -> list[str]:
    shapes = {format.shape for format in FORMATS.values()}
    found = [f"motif.{shape} is no shape: they are {', '.join(sorted(shapes))}" for shape in {*table.motif} - shapes]
    names = [field.name for field in table.fields]
    found += [f'the field "{name}" is declared twice' for name in sorted({n for n in names if names.count(n) > 1})]
    for field_ in table.fields:
        is_taken = field_.name == "alt" or (field_.name == "rows") != (field_.kind == "rows")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", field_.name) or is_taken:
            found.append(f'"{field_.name}" is no name for a field of the kind {field_.kind}')
        if field_.kind != "choice" and not 1 <= field_.limit <= 1000:
            found.append(f'the field "{field_.name}" needs a limit from 1 to 1000 characters')
        if field_.kind == "list" and field_.words:
            found.append(f'the list "{field_.name}" shows the aims of the statement: write words = false')
        if field_.kind in ("line", "text") and not field_.words and field_.name not in FIGURE:
            found.append(
                f'nothing fills the field "{field_.name}": write words = true, or call it {" or ".join(FIGURE)} for'
                " what the card's fact says"
            )
        if field_.kind == "choice" and not field_.choices:
            found.append(f'the field "{field_.name}" needs its choices')
        if field_.kind == "rows" and not field_.of:
            found.append(
                f'the field "{field_.name}" must say what its rows are: of = "quantity", "moment" or "country"'
            )
        if field_.most and field_.least > field_.most:
            found.append(f'the field "{field_.name}" asks for at least {field_.least} and at most {field_.most}')
    return found
