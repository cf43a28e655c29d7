"""How far a translation is: what is done of it, what is left, and its worst state. Plain Python.

Segments are counted, and words of the source: what a translator has to do is measured in those.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MISSING = "missing"
#: The states of a translation, the worst first.
STATES = (MISSING, "machine", "draft", "stale", "review", "ready")
RANK = {state: rank for rank, state in enumerate(STATES)}
#: Scripts that put no spaces between words, in which a sign is about a word.
_SIGNS = re.compile(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Thai, Lao, Burmese, Khmer: no spaces either, and about five signs a word.
_RUNS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_RUN = 5


def word_count(text: str) -> int:
    """Return how many words `text` has, as translators count them."""
    runs = sum(-(-_letters(run) // _RUN) for run in _RUNS.findall(text))
    rest = _RUNS.sub(" ", text)
    signs = len(_SIGNS.findall(rest))
    return runs + signs + sum(any(map(str.isalnum, part)) for part in _SIGNS.sub(" ", rest).split())


def _letters(run: str) -> int:
    return sum(not unicodedata.category(sign).startswith("M") for sign in run)


@dataclass(slots=True)
class Tally:
    """What has been done of one text in one language. Only what is required can be missing.

    `last_at` is an instant in writing that sorts as instants follow each other.
    """

    segments: int
    words: int
    required: int
    done: int = 0
    words_done: int = 0
    worst: str = "ready"
    last_at: str = ""
    last_by: str = ""

    def add(self, words: int, optional: bool, state: str, at: str, by: str) -> None:
        """Count one segment that has a translation."""
        if optional:
            self.segments += 1
            self.words += words
        else:
            self.required -= 1
        if state == "ready":
            self.done += 1
            self.words_done += words
        elif RANK[state] < RANK[self.worst]:
            self.worst = state
        if at > self.last_at:
            self.last_at, self.last_by = at, by

    @property
    def state(self) -> str:
        """The worst state of its segments."""
        return MISSING if self.required else self.worst


def worst_of(states: Iterable[str]) -> str:
    """Return the worst of several states; "ready" of none."""
    return min(states, key=RANK.__getitem__, default="ready")
