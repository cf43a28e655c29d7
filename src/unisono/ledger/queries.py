"""Reads of the room."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from unisono.ledger.models import Entry


def last_times(campaign_id: UUID, act: str) -> dict[str, datetime]:
    """Return when an act was last done to each object of a campaign, by the object's id, in one query."""
    entries = Entry.objects.filter(campaign_id=campaign_id, act=act).order_by()
    return dict(entries.values_list("object_id").annotate(Max("at")))


def last_acts(campaign_id: UUID, acts: Iterable[str]) -> dict[str, tuple[str, datetime]]:
    """Return who did one of some acts last to each object of a campaign, and when, by the object's id, in one query."""
    entries = Entry.objects.filter(campaign_id=campaign_id, act__in=list(acts)).order_by("pk")
    return {object_id: (by, at) for object_id, by, at in entries.values_list("object_id", "by", "at")}
