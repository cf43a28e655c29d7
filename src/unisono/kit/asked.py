"""What a card's design asks for, and which facts its rows may show: one rule for newsroom, packs and editions.

Plain Python. A design has words to translate, at most one field of rows, and choices. `folder` is that of the
campaign's theme, which may bring designs of its own.
"""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from unisono.campaigns.countries import country_codes
from unisono.kit.engine import Field, design_fields
from unisono.kit.engine.jobs import RowsOf

#: Units of the facts that a row may show, by what the design's rows are.
UNITS: Mapping[RowsOf, tuple[str, ...]] = {
    "quantity": ("percent", "count", "week"),
    "moment": ("year", "date"),
    "country": ("count",),
}

Wrong = Literal[
    "too-few", "too-many", "no-rows", "no-fact", "wrong-unit", "other-unit", "a-range", "too-small", "all-nought",
    "no-country", "unknown-country", "country-twice", "spare-country",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row as somebody has filled it in; of its fact, what can be measured. Without a fact `unit` is empty."""

    unit: str = ""
    value: str = ""
    value_to: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """What is wrong with a row (`number` from 0), or with the rows together (`None`); `said` is what stands there."""

    what: Wrong
    number: int | None = None
    said: str = ""


def word_fields(design: str, folder: str = "") -> tuple[Field, ...]:
    """Return the fields that are words to translate, labels of rows apart; raise `UnknownDesign`."""
    return tuple(field for field in design_fields(design, folder) if field.words and field.kind in ("line", "text"))


def rows_field(design: str, folder: str = "") -> Field | None:
    """Return the field of rows, if the design has one; raise `UnknownDesign`."""
    return next((field for field in design_fields(design, folder) if field.kind == "rows"), None)


def choice_fields(design: str, folder: str = "") -> tuple[Field, ...]:
    """Return the fields in which something is chosen; raise `UnknownDesign`."""
    return tuple(field for field in design_fields(design, folder) if field.kind == "choice")


def is_counted(field: Field, rows: Sequence[object]) -> bool:
    """Say whether the rows are the campaign's own organisations by country: a map to which nobody gave rows."""
    return field.of == "country" and not rows


def measured(unit: str, value: str) -> float:
    """Return what a figure measures: a quantity, or a point in time as a year with its fraction (21 February 1952:
    1952.14). Raises `ValueError` for a value that does not suit its unit."""
    if unit != "date":
        return float(Decimal(value))
    day = date.fromisoformat(value)
    days = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / days


def wrong_rows(field: Field | None, rows: Sequence[GivenRow]) -> list[WrongRow]:
    """Return what is wrong with the rows of a card whose design declares `field` (`None`: no rows at all)."""
    if field is None:
        return [WrongRow("no-rows")] if rows else []
    if is_counted(field, rows):
        return []
    found: list[WrongRow] = []
    if len(rows) < field.least:
        found.append(WrongRow("too-few", said=str(len(rows))))
    if field.most and len(rows) > field.most:
        found.append(WrongRow("too-many", said=str(len(rows))))
    for number, row in enumerate(rows):
        found += [WrongRow(what, number, said) for what, said in _wrong_row(field, row)]
    units = Counter(row.unit for row in rows if row.unit in UNITS.get(field.of, ()))
    if field.of == "quantity" and len(units) > 1:
        usual = units.most_common(1)[0][0]
        found += [
            WrongRow("other-unit", number, row.unit)
            for number, row in enumerate(rows)
            if row.unit in units and row.unit != usual
        ]
    if field.of == "quantity" and rows and all(row.unit and not _number(row.value) for row in rows):
        found.append(WrongRow("all-nought"))
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.country and row.country in seen:
            found.append(WrongRow("country-twice", number, row.country))
        seen.add(row.country)
    return found


def _wrong_row(field: Field, row: GivenRow) -> list[tuple[Wrong, str]]:
    found: list[tuple[Wrong, str]] = []
    if field.of == "country":
        if not row.country:
            found.append(("no-country", ""))
        elif row.country not in country_codes():
            found.append(("unknown-country", row.country))
    elif row.country:
        found.append(("spare-country", row.country))
    if not row.unit:
        found.append(("no-fact", ""))
    elif row.unit not in UNITS.get(field.of, ()):
        found.append(("wrong-unit", row.unit))
    elif field.of != "moment":
        if row.value_to:
            found.append(("a-range", f"{row.value}–{row.value_to}"))
        elif _number(row.value) < (1 if field.of == "country" else 0):
            found.append(("too-small", row.value))
    return found


def _number(value: str) -> Decimal:
    """The number that `value` says; one where it says none: that is a fault of the fact, and said there."""
    try:
        return Decimal(value)
    except InvalidOperation:
        return Decimal(1)
