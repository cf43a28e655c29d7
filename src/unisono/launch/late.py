"""What an edition does where a language is late: which words it takes, and what it must report. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from unisono.languages.queries import Settled
from unisono.languages.segments import Segment, source_version

Outcome = Literal["behind", "source", "held-back", "language-held-back"]


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
    """The words to show: in which language they really are, whether the source has moved on, when they settled."""

    language: str
    behind: bool
    segments: tuple[Segment, ...]
    settled_at: datetime

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

    def choose(self, name: str, piece: UUID, language: str, needed: frozenset[str] = frozenset()) -> Chosen | None:
        """Return the words of a piece in a language; None when it is left out there, or not approved at all.

        A translation of earlier words without one of the keys `needed` cannot be shown: a chart whose rows have
        labels, but for the row that was added since.
        """
        source = self.settled.get((piece, self.source_language))
        if source is None:
            return None
        if language == self.source_language:
            return Chosen(language, False, source.segments, source.settled_at)
        copy = self.settled.get((piece, language))
        if copy is not None and needed <= {segment.key for segment in copy.segments}:
            behind = copy.source_version != source_version(source.segments)
            if behind:
                self.late.append(Late(name, language, "behind"))
            return Chosen(language, behind, copy.segments, copy.settled_at)
        if not source.segments:
            return Chosen(language, False, (), source.settled_at)
        if name.startswith(self.LEFT_OUT):
            self.late.append(Late(name, language, "held-back"))
            return None
        self.late.append(Late(name, language, "source"))
        return Chosen(self.source_language, False, source.segments, source.settled_at)
