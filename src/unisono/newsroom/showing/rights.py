"""Who sees what of a campaign that has not opened. Every answer is `people.queries`'s."""

from typing import Any
from uuid import UUID

from unisono.campaigns.models import Campaign
from unisono.launch.looking import Look
from unisono.launch.models import Wording
from unisono.newsroom.choosing import campaign_at
from unisono.newsroom.permissions import languages_of, own_campaigns
from unisono.people.queries import can


def languages_seen(user: Any, campaign: Campaign) -> list[str]:
    """Return the languages of a campaign that a person may look at, the source language first.

    Whoever edits sees all; whoever translates, their own: neither other people's languages nor drafts of the source.
    """
    if can(user, "edit", campaign_id=campaign.public_id):
        return [campaign.source_language, *campaign.target_codes]
    return languages_of(user, "translate", campaign)


def campaigns_seen(user: Any) -> list[Campaign]:
    """Return the campaigns that a person may look at before they open."""
    return [campaign for campaign in own_campaigns(user) if languages_seen(user, campaign)]


def campaign_seen(user: Any, public_id: UUID) -> Campaign:
    """Return a campaign that a person may look at; raises `PermissionDenied`, also where there is none."""
    return campaign_at(public_id, lambda one: bool(languages_seen(user, one)))


def look_for(user: Any, public_id: UUID, *, drafts: bool) -> Look:
    """Return what a person looks at in a campaign, with drafts or without; raises `PermissionDenied`."""
    campaign = campaign_seen(user, public_id)
    return look_at(user, campaign, drafts=drafts)


def look_at(user: Any, campaign: Campaign, *, drafts: bool) -> Look:
    """Return what a person who may look at a campaign sees in it."""
    newest = Wording.NEWEST if can(user, "edit", campaign_id=campaign.public_id) else Wording.TRANSLATED
    wording = newest if drafts else Wording.APPROVED
    return Look(campaign, str(wording), tuple(languages_seen(user, campaign)))
