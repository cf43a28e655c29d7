"""What the designs declare about themselves, read from the tables beside them. Loads nothing heavy.

A theme may bring designs of its own: `name.typ` and `name.toml` in its folder. They never take the place of ours.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from unisono.base.said import Said
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
        said = Said("%(file)s cannot be read: %(fault)s", file=f"{design}.toml", fault=str(fault))
        raise DesignFault(design, said) from fault
    if faults := _faults(table):
        raise DesignFault(design, Said.joined(": ", (f"{design}.toml", Said.joined("; ", faults))))
    return table


@cache
def _our_names() -> tuple[str, ...]:
    return _names(DESIGNS)


def _names(folder: Path) -> tuple[str, ...]:
    """The designs of a folder: both files must be there."""
    named = (path.stem for path in folder.glob("*.toml") if path.with_suffix(".typ").is_file())
    return tuple(name for name in named if _NAME.fullmatch(name))


def _faults(table: DesignTable) -> list[Said]:
    shapes = {format.shape for format in FORMATS.values()}
    known = tuple(sorted(shapes))
    found = [
        Said("%(shape)s is no shape: they are %(known)s", shape=f"motif.{one}", known=known)
        for one in {*table.motif} - shapes
    ]
    names = [field.name for field in table.fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    found += [Said('the field "%(field)s" is declared twice', field=name) for name in twice]
    return found + [fault for one in table.fields for fault in _field_faults(one)]


def _field_faults(one: Field) -> Iterator[Said]:
    name = one.name
    is_taken = name == "alt" or (name == "rows") != (one.kind == "rows")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or is_taken:
        yield Said('"%(field)s" is no name for a field of the kind %(kind)s', field=name, kind=one.kind)
    if one.kind != "choice" and not 1 <= one.limit <= 1000:
        yield Said('the field "%(field)s" needs a limit from 1 to 1000 characters', field=name)
    if one.kind == "list" and one.words:
        yield Said(
            'the list "%(field)s" shows the aims of the statement: write %(line)s', field=name, line="words = false"
        )
    if one.kind in ("line", "text") and not one.words and name not in FIGURE:
        yield Said(
            'nothing fills the field "%(field)s": write %(line)s, or call it %(one)s or %(other)s for what the'
            " card's fact says",
            field=name,
            line="words = true",
            one=FIGURE[0],
            other=FIGURE[1],
        )
    if one.kind == "choice" and not one.choices:
        yield Said('the field "%(field)s" needs its choices', field=name)
    if one.kind == "rows" and not one.of:
        yield Said(
            'the field "%(field)s" must say what its rows are: %(line)s',
            field=name,
            line='of = "quantity", "moment" or "country"',
        )
    if one.most and one.least > one.most:
        yield Said(
            'the field "%(field)s" asks for at least %(least)s and at most %(most)s',
            field=name,
            least=one.least,
            most=one.most,
        )
