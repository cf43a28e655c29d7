"""What states, segments and people are called at the desk."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from unisono.campaigns.writing import Piece
from unisono.kit.models import CardRow
from unisono.languages.models import State
from unisono.languages.moves import as_it_was
from unisono.newsroom import naming
from unisono.newsroom.posts import PLACES
from unisono.newsroom.widgets import WORD_LABELS
from unisono.press.models import PressContact
from unisono.words.models import Affirmation, Aim, PostText, Signatory, Way

#: What a part of a key stands for, where it is no field of the piece.
PARTS: dict[str, Any] = {
    "aim": Aim, "affirmation": Affirmation, "signatory": Signatory, "way": Way,
    "row": CardRow, "role": PressContact,
}  # fmt: skip
#: The order in which states are listed.
STATES = ("missing", State.MACHINE, State.STALE, State.DRAFT, State.REVIEW, State.READY)


def state_label(state: str) -> str:
    """Return a state as people call it."""
    return str(naming.STATE_WORDS[state])


def tallies(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return (state, its name, how many) of every state there is, in order."""
    return [(str(state), state_label(state), counts[state]) for state in STATES if counts.get(state)]


def label_of(kind: type[Piece], key: str) -> str:
    """Return how people call a segment, also one that is gone: “lead 2”, “aim a1”, “alternative text”."""
    first, _dot, rest = as_it_was(key).partition(".")
    if first == "post":
        return f"{PostText._meta.verbose_name}: {PLACES.get(rest, rest)}"
    if first in PARTS:
        called = str(PARTS[first]._meta.verbose_name)
        item, _dot, part = rest.rpartition(".")
        if item:
            return f"{called} {item}: {PARTS[first]._meta.get_field(part).verbose_name}"
        return f"{called} {rest}"
    try:
        called = str(kind._meta.get_field(first).verbose_name)
    except FieldDoesNotExist:
        called = str(WORD_LABELS.get(first, first))
    return f"{called} {rest}".strip()


def names_of(ids: set[str]) -> dict[str, str]:
    """Return how those are called who did something, those who are no more among them; one query."""
    return dict.fromkeys(ids, _("somebody who is no more")) | naming.names_of(ids)
