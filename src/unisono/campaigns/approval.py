"""Whether a draft may become the approved source: who has written in it, and whether the piece is locked.

`writing.Piece` asks here whenever a draft is published, whichever door that comes from.
"""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry, Revision

from unisono.campaigns.models import HandIn, PieceLock

#: What the editor itself notes in a draft, besides what somebody wrote.
_BOOKKEEPING = frozenset(
    {
        "pk", "id", "latest_revision", "live_revision", "live", "has_unpublished_changes", "first_published_at",
        "last_published_at", "go_live_at", "expire_at", "expired",
    }
)  # fmt: skip


class NotNow(PermissionDenied):
    """Something that cannot be done to a piece at present; the message says why, and may be shown."""


class Locked(NotNow):
    """The piece is locked."""


class SecondPersonNeeded(NotNow):
    """The person has written in the draft, and the campaign wants a second person to approve."""


def lock_of(piece: Any) -> PieceLock | None:
    """Return the lock of a piece."""
    return PieceLock.objects.filter(object_id=piece.public_id).first()


def require_unlocked(piece: Any) -> None:
    """Raise `Locked` where the piece is locked."""
    if lock_of(piece) is not None:
        raise Locked(_("This piece is locked: nobody can change its words until an organiser unlocks it."))


def acting_person(user: Any = None) -> Any:
    """Return who is at work: the user named, or the one whose request this is; None for a command."""
    return user if user is not None else get_active_log_context().user


def wants_second_person(campaign: Any, user: Any = None) -> bool:
    """Say whether whoever is at work may not approve what they have written themselves.

    Commands have no person: whoever runs them on the server answers for the installation.
    """
    return campaign.four_eyes and acting_person(user) is not None


def require_second_person(piece: Any, revision: Revision, user: Any = None) -> None:
    """Raise `SecondPersonNeeded` where a person would approve a draft in which they have written themselves."""
    if not wants_second_person(piece.campaign, user):
        return
    if str(acting_person(user).public_id) in writers_of(piece, revision):
        raise SecondPersonNeeded(
            _("You have written in this draft: a second person must approve it. It is saved; hand it in for review.")
        )


def approved_revision_id(piece: Any) -> int | None:
    """Return the number of the draft that was approved last; None where the words came from a pack, or none was."""
    live: int | None = type(piece)._default_manager.values_list("live_revision_id", flat=True).get(pk=piece.pk)
    if live is not None:
        return live
    published = ModelLogEntry.objects.for_instance(piece).filter(action="wagtail.publish", revision__isnull=False)
    last: int | None = published.order_by("-revision_id").values_list("revision_id", flat=True).first()
    return last


def writers_of(piece: Any, revision: Revision) -> frozenset[str]:
    """Return the public ids of everybody who has written in a draft since the words that were approved last.

    Saving without changing anything writes nothing; restoring a version brings back those who wrote that one.
    """
    base = approved_revision_id(piece)
    if base is not None and revision.pk <= base:
        return frozenset({str(revision.user_id)})
    drafts = piece.revisions.filter(pk__lte=revision.pk).order_by("pk")
    if base is not None:
        before = drafts.filter(pk=base).values_list("content", flat=True).first()
    else:
        row = type(piece)._default_manager.get(pk=piece.pk)
        before = row.serializable_data() if row.live else None
    written_by: dict[str, frozenset[str]] = {} if before is None else {_substance(before): frozenset()}
    writers: frozenset[str] = frozenset()
    for draft in drafts.filter(pk__gt=base or 0):
        substance = _substance(draft.content)
        writers = written_by.setdefault(substance, writers | ({str(draft.user_id)} if draft.user_id else set()))
    return writers


def _substance(content: Any) -> str:
    """What of a draft somebody wrote, in a form that can be compared."""
    return json.dumps(_without_bookkeeping(content), cls=DjangoJSONEncoder, sort_keys=True)


def _without_bookkeeping(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _without_bookkeeping(one) for name, one in content.items() if name not in _BOOKKEEPING}
    if isinstance(content, list):
        return [_without_bookkeeping(one) for one in content]
    return content


def is_kept(piece: Any, revision: Revision) -> bool:
    """Say whether a draft must stay as it is, because it has been approved, scheduled or handed in."""
    is_approved = revision.pk == approved_revision_id(piece) or revision.approved_go_live_at is not None
    return is_approved or HandIn.objects.filter(revision_id=revision.pk).exists()


def is_seen(revision: Revision | None, seen: str) -> bool:
    """Say whether what somebody had before their eyes is still the newest draft."""
    return seen == seen_name(revision)


def seen_name(revision: Revision | None) -> str:
    """Return the name by which a page says which draft it shows; saving over a draft gives it another one."""
    moment: datetime | None = revision.created_at if revision else None
    return f"{revision.pk} {moment.isoformat()}" if revision and moment else ""
