"""Many cards at once: every picture is there, and what cannot be drawn is named while the rest goes on."""

from pathlib import Path

import drawn_pages as pages
import pytest
from card_samples import aims_job, number_job

from unisono.kit.engine import render_card
from unisono.kit.engine.batches import TURN, Wanted, _turns, children, render_batch

JOBS = [
    Wanted(f"card:{key}:{language}:{format}", f"{key}-{language}-{format}", make(language, format))
    for format in ("square", "link", "poster")
    for language in ("ar", "en")
    for key, make in (("number", number_job), ("aims", aims_job))
]


def test_writes_every_picture_and_nothing_for_paper(tmp_path: Path) -> None:
    with children() as made_by:
        said = dict(render_batch(JOBS, "png", tmp_path, made_by))
    pictures = [one for one in JOBS if one.job.format != "poster"]
    assert said == {one.name: "" for one in pictures}
    sizes = {"square": "1080x1080", "link": "1200x630"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{one.stem}-{sizes[one.job.format]}.png" for one in pictures
    )
    alone = pages.pixels(render_card(pictures[0].job, small=False))
    assert (pages.pixels((tmp_path / "number-ar-square-1080x1080.png").read_bytes()) == alone).all()


@pytest.mark.parametrize(
    ("kind", "name", "begins"), [("svg", "a.svg", b"<svg"), ("jpeg", "a-1200x630.jpg", b"\xff\xd8")]
)
def test_writes_the_kind_that_is_asked_for(tmp_path: Path, kind, name: str, begins: bytes) -> None:
    with children() as made_by:
        list(render_batch([Wanted("a", "a", number_job("en", "link"))], kind, tmp_path, made_by))
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_names_what_cannot_be_drawn_and_makes_the_rest(tmp_path: Path) -> None:
    long = number_job(fields={"before": "", "figure": "40%", "unit": "", "text": "Wort" * 60})
    with children() as made_by:
        said = dict(
            render_batch([Wanted("long", "a", long), Wanted("good", "b", number_job())], "png", tmp_path, made_by)
        )
    assert said["good"] == ""
    assert "text" in said["long"]
    assert "en" in said["long"]
    assert [path.name for path in tmp_path.iterdir()] == ["b-1080x1080.png"]


def test_draws_cards_with_the_same_ground_one_after_the_other() -> None:
    mixed = [one for at in range(3) for one in JOBS[at::3]]
    turns = _turns(mixed)
    grounds = [{(one.job.design, one.job.format, one.job.language == "ar") for one in turn} for turn in turns]
    assert [len(ground) for ground in grounds] == [1] * 8
    assert [len(turn) for turn in _turns([JOBS[0]] * (TURN + 1))] == [TURN, 1]
