"""All languages of one object are brought in step with its source, whatever their number, in as many statements.

Everything is decided in memory from one reading of the object's translations, in the caller's transaction: what an
edition reads meanwhile is all of the old or all of the new. Long lists of rows go out in lots, because databases
take so many values in a statement and no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat

from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.moves import MARK, moves, put_aside
from unisono.languages.segments import Segment

#: Rows that one statement names: far below what any database takes, far above what one piece has.
LOT = 5000


@dataclass(slots=True)
class Places:
    """Where the rows of one language belong now: by key, with the source text that stands there today."""

    placed: dict[str, tuple[Translation, str]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def take(self, segment: Segment, row: Translation | None) -> None:
        """Give a segment its row, unless it has one or the row is somewhere else already.

        A machine's text that nobody has looked at is of no use for another source: it is missing again.
        """
        if row is None or row.pk in self.taken or segment.key in self.placed:
            return
        if row.source_text == segment.text or row.state != State.MACHINE:
            self.placed[segment.key] = (row, segment.text)
            self.taken.add(row.pk)


def places_of(rows: Sequence[Translation], segments: tuple[Segment, ...], moved: Mapping[str, str | None]) -> Places:
    """Find the segment that each row of one language belongs to now: same text first, then same segment.

    `moved` says where counted segments went (None: nowhere); all others are where their key is.
    """
    by_place = {(row.key, row.source_text): row for row in rows}
    by_text: dict[str, list[Translation]] = {}
    for row in rows:
        by_text.setdefault(row.source_text, []).append(row)
    by_key = {row.key: row for row in rows if row.key not in moved}
    by_key |= {place: row for row in rows if (place := moved.get(row.key))}
    found = Places()
    for segment in segments:
        found.take(segment, by_place.get((segment.key, segment.text)))
    for segment in segments:
        for row in by_text.get(segment.text, []):
            found.take(segment, row)
    for segment in segments:
        found.take(segment, by_key.get(segment.key))
    return found


def bring_in_step(
    object_id: UUID,
    rows: Iterable[Translation],
    segments: tuple[Segment, ...],
    *,
    before: tuple[Segment, ...],
    at: datetime,
    by: str,
) -> dict[str, dict[str, str]]:
    """Give the rows of one object, in all languages, the segments they belong to now; returns what is ready.

    That is language → segment key → text. `before` is the source as it was: it says which of the counted segments is
    which. Call it in a transaction, with the rows locked.
    """
    went = moves(before, segments)
    by_language: dict[str, list[Translation]] = {}
    for row in rows:
        by_language.setdefault(row.language, []).append(row)
    gone: list[Translation] = []
    moved: list[tuple[Translation, str]] = []
    stayed: set[tuple[str, str]] = set()
    stale: list[int] = []
    ready: dict[str, dict[str, str]] = {}
    for language, own in by_language.items():
        places = places_of(own, segments, went)
        gone += [row for row in own if row.pk not in places.taken]
        moved += [(row, key) for key, (row, _) in places.placed.items() if row.key != key]
        stayed |= {(language, key) for key, (row, _) in places.placed.items() if row.key == key}
        for key, (row, text) in places.placed.items():
            if row.source_text == text and row.state == State.READY:
                ready.setdefault(language, {})[key] = row.text
            elif row.source_text != text and row.state != State.STALE:
                stale.append(row.pk)
    trail = Trail({(row.language, row.key): key for row, key in moved}, stayed, went, at)
    _move_along(trail, object_id)
    _write(gone, moved, stale, trail, by)
    return ready


@dataclass(frozen=True, slots=True)
class Trail:
    """Where what was said of a place belongs now: with its translation, else with the source text it was about; what
    was about a counted segment that is gone is put aside."""

    moved: Mapping[tuple[str, str], str]
    stayed: set[tuple[str, str]]
    went: Mapping[str, str | None]
    at: datetime

    @property
    def keys(self) -> set[str]:
        """The keys that may have to change."""
        return {key for _, key in self.moved} | {key for key, place in self.went.items() if place != key}

    def of(self, language: str, key: str) -> str:
        """Return the key under which what was said of a place in a language is found from now on."""
        if (place := self.moved.get((language, key))) is not None:
            return place
        if (language, key) in self.stayed:
            return key
        return self.went.get(key, key) or put_aside(key, self.at)


def _write(
    gone: list[Translation], moved: list[tuple[Translation, str]], stale: list[int], trail: Trail, by: str
) -> None:
    if gone:
        kept = [earlier(row) for row in gone]
        for one in kept:
            one.key = trail.of(one.language, one.key)
        EarlierText.objects.bulk_create(kept, batch_size=LOT)
        for lot in _lots(row.pk for row in gone):
            # Nothing hangs on these rows; the usual way would fetch them again to look for what does.
            Translation.objects.filter(pk__in=lot)._raw_delete(Translation.objects.db)
    if moved:
        # Keys are unique: while rows change places, none has a segment's key.
        for lot in _lots(row.pk for row, _ in moved):
            Translation.objects.filter(pk__in=lot).update(key=Concat(Value(MARK), F("key")))
        _rename(Translation, ((row.pk, f"{MARK}{row.key}", key) for row, key in moved))
    for lot in _lots(stale):
        Translation.objects.filter(pk__in=lot).update(state=State.STALE, changed_at=trail.at, changed_by=by)


def _move_along(trail: Trail, object_id: UUID) -> None:
    """Let earlier texts and remarks follow to other places."""
    for model in (EarlierText, Remark) if (keys := trail.keys) else ():
        rows = model._default_manager.filter(object_id=object_id, key__in=keys).order_by()
        found = [(pk, key, trail.of(language, key)) for pk, language, key in rows.values_list("pk", "language", "key")]
        _rename(model, ((pk, old, new) for pk, old, new in found if old != new))


def _rename(model: type[models.Model], moved: Iterable[tuple[Any, str, str]]) -> None:
    """Give rows other keys (pk, old, new). Most languages move alike: what moves alike goes in one statement."""
    layers: list[tuple[dict[str, str], list[Any]]] = []
    for pk, old, new in moved:
        layer = next((one for one in layers if one[0].get(old, new) == new), None)
        if layer is None:
            layers.append(layer := ({}, []))
        layer[0][old] = new
        layer[1].append(pk)
    for names, pks in layers:
        renamed = Case(*(When(key=old, then=Value(new)) for old, new in names.items()), default=F("key"))
        for lot in _lots(pks):
            model._default_manager.filter(pk__in=lot).update(key=renamed)


def _lots(pks: Iterable[Any]) -> Iterator[list[Any]]:
    all_of_them = list(pks)
    for start in range(0, len(all_of_them), LOT):
        yield all_of_them[start : start + LOT]


def earlier(row: Translation) -> EarlierText:
    """Return what a translation is now, to be kept before another text takes its place."""
    return EarlierText(
        campaign_id=row.campaign_id, object_id=row.object_id, key=row.key, language=row.language,
        source_text=row.source_text, text=row.text, state=row.state, version=row.version,
        written_at=row.changed_at, written_by=row.changed_by,
    )  # fmt: skip


# -- settled copies


def complete(source: tuple[Segment, ...], ready: Mapping[str, str]) -> tuple[Segment, ...] | None:
    """Return the translated set of today's source if nothing in it is missing; None otherwise."""
    if not ready or any(segment.key not in ready and not segment.optional for segment in source):
        return None
    return tuple(Segment(one.key, ready[one.key], one.kind) for one in source if one.key in ready)


def write_copies(
    held: Mapping[str, tuple[object, str]], wanted: Mapping[str, tuple[Segment, ...]], of: SettledCopy
) -> None:
    """Write the settled copies `wanted`, by language, that differ from those `held` (segments, version).

    `of` says of which object and source, and when; it is not saved itself.
    """
    changed = {
        language: written
        for language, segments in wanted.items()
        if held.get(language) != ((written := _as_written(segments)), of.source_version)
    }
    copies = [
        SettledCopy(
            campaign_id=of.campaign_id, label=of.label, object_id=of.object_id, language=language,
            segments=written, source_version=of.source_version, settled_at=of.settled_at,
        )
        for language, written in changed.items()
    ]  # fmt: skip
    changing = ["campaign_id", "label", "segments", "source_version", "settled_at"]
    SettledCopy.objects.bulk_create(
        copies, update_conflicts=True, unique_fields=["object_id", "language"], update_fields=changing
    )


def _as_written(segments: Iterable[Segment]) -> list[list[str]]:
    return [[segment.key, segment.kind, segment.text] for segment in segments if segment.text]
