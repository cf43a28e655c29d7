"""Reads of the room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Replace

from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.moves import as_it_was
from unisono.languages.segments import Kind, Segment, source_version


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled copy, as it is written: key, kind and text of each segment in reading order; the version of the source
    it was made from, and when. Most of a campaign's copies are only asked whether they are there."""

    written: Sequence[tuple[str, Kind, str]]
    source_version: str
    settled_at: datetime

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments in reading order."""
        return tuple(Segment(key, text, kind) for key, kind, text in self.written)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its segments."""
        return frozenset(key for key, _kind, _text in self.written)


def settled_copies(campaign_id: UUID) -> dict[tuple[UUID, str], Settled]:
    """Return every settled copy of a campaign, by (object, language), in one query."""
    rows = SettledCopy.objects.filter(campaign_id=campaign_id)
    names = ("object_id", "language", "segments", "source_version", "settled_at")
    return {(piece, language): Settled(*rest) for piece, language, *rest in rows.values_list(*names)}


def translations(campaign_id: UUID) -> dict[tuple[UUID, str], dict[str, Translation]]:
    """Return every translation of a campaign, by (object, language), then by segment key, in one query."""
    found: dict[tuple[UUID, str], dict[str, Translation]] = {}
    for row in Translation.objects.filter(campaign_id=campaign_id).order_by("pk"):
        found.setdefault((row.object_id, row.language), {})[row.key] = row
    return found


def keys_ever(object_id: UUID) -> set[str]:
    """Return the keys of all segments of an object of which something is kept: translations, earlier texts, comments,
    settled copies. Those of segments that are gone are among them."""
    found: set[str] = set()
    for model in (Translation, EarlierText, Remark):
        found.update(model._default_manager.filter(object_id=object_id).order_by().values_list("key", flat=True))
    for segments in SettledCopy.objects.filter(object_id=object_id).values_list("segments", flat=True):
        found.update(key for key, _kind, _text in segments)
    return {as_it_was(key) for key in found}


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


def translations_into(campaign_id: UUID, language: str, *, lock: bool = False) -> dict[tuple[UUID, str], Translation]:
    """Return the translations of a campaign into one language by (object, segment key); with `lock`, held until the
    end of the transaction."""
    rows = Translation.objects.filter(campaign_id=campaign_id, language=language).order_by("pk")
    return {(row.object_id, row.key): row for row in (rows.select_for_update() if lock else rows)}


def work_done(campaign_id: UUID) -> Iterable[tuple[str, str, str, str, str, str]]:
    """Return object (its id in hex), language, segment key, state, when and by whom of every translation, in one query.

    Instants come as the database writes them, which sorts as they follow each other; `instant_of` reads one. There are
    tens of thousands of rows in a large campaign, and of their instants a few are looked at.
    """
    rows = Translation.objects.filter(campaign_id=campaign_id).order_by()
    hexed = Replace(Cast("object_id", CharField()), Value("-"), Value(""))
    return rows.values_list(hexed, "language", "key", "state", Cast("changed_at", CharField()), "changed_by")


def instant_of(written: str) -> datetime:
    """Return the instant that `work_done` has in writing. The database's clock is UTC."""
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def settled_in_step(campaign_id: UUID, source_language: str) -> dict[UUID, set[str]]:
    """Return for each object that has words the languages in which today's source is settled, in one query."""
    rows = SettledCopy.objects.filter(campaign_id=campaign_id).values_list("object_id", "language", "source_version")
    found = list(rows)
    nothing = source_version(())
    today = {piece: version for piece, language, version in found if language == source_language and version != nothing}
    in_step: dict[UUID, set[str]] = {piece: set() for piece in today}
    for piece, language, version in found:
        if today.get(piece) == version:
            in_step[piece].add(language)
    return in_step


def kept_texts(campaign_id: UUID, language: str) -> int:
    """Return how many texts of a campaign are translated into a language, whether or not it is one of its own."""
    return Translation.objects.filter(campaign_id=campaign_id, language=language).count()
