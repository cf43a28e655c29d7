"""The world without borders: a place and a tile for every country, none above another, none mirrored."""

import math

from unisono.campaigns.countries import country_codes
from unisono.kit.engine.world import COLUMNS, HEIGHT, ROWS, WIDTH, Sizes, circles, land_runs, places, project, tiles


def test_every_country_has_a_place_and_a_tile() -> None:
    assert places().keys() == country_codes()
    assert tiles().keys() == country_codes()


def test_no_tile_lies_upon_another_or_off_the_grid() -> None:
    assert len(set(tiles().values())) == len(tiles())
    assert all(0 <= column < COLUMNS and 0 <= row < ROWS for column, row in tiles().values())


def test_tiles_keep_the_world_the_right_way_round() -> None:
    for one, other in (
        ("US", "FR"),
        ("BR", "NG"),
        ("FR", "IN"),
        ("EG", "CN"),
        ("IN", "JP"),
        ("ZA", "AU"),
        ("AU", "NZ"),
    ):
        assert tiles()[one][0] < tiles()[other][0], f"{one} lies west of {other}"
    for one, other in (
        ("CA", "MX"),
        ("MX", "AR"),
        ("NO", "DZ"),
        ("DZ", "ZA"),
        ("RU", "IN"),
        ("CN", "AU"),
        ("FI", "AQ"),
    ):
        assert tiles()[one][1] < tiles()[other][1], f"{one} lies north of {other}"


def test_tiles_lie_near_their_country() -> None:
    for country, (column, row) in tiles().items():
        x, y = project(*places()[country])
        across, down = (column + 0.5) / COLUMNS - x / WIDTH, (row + 0.5) / ROWS - min(y, HEIGHT) / HEIGHT
        assert math.hypot(across, down) < 0.3, country


def test_land_lies_within_the_map_and_under_every_country() -> None:
    dots = [(x, y, far) for x, y, far in land_runs()]
    assert all(x >= 0 and x + far <= WIDTH and 0 <= y <= HEIGHT for x, y, far in dots)
    for country, place in places().items():
        x, y = project(*place)
        nearest = min(math.hypot(max(left - x, 0, x - left - far), down - y) for left, down, far in dots)
        assert nearest < 8 or y >= HEIGHT, country


def test_circles_grow_in_area_and_stay_within_their_drift() -> None:
    sizes = Sizes(largest=30, one=5, smallest=2, drift=20)
    found = circles((("BR", 1.0), ("AU", 16.0), ("FR", 4.0), ("BE", 4.0), ("NL", 4.0)), sizes)
    assert [circle.radius for circle in found] == [5, 20, 10, 10, 10]
    for circle in found:
        x, y = project(*places()[circle.country])
        assert math.hypot(circle.x - x, circle.y - y) <= 20.001
    france, belgium = found[2], found[3]
    assert math.hypot(france.x - belgium.x, france.y - belgium.y) > 14
