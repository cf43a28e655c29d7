"""Writes of the translators' desk: a text is saved, handed in, accepted, sent back; nothing is overwritten unseen.

Everything that changes a translation names the version that the person had before their eyes, and the source text
as its digest. Where either has moved on, the operation raises `NewerText` and writes nothing: what the other wrote
and what this one wrote are then shown beside each other.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction

from unisono.languages.checks import Finding, faults, fit_checks, kept_form
from unisono.languages.instep import earlier
from unisono.languages.models import EarlierText, Remark, State, Translation
from unisono.languages.operations import Named, settle
from unisono.languages.segments import Segment
from unisono.ledger.operations import record

#: What a translator hands in, and what somebody who may finish accepts.
HANDED_IN: frozenset[str] = frozenset({str(State.DRAFT)})
ACCEPTED: frozenset[str] = frozenset({str(State.DRAFT), str(State.REVIEW)})
#: What a reviewer may give back.
SENT_BACK: frozenset[str] = frozenset({str(State.DRAFT), str(State.REVIEW), str(State.READY)})


@dataclass(frozen=True, slots=True)
class Desk:
    """One object in one language, with its approved source, for one person.

    `may_finish` says whether this person's word makes a text ready: a reviewer's, or a translator's where the
    language has no reviewer. `screen` is the language in which findings are said.
    """

    named: Named
    language: str
    source: tuple[Segment, ...]
    by: str
    may_finish: bool
    screen: str = "en"

    def segment(self, key: str) -> Segment:
        """Return a segment of today's source; raises `NewerText` where the source has it no more."""
        for segment in self.source:
            if segment.key == key:
                return segment
        raise NewerText(key, None, source_moved=True)

    def rows(self) -> models.QuerySet[Translation]:
        """Return the translations of the object in the language."""
        return Translation.objects.filter(object_id=self.named.object_id, language=self.language)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before their eyes: the version of the translation (0: none), the digest of its source."""

    version: int
    source: str


class NewerText(Exception):
    """Somebody else has written meanwhile, or the source has moved on. `row` is what stands there now."""

    def __init__(self, key: str, row: Translation | None, *, source_moved: bool = False) -> None:
        super().__init__(key)
        self.key, self.row, self.source_moved = key, row, source_moved


class Unfit(Exception):
    """Texts that cannot be handed in or accepted: what is wrong, by segment key ("" for the whole)."""

    def __init__(self, found: Mapping[str, tuple[Finding, ...]]) -> None:
        super().__init__(", ".join(found))
        self.found = found


class NotNow(Exception):
    """A step that the state of the text does not allow; the key says where."""


def digest(text: str) -> str:
    """Return a short name of a text, by which a page says which source it shows."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def save(*, desk: Desk, key: str, text: str, seen: Seen, at: datetime, html: bool = False) -> Translation | None:
    """Keep a text; an empty one takes the translation away. Returns the row as it now stands.

    A text that is changed is a draft again; under review it stays so where a reviewer changes it; a stale one stays
    stale, with the old source, until somebody confirms it. Raises `NewerText` and `checks.WrongText`.
    """
    segment = desk.segment(key)
    row = desk.rows().select_for_update().filter(key=key).first()
    written = kept_form(segment, text, html=html)
    if written == (row.text if row else ""):
        return row
    _compare(desk, segment, row, seen)
    if row is not None:
        earlier(row).save()
    if not written:
        assert row is not None  # noqa: S101  an empty text differs only from one that is there
        row.delete()
        settle(named=desk.named, language=desk.language, source=desk.source, at=at)
        return None
    return _write(desk, segment, row, written, at)


def _compare(desk: Desk, segment: Segment, row: Translation | None, seen: Seen) -> None:
    if seen.source != digest(segment.text):
        raise NewerText(segment.key, row, source_moved=True)
    if seen.version != (row.version if row else 0):
        raise NewerText(segment.key, row)


def _write(desk: Desk, segment: Segment, row: Translation | None, text: str, at: datetime) -> Translation:
    """Write a text as a new version of its row, or as a new row. Raises `NewerText` where there is one already."""
    if row is None:
        last = _earlier_texts(desk, segment.key).aggregate(last=models.Max("version"))["last"]
        row = Translation(
            campaign_id=desk.named.campaign_id, label=desk.named.label, object_id=desk.named.object_id,
            key=segment.key, language=desk.language, version=last or 0, state=State.DRAFT,
        )  # fmt: skip
    if row.state != State.STALE:
        row.source_text = segment.text
        row.state = State.REVIEW if row.state == State.REVIEW and desk.may_finish else State.DRAFT
    row.text, row.changed_at, row.changed_by = text, at, desk.by
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # two wrote the first text in the same instant
        raise NewerText(segment.key, desk.rows().get(key=segment.key)) from None
    return row


def _earlier_texts(desk: Desk, key: str) -> models.QuerySet[EarlierText]:
    return EarlierText.objects.filter(object_id=desk.named.object_id, language=desk.language, key=key)


@transaction.atomic
def restore(*, desk: Desk, key: str, seen: Seen, at: datetime, earlier_pk: int | None = None) -> Translation | None:
    """Put an earlier text back (None: the last one that differs), as a new version. Doing it twice undoes it.

    Raises `NewerText`, and `EarlierText.DoesNotExist` where there is none.
    """
    row = desk.rows().filter(key=key).first()
    texts = _earlier_texts(desk, key).exclude(text=row.text if row else "")
    chosen = texts.get(pk=earlier_pk) if earlier_pk is not None else texts.first()
    if chosen is None:
        raise EarlierText.DoesNotExist(key)
    return save(desk=desk, key=key, text=chosen.text, seen=seen, at=at)


@transaction.atomic
def confirm(*, desk: Desk, key: str, seen: Seen, at: datetime) -> Translation:
    """Say that a text holds: a machine's becomes a draft, a stale one belongs to the new source from now on.

    What was stale is then ready where this person may finish, else under review. Raises `NewerText`, `NotNow`,
    `Unfit`.
    """
    segment = desk.segment(key)
    row = _held(desk, key)
    _compare(desk, segment, row, seen)
    if row.state == State.MACHINE:
        _step([row], str(State.DRAFT), at, desk.by)
        return row
    if row.state != State.STALE:
        raise NotNow(key)
    _refuse_faults(desk, [row])
    row.source_text = segment.text
    row.save(update_fields=["source_text"])
    _step([row], str(State.READY if desk.may_finish else State.REVIEW), at, desk.by)
    _record(desk, "translation.confirmed", [row], at)
    settle(named=desk.named, language=desk.language, source=desk.source, at=at)
    return row


@transaction.atomic
def hand_in(*, desk: Desk, seen: Mapping[str, Seen], at: datetime) -> int:
    """Hand in every draft among the segments seen; returns how many. Raises `NewerText` and `Unfit`."""
    rows = _seen_rows(desk, seen, HANDED_IN)
    _refuse_faults(desk, rows)
    _step(rows, str(State.REVIEW), at, desk.by)
    _record(desk, "translation.handed-in", rows, at)
    return len(rows)


@transaction.atomic
def accept(*, desk: Desk, seen: Mapping[str, Seen], at: datetime, states: frozenset[str] = ACCEPTED) -> int:
    """Make what is under review (and what is a draft) ready; settle the language if nothing is left to do.

    Returns how many texts became ready. Raises `PermissionError`, `NewerText` and `Unfit`.
    """
    if not desk.may_finish:
        raise PermissionError("a reviewer accepts translations")
    rows = _seen_rows(desk, seen, states)
    _refuse_faults(desk, rows)
    _step(rows, str(State.READY), at, desk.by)
    _record(desk, "translation.accepted", rows, at)
    settle(named=desk.named, language=desk.language, source=desk.source, at=at)
    return len(rows)


@transaction.atomic
def send_back(*, desk: Desk, key: str, seen: Seen, remark: str, at: datetime) -> Translation:
    """Give a text back to its translator with a comment. Raises `PermissionError`, `NewerText`, `NotNow`.

    What has been settled stays published until the next complete set.
    """
    if not desk.may_finish:
        raise PermissionError("a reviewer sends translations back")
    row = _held(desk, key)
    _compare(desk, desk.segment(key), row, seen)
    if row.state not in SENT_BACK or not remark.strip():
        raise NotNow(key)
    say(desk=desk, key=key, text=remark, at=at)
    _step([row], str(State.DRAFT), at, desk.by)
    _record(desk, "translation.sent-back", [row], at)
    return row


@transaction.atomic
def fill_in(*, desk: Desk, texts: Mapping[str, str], at: datetime) -> int:
    """Write texts found elsewhere where nothing stands yet, as drafts; returns how many."""
    there = set(desk.rows().select_for_update().values_list("key", flat=True))
    wanted = [segment for segment in desk.source if segment.key in texts and segment.key not in there]
    for segment in wanted:
        _write(desk, segment, None, kept_form(segment, texts[segment.key]), at)
    return len(wanted)


# -- comments


@transaction.atomic
def say(*, desk: Desk, key: str, text: str, at: datetime) -> Remark | None:
    """Add a comment to a segment's thread; nothing for no words."""
    if not text.strip():
        return None
    named = desk.named
    said = Remark.objects.create(
        campaign_id=named.campaign_id, label=named.label, object_id=named.object_id, key=key,
        language=desk.language, text=text.strip(), said_at=at, said_by=desk.by,
    )  # fmt: skip
    _record_remark(desk, "remark.said", said, at)
    return said


@transaction.atomic
def resolve(*, desk: Desk, key: str, at: datetime) -> int:
    """Close the open thread of a segment; returns how many comments that were."""
    thread = Remark.objects.filter(object_id=desk.named.object_id, language=desk.language, key=key, resolved_at=None)
    last = thread.last()
    if last is not None:
        _record_remark(desk, "remark.resolved", last, at)
    return thread.update(resolved_at=at, resolved_by=desk.by)


def _record_remark(desk: Desk, act: str, remark: Remark, at: datetime) -> None:
    record(
        at=at, by=desk.by, act=act, of=remark, campaign_id=desk.named.campaign_id, kind=desk.named.label,
        object=str(desk.named.object_id), language=desk.language, key=remark.key,
    )  # fmt: skip


# -- what the steps have in common


def _held(desk: Desk, key: str) -> Translation:
    row = desk.rows().select_for_update().filter(key=key).first()
    if row is None:
        raise NotNow(key)
    return row


def _seen_rows(desk: Desk, seen: Mapping[str, Seen], states: frozenset[str]) -> list[Translation]:
    """The rows in one of the states among those seen, each as it was seen."""
    rows = list(desk.rows().select_for_update().filter(key__in=list(seen), state__in=states))
    for row in rows:
        _compare(desk, desk.segment(row.key), row, seen[row.key])
    return rows


def _refuse_faults(desk: Desk, rows: Iterable[Translation]) -> None:
    found: dict[str, tuple[Finding, ...]] = {}
    for row in rows:
        if wrong := faults(desk.segment(row.key), row.text, screen=desk.screen):
            found[row.key] = wrong
    if not found and desk.named.label in fit_checks.names():
        texts = dict(desk.rows().values_list("key", "text"))
        check = fit_checks.get(desk.named.label)
        for key, said in check(desk.named.campaign_id, desk.named.object_id, desk.language, texts).items():
            if wrong := tuple(one for one in said if one.level == "fault"):
                found[key] = wrong
    if found:
        raise Unfit(found)


def _step(rows: list[Translation], state: str, at: datetime, by: str) -> None:
    for row in rows:
        row.state, row.changed_at, row.changed_by = state, at, by
    Translation.objects.bulk_update(rows, ["state", "changed_at", "changed_by"])


def _record(desk: Desk, act: str, rows: list[Translation], at: datetime) -> None:
    if rows:
        record(
            at=at, by=desk.by, act=act, of=rows[0], campaign_id=desk.named.campaign_id, kind=desk.named.label,
            object=str(desk.named.object_id), language=desk.language, segments=sorted(row.key for row in rows),
        )  # fmt: skip
