"""Which words of a campaign may be sent to a machine: approved ones, and no names of people."""

from collections.abc import Iterable
from dataclasses import dataclass

from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import named
from unisono.campaigns.writing import Piece
from unisono.languages.machine.filling import Work
from unisono.languages.queries import approved_sources, translations
from unisono.languages.segments import Segment
from unisono.packs.pieces import pieces

#: Segments that name people: who signs, who wrote, who is quoted. They stay in the house.
NAMES: dict[str, tuple[str, ...]] = {"words.Statement": ("byline", "signatory."), "kit.Card": ("who",)}


def may_be_sent(piece: Piece, segment: Segment) -> bool:
    """Say whether a segment may be sent: it has words, and is not the name of somebody."""
    is_name = segment.key.startswith(NAMES.get(piece._meta.label, ()))
    return not is_name and any(one.isalpha() for one in segment.text)


def works_of(campaign: Campaign) -> list[Work]:
    """Return every segment of the campaign that may be sent, as it was approved. Drafts are not among them."""
    found = {piece.public_id: piece for piece in pieces(campaign).values()}
    sources = approved_sources(found, campaign.source_language)
    return [
        Work(named(piece), segment)
        for public_id, piece in found.items()
        for segment in sources.get(public_id, {}).values()
        if may_be_sent(piece, segment)
    ]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a language lacks of what may be sent: texts, and characters of their source."""

    texts: int
    characters: int
    machine: int


def missing_in(campaign: Campaign, works: Iterable[Work], languages: Iterable[str]) -> dict[str, Missing]:
    """Return what each language lacks, and how many texts in it are a machine's; one query."""
    rows = translations(campaign.public_id)
    found, all_works = {}, list(works)
    for code in languages:
        left = [work for work in all_works if work.segment.key not in rows.get((work.named.object_id, code), {})]
        machine = sum(
            row.state == "machine"
            for (_, language), by_key in rows.items()
            if language == code
            for row in by_key.values()
        )
        found[code] = Missing(len(left), sum(len(work.segment.text) for work in left), machine)
    return found
