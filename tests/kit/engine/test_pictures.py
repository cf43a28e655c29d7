"""Derived pictures: sizes, kinds, budgets."""

import io

import numpy
import pytest
from card_samples import aims_job, number_job
from PIL import Image

from unisono.campaigns.theme import contrast
from unisono.kit.engine import Theme, derive, render_card
from unisono.kit.engine.cards import colours_of
from unisono.kit.engine.pictures import png_from_pixels


@pytest.fixture(scope="module")
def story() -> bytes:
    return render_card(aims_job("hi", "story"))


@pytest.fixture(scope="module")
def link() -> bytes:
    return render_card(number_job("ar", "link"))


def test_makes_thumbnails_under_fifteen_kilobytes(story: bytes, link: bytes) -> None:
    for png in (story, link):
        made = derive(png, 360, "webp", 15_000)
        picture = Image.open(io.BytesIO(made))
        assert len(made) <= 15_000
        assert picture.format == "WEBP"
        assert 300 <= picture.width <= 360


def test_keeps_every_pixel_of_a_palette_picture_in_webp(link: bytes) -> None:
    made = derive(link, None, "webp", None)
    assert len(made) < len(link)
    original = Image.open(io.BytesIO(link)).convert("RGB")
    assert Image.open(io.BytesIO(made)).convert("RGB").tobytes() == original.tobytes()


@pytest.mark.parametrize(("kind", "form"), [("jpeg", "JPEG"), ("png", "PNG")])
def test_makes_link_previews_under_their_budget(link: bytes, kind: str, form: str) -> None:
    made = derive(link, None, kind, 300_000)  # type: ignore[arg-type]
    picture = Image.open(io.BytesIO(made))
    assert (picture.format, picture.size) == (form, (1200, 630))
    assert len(made) <= 300_000


def test_never_enlarges(link: bytes) -> None:
    assert Image.open(io.BytesIO(derive(link, 4000, "jpeg", None))).width == 1200


def test_gets_narrower_rather_than_over_budget(story: bytes) -> None:
    made = derive(story, 720, "jpeg", 12_000)
    assert len(made) <= 12_000
    assert Image.open(io.BytesIO(made)).width < 720


def test_refuses_a_budget_that_nothing_meets(link: bytes) -> None:
    with pytest.raises(ValueError, match="no webp of this picture is as small as 20 bytes"):
        derive(link, 360, "webp", 20)


def test_is_always_the_same(story: bytes) -> None:
    assert derive(story, 360, "webp", 15_000) == derive(story, 360, "webp", 15_000)


def _in_256_colours(pixels: numpy.ndarray) -> numpy.ndarray:
    """What is left of pixels in a small PNG."""
    picture = Image.open(io.BytesIO(png_from_pixels(pixels, small=True)))
    assert picture.mode == "P"
    return numpy.asarray(picture.convert("RGB")).astype(int)


def test_keeps_the_steps_of_a_gradient_in_a_small_picture() -> None:
    slope = numpy.add.outer(numpy.arange(600), numpy.arange(800)) / 1400
    ground = numpy.stack([16 + 40 * slope, 28 + 60 * slope, 61 + 90 * slope], -1).astype(numpy.uint8)
    pixels = ground.copy()
    pixels[200:280, 100:500] = numpy.random.default_rng(1).integers(0, 256, (80, 400, 3))  # as words with soft edges
    there, left = ground[:150].astype(int), _in_256_colours(pixels)[:150]
    assert abs(left - there).max() <= 8
    assert abs(left - there).mean() < 0.5
    assert len(numpy.unique(left.reshape(-1, 3), axis=0)) > 0.6 * len(numpy.unique(there.reshape(-1, 3), axis=0))


def test_keeps_the_ground_of_a_flat_picture_as_it_is() -> None:
    pixels = numpy.full((400, 400, 3), (16, 28, 61), numpy.uint8)
    pixels[100:200, 100:300] = numpy.random.default_rng(1).integers(0, 256, (100, 200, 3))
    left = _in_256_colours(pixels)
    assert (left[:100] == (16, 28, 61)).all()


@pytest.mark.parametrize(
    ("theme", "glows"),
    [
        (Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8"), True),
        (Theme("#ffffff", "#101010", "#ffffff", "#5a2d00", "#802020", "#103060"), True),
        (Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#f0f0ff"), True),
        (Theme("#5b5b5b", "#000000", "#ffffff", "#ffffff", "#ffffff", "#ffffff"), False),
    ],
    ids=["dark", "light", "dark, light links", "hardly enough contrast"],
)
def test_lets_a_ground_glow_as_far_as_words_upon_it_can_be_read(theme: Theme, glows: bool) -> None:
    colours = colours_of(theme)
    assert (colours["glow"] != theme.ground) == glows
    if glows:
        assert contrast(colours["on-ground"], colours["glow"]) > 6.8  # the engine's luminance is a near one
        assert contrast(theme.voice, colours["glow"]) > 4.4


def test_number_stands_on_a_gradient_and_the_others_on_one_colour() -> None:
    edges = [render_card(make("en", "square"), "png", small=False) for make in (number_job, aims_job)]
    number, aims = (numpy.asarray(Image.open(io.BytesIO(png)).convert("RGB"))[::60, 5] for png in edges)
    assert len(numpy.unique(number, axis=0)) > 5
    assert len(numpy.unique(aims, axis=0)) <= 3
