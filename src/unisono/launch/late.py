"""What an edition does where a language is late: which words it takes, and what it must report. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from unisono.languages.queries import Settled
from unisono.languages.segments import Segment, source_version

Outcome = Literal["behind", "source", "held-back", "language-held-back"]
#: A language that shows one of these in the source's words is late as a whole.
HOLDING = ("texts", "statement", "card.")


@dataclass(frozen=True, slots=True)
class Late:
    """One piece that is late in one language, and what the edition does about it.

    `behind`: the last complete translation is shown, and marked; `source`: the source text is shown, and marked;
    `held-back`: the piece is left out in this language; `language-held-back`: the language does not open.
    """

    piece: str
    language: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Chosen:
    """The words to show: in which language they really are, whether the source has moved on, the settled copy."""

    language: str
    behind: bool
    settled: Settled

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in reading order."""
        return self.settled.segments

    @property
    def settled_at(self) -> datetime:
        """When they settled."""
        return self.settled.settled_at

    @property
    def text(self) -> dict[str, str]:
        """Text by segment key."""
        return {segment.key: segment.text for segment in self.segments}


class Chooser:
    """Chooses the words of each piece in each language and keeps a list of what was late."""

    #: Kinds of pieces that are left out rather than shown in another language.
    LEFT_OUT = ("news.", "correction.")

    def __init__(self, source_language: str, settled: dict[tuple[UUID, str], Settled]) -> None:
        self.source_language = source_language
        self.settled = settled
        self.late: list[Late] = []
        self._versions: dict[UUID, str] = {}

    def choose(self, name: str, piece: UUID, language: str, needed: frozenset[str] = frozenset()) -> Chosen | None:
        """Return the words of a piece in a language; None when it is left out there, or not approved at all.

        A translation of earlier words without one of the keys `needed` cannot be shown: a chart whose rows have
        labels, but for the row that was added since.
        """
        source = self.settled.get((piece, self.source_language))
        if source is None:
            return None
        if language == self.source_language:
            return Chosen(language, False, source)
        copy = self.settled.get((piece, language))
        if copy is not None and (not needed or needed <= copy.keys):
            behind = copy.source_version != self._source_version(piece, source)
            if behind:
                self.late.append(Late(name, language, "behind"))
            return Chosen(language, behind, copy)
        if not source.written:
            return Chosen(language, False, source)
        if name.startswith(self.LEFT_OUT):
            self.late.append(Late(name, language, "held-back"))
            return None
        self.late.append(Late(name, language, "source"))
        return Chosen(self.source_language, False, source)

    def _source_version(self, piece: UUID, source: Settled) -> str:
        """The version of today's source of a piece: the same for all languages, so it is made once."""
        if piece not in self._versions:
            self._versions[piece] = source_version(source.segments)
        return self._versions[piece]


def languages_held(late: Iterable[Late]) -> set[str]:
    """Return the languages that a campaign which holds late languages back does not open."""
    return {one.language for one in late if one.outcome == "source" and one.piece.startswith(HOLDING)}
