"""Rows of figures: what a design may be given, and what it is told of a world of countries."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from unisono.base.said import Said
from unisono.kit.engine.errors import BadField
from unisono.kit.engine.jobs import Field, Row
from unisono.kit.engine.world import COLUMNS, HEIGHT, ROWS, WIDTH, Sizes, circles, places, tiles

#: Share of the map that all circles together may cover, so that few countries are seen and many leave land between.
COVERED = 0.055
#: Into how many shades counts are sorted, at most: more are not told apart.
SHADES = 5


def check_rows(design: str, field: Field, rows: Sequence[Row]) -> None:
    """Raise `BadField` for values that cannot be drawn truthfully: each is named by its label."""
    for row in rows:
        if not math.isfinite(row.value):
            raise BadField(design, field.name, Said('"%(row)s" has no number: give one', row=row.label))
    if field.of == "quantity":
        _check_quantities(design, field, rows)
    if field.of == "country":
        _check_countries(design, field, rows)


def _check_quantities(design: str, field: Field, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.value < 0:
            fault = Said(
                '"%(row)s" is %(value)s: a bar starts at nought, so give numbers from nought upwards',
                row=row.label,
                value=f"{row.value:g}",
            )
            raise BadField(design, field.name, fault)
    if rows and not any(row.value for row in rows):
        raise BadField(design, field.name, Said("all its numbers are nought: there is nothing to compare"))


def _check_countries(design: str, field: Field, rows: Sequence[Row]) -> None:
    times = Counter(row.country for row in rows)
    for row in rows:
        if row.country not in places():
            fault = Said(
                '"%(row)s" has the country "%(country)s": give its two letters of ISO 3166-1, as "KE"',
                row=row.label,
                country=row.country,
            )
            raise BadField(design, field.name, fault)
        if times[row.country] > 1:
            fault = Said(
                '"%(row)s" (%(country)s) is there twice: give one row a country', row=row.label, country=row.country
            )
            raise BadField(design, field.name, fault)
        if row.value <= 0:
            fault = Said(
                '"%(row)s" counts %(value)s: leave it out, or give a number above nought',
                row=row.label,
                value=f"{row.value:g}",
            )
            raise BadField(design, field.name, fault)


def world_told(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what a design that draws the world is told: places and sizes in the map's units, never mirrored.

    `circles` (largest first) and `tiles` give each row of `rows` by its number; `shades` gives, from the least
    up, the numbers of the rows with the least and the greatest count of each shade.
    """
    numbers = tuple((row.country, row.value) for row in rows)
    drawn = circles(numbers, _sizes([row.value for row in rows]))
    order = sorted(range(len(rows)), key=lambda at: (-drawn[at].radius, drawn[at].country))
    shade_of = _shades([row.value for row in rows])
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "columns": COLUMNS,
        "rows": ROWS,
        "circles": [{"row": at, "x": drawn[at].x, "y": drawn[at].y, "radius": drawn[at].radius} for at in order],
        "tiles": [
            {"row": at, "column": tiles()[row.country][0], "line": tiles()[row.country][1], "shade": shade_of[at]}
            for at, row in enumerate(rows)
        ],
        "shades": [_ends(shade, shade_of, rows) for shade in range(max(shade_of, default=-1) + 1)],
    }


def _sizes(counts: Sequence[float]) -> Sizes:
    """Circles for a card: larger than on a page, as a card is seen small and cannot be pointed at."""
    one = math.sqrt(COVERED * WIDTH * HEIGHT / math.pi / (sum(counts) or 1))
    return Sizes(largest=32.0, one=min(13.0, one), smallest=3.2, drift=22.0)


def _shades(counts: Sequence[float]) -> list[int]:
    """The shade of each count, from 0: equal counts share one, and each is of about as many countries."""
    distinct = sorted(set(counts))
    if len(distinct) <= SHADES:
        return [distinct.index(count) for count in counts]
    below = {count: sum(other < count for other in counts) for count in distinct}
    steps = {count: below[count] * SHADES // len(counts) for count in distinct}
    used = sorted(set(steps.values()))
    return [used.index(steps[count]) for count in counts]


def _ends(shade: int, shade_of: Sequence[int], rows: Sequence[Row]) -> Mapping[str, int]:
    inside = [at for at, its in enumerate(shade_of) if its == shade]
    return {
        "least": min(inside, key=lambda at: rows[at].value),
        "most": max(inside, key=lambda at: rows[at].value),
    }
