"""Writes of the room: the source moves on, translations come in, sets settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from unisono.languages.instep import bring_in_step, complete, earlier, write_copies
from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.queries import approved_source
from unisono.languages.segments import Segment, source_version

#: What of a settled copy says whether another one is another.
HELD = ("language", "segments", "source_version")


@dataclass(frozen=True, slots=True)
class Named:
    """The object whose words are meant: its campaign, its kind (`words.Statement`) and its public id."""

    campaign_id: UUID
    label: str
    object_id: UUID


@dataclass(frozen=True, slots=True)
class Given:
    """A translation that comes in: its text, its state, and the source text it was made from (None: today's)."""

    text: str
    state: str = str(State.READY)
    source: str | None = None


@transaction.atomic
def source_approved(*, named: Named, language: str, segments: tuple[Segment, ...], at: datetime, by: str) -> None:
    """Take in a newly approved source: settle it in its own language, then bring translations in step.

    A translation whose source text still stands keeps its state, even where its place has moved; one whose
    source text has changed becomes stale and keeps its old source and text; one whose segment is gone goes.
    The number of statements does not grow with the languages.
    """
    before = approved_source(named.object_id, language) or ()
    rows = Translation.objects.select_for_update().filter(object_id=named.object_id).order_by("pk")
    ready = bring_in_step(named.object_id, rows, segments, before=before, at=at, by=by)
    wanted = {language: segments}
    for code, texts in ready.items():
        if code != language and (translated := complete(segments, texts)) is not None:
            wanted[code] = translated
    _write_copies(named, segments, wanted, at)


def take_translations(
    *,
    named: Named,
    language: str,
    source: tuple[Segment, ...],
    given: Mapping[str, Given],
    at: datetime,
    by: str,
) -> int:
    """Write the translations `given` by segment key and settle the language if its set is complete.

    Returns how many rows were added or changed. A text made from an older source is stale whatever it claims; a
    machine's is not taken then.
    """
    today = {segment.key: segment.text for segment in source}
    held = {row.key: row for row in Translation.objects.filter(object_id=named.object_id, language=language)}
    fresh: list[Translation] = []
    changed: list[Translation] = []
    replaced: list[EarlierText] = []
    for key, one in given.items():
        if key not in today or not one.text:
            continue
        made_from = today[key] if one.source is None else one.source
        if made_from != today[key] and one.state == State.MACHINE:
            continue
        state = one.state if made_from == today[key] else State.STALE
        row = held.get(key) or Translation(
            campaign_id=named.campaign_id, label=named.label, object_id=named.object_id, key=key, language=language
        )
        if row.pk and (row.text, row.state, row.source_text) == (one.text, state, made_from):
            continue
        if row.pk and row.text != one.text:
            replaced.append(earlier(row))
        row.text, row.state, row.source_text, row.changed_at, row.changed_by = one.text, state, made_from, at, by
        row.version += 1 if row.pk else 0
        (changed if row.pk else fresh).append(row)
    EarlierText.objects.bulk_create(replaced)
    Translation.objects.bulk_create(fresh)
    fields = ["text", "state", "source_text", "changed_at", "changed_by", "version"]
    Translation.objects.bulk_update(changed, fields)
    settle(named=named, language=language, source=source, at=at)
    return len(fresh) + len(changed)


def settle(*, named: Named, language: str, source: tuple[Segment, ...], at: datetime) -> bool:
    """Make the settled copy of today's source in `language` if every segment is ready; say whether it was made."""
    rows = Translation.objects.filter(object_id=named.object_id, language=language, state=State.READY)
    translated = complete(source, dict(rows.values_list("key", "text")))
    if translated is None:
        return False
    _write_copies(named, source, {language: translated}, at)
    return True


def _write_copies(
    named: Named, source: tuple[Segment, ...], wanted: Mapping[str, tuple[Segment, ...]], at: datetime
) -> None:
    copies = SettledCopy.objects.filter(object_id=named.object_id, language__in=list(wanted))
    held = {code: (segments, version) for code, segments, version in copies.values_list(*HELD)}
    of = SettledCopy(
        campaign_id=named.campaign_id, label=named.label, object_id=named.object_id,
        source_version=source_version(source), settled_at=at,
    )  # fmt: skip
    write_copies(held, wanted, of)


def forget(*, object_id: UUID) -> None:
    """Remove translations, their history, what was said about them, and settled copies of an object that is no more."""
    for model in (Translation, EarlierText, Remark, SettledCopy):
        model._default_manager.filter(object_id=object_id).delete()
