"""Reminders on their way: found in the background in the morning, posted once a day and person, stopped by a press."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.base.tasks import SWIFT, UPKEEP, enqueue, task
from unisono.campaigns.models import Campaign
from unisono.mail.content import Content
from unisono.mail.operations import post, take_back
from unisono.mail.queries import kinds
from unisono.newsroom.board.reminders import Reminder, reminders_due
from unisono.people.queries import addresses_of

KIND = "reminder"
kinds.add(KIND)(gettext_lazy("Reminder"))
#: How often it is looked whether somebody's morning has come.
LOOKED_EVERY = timedelta(minutes=15)
#: A reminder that could not leave for so long says what is no longer true: the next takes its place.
STALE_AFTER = timedelta(hours=12)
SALT = "unisono.reminders"
#: When this process last had somebody look.
_looked: dict[str, datetime] = {}


@UPKEEP.add("reminders")
def look_for_reminders(at: datetime) -> None:
    """Have reminders posted, several times a day: whoever has had today's gets no other."""
    if at - _looked.get("at", at - LOOKED_EVERY) >= LOOKED_EVERY:
        _looked["at"] = at
        enqueue(post_reminders, subject="reminders")


@task(queue_name=SWIFT)
def post_reminders() -> dict[str, int]:
    """Post what is due now in all campaigns that remind. May be run at any time; returns how many were new."""
    at = datetime.now(UTC)
    return {"posted": sum(post_due(campaign=one, at=at) for one in Campaign.objects.filter(reminds=True))}


def post_due(*, campaign: Campaign, at: datetime) -> int:
    """Post the reminders of a campaign that are due at `at`; returns how many were new."""
    return post_all(reminders_due(campaign=campaign, at=at), campaign=campaign, at=at, by="reminders")


def post_all(reminders: list[Reminder], *, campaign: Campaign, at: datetime, by: str) -> int:
    """Post reminders to those who have an address and want them, each once a day; returns how many were new."""
    addresses = addresses_of([one.person for one in reminders], campaign.public_id)
    reached = [one for one in reminders if one.person.pk in addresses]
    return sum(_is_posted(one, addresses[one.person.pk], campaign, at, by) for one in reached)


def _is_posted(reminder: Reminder, to: str, campaign: Campaign, at: datetime, by: str) -> bool:
    take_back(kind=KIND, to=to, campaign_id=campaign.public_id, before=at - STALE_AFTER, at=at, by=by)
    letter = post(
        to=to,
        language=reminder.language,
        kind=KIND,
        content=content_of(reminder, campaign),
        at=at,
        by=by,
        campaign_id=campaign.public_id,
        key=reminder.key,
    )
    return letter.posted_at == at


def content_of(reminder: Reminder, campaign: Campaign) -> Content:
    """Return the letter, with the address at which its reader stops such letters."""
    stop = urljoin(settings.PUBLIC_ORIGIN, reverse("board:stop", args=[stop_token(reminder.person.pk, campaign)]))
    is_https = urlsplit(stop).scheme == "https"
    with translation.override(reminder.language):
        why = _("You get this letter because you translate for “%(campaign)s”.")
        return Content(
            subject=reminder.subject,
            paragraphs=reminder.paragraphs,
            button=reminder.button,
            address=reminder.url,
            small=("{}\n{}".format(_("No more of these letters:"), stop),),
            why=why % {"campaign": reminder.campaign_name},
            unsubscribe=stop if is_https else "",
            unsubscribes_by_post=is_https,
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """Whose reminders of which campaign a link stops."""

    person_id: UUID
    campaign: Campaign


def stop_token(person_id: UUID, campaign: Campaign) -> str:
    """Return what stands in the link by which a person stops the reminders of a campaign: signed, and good for nothing
    else."""
    return signing.dumps([person_id.hex, campaign.public_id.hex], salt=SALT)


def stop_by(token: str) -> Stop | None:
    """Return what a link stops; None where it was not made here, or its campaign is no more."""
    try:
        person, campaign = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Campaign.objects.filter(public_id=UUID(hex=campaign)).first()
    return Stop(UUID(hex=person), found) if found else None
