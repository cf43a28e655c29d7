"""Reads of the room."""

from typing import NamedTuple

from unisono.campaigns.models import Campaign
from unisono.links.models import Link


class Target(NamedTuple):
    """What a code stands for. `place` is "" for the home page, `organisation` the key of a sign-on or "" for the
    campaign itself, `network` one of `links.networks`."""

    place: str
    language: str
    organisation: str = ""
    network: str = ""


def links_by_target(campaign: Campaign) -> dict[Target, str]:
    """Return the code of each link of a campaign."""
    rows = Link.objects.filter(campaign=campaign).values_list("place", "language", "organisation", "network", "code")
    return {Target(*target): code for *target, code in rows}
