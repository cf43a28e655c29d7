"""Who a campaign's letters are from, told to the room `mail`: the body that is responsible for the campaign."""

from uuid import UUID

from unisono.campaigns.models import Campaign
from unisono.mail.senders import From, responsible_bodies


@responsible_bodies.add("campaigns")
def responsible_body(campaign_id: UUID) -> From | None:
    """Return name and e-mail address of a campaign's responsible body; answers to letters go there."""
    found = Campaign.objects.filter(public_id=campaign_id).values_list("responsible_name", "responsible_email").first()
    return From(name=found[0], reply_to=found[1]) if found else None
