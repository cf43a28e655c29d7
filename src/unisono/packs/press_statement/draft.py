"""The parts while they are being filled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from unisono.base.said import Said

from .layout import Chunk
from .lexicon import Lexicon
from .lines import Dateline
from .model import Contact, Note, Paragraph, Unplaced
from .text import isolated

WHY = {
    "furniture": "the website's own, not the statement's",
    "before title": "stood before the title",
    "dateline": "stood in the dateline",
    "embargo": "an embargo: it belongs in campaign.toml under [[moments]]",
    "second date": "a second dateline",
    "second byline": "a second by-line",
    "before affirmations": "introduced the affirmations; pages have their own heading there",
    "between lists": "stood between two lists",
    "list": "a further list, neither aims nor affirmations",
    "heading": "a heading; pages have their own there",
    "notes": "notes to editors: they may become a news post, or press/{lang}.toml",
    "about": "about the sender: it belongs in texts/{lang}.toml (about) or press/{lang}.toml (boilerplate)",
    "contact": "a contact: it belongs in press.toml",
    "after end": "stood after the end of the statement",
}
NOTES = {
    "embargo": Note(
        Said("An embargo is mentioned"),
        Said("give it with its time zone in %(file)s under %(table)s.", file="campaign.toml", table="[[moments]]"),
        between=": ",
    ),
    "contact": Note(
        Said("A contact could not be read with certainty"),
        Said("write it into %(file)s.", file="press.toml"),
        between=": ",
    ),
}


@dataclass(slots=True)
class Draft:
    """Everything read so far. Each method takes words over from a chunk, once."""

    words: Lexicon
    title: str = ""
    date: dt.date | None = None
    number: str = ""
    place: str = ""
    byline: str = ""
    lead: list[Paragraph] = field(default_factory=list)
    aims: list[str] = field(default_factory=list)
    affirmations: list[str] = field(default_factory=list)
    closing: list[Paragraph] = field(default_factory=list)
    signatories: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    consumed: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def eat(self, *pieces: str) -> None:
        """Take pieces that only marked the structure."""
        self.consumed += [piece.strip() for piece in pieces if piece.strip()]

    def set_aside(self, text: str, line: int, why: str) -> None:
        """Keep words that have no place, with the reason (a key of WHY)."""
        if text.strip():
            self.unplaced.append(Unplaced(text.strip(), WHY[why], line))

    def set_dateline(self, read: Dateline, text: str, line: int) -> bool:
        """Take a dateline over; False (and nothing taken) when it would contradict an earlier one."""
        clash = (
            (read.date and self.date and read.date != self.date)
            or (read.number and self.number)
            or (read.place and self.place and read.place != self.place)
        )
        if clash:
            return False
        if read.place and self.place:
            self.eat(read.place)
        self.date, self.number = self.date or read.date, self.number or read.number
        self.place = self.place or read.place
        self.eat(*read.eaten)
        for other in read.others:
            self.set_aside(other, line, "dateline")
        if read.ambiguous and read.date:
            what = Said(
                "The date “%(text)s” was read with the day first (%(date)s)",
                text=isolated(text),
                date=read.date.isoformat(),
            )
            self.notes.append(Note(what, Said("Mend it in the front matter if that is wrong.")))
        return True

    def paragraph(self, chunk: Chunk) -> Paragraph:
        """The chunk as a paragraph of the lead or the closing."""
        kind = chunk.kind if chunk.kind in ("heading", "quote") else "paragraph"
        return Paragraph(chunk.text, kind)

    def keyed_aims(self) -> tuple[tuple[str, str], ...]:
        """The aims with their keys a1, a2…"""
        return tuple((f"a{number}", text) for number, text in enumerate(self.aims, 1))

    def keyed_affirmations(self) -> tuple[tuple[str, str], ...]:
        """The affirmations with their keys b1, b2…"""
        return tuple((f"b{number}", text) for number, text in enumerate(self.affirmations, 1))
