"""What a press statement was read into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unisono.base.said import Said, SaidError

Counted = Literal["organisations", "countries", "languages"]


class StatementFault(SaidError, ValueError):
    """The file cannot be read as text: what, where, and how to mend it."""

    def __init__(self, what: Said, where: Said, mend: Said) -> None:
        super().__init__(what, where, mend)
        self.what = what
        self.where = where
        self.mend = mend
        self.sentence = Said("%(where)s: %(what)s. %(mend)s", where=where, what=what, mend=mend)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or quotation of the lead or the closing."""

    text: str
    kind: Literal["paragraph", "heading", "quote"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Claim:
    """A count that the statement mentions, in its very words. The words also stay where they were."""

    counts: Counted
    said: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A journalist's contact found at the end."""

    key: str
    name: str
    email: str
    phone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that no part of a pack takes: kept, with the line they stood on (from 1) and why."""

    text: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Note:
    """What was guessed or not found, without a full stop, and how to mend it in the files of a pack."""

    what: Said
    mend: Said | None = None
    between: str = ". "

    @property
    def sentence(self) -> Said:
        """Both, one after the other."""
        return Said.joined(self.between, (self.what, self.mend)) if self.mend else Said("%(what)s.", what=self.what)


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """The parts of a statement. Every character of the source but spaces is in exactly one of them.

    `claims` and `noted` are apart: claims quote words that stand elsewhere too, notes are ours. `consumed`
    holds what only marked the structure: list markers, headings such as “Our aims”, the date as it was written.
    `markdown` says whether the texts are Markdown; otherwise they are plain and need escaping when written.
    """

    language: str
    markdown: bool
    title: str
    date: dt.date | None
    number: str
    place: str
    byline: str
    lead: tuple[Paragraph, ...]
    aims: tuple[tuple[str, str], ...]
    affirmations: tuple[tuple[str, str], ...]
    closing: tuple[Paragraph, ...]
    signatories: tuple[str, ...]
    contacts: tuple[Contact, ...]
    claims: tuple[Claim, ...]
    unplaced: tuple[Unplaced, ...]
    consumed: tuple[str, ...]
    noted: tuple[Note, ...]

    @property
    def notes(self) -> tuple[Said, ...]:
        """What to mend, for whoever has the files before them."""
        return tuple(one.sentence for one in self.noted)

    def kept(self) -> Iterator[str]:
        """Every text that came from the source, each once: the parts, the unplaced and the consumed."""
        yield from (self.title, self.number, self.place, self.byline)
        yield from (paragraph.text for paragraph in self.lead)
        yield from (text for _, text in self.aims)
        yield from (text for _, text in self.affirmations)
        yield from (paragraph.text for paragraph in self.closing)
        yield from self.signatories
        for contact in self.contacts:
            yield from (contact.name, contact.email, contact.phone, contact.role)
        yield from (line.text for line in self.unplaced)
        yield from self.consumed
