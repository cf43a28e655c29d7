"""Publishing a piece in the editor is approving it: for translators, and for the next edition.

The editor tells of it by signals, which reach every way of publishing (button, revision, list, command). What is
done then is one operation each, in the same transaction (`campaigns.writing.Piece.publish`).
"""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.log_actions import get_active_log_context
from wagtail.signals import published, unpublished

from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import approve
from unisono.campaigns.reviewing import forget_reviews
from unisono.campaigns.writing import Piece
from unisono.languages.operations import forget
from unisono.launch.tasks import ask_for_edition
from unisono.ledger.operations import record
from unisono.newsroom.instep import ask_to_bring_in_step


def acting() -> str:
    """Return the public id of the person at work, or "command" where none is."""
    person = get_active_log_context().user
    return str(person.public_id) if person is not None else "command"


@transaction.atomic
def approve_published(*, piece: Piece, at: datetime, by: str) -> None:
    """Approve a piece that has just been published, ask for what follows in its languages, and for a new edition."""
    approve(piece=piece, at=at, by=by)
    ask_to_bring_in_step(campaign=piece.campaign)
    ask_for_edition(campaign=piece.campaign, by=by)


@transaction.atomic
def withdraw(*, piece: Piece, at: datetime, by: str) -> None:
    """Leave a piece out of the next edition. Its translations stay: it may be published again."""
    record(at=at, by=by, act="piece.withdrawn", of=piece, campaign_id=piece.campaign.public_id)
    ask_for_edition(campaign=piece.campaign, by=by)


@transaction.atomic
def remove(*, piece: Piece, at: datetime, by: str) -> None:
    """Forget the translations of a piece that has been deleted, and ask for a new edition without it."""
    forget(object_id=piece.public_id)
    forget_reviews(object_id=piece.public_id)
    record(at=at, by=by, act="piece.deleted", of=piece, campaign_id=piece.campaign.public_id)
    ask_for_edition(campaign=piece.campaign, by=by)


def _on_published(instance: Any, **_: Any) -> None:
    if isinstance(instance, Piece) and instance.live:
        approve_published(piece=instance, at=datetime.now(UTC), by=acting())


def _on_unpublished(instance: Any, **_: Any) -> None:
    if isinstance(instance, Piece):
        withdraw(piece=instance, at=datetime.now(UTC), by=acting())


def _on_deleted(instance: Any, origin: Any = None, **_: Any) -> None:
    # A campaign that goes takes everything along; a command that deletes (an import) says so itself.
    if isinstance(instance, Piece) and acting() != "command" and not _is_of_campaign(origin):
        remove(piece=instance, at=datetime.now(UTC), by=acting())


def _is_of_campaign(origin: Any) -> bool:
    return isinstance(origin, Campaign) or getattr(origin, "model", None) is Campaign


def connect() -> None:
    """Listen to the editor's signals."""
    published.connect(_on_published, dispatch_uid="newsroom.approve")
    unpublished.connect(_on_unpublished, dispatch_uid="newsroom.withdraw")
    post_delete.connect(_on_deleted, dispatch_uid="newsroom.remove")
