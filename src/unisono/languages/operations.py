"""Writes of the room: the source moves on, translations come in, sets settle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.segments import Segment, source_version


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


def source_approved(*, named: Named, language: str, segments: tuple[Segment, ...], at: datetime, by: str) -> None:
    """Take in a newly approved source: settle it in its own language, then bring translations in step.

    A translation whose source text still stands keeps its state, even where its place has moved; one whose
    source text has changed becomes stale and keeps its old source and text; one whose segment is gone goes.
    """
    _settle(named, language, segments, source_version(segments), at)
    rows = Translation.objects.filter(object_id=named.object_id).order_by("pk")
    for code in sorted(set(rows.values_list("language", flat=True))):
        _realign([row for row in rows if row.language == code], segments, at, by)
        settle(named=named, language=code, source=segments, at=at)


def _realign(rows: list[Translation], segments: tuple[Segment, ...], at: datetime, by: str) -> None:
    """Give each row of one language the segment it belongs to now: same text first, then same key."""
    by_place = {(row.key, row.source_text): row for row in rows}
    by_text: dict[str, list[Translation]] = {}
    for row in rows:
        by_text.setdefault(row.source_text, []).append(row)
    placed: dict[str, tuple[Translation, str]] = {}
    taken: set[int] = set()

    def place(segment: Segment, row: Translation | None) -> None:
        if row is not None and row.pk not in taken and segment.key not in placed:
            placed[segment.key] = (row, segment.text)
            taken.add(row.pk)

    for segment in segments:
        place(segment, by_place.get((segment.key, segment.text)))
    for segment in segments:
        for row in by_text.get(segment.text, []):
            place(segment, row)
    by_key = {row.key: row for row in rows}
    for segment in segments:
        place(segment, by_key.get(segment.key))
    _write_places(rows, placed, at, by)


def _write_places(
    rows: list[Translation], placed: Mapping[str, tuple[Translation, str]], at: datetime, by: str
) -> None:
    # A machine's text that nobody has looked at is of no use for another source: it is missing again.
    placed = {
        key: (row, text) for key, (row, text) in placed.items() if row.source_text == text or row.state != State.MACHINE
    }
    kept = {row.pk for row, _ in placed.values()}
    gone = [row for row in rows if row.pk not in kept]
    moved = [(key, row) for key, (row, _) in placed.items() if row.key != key]
    _move_along({row.key: key for key, row in moved}, rows)
    EarlierText.objects.bulk_create([earlier(row) for row in gone])
    Translation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for _, row in moved:  # two steps, because keys are unique and rows may change places
        Translation.objects.filter(pk=row.pk).update(key=f"~{row.pk}")
    for key, row in moved:
        Translation.objects.filter(pk=row.pk).update(key=key)
    stale = [row.pk for row, text in placed.values() if row.source_text != text and row.state != State.STALE]
    Translation.objects.filter(pk__in=stale).update(state=State.STALE, changed_at=at, changed_by=by)


def _move_along(moved: Mapping[str, str], rows: list[Translation]) -> None:
    """Let earlier texts and remarks follow their translations to other places (old key → new key)."""
    if not moved:
        return
    for model in (EarlierText, Remark):
        found = model._default_manager.filter(
            object_id=rows[0].object_id, language=rows[0].language, key__in=list(moved)
        )
        changed = list(found)
        for one in changed:
            one.key = moved[one.key]
        model._default_manager.bulk_update(changed, ["key"])


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


def earlier(row: Translation) -> EarlierText:
    """Return what a translation is now, to be kept before another text takes its place."""
    return EarlierText(
        campaign_id=row.campaign_id, object_id=row.object_id, key=row.key, language=row.language,
        source_text=row.source_text, text=row.text, state=row.state, version=row.version,
        written_at=row.changed_at, written_by=row.changed_by,
    )  # fmt: skip


def settle(*, named: Named, language: str, source: tuple[Segment, ...], at: datetime) -> bool:
    """Make the settled copy of today's source in `language` if every segment is ready; say whether it was made."""
    ready = {
        row.key: row.text
        for row in Translation.objects.filter(object_id=named.object_id, language=language, state=State.READY)
    }
    if any(segment.key not in ready and not segment.optional for segment in source):
        return False
    if not ready:
        return False
    translated = tuple(Segment(one.key, ready[one.key], one.kind) for one in source if one.key in ready)
    _settle(named, language, translated, source_version(source), at)
    return True


def _settle(named: Named, language: str, segments: Iterable[Segment], version: str, at: datetime) -> None:
    written = [[segment.key, segment.kind, segment.text] for segment in segments if segment.text]
    values = {"segments": written, "source_version": version}
    held = SettledCopy.objects.filter(object_id=named.object_id, language=language)
    if held.filter(**values).exists():
        return
    SettledCopy.objects.update_or_create(
        object_id=named.object_id,
        language=language,
        defaults={"campaign_id": named.campaign_id, "label": named.label, **values, "settled_at": at},
    )


def forget(*, object_id: UUID) -> None:
    """Remove translations, their history, what was said about them, and settled copies of an object that is no more."""
    for model in (Translation, EarlierText, Remark, SettledCopy):
        model._default_manager.filter(object_id=object_id).delete()
