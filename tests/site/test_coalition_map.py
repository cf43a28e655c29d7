"""The coalition's map: every country has its place, circles are honest, nothing in it breaks a strict page."""

import math
import re
from xml.sax.saxutils import escape

import pytest
from defusedxml.ElementTree import fromstring

from unisono.campaigns.countries import country_codes
from unisono.kit.engine.world import HEIGHT, WIDTH, project
from unisono.site.coalition_map import SMALLEST, coalition_map_svg, known_countries
from unisono.site.snapshot import Colours

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = Colours("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")
EUROPE = {"FR": 14, "BE": 3, "NL": 2, "DE": 4, "LU": 1, "CH": 3, "GB": 6, "IE": 2, "ES": 5, "PT": 4, "IT": 1}


def drawn(counts, samples=None, titles=None, label="Map"):
    return fromstring(coalition_map_svg(counts, COLOURS, titles or {}, label, samples))


def circles(root, kind):
    return {
        group.findtext(f"{SVG}title"): circle
        for group in root.findall(f"{SVG}g/{SVG}g")
        for circle in group.findall(f"{SVG}circle[@class='{kind}']")
    }


def test_every_country_has_a_place():
    assert known_countries() == country_codes()


def test_every_country_can_be_drawn_whole():
    root = drawn(dict.fromkeys(country_codes(), 1))
    found = circles(root, "members")
    assert set(found) == country_codes()
    for circle in found.values():
        x, y, radius = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        assert radius <= x <= WIDTH - radius
        assert radius <= y <= HEIGHT - radius


def test_project_puts_the_world_the_right_way_round():
    assert project(11, 0)[0] == WIDTH / 2
    lima, nairobi, sydney, oslo, cape_town = (
        project(*place) for place in ((-77, -12), (37, -1), (151, -34), (11, 60), (18, -34))
    )
    assert lima[0] < nairobi[0] < sydney[0]
    assert oslo[1] < nairobi[1] < cape_town[1]
    assert project(-168, 10)[0] < 20
    assert project(-170, 10)[0] > WIDTH - 20


def test_area_grows_with_the_number():
    found = circles(drawn({"AR": 1, "BR": 4, "AU": 16}), "members")
    radii = {country: float(circle.get("r")) for country, circle in found.items()}
    assert radii["BR"] ** 2 / radii["AR"] ** 2 == pytest.approx(4, rel=0.05)
    assert radii["AU"] ** 2 / radii["AR"] ** 2 == pytest.approx(16, rel=0.05)


def test_one_among_thousands_is_still_seen():
    found = circles(drawn({"AR": 1, "AU": 9000}), "members")
    assert float(found["AR"].get("r")) == SMALLEST
    assert float(found["AU"].get("r")) <= 17


def test_samples_are_hollow_and_never_counted_as_members():
    root = drawn({"FR": 1}, {"FR": 3, "EG": 2})
    members, samples = circles(root, "members"), circles(root, "samples")
    assert set(members) == {"FR"}
    assert set(samples) == {"FR", "EG"}
    full, ring = float(members["FR"].get("r")), float(samples["FR"].get("r"))
    assert full**2 / ring**2 == pytest.approx(1 / 4, rel=0.1)
    assert members["FR"].get("fill") is None
    assert root.find(f"{SVG}g").get("fill") == COLOURS.voice
    assert samples["FR"].get("fill") == COLOURS.ground
    assert samples["FR"].get("stroke") == COLOURS.voice


def test_neighbours_do_not_hide_each_other():
    found = list(circles(drawn(EUROPE), "members").values())
    places = [(float(one.get("cx")), float(one.get("cy")), float(one.get("r"))) for one in found]
    for at, (x, y, radius) in enumerate(places):
        for other_x, other_y, other_radius in places[:at]:
            assert math.hypot(x - other_x, y - other_y) > 0.75 * (radius + other_radius)


def test_circles_stay_near_their_country():
    found = circles(drawn(EUROPE | {"US": 3, "IN": 9}), "members")
    for country, place in {"FR": (2, 47), "BE": (5, 51), "US": (-98, 39), "IN": (79, 22)}.items():
        x, y = project(*place)
        assert math.hypot(float(found[country].get("cx")) - x, float(found[country].get("cy")) - y) < 17


def test_titles_and_label_are_safe_in_every_language():
    title, label = 'مصر: ٣ <b>&"', 'خريطة "العالم" & <'
    root = drawn({"EG": 3}, titles={"EG": title}, label=label)
    assert root.get("role") == "img"
    assert root.get("aria-label") == label
    assert root.findtext(f"{SVG}g/{SVG}g/{SVG}title") == title
    assert escape(title) in coalition_map_svg({"EG": 3}, COLOURS, {"EG": title}, label)


def test_nothing_in_it_breaks_a_strict_page():
    drawing = coalition_map_svg(EUROPE, COLOURS, {}, "Map")
    assert not re.search(r"style=|<style|<script|\bon\w+=|href|url\(", drawing)


def test_it_is_small_and_the_same_every_time():
    counts = dict.fromkeys(country_codes(), 3)
    titles = {country: f"A rather long name of a country {country}: 3" for country in counts}
    drawing = coalition_map_svg(dict(list(counts.items())[:120]), COLOURS, titles, "Map")
    assert len(drawing.encode()) < 25_000
    assert drawing == coalition_map_svg(dict(reversed(list(counts.items())[:120])), COLOURS, titles, "Map")


def test_an_empty_coalition_is_an_empty_world():
    root = drawn({"FR": 0})
    assert root.findall(f"{SVG}g/{SVG}g") == []
    assert len(root.find(f"{SVG}path").get("d")) > 4000


def test_a_country_that_nobody_knows_has_no_circle():
    assert set(circles(drawn({"XX": 4, "FR": 1}), "members")) == {"FR"}
