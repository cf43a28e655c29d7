"""Preview links: made, counted, withdrawn; and what one opens now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import models, transaction
from django.utils.crypto import salted_hmac

from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import openings
from unisono.launch.models import PreviewLink, Wording
from unisono.ledger.operations import record
from unisono.people.links import hash_of, is_same, new_token
from unisono.people.queries import who_may

#: How long a link lasts unless something else is said, and at most.
LASTS = timedelta(days=7)
LONGEST = timedelta(days=60)


class Ends(ValueError):
    """A link would end in the past, or later than a link may; `latest` says when it must end."""

    def __init__(self, latest: datetime) -> None:
        super().__init__(f"a preview link must end by {latest:%Y-%m-%d %H:%M}")
        self.latest = latest


class UnknownLanguages(ValueError):
    """A link is asked for in languages that the campaign does not have."""


class LinkState(StrEnum):
    """What a link does for whoever opens it now."""

    OPEN = "open"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    #: Whoever made it may no longer make one.
    ORPHANED = "orphaned"


def latest_end(campaign: Campaign, at: datetime) -> datetime:
    """Return until when a link that is made at `at` may last: the opening of the last language, at most 60 days."""
    coming = [moment for moment, _zone, _languages in openings(campaign) if moment > at]
    return min([at + LONGEST, *coming[-1:]])


@transaction.atomic
def make_preview_link(
    *, campaign: Campaign, languages: Iterable[str], wording: str, note: str, until: datetime, at: datetime, by: str
) -> tuple[PreviewLink, str]:
    """Make a link that shows the campaign in `languages` (none: all) until an instant.

    Returns it with its secret, which is not kept. Raises `Ends` and `UnknownLanguages`.
    """
    wanted = sorted(set(languages))
    if not set(wanted) <= set(campaign.language_codes):
        raise UnknownLanguages(", ".join(sorted(set(wanted) - set(campaign.language_codes))))
    latest = latest_end(campaign, at)
    if not at < until <= latest:
        raise Ends(latest)
    token = new_token()
    link = PreviewLink.objects.create(
        campaign=campaign,
        languages=wanted,
        wording=Wording(wording),
        note=note.strip(),
        token_hash=hash_of(token),
        made_at=at,
        made_by=by,
        expires_at=until,
    )
    record(
        at=at, by=by, act="preview.shared", of=link, campaign_id=campaign.public_id, languages=wanted,
        wording=str(link.wording), until=until.isoformat(),
    )  # fmt: skip
    return link, token


@transaction.atomic
def withdraw_preview_link(*, link: PreviewLink, at: datetime, by: str) -> None:
    """Let a link open nothing from now on. One that is withdrawn already stays as it is."""
    if PreviewLink.objects.filter(pk=link.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        record(at=at, by=by, act="preview.withdrawn", of=link, campaign_id=link.campaign.public_id)
    link.refresh_from_db(fields=["withdrawn_at"])


def note_opened(*, link: PreviewLink) -> None:
    """Count that somebody has come in by a link. Who it was, and from where, is kept nowhere."""
    PreviewLink.objects.filter(pk=link.pk).update(opened=models.F("opened") + 1)


# -- reads


def preview_link_by(token: str) -> PreviewLink | None:
    """Return the link that bears a secret; withdrawn and expired ones among them."""
    wanted = hash_of(token)
    found = PreviewLink.objects.select_related("campaign").filter(token_hash=wanted).first()
    return found if found is not None and is_same(found.token_hash, wanted) else None


def preview_link_of(public_id: UUID, key: str) -> PreviewLink | None:
    """Return a link for a visitor who came in by it before, and whose `visitor_key` this is."""
    found = PreviewLink.objects.select_related("campaign").filter(public_id=public_id).first()
    return found if found is not None and is_same(visitor_key(found), key) else None


def visitor_key(link: PreviewLink) -> str:
    """Return what a visitor's browser keeps in place of the secret: good for this link alone."""
    return salted_hmac("launch.preview-link", f"{link.public_id}:{link.token_hash}", algorithm="sha256").hexdigest()


def link_state(link: PreviewLink, at: datetime, makers: frozenset[str] | None = None) -> LinkState:
    """Return what a link opens at an instant. `makers` are those who may make one now; asked for where not given.

    A link of the command line has no maker who could lose their right.
    """
    if link.withdrawn_at is not None:
        return LinkState.WITHDRAWN
    if link.expires_at <= at:
        return LinkState.EXPIRED
    if not link.made_by.startswith("command"):
        if makers is None:
            makers = who_may("share-preview", link.campaign.public_id)
        if link.made_by not in makers:
            return LinkState.ORPHANED
    return LinkState.OPEN


def languages_of_link(link: PreviewLink) -> list[str]:
    """Return the languages that a link shows and the campaign still has, the source language first."""
    campaign = link.campaign
    wanted = set(link.languages or campaign.language_codes) & set(campaign.language_codes)
    return sorted(wanted, key=lambda code: (code != campaign.source_language, code))
