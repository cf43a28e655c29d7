"""Finding the campaign that a command names."""

from unisono.campaigns.models import Campaign
from unisono.cli.output import Refused


def campaign_called(slug: str) -> Campaign:
    """Return a campaign by its short name; raises `Refused` saying which there are."""
    try:
        return Campaign.objects.get(slug=slug)
    except Campaign.DoesNotExist:
        known = ", ".join(Campaign.objects.values_list("slug", flat=True)) or "none yet (unisono pack import …)"
        raise Refused(f"There is no campaign called “{slug}”. There are: {known}.") from None
