"""Reads of the room."""

from datetime import datetime

from unisono.campaigns.models import Campaign
from unisono.launch.models import Edition


def edition_at(campaign: Campaign, at: datetime) -> Edition | None:
    """Return the edition open at an instant; None when nothing is."""
    entry = campaign.schedule.filter(at__lte=at).select_related("edition").order_by("at", "pk").last()
    return entry.edition if entry else None


def edition_before(campaign: Campaign, at: datetime) -> Edition | None:
    """Return the edition that was open before the one open at `at`; None when there was no other."""
    entries = campaign.schedule.filter(at__lte=at).select_related("edition").order_by("at", "pk")
    opened = [entry.edition for entry in entries if entry.edition is not None]
    others = [edition for edition in opened if edition != opened[-1]] if opened else []
    return others[-1] if others else None


def latest_edition(campaign: Campaign) -> Edition | None:
    """Return the edition frozen last."""
    return campaign.editions.order_by("-frozen_at", "-pk").first()


def edition_named(campaign: Campaign, start: str) -> Edition:
    """Return the edition whose name begins with `start`; raises `LookupError` saying what there is."""
    found = list(campaign.editions.filter(name__startswith=start.lower()))
    if len(found) != 1:
        names = ", ".join(edition.name[:12] for edition in campaign.editions.all()[:10]) or "none yet"
        problem = "no edition" if not found else "more than one edition"
        raise LookupError(
            f"There is {problem} of {campaign.slug} whose name begins with {start!r}. There are: {names}."
        )
    return found[0]
