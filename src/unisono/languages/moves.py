"""Where the counted parts of a source went when it changed: paragraphs, names under a statement.

They are named by their place (`lead.2`, `signatory.3`), so the name says nothing of who stands there. What says it is
the source as it was before: a name that is put in front moves all others, and no other changes by that.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from unisono.languages.differences import pairs_of
from unisono.languages.segments import Segment

#: How much of two texts must be the same for one to be the other in new words, from 0 to 1.
ALIKE = 0.5
#: Pairs of texts that are compared at most in one place; beyond that it has been written anew.
COMPARED = 2500
#: Begins the key under which what was said of a counted segment is kept when that is gone. No segment's key does.
MARK = "~"
_COUNTED = re.compile(r"(.+)\.([1-9]\d*)")


def moves(before: Sequence[Segment], now: Sequence[Segment]) -> dict[str, str | None]:
    """Return where each counted segment of `before` stands now: its key, or None where it is gone.

    The same text is the same segment; of those between two that stayed, the most alike are the same, and as many as
    there were before are the same in their order. Segments that have names of their own are not in it.
    """
    old, new = _counted(before), _counted(now)
    found: dict[str, str | None] = {}
    for part, texts in old.items():
        if part not in new and any(segment.key.startswith(f"{part}.") for segment in now):
            continue  # named, not counted
        pairs = _pairs(texts, new.get(part, []))
        for number in range(len(texts)):
            other = pairs.get(number)
            found[f"{part}.{number + 1}"] = None if other is None else f"{part}.{other + 1}"
    return found


def put_aside(key: str, at: datetime) -> str:
    """Return the key under which what was said of a counted segment is kept once it is gone: whoever stands in its
    place next is somebody else."""
    return f"{MARK}{key}@{at:%Y%m%d%H%M%S}"


def as_it_was(key: str) -> str:
    """Return the key that a segment had, whether it is gone or not."""
    return key.removeprefix(MARK).partition("@")[0]


def _counted(segments: Sequence[Segment]) -> dict[str, list[str]]:
    """The texts of the parts whose segments are counted from 1, in their order."""
    parts: dict[str, list[str]] = {}
    named: set[str] = set()
    for segment in segments:
        if (found := _COUNTED.fullmatch(segment.key)) is None:
            continue
        texts = parts.setdefault(found[1], [])
        texts.append(segment.text)
        if int(found[2]) != len(texts):
            named.add(found[1])
    return {part: texts for part, texts in parts.items() if part not in named}


def _pairs(old: list[str], new: list[str]) -> Mapping[int, int]:
    """Which of the old is which of the new, by their numbers."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    pairs = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    _add_same(pairs, old, new)
    taken = set(pairs.values())
    start_old = start_new = 0
    for block in blocks:
        left = [number for number in range(start_old, block.a) if number not in pairs]
        free = [number for number in range(start_new, block.b) if number not in taken]
        pairs.update(_alike(left, free, old, new))
        start_old, start_new = block.a + block.size, block.b + block.size
    return pairs


def _add_same(pairs: dict[int, int], old: list[str], new: list[str]) -> None:
    """Add those that stand somewhere else in the same words."""
    taken = set(pairs.values())
    places: dict[str, list[int]] = {}
    for number, text in enumerate(new):
        if number not in taken:
            places.setdefault(text, []).append(number)
    for number, text in enumerate(old):
        if number not in pairs and places.get(text):
            pairs[number] = places[text].pop(0)


def _alike(left: list[int], free: list[int], old: list[str], new: list[str]) -> dict[int, int]:
    """Pair what is left in one place: the most alike first, then as many as there are, in their order."""
    found: dict[int, int] = {}
    if len(left) * len(free) <= COMPARED:
        was, are = {one: pairs_of(old[one]) for one in left}, {one: pairs_of(new[one]) for one in free}
        shares = [
            (2 * len(was[one] & are[other]) / (len(was[one]) + len(are[other])), -one, -other)
            for one in left
            for other in free
        ]
        for share, one, other in sorted(shares, reverse=True):
            if share >= ALIKE and -one not in found and -other not in found.values():
                found[-one] = -other
    rest_old = [one for one in left if one not in found]
    rest_new = [one for one in free if one not in found.values()]
    return found | dict(zip(rest_old, rest_new, strict=True)) if len(rest_old) == len(rest_new) else found
