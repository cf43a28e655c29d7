"""The one write of this room."""

from datetime import datetime
from uuid import UUID

from django.db import models

from unisono.ledger.models import Entry


def record(
    *, at: datetime, by: str, act: str, of: models.Model, campaign_id: UUID | None = None, **details: object
) -> Entry:
    """Append one entry, in the caller's transaction.

    `at` is the instant of the act (aware), `by` a person's public id or a command's name, `act` is written
    `object.verb-in-the-past`, `details` must be plain JSON and hold no personal data.
    """
    return Entry.objects.create(
        at=at,
        by=by,
        act=act,
        campaign_id=campaign_id,
        label=of._meta.label,
        object_id=str(getattr(of, "public_id", of.pk)),
        details=details,
    )
