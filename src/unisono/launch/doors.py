"""The schedule as the doors read it: one file, replaced atomically."""

import msgspec

from unisono.base.home import Home
from unisono.campaigns.models import Campaign
from unisono.launch.models import ScheduleEntry
from unisono.launch.store import replace_file
from unisono.launch.words import instant


def write_doors(home: Home) -> None:
    """Write the schedule of every campaign that has one. The first campaign is the default on any host."""
    scheduled = Campaign.objects.filter(schedule__isnull=False).distinct().order_by("pk")
    campaigns = [_campaign(campaign) | {"default": number == 0} for number, campaign in enumerate(scheduled)]
    content = msgspec.json.encode({"format": 1, "campaigns": campaigns}, order="sorted")
    replace_file(home.public / "doors.json", content, durable=True)


def _campaign(campaign: Campaign) -> dict[str, object]:
    entries = ScheduleEntry.objects.filter(campaign=campaign).select_related("edition").order_by("at", "pk")
    schedule = [{"at": instant(one.at), "edition": one.edition.name if one.edition else None} for one in entries]
    return {"slug": campaign.slug, "hosts": campaign.hosts, "schedule": schedule}
