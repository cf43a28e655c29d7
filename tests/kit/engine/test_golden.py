"""Every design looks as it did when somebody last looked at it, in the scripts that go wrong most easily."""

from dataclasses import replace

import pytest
from golden import (
    DISTANCE,
    FOLDER,
    GOLDEN_FORMATS,
    GOLDEN_LANGUAGES,
    OUT,
    cases,
    distance,
    picture,
    place_of,
    reference,
    side_by_side,
)
from PIL import Image, ImageOps
from sample_texts import FILLED, job, sample


@pytest.mark.slow
@pytest.mark.parametrize("format", GOLDEN_FORMATS)
@pytest.mark.parametrize("design", FILLED)
def test_looks_as_it_did_when_it_was_accepted(design: str, format: str) -> None:
    changed = {}
    for language in GOLDEN_LANGUAGES:
        case = (design, language, format)
        now, before = picture(job(*case)), reference(case)
        if (apart := distance(now, before)) > DISTANCE:
            side_by_side([[before, now]], OUT / f"changed-{'-'.join(case)}.png")
            changed[case] = round(apart, 1)
    # Look at test-output/changed-….png: the reference, then the card of today. If it is as it should be:
    # python -m tests.kit.engine.golden --accept
    assert changed == {}


@pytest.mark.parametrize("format", GOLDEN_FORMATS)
@pytest.mark.parametrize(("design", "field"), [("number", "before"), ("quote", "who"), ("bars", "title")])
def test_would_see_one_word_changed(design: str, field: str, format: str) -> None:
    made = job(design, "en", format)
    words = str(made.fields[field]).split()
    other = replace(made, fields={**made.fields, field: " ".join([words[-1][::-1].title(), *words[1:]])})
    assert distance(picture(made), reference((design, "en", format))) < DISTANCE / 2
    assert distance(picture(other), reference((design, "en", format))) > DISTANCE


@pytest.mark.parametrize("language", ["ar", "zh-hans"])
def test_would_see_a_picture_mirrored_or_of_another_size(language: str) -> None:
    before = reference(("timeline", language, "square"))
    assert distance(before, before) == 0
    assert distance(ImageOps.mirror(before), before) > DISTANCE * 2
    assert distance(before.resize((240, 200)), before) == 255
    assert distance(Image.new("RGB", before.size), Image.new("RGB", before.size, "white")) == 255


def test_would_see_another_colour_as_light_as_the_one_before() -> None:
    made = job("number", "en")
    other = replace(made, theme=replace(made.theme, voice="#5ed0a0", ground="#0b2138"))
    assert distance(picture(other), reference(("number", "en", "square"))) > DISTANCE


def test_would_see_the_words_of_another_language() -> None:
    said = sample("fa")
    made = replace(job("number", "ar"), slogan=said.slogan)
    assert distance(picture(made), reference(("number", "ar", "square"))) > DISTANCE


def test_keeps_a_small_reference_of_every_case_and_no_other() -> None:
    kept = sorted(FOLDER.glob("*.webp"))
    assert kept == sorted(map(place_of, cases()))
    assert sum(path.stat().st_size for path in kept) < 1_500_000
