"""Freeze, open, go back."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from unisono.base.home import Home
from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import openings
from unisono.launch.doors import write_doors
from unisono.launch.late import Late
from unisono.launch.models import Edition, ScheduleEntry
from unisono.launch.queries import edition_at, edition_before
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.ledger.operations import record
from unisono.links.operations import ensure_links
from unisono.site import snapshot as of

if TYPE_CHECKING:
    from unisono.launch.freezing import Frozen, Progress

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class NotReady(ValueError):
    """A campaign cannot open yet: what is missing, one sentence each."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__("\n".join(missing))


@dataclass(frozen=True, slots=True)
class Freeze:
    """The result of one freeze: the edition, what had to be made, what was late."""

    edition: Edition
    frozen: "Frozen"
    late: list[Late]


def freeze(
    *,
    campaign: Campaign,
    at: datetime,
    by: str,
    home: Home,
    origin: str,
    languages: tuple[str, ...] | None = None,
    progress: "Progress" = lambda what, done, of: None,
) -> Freeze:
    """Prepare an edition of what is approved, in `languages` (None: all). Nothing opens by this."""
    # What makes pictures and pages is large: only who freezes loads it, not every process that opens or goes back.
    from unisono.launch.freezing import fonts_of, freeze_snapshot

    store = Store(home.editions)
    ensure_links(campaign=campaign, at=at, by=by)
    snapshot, late = read_snapshot(
        campaign=campaign, at=at, origin=origin, blobs=store, languages=languages, counted=_counted(campaign)
    )
    frozen = freeze_snapshot(snapshot, store, progress)
    report = {"late": [asdict(one) for one in late], "made": len(frozen.made), "counts": asdict(snapshot.counts)}
    report["fonts"] = fonts_of(snapshot, store)
    with transaction.atomic():
        edition, new = Edition.objects.update_or_create(
            campaign=campaign,
            name=frozen.name,
            defaults={
                "snapshot": of.fingerprint(snapshot),
                "frozen_at": at,
                "frozen_by": by,
                "files": len(frozen.manifest.files),
                "bytes": frozen.bytes,
                "report": report,
            },
        )
        if new:
            record(
                at=at,
                by=by,
                act="edition.frozen",
                of=edition,
                campaign_id=campaign.public_id,
                edition=frozen.name,
                languages=list(snapshot.languages),
            )
    return Freeze(edition, frozen, late)


def _counted(campaign: Campaign) -> of.Counts | None:
    last = campaign.editions.first()
    counts = last.report.get("counts") if last else None
    return of.Counts(**counts) if counts else None


def missing_to_open(campaign: Campaign) -> list[str]:
    """Return what keeps a campaign from opening, one sentence each: someone must answer for it.

    On this machine alone (a public origin on the loopback) a name is enough: a trial, or a rehearsal.
    """
    asked = {
        "responsible_name": _("The body responsible for the campaign has no name."),
        "responsible_address": _("The responsible body has no address."),
        "responsible_country": _("The responsible body has no country."),
        "responsible_email": _("The responsible body has no e-mail address."),
    }
    if urlsplit(settings.PUBLIC_ORIGIN).hostname in LOOPBACK:
        del asked["responsible_address"], asked["responsible_country"], asked["responsible_email"]
    return [sentence for field, sentence in asked.items() if not getattr(campaign, field).strip()]


def open_now(*, edition: Edition, at: datetime, by: str, home: Home) -> list[ScheduleEntry]:
    """Open `edition` at once, in all its languages. Raises `NotReady`."""
    return _schedule(edition.campaign, [(at, edition)], at, by, home)


def open_on_schedule(
    *,
    campaign: Campaign,
    at: datetime,
    by: str,
    home: Home,
    frozen: Callable[[tuple[str, ...]], Edition],
    edition: Edition,
) -> list[ScheduleEntry]:
    """Put `edition` on the schedule at the campaign's opening moments; at once where they are past.

    A rolling opening has several: at each, an edition with the languages open by then, which `frozen` prepares.
    Raises `NotReady`.
    """
    rows: list[tuple[datetime, Edition]] = []
    opened: set[str] = set()
    every = set(campaign.language_codes)
    for moment, _zone, languages in openings(campaign):
        opened |= set(languages) or every
        there = edition if opened >= every else frozen(tuple(sorted(opened)))
        rows.append((moment, there))
    past = [row for row in rows if row[0] <= at]
    coming = [row for row in rows if row[0] > at]
    due = [(at, past[-1][1])] if past else []
    return _schedule(campaign, [*due, *coming] or [(at, edition)], at, by, home)


def _schedule(
    campaign: Campaign, rows: list[tuple[datetime, Edition]], at: datetime, by: str, home: Home
) -> list[ScheduleEntry]:
    """Replace what is planned after `at` by `rows`. The past stays."""
    if missing := missing_to_open(campaign):
        raise NotReady(missing)
    with transaction.atomic():
        campaign.schedule.filter(at__gt=at).delete()
        latest = campaign.schedule.order_by("at").last()
        entries = []
        for moment, edition in rows:
            # Two rows at one instant would leave the order to chance.
            when = max(moment, latest.at + timedelta(seconds=1)) if latest and moment <= latest.at else moment
            entries.append(
                ScheduleEntry.objects.create(campaign=campaign, at=when, edition=edition, decided_at=at, decided_by=by)
            )
            record(
                at=at,
                by=by,
                act="edition.scheduled",
                of=entries[-1],
                campaign_id=campaign.public_id,
                edition=edition.name,
                opens=when.isoformat(),
            )
    write_doors(home)
    return entries


def rollback(*, campaign: Campaign, at: datetime, by: str, home: Home) -> ScheduleEntry:
    """Open again the edition that was open before the present one. Raises `NotReady` when there was none."""
    current = edition_at(campaign, at)
    before = edition_before(campaign, at)
    if current is None or before is None:
        raise NotReady([_("No other edition has been open before the present one: there is nothing to go back to.")])
    return _schedule(campaign, [(at, before)], at, by, home)[0]
