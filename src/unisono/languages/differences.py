"""What differs between two texts, word by word; how alike they are. Plain Python.

Words are cut by Unicode's categories, so that no vowel sign is parted from its letter; where a script writes no
spaces between words, every letter counts by itself.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: Scripts that write words without spaces, by the beginning of their letters' names.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
#: Characters inside words beside letters, marks and digits: joiners, apostrophes.
_JOINING = "\u200c\u200d'’"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words that are in both texts, in the old one alone (`out`) or in the new one alone (`in`)."""

    where: Literal["both", "out", "in"]
    text: str


def words(text: str) -> list[str]:
    """Cut a text into words, spaces and signs; put together they are the text."""
    return list(_words(text))


def _words(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _belong_together(text[at - 1], text[at]):
            yield text[start:at]
            start = at


def _belong_together(before: str, after: str) -> bool:
    if unicodedata.category(after)[0] == "M" or after in "\u200c\u200d":
        return True
    kinds = _kind(before), _kind(after)
    return kinds[0] == kinds[1] != "alone"


def _kind(character: str) -> str:
    if character.isspace():
        return "space"
    category = unicodedata.category(character)[0]
    if character in _JOINING or category in "MN":
        return "word"
    if category == "L":
        return "alone" if unicodedata.name(character, "").startswith(UNSPACED) else "word"
    return "alone"


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """Return the way from an old text to a new one, in reading order: what went out stands before what came in."""
    before, after = words(old), words(new)
    found: list[Stretch] = []
    for _, from_, to, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[from_:to]), "".join(after[start:end])
        if gone == come:
            found.append(Stretch("both", gone))
            continue
        found += [Stretch("out", gone)] if gone else []
        found += [Stretch("in", come)] if come else []
    return tuple(found)


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters: texts that share few are not alike, whatever their language."""
    folded = " ".join(text.casefold().split())
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1)) or frozenset({folded})


def likeness(one: str, other: str) -> int:
    """Return how alike two texts are, in per cent, rounded down; 100 only for the very same text."""
    if one == other:
        return 100
    return min(99, int(SequenceMatcher(None, words(one), words(other), autojunk=False).ratio() * 100))
