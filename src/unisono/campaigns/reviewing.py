"""The way of a draft: handed in, sent back, taken back; and locks. Approving is in `operations`.

draft ─ hand in ─► waiting ─ approve ─► approved
  ▲                  │  │
  └──── send back ───┘  └─ take back, hand in anew
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from unisono.campaigns.approval import Locked, NotNow, is_seen, lock_of, require_unlocked
from unisono.campaigns.models import HandIn, HandInState, PieceLock
from unisono.ledger.operations import record


class NewerDraft(NotNow):
    """Somebody has saved a newer draft than the one that was read."""


def waiting_of(piece: Any) -> HandIn | None:
    """Return the hand-in of a piece that waits for review."""
    return HandIn.objects.filter(object_id=piece.public_id, state=HandInState.WAITING).first()


def last_hand_in(piece: Any) -> HandIn | None:
    """Return the last hand-in of a piece, whatever became of it."""
    return HandIn.objects.filter(object_id=piece.public_id).order_by("pk").last()


def newest_draft(piece: Any) -> Revision | None:
    """Return the newest draft of a piece as the database has it now; raises `NotNow` where the piece is gone."""
    row = type(piece)._default_manager.select_related("latest_revision").filter(pk=piece.pk).first()
    if row is None:
        raise NotNow(_("This piece has been deleted meanwhile."))
    draft: Revision | None = row.latest_revision
    return draft


def require_seen(piece: Any, seen: str) -> Revision | None:
    """Return the newest draft, held until the transaction ends. Raises `NewerDraft` where it is not the one seen."""
    type(piece)._default_manager.select_for_update().filter(pk=piece.pk).first()
    draft = newest_draft(piece)
    if not is_seen(draft, seen):
        raise NewerDraft(_("Somebody has saved a newer draft meanwhile. Read what has changed, then decide."))
    return draft


@transaction.atomic
def hand_in(*, piece: Any, seen: str, note: str = "", at: datetime, by: str) -> HandIn:
    """Hand in the newest draft for review; what waited before is replaced by it.

    Raises `Locked`, `NewerDraft`, and `NotNow` where nothing has been written since the piece was approved.
    """
    require_unlocked(piece)
    draft = require_seen(piece, seen)
    if draft is None or not type(piece)._default_manager.get(pk=piece.pk).has_unpublished_changes:
        raise NotNow(_("Nothing has changed since this was approved: there is nothing to hand in."))
    _decide(piece, str(HandInState.REPLACED), at, by)
    handed_in = HandIn.objects.create(
        campaign=piece.campaign, label=piece._meta.label, object_id=piece.public_id, revision=draft,
        note=note.strip(), handed_in_at=at, handed_in_by=by,
    )  # fmt: skip
    record(at=at, by=by, act="piece.handed-in", of=piece, campaign_id=piece.campaign.public_id)
    return handed_in


@transaction.atomic
def send_back(*, piece: Any, reason: str, at: datetime, by: str) -> HandIn:
    """Give what waits back to its writer, with a reason. Raises `NotNow` without one, or where nothing waits."""
    if not reason.strip():
        raise NotNow(_("Say what should be different, then send it back."))
    handed_in = _decide(piece, str(HandInState.SENT_BACK), at, by, reason.strip())
    if handed_in is None:
        raise NotNow(_("This does not wait for review any more."))
    record(at=at, by=by, act="piece.sent-back", of=piece, campaign_id=piece.campaign.public_id)
    return handed_in


@transaction.atomic
def take_back(*, piece: Any, at: datetime, by: str) -> HandIn:
    """Take a hand-in back, so that nobody reviews it. Raises `NotNow` where nothing waits."""
    handed_in = _decide(piece, str(HandInState.TAKEN_BACK), at, by)
    if handed_in is None:
        raise NotNow(_("This does not wait for review any more."))
    record(at=at, by=by, act="piece.taken-back", of=piece, campaign_id=piece.campaign.public_id)
    return handed_in


def close(*, piece: Any, at: datetime, by: str) -> None:
    """Note at what waits that the piece has been approved, by whichever door."""
    _decide(piece, str(HandInState.APPROVED), at, by)


def _decide(piece: Any, state: str, at: datetime, by: str, reason: str = "") -> HandIn | None:
    waiting = HandIn.objects.select_for_update().filter(object_id=piece.public_id, state=HandInState.WAITING).first()
    if waiting is not None:
        waiting.state, waiting.decided_at, waiting.decided_by, waiting.reason = state, at, by, reason
        waiting.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    return waiting


@transaction.atomic
def lock(*, piece: Any, reason: str = "", at: datetime, by: str) -> PieceLock:
    """Lock a piece: nobody saves, approves, takes back or deletes it until it is unlocked. Raises `Locked`."""
    values = {"label": piece._meta.label, "reason": reason.strip()[:200], "locked_at": at, "locked_by": by}
    try:
        with transaction.atomic():
            made = PieceLock.objects.create(campaign=piece.campaign, object_id=piece.public_id, **values)
    except IntegrityError:
        raise Locked(_("This piece is locked already.")) from None
    record(at=at, by=by, act="piece.locked", of=piece, campaign_id=piece.campaign.public_id)
    return made


@transaction.atomic
def unlock(*, piece: Any, at: datetime, by: str) -> None:
    """Let a piece be changed again. Raises `NotNow` where it is not locked."""
    held = lock_of(piece)
    if held is None:
        raise NotNow(_("This piece is not locked."))
    held.delete()
    record(at=at, by=by, act="piece.unlocked", of=piece, campaign_id=piece.campaign.public_id)


@transaction.atomic
def approve_draft(*, piece: Any, seen: str, user: Any) -> None:
    """Publish the newest draft, which is approving it; what follows from that hangs on publishing itself.

    Raises `Locked`, `SecondPersonNeeded`, `NewerDraft`, and `NotNow` where there is no draft.
    """
    draft = require_seen(piece, seen)
    if draft is None:
        raise NotNow(_("There is no draft of this piece."))
    draft.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def restore(*, piece: Any, revision: Revision | None, seen: str, user: Any, at: datetime) -> Revision:
    """Make an older draft (None: what is approved now) the newest one again, as a copy: every draft between stays.

    Raises `Locked` and `NewerDraft`.
    """
    require_unlocked(piece)
    require_seen(piece, seen)
    row = type(piece)._default_manager.get(pk=piece.pk)
    older = row if revision is None else revision.as_object()
    if not row.live:
        older.save()  # before the first approval the row itself holds the newest draft
    made: Revision = older.save_revision(user=user, log_action=True, previous_revision=revision, clean=False)
    record(at=at, by=str(user.public_id), act="piece.restored", of=piece, campaign_id=piece.campaign.public_id)
    return made


def forget_reviews(*, object_id: UUID) -> None:
    """Remove what was handed in of a piece that is no more, and its lock."""
    HandIn.objects.filter(object_id=object_id).delete()
    PieceLock.objects.filter(object_id=object_id).delete()
