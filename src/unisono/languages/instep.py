"""All languages of one object are brought in step with its source, whatever their number, in as many statements.

Everything is decided in memory from one reading of the object's translations, in the caller's transaction: what an
edition reads meanwhile is all of the old or all of the new. Long lists of rows go out in lots, because databases
take so many values in a statement and no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat

from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.segments import Segment

#: Rows that one statement names: far below what any database takes, far above what one piece has.
LOT = 5000
#: Before a key while rows change places: keys are unique, and no key of a segment begins with it.
ON_THE_WAY = "~"


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


def places_of(rows: Sequence[Translation], segments: tuple[Segment, ...]) -> Places:
    """Find the segment that each row of one language belongs to now: same text first, then same key."""
    by_place = {(row.key, row.source_text): row for row in rows}
    by_text: dict[str, list[Translation]] = {}
    for row in rows:
        by_text.setdefault(row.source_text, []).append(row)
    by_key = {row.key: row for row in rows}
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
    rows: Iterable[Translation], segments: tuple[Segment, ...], at: datetime, by: str
) -> dict[str, dict[str, str]]:
    """Give the rows of one object, in all languages, the segments they belong to now; returns what is ready.

    That is language → segment key → text. Call it in a transaction, with the rows locked.
    """
    by_language: dict[str, list[Translation]] = {}
    for row in rows:
        by_language.setdefault(row.language, []).append(row)
    gone: list[Translation] = []
    moved: list[tuple[Translation, str]] = []
    stale: list[int] = []
    ready: dict[str, dict[str, str]] = {}
    for language, own in by_language.items():
        places = places_of(own, segments)
        gone += [row for row in own if row.pk not in places.taken]
        moved += [(row, key) for key, (row, _) in places.placed.items() if row.key != key]
        for key, (row, text) in places.placed.items():
            if row.source_text == text and row.state == State.READY:
                ready.setdefault(language, {})[key] = row.text
            elif row.source_text != text and row.state != State.STALE:
                stale.append(row.pk)
    _write(gone, moved, stale, at, by)
    return ready


def _write(
    gone: list[Translation], moved: list[tuple[Translation, str]], stale: list[int], at: datetime, by: str
) -> None:
    if moved:
        _move_along({(row.language, row.key): key for row, key in moved}, moved[0][0])
    if gone:
        EarlierText.objects.bulk_create([earlier(row) for row in gone], batch_size=LOT)
        for lot in _lots(row.pk for row in gone):
            # Nothing hangs on these rows; the usual way would fetch them again to look for what does.
            Translation.objects.filter(pk__in=lot)._raw_delete(Translation.objects.db)
    if moved:
        for lot in _lots(row.pk for row, _ in moved):
            Translation.objects.filter(pk__in=lot).update(key=Concat(Value(ON_THE_WAY), F("key")))
        _rename(Translation, ((row.pk, f"{ON_THE_WAY}{row.key}", key) for row, key in moved))
    for lot in _lots(stale):
        Translation.objects.filter(pk__in=lot).update(state=State.STALE, changed_at=at, changed_by=by)


def _move_along(moved: Mapping[tuple[str, str], str], one: Translation) -> None:
    """Let earlier texts and remarks follow their translations to other places ((language, old key) → new key)."""
    keys = {key for _, key in moved}
    for model in (EarlierText, Remark):
        rows = model._default_manager.filter(object_id=one.object_id, key__in=keys).order_by()
        found = rows.values_list("pk", "language", "key")
        _rename(model, ((pk, key, moved[language, key]) for pk, language, key in found if (language, key) in moved))


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
