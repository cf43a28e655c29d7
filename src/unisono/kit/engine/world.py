"""The world without borders: where each country's point and tile lie, dots of land, circles that leave each other room.

The map takes no side: it draws no border and names no territory. Land is a grid of dots, a country is a point or
a tile (`world.toml`). It is drawn in Patterson's Natural Earth projection, a compromise that leaves room for
crowded northern countries; and never mirrored, as a mirrored world would be a wrong one.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy

WIDTH, HEIGHT = 1000, 428
"""Size of the map of dots in its own units; who draws it decides how large it is shown."""
COLUMNS, ROWS = 32, 16
"""Size of the grid of tiles."""
CENTRE = 11
"""The meridian in the middle (degrees): the edge then runs through the Bering Strait and cuts no mainland."""
STEP = 6.25
"""Distance of two dots of land."""
DOT = 2.1
"""Radius of a dot of land."""
TILE, CORNER = 0.88, 0.16
"""Side of a tile as a share of its place in the grid, and the radius of its corners as a share of its side."""

_TABLE = Path(__file__).with_suffix(".toml")
_SCALE = WIDTH / 2 / (math.pi * 0.8707)
_NORTH = 248.753


@dataclass(frozen=True, slots=True)
class Circle:
    """A country's circle on the map of dots, in the map's units; `number` is what its area measures."""

    country: str
    number: float
    radius: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large circles are drawn, as radii: the largest, a country that counts one, the smallest that is still
    seen; and how far a circle may be moved from its country (`drift`) so that neighbours stay apart."""

    largest: float
    one: float
    smallest: float
    drift: float


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place (degrees) lies on the map of dots: x to the right, y down."""
    turn = math.radians((longitude - CENTRE + 180) % 360 - 180)
    tilt = math.radians(latitude)
    square = tilt * tilt
    wide = 0.8707 + square * (-0.131979 + square * (-0.013791 + square**3 * (0.003971 - 0.001529 * square)))
    far = 1.007226 + square * (0.015085 + square**2 * (-0.044475 + 0.028874 * square - 0.005916 * square**2))
    return WIDTH / 2 + turn * wide * _SCALE, _NORTH - tilt * far * _SCALE


@cache
def places() -> Mapping[str, tuple[int, int]]:
    """Return longitude and latitude of every country of ISO 3166-1 (alpha-2)."""
    return {country: (place[0], place[1]) for country, place in _table()["places"].items()}


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    """Return column and row of every country's tile, from 0."""
    return {
        country: (column, row)
        for row, line in enumerate(_table()["tiles"]["rows"])
        for column, country in enumerate(line.split())
        if country != ".."
    }


@cache
def land_runs() -> tuple[tuple[float, float, float], ...]:
    """Return the dots of land as runs in a row: x and y of the first dot, and how far away the last one is.

    A country that is too small for the grid has a dot of its own, so that none is left off the map.
    """
    runs = [
        (_dot_x(row, first), _dot_y(row), (last - first) * STEP)
        for row, line in enumerate(_table()["land"]["rows"])
        for first, last in _spans(line)
    ]
    return (*runs, *_islands([(x + dot * STEP, y) for x, y, far in runs for dot in range(round(far / STEP) + 1)]))


@lru_cache(maxsize=8)
def land_svg(colour: str) -> str:
    """Return the dots of land as an SVG document of `WIDTH` × `HEIGHT`."""
    dots = "".join(
        f"M{x + dot * STEP - DOT:.2f} {y:.2f}a{DOT} {DOT} 0 1 1 {DOT * 2} 0a{DOT} {DOT} 0 1 1 {-DOT * 2} 0"
        for x, y, far in land_runs()
        for dot in range(round(far / STEP) + 1)
    )
    return _svg(WIDTH, HEIGHT, f'<path fill="{colour}" d="{dots}"/>')


@lru_cache(maxsize=8)
def tiles_svg(colour: str) -> str:
    """Return the empty tiles of all countries as an SVG document: a tile is `TILE` of a unit, the grid in units."""
    gap = (1 - TILE) / 2
    drawn = "".join(
        f'<rect x="{column + gap:g}" y="{row + gap:g}" width="{TILE}" height="{TILE}" rx="{TILE * CORNER:g}"/>'
        for column, row in tiles().values()
    )
    return _svg(COLUMNS, ROWS, f'<g fill="{colour}">{drawn}</g>')


@lru_cache(maxsize=16)
def circles(numbers: tuple[tuple[str, float], ...], sizes: Sizes) -> tuple[Circle, ...]:
    """Place a circle for each (country, number), in that order, its area as its number (all above nought).

    Each is at its country, and pushed apart where they would hide each other. Raises KeyError for a country
    that ISO 3166-1 does not know.
    """
    most = max((number for _, number in numbers), default=1)
    unit = min(sizes.one, sizes.largest / math.sqrt(most))
    radii = [max(sizes.smallest, unit * math.sqrt(number)) for _, number in numbers]
    homes = [_home(country, radius) for (country, _), radius in zip(numbers, radii, strict=True)]
    spots = [list(home) for home in homes]
    for _ in range(80):
        _push_apart(spots, radii)
        for spot, home in zip(spots, homes, strict=True):
            _pull_home(spot, home, sizes.drift)
    return tuple(
        Circle(country, number, radius, *spot)
        for (country, number), radius, spot in zip(numbers, radii, spots, strict=True)
    )


def _svg(width: float, height: float, drawn: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{drawn}</svg>'


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def _dot_x(row: int, dot: int) -> float:
    return STEP / 2 + (STEP / 2 if row % 2 else 0) + dot * STEP


def _dot_y(row: int) -> float:
    return row * STEP * math.sqrt(3) / 2 + STEP / 2


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """The first and last dot of each run: "20-31 55" is (20, 31), (55, 55)."""
    for run in line.split():
        first, _, last = run.partition("-")
        yield int(first), int(last or first)


def _islands(points: list[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """One dot for every country that has none of `points` near it."""
    dots, found = numpy.array(points), []
    for longitude, latitude in places().values():
        x, y = project(longitude, latitude)
        if y < HEIGHT and numpy.hypot(*(dots - (x, y)).T).min() > STEP * 1.2:
            dots = numpy.vstack([dots, (x, y)])
            found.append((x, y, 0.0))
    return found


def _home(country: str, radius: float) -> tuple[float, float]:
    """A country's own place, moved in from the edge so that its circle is whole."""
    x, y = project(*places()[country])
    edge = radius + 2
    return min(max(x, edge), WIDTH - edge), min(max(y, edge), HEIGHT - edge)


def _push_apart(spots: list[list[float]], radii: list[float]) -> None:
    for one in range(len(spots)):
        for other in range(one):
            right, down = spots[one][0] - spots[other][0], spots[one][1] - spots[other][1]
            apart, wanted = math.hypot(right, down), radii[one] + radii[other] + 1.5
            if apart >= wanted:
                continue
            if apart < 0.01:  # the very same place: to the right, so that the result is the same every time
                right, down, apart = 0.01, 0.0, 0.01
            push = (wanted - apart) / apart / 2
            spots[one][0] += right * push
            spots[one][1] += down * push
            spots[other][0] -= right * push
            spots[other][1] -= down * push


def _pull_home(spot: list[float], home: tuple[float, float], drift: float) -> None:
    right, down = spot[0] - home[0], spot[1] - home[1]
    away = math.hypot(right, down)
    keep = min(0.96, drift / away) if away else 1.0
    spot[0], spot[1] = home[0] + right * keep, home[1] + down * keep
