"""The map of a coalition: a world of dots without borders, and one circle a country where organisations are.

The map takes no side: it draws no border and names no territory. Land is a grid of dots, a country is a
point (`coalition_map.toml`). It is drawn in Patterson's Natural Earth projection, a compromise that leaves
room for crowded northern countries; and never mirrored, as a mirrored world would be a wrong one.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from unisono.site.snapshot import Colours

WIDTH, HEIGHT = 1000, 428
"""Size of the drawing in its own units; the page decides how large it is shown."""
CENTRE = 11
"""The meridian in the middle (degrees): the edge then runs through the Bering Strait and cuts no mainland."""
STEP = 6.25
"""Distance of two dots of land."""
LARGEST = 17.0
ONE = 4.2
SMALLEST = 2.6
"""Radii: the largest circle, a country with one organisation, the smallest circle that is still seen."""

_TABLE = Path(__file__).with_suffix(".toml")
_SCALE = WIDTH / 2 / (math.pi * 0.8707)
_NORTH = 248.753
_DRIFT = 16.0
"""How far a circle may be moved from its country so that neighbours stay apart."""


@dataclass(frozen=True, slots=True)
class _Circle:
    country: str
    real: int
    sample: int
    radius: float
    x: float
    y: float


def coalition_map_svg(
    counts: Mapping[str, int],
    colours: Colours,
    titles: Mapping[str, str],
    label: str,
    samples: Mapping[str, int] | None = None,
) -> str:
    """Return the map as an SVG document that can also stand inside a page.

    `counts` gives organisations by country (ISO 3166-1 alpha-2), `samples` sample ones, which are drawn
    hollow; a circle's area grows with their number. `titles` gives what a circle says when pointed at,
    `label` what the whole picture says to those who do not see it (the page adds the table). A country that
    ISO 3166-1 does not know has no circle. Style it by its classes: `sea`, `land`, `members`, `samples`.
    """
    samples = samples or {}
    numbers = tuple(
        sorted(
            (country, counts.get(country, 0), samples.get(country, 0))
            for country in {*counts, *samples}
            if country in _places() and counts.get(country, 0) + samples.get(country, 0) > 0
        )
    )
    circles = sorted(_layout(numbers), key=lambda circle: (-circle.radius, circle.country))
    drawn = "".join(_drawn(circle, colours, titles.get(circle.country, circle.country)) for circle in circles)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="coalition-map" {size} role="img"'
        f" aria-label={quoteattr(label)}>"
        f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}" rx="14" fill="{colours.ground}"/>'
        f'<path class="land" d="{_land()}" fill="none" stroke="{colours.paper}" stroke-opacity=".34"'
        f' stroke-width="3.3" stroke-linecap="round" stroke-dasharray="0 {STEP}"/>'
        f'<g fill="{colours.voice}" stroke="{colours.ground}" stroke-width="1.2">{drawn}</g></svg>\n'
    )


def known_countries() -> frozenset[str]:
    """Return the countries that have a place on the map."""
    return frozenset(_places())


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place (degrees) lies on the drawing: x to the right, y down."""
    turn = math.radians((longitude - CENTRE + 180) % 360 - 180)
    tilt = math.radians(latitude)
    square = tilt * tilt
    wide = 0.8707 + square * (-0.131979 + square * (-0.013791 + square**3 * (0.003971 - 0.001529 * square)))
    far = 1.007226 + square * (0.015085 + square**2 * (-0.044475 + 0.028874 * square - 0.005916 * square**2))
    return WIDTH / 2 + turn * wide * _SCALE, _NORTH - tilt * far * _SCALE


def _drawn(circle: _Circle, colours: Colours, title: str) -> str:
    """A country's circle: full for organisations, a ring around it for samples."""
    at = f'cx="{circle.x:.1f}" cy="{circle.y:.1f}"'
    ring = full = ""
    if circle.sample:
        ring = (
            f'<circle class="samples" {at} r="{circle.radius:.1f}" fill="{colours.ground}" fill-opacity=".72"'
            f' stroke="{colours.voice}" stroke-width="2"/>'
        )
    if circle.real:
        share = math.sqrt(circle.real / (circle.real + circle.sample))
        full = f'<circle class="members" {at} r="{max(SMALLEST, circle.radius * share):.1f}"/>'
    return f"<g><title>{escape(title)}</title>{ring}{full}</g>"


@lru_cache(maxsize=16)
def _layout(numbers: tuple[tuple[str, int, int], ...]) -> tuple[_Circle, ...]:
    """Place the circles: each at its country, pushed apart where they would hide each other."""
    most = max((real + sample for _, real, sample in numbers), default=1)
    unit = min(ONE, LARGEST / math.sqrt(most))
    radii = [max(SMALLEST, unit * math.sqrt(real + sample)) for _, real, sample in numbers]
    homes = [_home(country, radius) for (country, _, _), radius in zip(numbers, radii, strict=True)]
    spots = [list(home) for home in homes]
    for _ in range(80):
        _push_apart(spots, radii)
        for spot, home in zip(spots, homes, strict=True):
            _pull_home(spot, home)
    return tuple(
        _Circle(country, real, sample, radius, *spot)
        for (country, real, sample), radius, spot in zip(numbers, radii, spots, strict=True)
    )


def _home(country: str, radius: float) -> tuple[float, float]:
    """A country's own place, moved in from the edge so that its circle is whole."""
    x, y = project(*_places()[country])
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


def _pull_home(spot: list[float], home: tuple[float, float]) -> None:
    right, down = spot[0] - home[0], spot[1] - home[1]
    away = math.hypot(right, down)
    keep = min(0.96, _DRIFT / away) if away else 1.0
    spot[0], spot[1] = home[0] + right * keep, home[1] + down * keep


@cache
def _land() -> str:
    """The dots of land as one path: a run is a line of dashes without length, whose round ends are dots."""
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["land"]["rows"]
    drawn = []
    for number, row in enumerate(rows):
        start = STEP / 2 + (STEP / 2 if number % 2 else 0)
        y = f"{number * STEP * math.sqrt(3) / 2 + STEP / 2:.1f}".removesuffix(".0")
        for run in row.split():
            first, _, last = run.partition("-")
            length = (int(last or first) - int(first)) * STEP + 0.5
            drawn.append(f"M{start + int(first) * STEP:.5g} {y}h{length:g}")
    return "".join(drawn) + "".join(_islands(rows))


def _islands(rows: list[str]) -> list[str]:
    """One dot for every country that is too small for the grid, so that none is left off the map."""
    dots = {
        (number, dot)
        for number, row in enumerate(rows)
        for run in row.split()
        for dot in range(int(run.partition("-")[0]), int(run.rpartition("-")[2]) + 1)
    }
    points = [
        (STEP / 2 + (STEP / 2 if number % 2 else 0) + dot * STEP, number * STEP * math.sqrt(3) / 2 + STEP / 2)
        for number, dot in sorted(dots)
    ]
    found: list[str] = []
    for longitude, latitude in _places().values():
        x, y = project(longitude, latitude)
        if y < HEIGHT and all(math.hypot(x - a, y - b) > STEP * 1.2 for a, b in points):
            points.append((x, y))
            found.append(f"M{x:.1f} {y:.1f}h.5")
    return found


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["places"]
    return {country: (place[0], place[1]) for country, place in table.items()}
