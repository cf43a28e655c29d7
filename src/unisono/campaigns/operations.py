"""Writes of the room: a piece of writing is approved."""

from datetime import datetime

from django.db import transaction

from unisono.campaigns.writing import Piece, after_approval
from unisono.languages.operations import Named, source_approved
from unisono.ledger.operations import record


def named(piece: Piece) -> Named:
    """Return how the room of languages calls a piece."""
    return Named(piece.campaign.public_id, piece._meta.label, piece.public_id)


@transaction.atomic
def approve(*, piece: Piece, at: datetime, by: str) -> None:
    """Take the saved state of `piece` as the approved source: translators and editions see it from now on."""
    source_approved(
        named=named(piece), language=piece.campaign.source_language, segments=piece.segments(), at=at, by=by
    )
    if piece._meta.label in after_approval.names():
        after_approval.get(piece._meta.label)(piece, at, by)
    record(at=at, by=by, act="piece.approved", of=piece, campaign_id=piece.campaign.public_id)
