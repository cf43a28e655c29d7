"""Many cards at once, in several processes: ordered so that a ground is drawn once, written where they are made.

Plain Python. Nothing is small and nothing is kept: this is for those who want all pictures now.
"""

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal

from unisono.base.children import Children, Limits
from unisono.kit.engine import cards
from unisono.kit.engine.errors import EngineError
from unisono.kit.engine.guarding import guard
from unisono.kit.engine.jobs import FORMATS, CardJob, Theme
from unisono.kit.engine.world import land_runs
from unisono.languages.rules import rules_for

Kind = Literal["png", "jpeg", "webp", "svg"]
ENDINGS: dict[Kind, str] = {"png": "png", "jpeg": "jpg", "webp": "webp", "svg": "svg"}
#: What the cards of one turn may take.
LIMITS = Limits(memory=4 * 1024**3, seconds=120)
#: What a process draws for itself before it is asked: the first card of a process takes four times as long.
_FIRST = CardJob(
    design="quote",
    format="link",
    language="en",
    fields={"quote": "All voices on the same note", "who": "A voice", "role": ""},
    source="",
    campaign="A",
    slogan="",
    hashtag="#A",
    sample_note="",
    theme=Theme("#101c3d", "#101c3d", "#ffffff", "#f2b134", "#e8734a", "#1b4fa0"),
    alt="",
    credit="",
)
#: Cards that a process is given at once: about as many as a campaign has languages of one direction.
TURN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """A card to make: its `name` in messages, the file's `stem`, and what is on it."""

    name: str
    stem: str
    job: CardJob


def children() -> Children:
    """Return the processes that draw, one a core. Use as a context manager; `warm` lets them start at once."""
    return Children(LIMITS, prepare=_ready)


def render_batch(wanted: Iterable[Wanted], kind: Kind, folder: Path, made_by: Children) -> Iterator[tuple[str, str]]:
    """Make every picture into `folder`; yield (name, "") of each that is there, (name, reason) of each that is not.

    Formats that are no pictures are left out.
    """
    turns = [(at, partial(_turn, turn, kind, folder)) for at, turn in enumerate(_turns(wanted))]
    for _, made in made_by.each(turns):
        if isinstance(made, Exception):
            raise made
        yield from made


def _turns(wanted: Iterable[Wanted]) -> list[list[Wanted]]:
    """The cards with the same ground beside each other, a few at a time; the shortest turns last, so that all
    processes end at about the same time."""
    pictures = sorted((one for one in wanted if FORMATS[one.job.format].is_picture), key=_ground)
    found = []
    for _, group in groupby(pictures, _ground):
        together = list(group)
        found += [together[at : at + TURN] for at in range(0, len(together), TURN)]
    return sorted(found, key=len, reverse=True)


def _ground(one: Wanted) -> tuple[str, str, bool]:
    return one.job.design, one.job.format, rules_for(one.job.language).is_rtl


def _turn(turn: list[Wanted], kind: Kind, folder: Path) -> list[tuple[str, str]]:
    said = []
    for one in turn:
        shape = FORMATS[one.job.format]
        size = "" if kind == "svg" else f"-{shape.width:.0f}x{shape.height:.0f}"
        try:
            content = cards.render_card(one.job, kind, small=False)
        except Exception as error:
            said.append((one.name, str(error) or type(error).__name__))
            continue
        (folder / f"{one.stem}{size}.{ENDINGS[kind]}").write_bytes(content)
        said.append((one.name, ""))
    cards.forget_grounds()  # the next turn has another
    return said


def _ready() -> None:
    """What a process does before its first card: no network; fonts, land and typesetter at hand."""
    guard()
    os.environ["RAYON_NUM_THREADS"] = "1"  # the typesetter's own threads: every core has a process already
    land_runs()
    with suppress(EngineError):  # an installation without a font says so when it is asked for a card
        cards.render_card(_FIRST, small=False)
    gc.freeze()  # what is at hand stays: looking through it for garbage again and again takes time
