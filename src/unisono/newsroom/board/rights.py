"""Who sees the board, and for which languages somebody may do something. Every answer is `people.queries`'s."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from unisono.campaigns.models import Campaign
from unisono.newsroom.choosing import campaign_at
from unisono.newsroom.entrance.plain import plain
from unisono.newsroom.permissions import inside_or_outside, own_campaigns
from unisono.people.queries import Action, can, languages_where

#: Whoever may do one of these in a campaign sees its board.
SEEING: tuple[Action, ...] = ("edit", "translate", "review", "open")


def seen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that shows itself inside the editor to those who may enter it, and to others as a plain page."""
    return inside_or_outside(view, plain(view))


def may_see(user: Any, campaign_id: UUID) -> bool:
    """Say whether a person sees the board of a campaign."""
    return any(can(user, action, campaign_id=campaign_id) for action in SEEING)


def boards_of(user: Any) -> list[Campaign]:
    """Return the campaigns whose board a person sees."""
    return [campaign for campaign in own_campaigns(user) if may_see(user, campaign.public_id)]


def board_for(user: Any, public_id: UUID) -> Campaign:
    """Return the campaign whose board is asked for; raises `PermissionDenied`, also where there is none."""
    return campaign_at(public_id, lambda one: may_see(user, one.public_id))


def languages_for(user: Any, action: Action, campaign: Campaign, codes: Iterable[str]) -> frozenset[str]:
    """Return those of some languages in which a person may do `action`."""
    allowed = languages_where(user, action, campaign.public_id)
    return frozenset(codes) if allowed is None else frozenset(codes) & allowed
