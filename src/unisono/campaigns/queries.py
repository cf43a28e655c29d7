"""Reads of the room."""

from datetime import datetime

from unisono.campaigns.models import Campaign, MomentKind


def openings(campaign: Campaign) -> list[tuple[datetime, str, list[str]]]:
    """Return the openings planned, as (instant, zone, languages); no languages means all."""
    moments = campaign.moments.filter(kind=MomentKind.OPENING).order_by("at")
    return [(moment.at, moment.zone, moment.languages) for moment in moments]
