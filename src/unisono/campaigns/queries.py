"""Reads of the room."""

from datetime import datetime

from unisono.campaigns.models import Campaign, Moment, MomentKind, ThemeFile


def openings(campaign: Campaign) -> list[tuple[datetime, str, list[str]]]:
    """Return the openings planned, as (instant, zone, languages); no languages means all."""
    moments = campaign.moments.filter(kind=MomentKind.OPENING).order_by("at")
    return [(moment.at, moment.zone, moment.languages) for moment in moments]


def openings_of_one(campaign: Campaign, code: str) -> list[Moment]:
    """Return the moments that name one language and no other: without it they would mean all."""
    return [moment for moment in Moment.objects.filter(campaign_id=campaign.pk) if moment.languages == [code]]


def theme_files(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """Return path and SHA-256 (hex) of every file of a campaign's theme, by path."""
    return tuple(sorted(ThemeFile.objects.filter(campaign_id=campaign.pk).values_list("path", "sha256")))


def theme_content(campaign: Campaign, path: str) -> bytes:
    """Return one file of a campaign's theme; raises `ThemeFile.DoesNotExist`."""
    return bytes(ThemeFile.objects.values_list("content", flat=True).get(campaign_id=campaign.pk, path=path))
