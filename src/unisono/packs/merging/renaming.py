"""News posts that were given another short name on one side or both: known by what they say."""

from dataclasses import dataclass, field

from unisono.packs.document import Pack
from unisono.packs.merging.base import base_of
from unisono.packs.merging.choosing import Known
from unisono.packs.merging.flat import kind_of

#: How much of what a post said must still stand in it: less, and it is another post.
ALIKE = 0.5


@dataclass(slots=True)
class Names:
    """The names of objects on each side → the name that they had before; and the one that they come out on."""

    ours: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    final: dict[str, str] = field(default_factory=dict)

    def both(self) -> dict[str, tuple[str, str]]:
        """Return the short names on both sides of everything that has been renamed, by its former name."""
        found = {}
        for name in dict.fromkeys([*self.ours.values(), *self.theirs.values()]):
            sides = [next((new for new, old in side.items() if old == name), name) for side in (self.ours, self.theirs)]
            found[name] = (sides[0].partition(".")[2], sides[1].partition(".")[2])
        return found

    def now(self, theirs: str) -> str:
        """Return what an object of the pack is called from now on."""
        before = self.theirs.get(theirs, theirs)
        return self.final.get(before, before)


def named_alike(known: Known, ours: Pack, theirs: Pack) -> Names:
    """Find what has been renamed."""
    names = Names()
    if known.base is None:
        return names
    before = [name for name in known.base.objects() if kind_of(name) == "news"]
    for side, pack in ((names.ours, ours), (names.theirs, theirs)):
        there = {f"news.{slug}" for slug in pack.news}
        gone, new = [name for name in before if name not in there], sorted(there - set(before))
        said = base_of(pack).source if gone and new else {}
        for name in gone:
            found = max(new, key=lambda one: _alike(known, name, said, one), default=None)
            if found is not None and _alike(known, name, said, found) >= ALIKE:
                side[found] = name
                new.remove(found)
    return names


def _alike(known: Known, before: str, said: dict[str, str], now: str) -> float:
    """Return how much of the words of one post stand in another, from 0 to 1."""
    was = {one for path, one in (known.base.source if known.base else {}).items() if path.startswith(f"{before}/")}
    is_now = {one for path, one in said.items() if path.startswith(f"{now}/")}
    return len(was & is_now) / len(was) if was else 0.0
