"""Reads of the room."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from unisono.languages.models import SettledCopy, Translation
from unisono.languages.segments import Segment


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled copy: its segments in reading order, the version of the source it was made from, and when."""

    segments: tuple[Segment, ...]
    source_version: str
    settled_at: datetime


def settled_copies(campaign_id: UUID) -> dict[tuple[UUID, str], Settled]:
    """Return every settled copy of a campaign, by (object, language), in one query."""
    rows = SettledCopy.objects.filter(campaign_id=campaign_id)
    return {
        (row.object_id, row.language): Settled(
            tuple(Segment(key, text, kind) for key, kind, text in row.segments), row.source_version, row.settled_at
        )
        for row in rows
    }


def translations(campaign_id: UUID) -> dict[tuple[UUID, str], dict[str, Translation]]:
    """Return every translation of a campaign, by (object, language), then by segment key, in one query."""
    found: dict[tuple[UUID, str], dict[str, Translation]] = {}
    for row in Translation.objects.filter(campaign_id=campaign_id).order_by("pk"):
        found.setdefault((row.object_id, row.language), {})[row.key] = row
    return found
