"""The map of a coalition: a world of dots without borders, and one circle a country where organisations are.

The map takes no side: it draws no border and names no territory (`unisono.kit.engine.world`).
"""

import math
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from unisono.kit.engine.world import HEIGHT, STEP, WIDTH, Circle, Sizes, circles, land_runs, places
from unisono.site.snapshot import Colours

SMALLEST = 2.6
"""Radius of the smallest circle that is still seen, in the drawing's units."""
SIZES = Sizes(largest=17.0, one=4.2, smallest=SMALLEST, drift=16.0)


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
        (country, counts.get(country, 0) + samples.get(country, 0))
        for country in sorted({*counts, *samples} & places().keys())
        if counts.get(country, 0) + samples.get(country, 0) > 0
    )
    drawn = "".join(
        _drawn(circle, samples.get(circle.country, 0), colours, titles.get(circle.country, circle.country))
        for circle in sorted(circles(numbers, SIZES), key=lambda circle: (-circle.radius, circle.country))
    )
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
    return frozenset(places())


def _drawn(circle: Circle, sample: int, colours: Colours, title: str) -> str:
    """A country's circle: full for organisations, a ring around it for the `sample` ones among them."""
    at = f'cx="{circle.x:.1f}" cy="{circle.y:.1f}"'
    real = circle.number - sample
    ring = full = ""
    if sample:
        ring = (
            f'<circle class="samples" {at} r="{circle.radius:.1f}" fill="{colours.ground}" fill-opacity=".72"'
            f' stroke="{colours.voice}" stroke-width="2"/>'
        )
    if real:
        share = math.sqrt(real / circle.number)
        full = f'<circle class="members" {at} r="{max(SMALLEST, circle.radius * share):.1f}"/>'
    return f"<g><title>{escape(title)}</title>{ring}{full}</g>"


@cache
def _land() -> str:
    """The dots of land as one path: a run is a line of dashes without length, whose round ends are dots."""
    drawn = []
    for x, y, far in land_runs():
        down = f"{y:.1f}".removesuffix(".0")
        drawn.append(f"M{x:.5g} {down}h{far + 0.5:g}")
    return "".join(drawn)
