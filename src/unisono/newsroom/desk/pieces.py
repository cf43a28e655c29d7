"""The approved pieces of a campaign as translators meet them: listed, found, taken apart into segments."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, Film
from unisono.languages.queries import Progress, approved_source, progress
from unisono.languages.segments import Segment
from unisono.media.models import Picture
from unisono.newsroom.desk.labels import tallies
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement, Texts

#: Kinds of pieces in the order in which a campaign is told.
KINDS: tuple[type[Piece], ...] = (Texts, Statement, NewsPost, Fact, Card, Picture, Film, PressDesk, Correction)
#: Where the words stand by which people know a piece.
TITLES = ("title", "name", "claim", "alt", "text", "boilerplate")


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece as the list shows it."""

    public_id: UUID
    kind: str
    title: str
    progress: Progress

    @property
    def tallies(self) -> list[tuple[str, str, int]]:
        """How many segments stand where."""
        return tallies(self.progress.counts)


def piece_lines(campaign: Campaign, language: str) -> list[PieceLine]:
    """Return the approved pieces of a campaign with how they stand in a language."""
    found = progress(campaign.public_id, language, campaign.source_language)
    lines = []
    for kind in KINDS:
        for public_id in kind.objects.filter(campaign=campaign, live=True).values_list("public_id", flat=True):
            if public_id in found:
                texts, stands = found[public_id]
                lines.append(PieceLine(public_id, str(kind._meta.verbose_name), title_of(texts), stands))
    return lines


def title_of(texts: Mapping[str, str]) -> str:
    """Return the words by which people know a piece."""
    return next((texts[key] for key in TITLES if texts.get(key)), next(iter(texts.values()), ""))


def find_piece(campaign: Campaign, public_id: UUID) -> Piece | None:
    """Return an approved piece of a campaign."""
    for kind in KINDS:
        if piece := kind.objects.filter(campaign=campaign, public_id=public_id, live=True).first():
            piece.campaign = campaign
            return piece
    return None


def kinds_of(campaign: Campaign, ids: set[UUID]) -> dict[UUID, type[Piece]]:
    """Return what kind of piece each approved one of these is."""
    return {
        public_id: kind
        for kind in KINDS
        for public_id in kind.objects.filter(campaign=campaign, public_id__in=ids, live=True).values_list(
            "public_id", flat=True
        )
    }


def approved_segments(piece: Piece) -> tuple[Segment, ...]:
    """Return the segments to translate: the *approved* words, never those of a draft.

    The piece itself is asked only for what is no words: limits, and parts that a translation may have although the
    source leaves them empty.
    """
    words = approved_source(piece.public_id, piece.campaign.source_language) or ()
    shapes = {one.key: one for one in piece.segments()}
    approved = [
        replace(one, limit=shapes[one.key].limit, optional=shapes[one.key].optional) if one.key in shapes else one
        for one in words
    ]
    there = {one.key for one in approved}
    spare = [replace(one, text="") for one in shapes.values() if one.optional and one.key not in there]
    return (*approved, *spare)
