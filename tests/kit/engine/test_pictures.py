"""Derived pictures: sizes, kinds, budgets."""

import io

import pytest
from card_samples import aims_job, number_job
from PIL import Image

from unisono.kit.engine import derive, render_card


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
