"""Writes of the room: links are made, one or thousands at once, or brought along by a pack. None is taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction

from unisono.base.said import Said, SentenceError
from unisono.campaigns.models import Campaign
from unisono.ledger.operations import record
from unisono.links.codes import CHANCE, new_code
from unisono.links.models import Link
from unisono.links.networks import ANYWHERE, ON_PAGES, PRINT
from unisono.links.queries import Target, links_by_target

#: How often new codes are drawn for links whose codes were taken, before something must be wrong.
DRAWS = 10


class LinkRefused(SentenceError, ValueError):
    """A link that cannot be made or brought along; its sentence says why."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A link that comes with its code, from a pack."""

    code: str
    target: Target


def ensure_links(*, campaign: Campaign, at: datetime, by: str, chance: Random = CHANCE) -> int:
    """Make the links that the campaign's own surfaces need and that are not there yet; returns how many.

    They lead home, in each language: for the campaign itself on each network that pages offer, in print and
    anywhere; for each organisation anywhere, in every language, since whom it calls may speak any of them.
    """
    return _make(campaign, _needed(campaign), at, by, chance)


def make_link(*, campaign: Campaign, target: Target, at: datetime, by: str, chance: Random = CHANCE) -> Link:
    """Make one link to any place. Raises `LinkRefused` where the language is none of the campaign's, or the link
    is there already."""
    if target.language not in campaign.language_codes:
        raise LinkRefused(Said("%(code)s is no language of this campaign.", code=target.language))
    if (code := links_by_target(campaign).get(target)) is not None:
        raise LinkRefused(Said("This link is there already: its code is %(code)s.", code=code))
    _make(campaign, [target], at, by, chance)
    return Link.objects.get(campaign=campaign, code=links_by_target(campaign)[target])


@transaction.atomic
def take_links(*, campaign: Campaign, brought: Iterable[Brought], at: datetime, by: str) -> int:
    """Take links with their codes; returns how many are new here. Those that the campaign has besides stay.

    Raises `LinkRefused` where a code leads elsewhere on this installation, or its link has another code here.
    """
    brought = list(brought)
    held = links_by_target(campaign)
    new = [one for one in brought if held.get(one.target) != one.code]
    if not new:
        return 0
    for one in new:
        if one.target in held:
            raise LinkRefused(
                Said(
                    "the link of the code “%(code)s” has the code “%(here)s” here, which may be printed too",
                    code=one.code,
                    here=held[one.target],
                )
            )
    if taken := sorted(Link.objects.filter(code__in=[one.code for one in new]).values_list("code", flat=True)):
        raise LinkRefused(Said("the code “%(code)s” leads elsewhere on this installation", code=taken[0]))
    Link.objects.bulk_create([_link(campaign, one.target, one.code, at) for one in new])
    record(at=at, by=by, act="links.taken", of=campaign, campaign_id=campaign.public_id, links=len(new))
    return len(new)


def _needed(campaign: Campaign) -> list[Target]:
    codes = campaign.language_codes
    keys = campaign.sign_ons.order_by("key").values_list("key", flat=True)
    own = [Target("", code, "", network) for code in codes for network in (ANYWHERE, PRINT, *ON_PAGES)]
    return own + [Target("", code, key, ANYWHERE) for key in keys for code in codes]


@transaction.atomic
def _make(campaign: Campaign, wanted: list[Target], at: datetime, by: str, chance: Random) -> int:
    """Make what is missing of `wanted`, one entry of the ledger for all of it.

    A code that is taken, or a link that another process has just made, is passed over by the database; what is
    missing after that is drawn again.
    """
    before = links_by_target(campaign)
    missing = [target for target in wanted if target not in before]
    if not missing:
        return 0
    number = len(missing)
    for _draw in range(DRAWS):
        Link.objects.bulk_create(
            [_link(campaign, target, new_code(chance), at) for target in missing], ignore_conflicts=True
        )
        held = links_by_target(campaign)
        missing = [target for target in missing if target not in held]
        if not missing:
            record(at=at, by=by, act="links.made", of=campaign, campaign_id=campaign.public_id, links=number)
            return number
    raise LinkRefused(
        Said(
            "no free code was found for %(links)d links in %(draws)d draws: the source of chance fails",
            links=len(missing),
            draws=DRAWS,
        )
    )


def _link(campaign: Campaign, target: Target, code: str, at: datetime) -> Link:
    return Link(
        campaign=campaign,
        code=code,
        place=target.place,
        language=target.language,
        organisation=target.organisation,
        network=target.network,
        created_at=at,
    )
