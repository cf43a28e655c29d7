"""Reads of the room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from unisono.languages.models import SettledCopy, State, Translation
from unisono.languages.segments import Segment, source_version


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


def approved_source(object_id: UUID, language: str) -> tuple[Segment, ...] | None:
    """Return the segments of an object as they were last approved in its source `language`; None if never.

    Drafts of the source are in no settled copy, so whoever reads only this sees no draft.
    """
    row = SettledCopy.objects.filter(object_id=object_id, language=language).first()
    return tuple(Segment(key, text, kind) for key, kind, text in row.segments) if row else None


def approved_sources(object_ids: Iterable[UUID], language: str) -> dict[UUID, dict[str, Segment]]:
    """Return the approved source of several objects, by segment key, in one query."""
    rows = SettledCopy.objects.filter(object_id__in=list(object_ids), language=language)
    return {row.object_id: {key: Segment(key, text, kind) for key, kind, text in row.segments} for row in rows}


def settled_at(object_id: UUID, language: str) -> datetime | None:
    """Return when the settled copy of an object in a language was made; None where there is none."""
    copies = SettledCopy.objects.filter(object_id=object_id, language=language)
    return copies.values_list("settled_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Progress:
    """How an object stands in a language: its segments by state (`missing` among them), its settled copy.

    `behind` says that what is published was made from an earlier source.
    """

    counts: dict[str, int]
    settled: bool
    behind: bool

    @property
    def segments(self) -> int:
        """All segments."""
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        """Those that are ready."""
        return self.counts.get(str(State.READY), 0)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.ready == self.segments


def progress(campaign_id: UUID, language: str, source_language: str) -> dict[UUID, tuple[dict[str, str], Progress]]:
    """Return how each approved object stands in a language, with its source texts by key, in two queries."""
    copies: dict[UUID, dict[str, SettledCopy]] = {}
    for copy in SettledCopy.objects.filter(campaign_id=campaign_id, language__in=[language, source_language]):
        copies.setdefault(copy.object_id, {})[copy.language] = copy
    states: dict[UUID, dict[str, str]] = {}
    rows = Translation.objects.filter(campaign_id=campaign_id, language=language)
    for object_id, key, state in rows.values_list("object_id", "key", "state"):
        states.setdefault(object_id, {})[key] = state
    found = {}
    for object_id, by_language in copies.items():
        source, own = by_language.get(source_language), by_language.get(language)
        if source is None:
            continue
        there = states.get(object_id, {})
        keys = dict.fromkeys([key for key, _, _ in source.segments]) | dict.fromkeys(there)
        counts: dict[str, int] = {}
        for key in keys:
            state = there.get(key, "missing")
            counts[state] = counts.get(state, 0) + 1
        behind = own is not None and own.source_version != source_version(
            Segment(key, text, kind) for key, kind, text in source.segments
        )
        texts = {key: text for key, _, text in source.segments}
        found[object_id] = (texts, Progress(counts, own is not None, behind))
    return found
