"""A pack in memory: tables, words by language and object, media. Plain data, between folder and database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from unisono.languages.segments import Segment
from unisono.packs import tables

if TYPE_CHECKING:
    from unisono.packs.merging.base import Base

#: Words of one language: object ("texts", "statement", "news.the-call", "fact.no-access", …) → its segments.
Words = dict[str, tuple[Segment, ...]]


@dataclass(slots=True)
class Pack:
    """One campaign. Lists stand in the order in which the campaign shows them."""

    campaign: tables.Campaign
    logo: bytes = b""
    #: The theme's own files, by their path below `theme/`.
    theme: dict[str, bytes] = field(default_factory=dict)
    statement: tables.Statement | None = None
    unplaced: str = ""
    news: dict[str, tables.News] = field(default_factory=dict)
    facts: list[tables.Fact] = field(default_factory=list)
    corrections: list[tables.Correction] = field(default_factory=list)
    cards: list[tables.Card] = field(default_factory=list)
    film: tables.Film | None = None
    pictures: list[tables.Picture] = field(default_factory=list)
    contacts: list[tables.Contact] = field(default_factory=list)
    organisations: list[tables.Organisation] = field(default_factory=list)
    links: list[tables.Link] = field(default_factory=list)
    terms: list[tables.Term] = field(default_factory=list)
    #: The words for terms, by language and term.
    renderings: dict[str, dict[str, tables.Rendering]] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)
    reviewed: dict[str, bool] = field(default_factory=dict)
    states: dict[str, dict[str, tables.SegmentState]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    #: What the pack said when it was written out; None where it does not say.
    base: Base | None = None

    @property
    def source_words(self) -> Words:
        """The words in the source language."""
        return self.words[self.campaign.source_language]

    def called(self, slug: str) -> Pack:
        """Return the pack under another short name, as that of a campaign which has been renamed."""
        return replace(self, campaign=msgspec.structs.replace(self.campaign, slug=slug))

    @property
    def news_zone(self) -> ZoneInfo:
        """The zone in which news are dated: that of the first opening, else UTC."""
        openings = [one for one in self.campaign.moments if one.kind == "opening"]
        first = min(openings, key=lambda one: one.at.replace(tzinfo=ZoneInfo(one.zone)), default=None)
        return ZoneInfo(first.zone if first else "UTC")
