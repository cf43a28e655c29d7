"""Voices drawn to one note: small, deterministic, mirrored, inside the picture."""

import re
import xml.etree.ElementTree as ET

import pytest
from card_samples import THEME

from unisono.kit.engine import motif_svg
from unisono.kit.engine.motif import mix

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"hero": (1440, 560), "card": (1080, 420), "divider": (1200, 48), "icon": (64, 64)}
BUDGETS = {"hero": 12_000, "card": 13_000, "divider": 3_000, "icon": 1_200}


def drawn(variant: str, voices: int = 13, rtl: bool = False, seed: int = 0, **more: object) -> str:
    return motif_svg(*SIZES[variant], voices, THEME, rtl, variant, seed, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("variant", SIZES)
def test_is_small_wordless_and_always_the_same(variant: str) -> None:
    svg = drawn(variant)
    assert len(svg) < BUDGETS[variant]
    assert svg == drawn(variant)
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}  # noqa: S314
    assert tags <= {"svg", "g", "defs", "linearGradient", "stop", "path", "circle", "rect"}


@pytest.mark.parametrize("voices", [1, 2, 13, 40])
def test_draws_one_line_a_language_and_the_one_they_become(voices: int) -> None:
    for variant in ("hero", "card"):
        assert len(re.findall("<path ", drawn(variant, voices))) == voices + 1


@pytest.mark.parametrize("variant", ["hero", "card", "divider"])
@pytest.mark.parametrize("seed", [0, 1, 7, 4096])
def test_keeps_every_line_inside_the_picture(variant: str, seed: int) -> None:
    height = SIZES[variant][1]
    for path in re.findall(r' d="([^"]+)"', drawn(variant, seed=seed)):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", path)]
        assert all(0 <= y <= height for y in numbers[1::2])


@pytest.mark.parametrize("variant", SIZES)
def test_mirrors_for_right_to_left(variant: str) -> None:
    width = SIZES[variant][0]
    assert f"matrix(-1 0 0 1 {width} 0)" in drawn(variant, rtl=True)
    assert "matrix" not in drawn(variant)


def test_ends_all_voices_in_the_same_place() -> None:
    paths = re.findall(r'stroke="url\(#c\w*?\d+\)"[^>]* d="([^"]+)"', drawn("card"))
    ends = {tuple(float(n) for n in re.findall(r"-?\d*\.?\d+", path)[-2:]) for path in paths}
    assert len(paths) == 13
    assert max(y for _, y in ends) - min(y for _, y in ends) < 0.25


def test_starts_the_voices_apart() -> None:
    starts = [float(y) for y in re.findall(r' d="M-?[\d.]+ ([\d.]+)C', drawn("hero"))][:13]
    assert max(starts) - min(starts) > 0.45 * SIZES["hero"][1]
    assert len(set(starts)) == 13


def test_puts_the_bright_point_where_it_is_asked_to() -> None:
    svg = drawn("card", focus=(0.5, 0.25))
    assert 'cx="540" cy="105"' in svg


def test_another_seed_is_another_campaign() -> None:
    assert drawn("hero", seed=1) != drawn("hero", seed=2)


def test_names_its_gradients_apart_for_several_figures_in_a_page() -> None:
    names = [
        set(re.findall(r' id="([^"]+)"', drawn(variant, seed=seed)))
        for variant, seed in (("hero", 0), ("card", 0), ("hero", 1))
    ]
    assert names[0] & names[1] == names[0] & names[2] == names[1] & names[2] == set()


def test_mixes_colours() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0) == "#102030"
