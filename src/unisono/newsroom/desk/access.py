"""Who may sit at the desk: every question ends in `people.queries.can`."""

from typing import Any

from django.core.exceptions import PermissionDenied

from unisono.campaigns.models import Campaign
from unisono.languages.queries import approved_sources
from unisono.newsroom.choosing import campaign_at
from unisono.newsroom.permissions import campaigns_of, languages_of
from unisono.people.queries import can
from unisono.words.models import Texts


def desk_campaign(user: Any, campaign: Any, language: str) -> Campaign:
    """Return the campaign if the person may translate it into the language; else raise `PermissionDenied`."""
    found = campaign_at(campaign, lambda one: can(user, "translate", campaign_id=one.public_id, language=language))
    if language not in found.target_codes:
        raise PermissionDenied
    return called(found)


def called(campaign: Campaign) -> Campaign:
    """Let a campaign say its approved name (`called`); its short name before there is one."""
    texts = Texts.objects.filter(campaign=campaign, live=True).first()
    words = approved_sources([texts.public_id], campaign.source_language).get(texts.public_id, {}) if texts else {}
    campaign.called = words["name"].text if "name" in words else campaign.slug
    return campaign


def desks_of(user: Any) -> list[tuple[Campaign, list[str]]]:
    """Return the campaigns at whose desk a person may sit, each with the languages."""
    pairs = ((campaign, languages_of(user, "translate", campaign)) for campaign in campaigns_of(user, "translate"))
    return [(called(campaign), codes) for campaign, codes in pairs if codes]
