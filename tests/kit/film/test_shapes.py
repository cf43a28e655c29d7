"""Where a film, its captions and the campaign's words stand in each shape."""

import pytest

from unisono.kit.film.shapes import SHAPES, head_of, layout_of

FILMS = [(1280, 720), (1920, 1080), (1920, 800), (720, 1280), (1080, 1080), (640, 480), (3840, 2160), (400, 1600)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("film", FILMS, ids=lambda film: f"{film[0]}x{film[1]}")
def test_a_film_stands_whole_in_every_shape(shape, film):
    layout = layout_of(shape, *film)
    x, y, width, height = layout.picture
    assert (layout.width, layout.height) == SHAPES[shape]
    assert 0 <= x <= x + width <= layout.width
    assert 0 <= y <= y + height <= layout.height
    assert width % 2 == height % 2 == 0
    assert width / height == pytest.approx(film[0] / film[1], rel=0.035)
    assert layout.room >= 3 * layout.em
    assert 0 < layout.captions_at < layout.height


@pytest.mark.parametrize("shape", ["square", "story"])
def test_captions_and_words_are_not_on_the_picture_of_a_wide_film(shape):
    layout = layout_of(shape, 1280, 720)
    head, foot = head_of(layout)
    assert 0 < head < foot < layout.picture[1]
    assert layout.captions_hang
    assert layout.captions_at >= layout.picture[1] + layout.picture[3]


def test_a_story_leaves_free_what_belongs_to_the_app():
    layout = layout_of("story", 1280, 720)
    assert head_of(layout)[0] >= layout.height / 8
    assert layout.captions_at + layout.room <= layout.height * 0.75


def test_a_film_of_the_same_shape_fills_the_frame():
    for shape, film in (("landscape", (1920, 1080)), ("square", (1080, 1080)), ("story", (720, 1280))):
        layout = layout_of(shape, *film)
        assert layout.picture == (0, 0, layout.width, layout.height)
        assert not layout.is_framed
        assert head_of(layout) == (0, 0)


def test_there_is_no_other_shape():
    with pytest.raises(KeyError):
        layout_of("oval", 1280, 720)
