"""Paragraphs and orders from three sides. Plain lists; a paragraph is followed by what it was, not by its number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher


@dataclass(slots=True)
class Aligned:
    """Where each element of an older list is in a newer one (None: gone), and what is new before each (and at the
    end)."""

    places: list[int | None]
    new: list[list[int]] = field(default_factory=list)


def aligned(before: Sequence[str], after: Sequence[str]) -> Aligned:
    """Align two lists of digests. What stands in the place of something else is that, changed."""
    found = Aligned([None] * len(before), [[] for _ in range(len(before) + 1)])
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    still = sum(one == other for one, other in zip(before, after, strict=False))
    if len(before) == len(after) and still >= sum(block.size for block in matcher.get_matching_blocks()):
        # Nothing has moved: the same words may stand there twice, and then other places would do as well.
        found.places = list(range(len(before)))
        return found
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "insert":
            found.new[i1] += range(j1, j2)
            continue
        common = min(i2 - i1, j2 - j1)
        for offset in range(common):
            found.places[i1 + offset] = j1 + offset
        found.new[i1 + common] += range(j1 + common, j2)
    return found


def merged_order(
    before: Iterable[str], ours: Iterable[str], theirs: Iterable[str], there: Iterable[str]
) -> tuple[list[str], bool, bool]:
    """Return the keys `there` in their order, whether ours has been changed, whether theirs has.

    What only one side has stands behind what it stands behind on that side. Where both have another order, ours holds.
    """
    kept, mine, other = set(there), list(ours), list(theirs)
    common = kept & set(mine) & set(other)
    was = [key for key in before if key in common]
    here, beyond = ([key for key in side if key in common] for side in (mine, other))
    known = set(was)
    changed = tuple([key for key in side if key in known] != was for side in (here, beyond))
    first, second = (other, mine) if changed[1] and not changed[0] else (mine, other)
    order = [key for key in first if key in kept]
    for number, key in enumerate(second):
        if key in kept and key not in order:
            ahead = next((one for one in reversed(second[:number]) if one in order), None)
            order.insert(order.index(ahead) + 1 if ahead is not None else 0, key)
    return order, changed[0], changed[1] and here != beyond
