"""Writes of the room: a piece of writing is approved, a theme gets its files."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from unisono.campaigns.models import Campaign, Late, ThemeFile
from unisono.campaigns.queries import theme_files
from unisono.campaigns.reviewing import close
from unisono.campaigns.writing import Piece, after_approval
from unisono.languages.operations import Named, source_approved
from unisono.ledger.operations import record


def named(piece: Piece) -> Named:
    """Return how the room of languages calls a piece."""
    return Named(piece.campaign.public_id, piece._meta.label, piece.public_id)


@transaction.atomic
def approve(*, piece: Piece, at: datetime, by: str) -> None:
    """Take the saved state of `piece` as the approved source: translators and editions see it from now on."""
    source_approved(
        named=named(piece), language=piece.campaign.source_language, segments=piece.segments(), at=at, by=by
    )
    number = None
    if piece._meta.label in after_approval.names():
        number = after_approval.get(piece._meta.label)(piece, at, by)
    close(piece=piece, at=at, by=by)
    version = {} if number is None else {"version": number}
    record(at=at, by=by, act="piece.approved", of=piece, campaign_id=piece.campaign.public_id, **version)


@transaction.atomic
def write_theme(*, campaign: Campaign, files: Mapping[str, bytes], at: datetime, by: str) -> bool:
    """Let a theme have these files (path → content) and no others; say whether that changed anything.

    What may be in a theme is the caller's to check: `kit.themes` says it.
    """
    held, wanted = dict(theme_files(campaign)), {path: sha256(content).hexdigest() for path, content in files.items()}
    if held == wanted:
        return False
    gone = held.items() - wanted.items()
    campaign.theme_files.filter(path__in=[path for path, _ in gone]).delete()
    new = sorted(wanted.items() - held.items())
    ThemeFile.objects.bulk_create(
        ThemeFile(campaign=campaign, path=path, content=files[path], sha256=digest) for path, digest in new
    )
    record(
        at=at, by=by, act="theme.changed", of=campaign, campaign_id=campaign.public_id,
        written=[path for path, _ in new], removed=sorted(held.keys() - wanted.keys()),
    )  # fmt: skip
    return True


@transaction.atomic
def choose_late(*, campaign: Campaign, late: str, at: datetime, by: str) -> bool:
    """Say what editions do where a language is late; returns whether that is new. Raises `ValueError`."""
    rule = Late(late)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    campaign.late = str(rule)
    if held.late == rule:
        return False
    Campaign.objects.filter(pk=campaign.pk).update(late=rule)
    record(at=at, by=by, act="campaign.changed", of=campaign, campaign_id=campaign.public_id, late=str(rule))
    return True


@transaction.atomic
def choose_reminding(*, campaign: Campaign, reminds: bool, at: datetime, by: str) -> None:
    """Say whether letters remind the translators of a campaign."""
    campaign.reminds = reminds
    if Campaign.objects.filter(pk=campaign.pk).exclude(reminds=reminds).update(reminds=reminds):
        record(at=at, by=by, act="campaign.changed", of=campaign, campaign_id=campaign.public_id, reminds=reminds)
