"""Pictures for people who write: one child, one picture a person at a time, ended when nobody draws."""

import io
import threading
from dataclasses import dataclass

import pytest
from PIL import Image

from unisono.kit.drawing import Busy, Drawer, Drawing
from unisono.kit.engine import CardJob, DoesNotFit, Theme


def job(text: str = "of the banks are closed", format: str = "square") -> CardJob:
    fields = {"figure": "40", "before_figure": "", "after_figure": "%", "before": "", "text": text}
    known = {name: fields[name] for name in fields if name in _asked()}
    return CardJob(
        design="number", format=format, language="en", fields=known, source="", campaign="River", slogan="Open",
        hashtag="#River", sample_note="", alt="A card.", credit="Friends",
        theme=Theme("#10224a", "#111111", "#ffffff", "#f2b233", "#d94f30", "#1d4fa8"),
    )  # fmt: skip


def _asked() -> set[str]:
    from unisono.kit.engine import design_fields

    return {field.name for field in design_fields("number")}


@pytest.fixture(scope="module")
def drawer():
    made = Drawer()
    yield made
    made.close()


@pytest.mark.parametrize(("format", "width", "size"), [("square", 720, (720, 720)), ("story", 240, (240, 427))])
def test_a_picture_is_as_wide_as_it_is_asked_for(drawer, format, width, size):
    with Image.open(io.BytesIO(drawer.draw(Drawing(job(format=format), width), "ada"))) as picture:
        assert (picture.format, picture.size) == ("WEBP", size)


def test_what_does_not_fit_is_raised_as_the_engine_says_it(drawer):
    with pytest.raises(DoesNotFit) as why:
        drawer.draw(Drawing(job("w" * 400), 240), "ada")
    assert why.value.field == "text"
    assert drawer.draw(Drawing(job(), 240), "ada")  # and the next one is drawn


@dataclass(frozen=True)
class Waits:
    """Stands in no picture's place: what a child runs is anything that can be called."""

    seconds: float

    def __call__(self) -> bytes:
        threading.Event().wait(self.seconds)
        return b"done"


def test_one_picture_a_person_and_nobody_waits_for_ever():
    drawer = Drawer(wait=0.05)
    drawn: list[bytes] = []
    first = threading.Thread(target=lambda: drawn.append(drawer.draw(Waits(3), "ada")))  # type: ignore[arg-type]
    first.start()
    while not drawer._drawing:
        threading.Event().wait(0.01)
    with pytest.raises(Busy):
        drawer.draw(Waits(0), "ada")  # type: ignore[arg-type]
    with pytest.raises(Busy):
        drawer.draw(Waits(0), "ben")  # type: ignore[arg-type]
    first.join()
    assert drawn == [b"done"]
    assert drawer.draw(Waits(0), "ben") == b"done"  # type: ignore[arg-type]
    drawer.close()


def test_an_idle_child_is_ended_and_another_one_draws_later():
    drawer = Drawer(idle=0.05)
    assert drawer.draw(Waits(0), "ada") == b"done"  # type: ignore[arg-type]
    while drawer._children is not None:
        threading.Event().wait(0.05)
    assert drawer.draw(Waits(0), "ada") == b"done"  # type: ignore[arg-type]
    drawer.close()
