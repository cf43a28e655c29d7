"""The agreed words of one language beside a text: which terms it has, and which are not as agreed. Plain Python."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from unisono.languages.glossary.finding import plain, spans, stands_in


@dataclass(frozen=True, slots=True)
class Agreed:
    """A term as one language knows it. Where it does not stay as it is, `text` are the agreed words ("": none yet)."""

    term_id: UUID
    term: str
    stays: bool = False
    match_case: bool = False
    note: str = ""
    text: str = ""
    forms: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """What should stand in a translation; "" where nothing is agreed."""
        return self.term if self.stays else self.text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term stands in a text (composed, NFC)."""

    start: int
    end: int
    agreed: Agreed


#: What is not as agreed: the words are not there, or their capitals are others.
Lack = Literal["missing", "capitals"]


class Glossary:
    """The terms of a campaign as one language knows them."""

    def __init__(self, source_language: str, language: str, terms: Iterable[Agreed]) -> None:
        self.source_language, self.language = source_language, language
        self.terms = sorted(terms, key=lambda one: (-len(one.term), one.term))

    def places(self, text: str) -> list[Place]:
        """Return where terms stand in a text of the source, in order. Of terms that overlap the longest counts."""
        found: list[Place] = []
        for one in self.terms:
            for start, end in spans(one.term, text, self.source_language, match_case=one.match_case):
                if all(end <= place.start or start >= place.end for place in found):
                    found.append(Place(start, end, one))
        return sorted(found, key=lambda place: place.start)

    def within(self, text: str) -> tuple[Agreed, ...]:
        """Return the terms of a text of the source, in order, each once."""
        return tuple(dict.fromkeys(place.agreed for place in self.places(text)))

    def lacks(self, source: str, text: str) -> list[tuple[Agreed, Lack]]:
        """Return the terms of a source text whose words are not found as agreed in its translation."""
        found = []
        for one in self.within(source):
            if one.wanted and (lack := self._lack(one, text)):
                found.append((one, lack))
        return found

    def _lack(self, one: Agreed, text: str) -> Lack | None:
        if not one.stays:
            return None if self.has(text, one.text, one.forms) else "missing"
        if not stands_in(one.term, text, self.language, as_is=True) and plain(one.term) not in plain(text):
            return "missing"
        return "capitals" if one.match_case and plain(one.term) not in plain(text) else None

    def has(self, text: str, words: str, forms: Iterable[str] = ()) -> bool:
        """Say whether a translation has some words, or one of their forms, bent or not."""
        return any(stands_in(one, text, self.language) for one in (words, *forms))


def composed(text: str) -> str:
    """Return a text in the form in which places are counted."""
    return unicodedata.normalize("NFC", text)
