"""The coalition's map, once a language."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from unisono.kit.engine.world import HEIGHT, WIDTH
from unisono.languages.catalogues import translations
from unisono.languages.figures import decimal_text
from unisono.languages.names import country_name
from unisono.site.coalition_map import coalition_map_svg
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot

SVG = "image/svg+xml"


def plan_maps(snapshot: Snapshot) -> Iterator[Output]:
    """Yield `map:{language}` for every open language, if there is any organisation to show."""
    if not snapshot.members:
        return
    for code in snapshot.languages:
        drawing = map_of(snapshot, code).encode()
        yield Output(
            f"map:{code}",
            key_of("map", snapshot.slug, code, drawing.decode()),
            partial(_make, f"{snapshot.slug}-map-{code}-{WIDTH}x{HEIGHT}.svg", drawing),
        )


def map_of(snapshot: Snapshot, code: str) -> str:
    """Return the map in a language: each circle says its country and how many organisations are there."""
    counts = Counter(member.country for member in snapshot.members if member.basis != "sample")
    samples = Counter(member.country for member in snapshot.members if member.basis == "sample")
    _ = translations(code).gettext
    titles = {}
    for country in {*counts, *samples}:
        # Translators: a country on the map and how many organisations are there, as in "France: 14"
        parts = [_("%(country)s: %(count)s")] if counts[country] or not samples[country] else []
        # Translators: the same where they are only examples, as in "France: 14 (samples)"
        parts += [_("%(country)s: %(count)s (samples)")] if samples[country] else []
        numbers = [number for number in (counts[country], samples[country]) if number]
        titles[country] = " · ".join(
            part % {"country": country_name(country, code), "count": decimal_text(number, code)}
            for part, number in zip(parts, numbers, strict=True)
        )
    label = _("Map of the world with the countries of the organisations")
    return coalition_map_svg(counts, snapshot.colours, titles, label, samples)


def _make(name: str, drawing: bytes) -> Made:
    return [(hashed_path(drawing, name), drawing, SVG)]
