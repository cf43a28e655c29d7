"""Who a campaign's letters are from: its own choice, else its responsible body, else this installation."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from unisono.base.registry import Registry
from unisono.mail.models import Sender


@dataclass(frozen=True, slots=True)
class From:
    """Name and address that a letter is from, and where answers go; empty is what comes next in order."""

    name: str = ""
    address: str = ""
    reply_to: str = ""

    def over(self, other: "From") -> "From":
        """Return what is given here, and from `other` what is not."""
        return From(self.name or other.name, self.address or other.address, self.reply_to or other.reply_to)


#: An upper room says who is responsible for a campaign (by public id); None where it does not know the campaign.
responsible_bodies: Registry[Callable[[UUID], From | None]] = Registry("source of responsible bodies")


def sender_for(campaign_id: UUID | None) -> From:
    """Return who letters of a campaign (None: of the installation itself) are from; an address is always given."""
    found = From()
    if campaign_id is not None:
        own = Sender.objects.filter(campaign_id=campaign_id).first()
        found = From(own.name, own.address, own.reply_to) if own else found
        for responsible in responsible_bodies:
            found = found.over(responsible(campaign_id) or From())
    return found.over(From("Unisono", settings.MAIL.sender))
