"""Background tasks of the room: prepare an edition, open one at the moments planned."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings

from unisono.base.home import home
from unisono.base.said import Said, sentence_of
from unisono.base.tasks import enqueue, report_progress, task
from unisono.campaigns.models import Campaign
from unisono.kit.models import Film
from unisono.launch.models import Edition
from unisono.launch.operations import NotReady, freeze, open_now, open_on_schedule
from unisono.launch.queries import edition_at, edition_named

#: Before the small tasks of the editor's index, of which an import leaves hundreds.
URGENT = 50
#: Before the edition that was asked for in the same moment, which would otherwise wait for the same work.
BEFORE_EDITIONS = 60


def ask_for_edition(*, campaign: Campaign, by: str) -> UUID:
    """Have a new edition of a campaign prepared in the background; asking twice before it begins is asking once."""
    # Nothing in the arguments but the campaign: another person's wish is served by the same edition.
    return enqueue(prepare_edition, subject=campaign.public_id, campaign=str(campaign.public_id), by=by)


def ask_to_open(*, edition: Edition, by: str) -> UUID:
    """Have an edition put on the schedule in the background, with the editions a rolling opening needs."""
    campaign = edition.campaign
    return enqueue(
        open_as_planned, subject=campaign.public_id, campaign=str(campaign.public_id), edition=edition.name, by=by
    )


def ask_for_films(*, campaign: Campaign, by: str) -> UUID:
    """Have the wanted versions of a campaign's film made in the background, those of a draft as well."""
    return enqueue(make_film_versions, subject=campaign.public_id, campaign=str(campaign.public_id), by=by)


@task(priority=BEFORE_EDITIONS)
def make_film_versions(campaign: str, by: str) -> dict[str, object]:
    """Make the versions that the latest draft of the film wants; an edition then finds them. May be run again.

    Returns `{"ready": names, "failed": {name: reason}}`, or `{"refused": why}` where nothing can be made.
    """
    from unisono.launch.films import make_versions
    from unisono.launch.preview import NoPreview, draft_snapshot
    from unisono.launch.store import Store
    from unisono.site.media.versions import film_versions

    film = Film.objects.filter(campaign__public_id=campaign).first()
    if film is None:
        return {"refused": Said("The film is no more.").kept()}
    store = Store(home().editions)
    try:
        draft = film.get_latest_revision_as_object()
        snapshot = draft_snapshot(piece=draft, at=datetime.now(UTC), store=store)
    except NoPreview as why:
        return {"refused": sentence_of(why).kept()}
    versions = film_versions(snapshot, store)
    _, failed = make_versions(versions, store, report_progress)
    return {
        "ready": [one.name for one in versions if one.name not in failed],
        "failed": {name: why.kept() for name, why in failed.items()},
    }


@task(priority=URGENT)
def prepare_edition(campaign: str, by: str) -> dict[str, object]:
    """Freeze what is approved; open it where the campaign has said so. May be run again at any time.

    Returns `{"edition": name, "opened": bool}`, or `{"refused": why}` where it cannot be made from what there is.
    """
    from unisono.launch.freezing import CannotMake  # large: only the worker loads it

    found = Campaign.objects.filter(public_id=campaign).first()
    if found is None:
        return {"refused": Said("The campaign is no more.").kept()}
    try:
        edition = _freeze(found, by)
        opened = may_open_by_itself(found, datetime.now(UTC)) and edition != edition_at(found, datetime.now(UTC))
        if opened:
            open_now(edition=edition, at=datetime.now(UTC), by=by, home=home())
    except (CannotMake, NotReady, LookupError) as error:
        return {"refused": sentence_of(error).kept()}
    return {"edition": edition.name, "opened": opened}


def may_open_by_itself(campaign: Campaign, at: datetime) -> bool:
    """Say whether a new edition opens without being asked for.

    Only after the campaign has opened, and never across an opening still planned: that would break an embargo.
    """
    planned = campaign.schedule.filter(at__gt=at).exists()
    return campaign.opens_by_itself and not planned and edition_at(campaign, at) is not None


@task(priority=URGENT)
def open_as_planned(campaign: str, edition: str, by: str) -> dict[str, object]:
    """Put an edition on the schedule at the campaign's opening moments, preparing those of a rolling opening.

    Returns `{"edition": name, "rows": number of openings}` or `{"refused": why}`.
    """
    from unisono.launch.freezing import CannotMake  # large: only the worker loads it

    found = Campaign.objects.filter(public_id=campaign).first()
    if found is None:
        return {"refused": Said("The campaign is no more.").kept()}
    try:
        rows = open_on_schedule(
            campaign=found,
            at=datetime.now(UTC),
            by=by,
            home=home(),
            edition=edition_named(found, edition),
            frozen=lambda languages: _freeze(found, by, languages),
        )
    except (CannotMake, NotReady, LookupError) as error:
        return {"refused": sentence_of(error).kept()}
    return {"edition": edition, "rows": len(rows)}


def _freeze(campaign: Campaign, by: str, languages: tuple[str, ...] | None = None) -> Edition:
    return freeze(
        campaign=campaign,
        at=datetime.now(UTC),
        by=by,
        home=home(),
        origin=settings.PUBLIC_ORIGIN,
        languages=languages,
        progress=report_progress,
    ).edition
