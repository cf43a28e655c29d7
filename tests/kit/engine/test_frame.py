"""Frames for profile pictures: transparent where the photo shows, whole when cut to a circle, light, the same bytes."""

import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from math import hypot
from pathlib import Path

import numpy
import pytest
from card_samples import LANGUAGES, THEME, WORDS
from PIL import Image

from unisono.kit.engine import (
    FRAME_SIDE,
    FRAME_VARIANTS,
    BadField,
    DoesNotFit,
    FrameJob,
    MissingGlyph,
    UnknownDesign,
    render_frame,
)

NOTE = {"ar": "حملة نموذجية", "en": "Sample campaign"}


def job_in(language: str, variant: str = "ring", **given) -> FrameJob:
    own = {"words": WORDS[language][2], "sample_note": NOTE.get(language, "")}
    return FrameJob(language, theme=THEME, variant=variant, **{**own, **given})


def pixels(png: bytes) -> numpy.ndarray:
    """Red, green, blue and opacity."""
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(int)


def distances() -> numpy.ndarray:
    """How far each pixel lies from the middle."""
    middle = (FRAME_SIDE - 1) / 2
    return numpy.fromfunction(lambda y, x: numpy.hypot(x - middle, y - middle), (FRAME_SIDE, FRAME_SIDE))


@pytest.mark.parametrize("variant", FRAME_VARIANTS)
def test_middle_is_left_to_the_photo_and_edge_is_not(variant: str) -> None:
    for language in LANGUAGES:
        drawn = pixels(render_frame(job_in(language, variant)))
        assert drawn.shape == (FRAME_SIDE, FRAME_SIDE, 4)
        opacity = drawn[:, :, 3]
        assert (opacity[distances() < 140] == 0).all()
        assert tuple(drawn[1060, 540]) == (0x10, 0x1C, 0x3D, 255)
        assert 0.35 < (opacity == 0).mean() < 0.75


@pytest.mark.parametrize("variant", FRAME_VARIANTS)
def test_words_survive_the_cut_to_a_circle(variant: str) -> None:
    for language in LANGUAGES:
        bare = pixels(render_frame(job_in(language, variant, words="-", sample_note="")))
        said = pixels(render_frame(job_in(language, variant)))
        changed = (abs(bare - said).max(axis=2) > 24) & (numpy.arange(FRAME_SIDE)[:, None] > 700)
        assert changed.sum() > 2_000
        assert distances()[changed].max() < 524, language


def test_every_frame_is_light() -> None:
    for language in LANGUAGES:
        for variant in FRAME_VARIANTS:
            assert len(render_frame(job_in(language, variant))) < 60_000


def test_voices_begin_where_lines_begin() -> None:
    left = pixels(render_frame(job_in("en", sample_note="")))
    right = pixels(render_frame(job_in("ar", sample_note="")))
    upper = slice(0, 760)  # above the words
    assert abs(left[upper] - right[upper, ::-1]).mean() < 3
    assert abs(left[upper] - right[upper]).mean() > 3


def test_drawing_is_sharp_at_any_size_and_asks_for_nothing() -> None:
    drawing = render_frame(job_in("hi"), "svg").decode()
    assert drawing.startswith("<svg")
    assert "http" not in drawing.replace("http://www.w3.org/", "")
    assert "<text" not in drawing  # letters are outlines: no font is needed


def test_worn_frame_is_shown_around_somebody_drawn() -> None:
    worn = pixels(render_frame(job_in("en"), worn=True))
    frame = pixels(render_frame(job_in("en")))
    solid = frame[:, :, 3] == 255
    assert (worn[:, :, 3] == 255).all()
    assert abs(worn - frame)[solid].mean() < 2
    assert hypot(*(worn[540, 540, :2] - worn[150, 400, :2])) > 40  # a face before a wall


def test_same_job_gives_same_bytes_in_another_process() -> None:
    command = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); from test_frame import job_in, render_frame;"
        " print(hashlib.sha256(render_frame(job_in('bn', 'badge'))).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", command, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    ).stdout
    assert told.strip() == hashlib.sha256(render_frame(job_in("bn", "badge"))).hexdigest()


def test_words_that_do_not_fit_are_refused_with_how_much_too_long_they_are() -> None:
    with pytest.raises(DoesNotFit) as raised:
        render_frame(job_in("en", words="#" + "AVeryLongHashtag" * 8))
    assert (raised.value.field, raised.value.format) == ("words", "frame-ring")
    assert raised.value.by > 1.1


def test_bad_jobs_say_what_is_wrong() -> None:
    with pytest.raises(UnknownDesign, match='there is no frame "star": use one of ring, band, badge'):
        render_frame(job_in("en", "star"))
    with pytest.raises(BadField, match="required and empty"):
        render_frame(job_in("en", words=""))
    with pytest.raises(MissingGlyph, match="U\\+10900"):
        render_frame(replace(job_in("en"), words="#\U00010900"))
