"""One point, three sides: what was there when the pack was written, what stands here, what the pack says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TypeVar

from unisono.base.said import Said
from unisono.packs.merging.base import Base
from unisono.packs.merging.flat import ABSENT, digest, object_of

V = TypeVar("V")


class Verdict(StrEnum):
    """What becomes of one point."""

    SAME = "same"
    TAKEN = "taken"
    KEPT = "kept"
    CONFLICT = "conflict"


@dataclass(slots=True)
class Item:
    """One point in which pack and campaign differ, or differed: both texts, and why it is as it is.

    `language` is "" where no language is concerned. `by` and `at` say who changed it here and when, where that is
    known. `token` stands for what is here: a choice made in front of it holds for nothing else.
    """

    path: str
    language: str
    ours: str
    theirs: str
    why: Said
    token: str = ""
    state: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def id(self) -> str:
        """The name by which it is settled: `ar:statement/aim.a1`, `fact.river#value`."""
        return ident(self.path, self.language)

    @property
    def piece(self) -> str:
        """The object that it belongs to."""
        return object_of(self.path)

    def as_table(self) -> dict[str, object]:
        """Return it as plain JSON."""
        return {
            "id": self.id,
            "path": self.path,
            "language": self.language,
            "ours": self.ours,
            "theirs": self.theirs,
            "why": str(self.why),
            "by": self.by,
            "at": self.at.isoformat() if self.at else "",
        }


def ident(path: str, language: str) -> str:
    """Return the name of one point, with its language before it."""
    return f"{language}:{path}" if language else path


@dataclass(frozen=True, slots=True)
class Settling:
    """How conflicts are settled: patterns of names for either side, and choices made one by one.

    Where both sides have a pattern that fits, the one that is not "*" counts; between two such, what is here. A choice
    in `chosen` names what stood here as it was made (`Item.token`), and holds only as long as that stands.
    """

    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    chosen: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def side(self, name: str, token: str) -> str:
        """Return "theirs", "ours", or "" where nothing has been settled."""
        side, seen = self.chosen.get(name, ("", ""))
        if side and seen == token:
            return side
        for some in (_single, _every):
            if _fits(name, some(self.ours)):
                return "ours"
            if _fits(name, some(self.theirs)):
                return "theirs"
        return ""


def _single(patterns: Iterable[str]) -> list[str]:
    return [one for one in patterns if one != "*"]


def _every(patterns: Iterable[str]) -> list[str]:
    return [one for one in patterns if one == "*"]


def _fits(name: str, patterns: Iterable[str]) -> bool:
    bare = name.rpartition(":")[2]
    return any(fnmatchcase(name, one) or fnmatchcase(bare, one) for one in patterns)


@dataclass(slots=True)
class Known:
    """What is known of the past. `base` is what both sides began from; None where nobody knows.

    `seen` are digests that came from a pack of the same base already, by name: whoever has another text here has
    changed it since.
    """

    base: Base | None = None
    seen: Mapping[str, Iterable[str]] = field(default_factory=dict)
    _objects: frozenset[str] | None = None

    def had(self, name: str) -> bool:
        """Say whether an object was there."""
        if self._objects is None:
            self._objects = frozenset(self.base.objects() if self.base else ())
        return name in self._objects

    def before(self, path: str) -> str:
        """Return the digest of what was there."""
        return self.base.source.get(path, ABSENT) if self.base else ABSENT

    def under(self, prefix: str) -> dict[str, str]:
        """Return what stood under a part or a row, as `Base.under` has it; nothing where nobody knows."""
        return self.base.under(prefix) if self.base else {}

    def verdict(self, name: str, before: str, ours: str, theirs: str) -> Verdict:
        """Say what becomes of a point, from the digests of its three sides."""
        if ours == theirs:
            return Verdict.SAME
        if self.base is None:
            there = theirs == ABSENT
            return Verdict.TAKEN if ours == ABSENT else Verdict.KEPT if there else Verdict.CONFLICT
        if theirs == before or theirs in self.seen.get(name, ()):
            return Verdict.KEPT
        return Verdict.TAKEN if ours == before else Verdict.CONFLICT


KEPT = Said("changed here since, and not in the pack")
TAKEN = Said("changed in the pack")
BOTH = Said("changed here and in the pack")
DIFFERS = Said("differs, and nobody knows which is newer: the pack does not say what it was made from")
GONE_HERE = Said("taken away here, changed in the pack")
GONE_THERE = Said("taken away in the pack, changed here")
DRAFT_DIFFERS = Said("approved now; the open draft says something else, and stays")
SETTLED = Said("settled for the pack")


@dataclass(slots=True)
class Chooser:
    """Chooses point by point and notes what it chose. `open` are the names that are still to be settled."""

    known: Known
    settling: Settling
    taken: list[Item] = field(default_factory=list)
    kept: list[Item] = field(default_factory=list)
    conflicts: list[Item] = field(default_factory=list)
    #: Name → digest of the pack's side, of everything that is settled; and of what is still open.
    settled: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)
    #: Of what was in conflict: that in which the text here stands, settled or still open.
    declined: dict[str, str] = field(default_factory=dict)

    def choose(
        self,
        path: str,
        language: str,
        ours: V,
        theirs: V,
        *,
        digests: tuple[str, str] | None = None,
        before: str | None = None,
        texts: tuple[str, str] = ("", ""),
    ) -> V:
        """Return the side that holds. `digests` and `texts` of both sides; what they are by default, is the values'."""
        mine, other = digests or (digest(ours), digest(theirs))
        name = ident(path, language)
        was = self.known.before(path) if before is None else before
        verdict = self.known.verdict(name, was, mine, other)
        item = Item(path, language, *texts, self.why(mine, other), mine)
        return theirs if self.note(verdict, item, other) else ours

    def note(self, verdict: Verdict, item: Item, theirs: str) -> bool:
        """Note what became of a point whose pack's side has the digest `theirs`; say whether the pack's side holds."""
        if verdict == Verdict.CONFLICT:
            side = self.settling.side(item.id, item.token)
            if not side:
                self.conflicts.append(item)
                self.open[item.id] = theirs
            if side != "theirs":
                self.declined[item.id] = theirs
            if not side:
                return False
            verdict = Verdict.TAKEN if side == "theirs" else Verdict.KEPT
            item.why = SETTLED if side == "theirs" else item.why
        elif verdict == Verdict.TAKEN:
            item.why = TAKEN
        elif verdict == Verdict.KEPT:
            item.why = KEPT
        if verdict != Verdict.SAME:
            (self.taken if verdict == Verdict.TAKEN else self.kept).append(item)
        self.settled[item.id] = theirs
        return verdict == Verdict.TAKEN

    def why(self, ours: str = "?", theirs: str = "?") -> Said:
        """Return why two sides are in conflict, from their digests."""
        if self.known.base is None:
            return DIFFERS
        return GONE_HERE if ours == ABSENT else GONE_THERE if theirs == ABSENT else BOTH
