"""What of a pack is no piece → the database: settings, languages, moments, organisations, links."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models

from unisono.base.said import Said, sentence_of
from unisono.campaigns.models import Campaign, CampaignLanguage, Moment
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.coalition.models import Basis, Organisation, SignOn
from unisono.links.operations import Brought, LinkRefused, take_links
from unisono.links.queries import Target
from unisono.packs import tables
from unisono.packs.document import Pack
from unisono.packs.faults import Fault, PackRefused


def campaign_values(pack: Pack) -> dict[str, object]:
    """Return the fields of a campaign as a pack has them."""
    one = pack.campaign
    return {
        "source_language": one.source_language,
        "care": one.care,
        "late": one.late,
        "is_sample": one.sample,
        "hosts": list(one.hosts),
        "colours": DEFAULT_COLOURS | one.theme.colours,
        "logo_svg": pack.logo.decode(),
        "responsible_name": one.responsible.name,
        "responsible_address": one.responsible.address,
        "responsible_country": one.responsible.country,
        "responsible_email": one.responsible.email,
        "responsible_website": one.responsible.website,
        "licence": one.licence.name,
        "licence_url": one.licence.url,
    }


def write_languages(campaign: Campaign, pack: Pack) -> None:
    """Let a campaign have the languages of a pack, and no others."""
    campaign.languages.exclude(code__in=pack.campaign.languages).delete()
    codes = pack.campaign.languages
    is_ordered = list(codes) != sorted(codes)
    for position, code in enumerate(codes, 1):
        values = {"is_reviewed": pack.reviewed.get(code, True), "position": position if is_ordered else 0}
        CampaignLanguage.objects.update_or_create(campaign=campaign, code=code, defaults=values)


def write_moments(campaign: Campaign, pack: Pack) -> None:
    """Let a campaign have the moments of a pack, and no others."""

    def plain(moment: Moment) -> tuple[object, ...]:
        return (moment.at, moment.kind, moment.zone, list(moment.languages))

    wanted = [
        Moment(
            campaign=campaign,
            kind=one.kind,
            at=one.at.replace(tzinfo=ZoneInfo(one.zone)),
            zone=one.zone,
            languages=list(one.languages),
        )
        for one in pack.campaign.moments
    ]
    if sorted(map(plain, campaign.moments.all())) != sorted(map(plain, wanted)):
        campaign.moments.all().delete()
        Moment.objects.bulk_create(wanted)


def write_links(campaign: Campaign, pack: Pack, at: datetime, by: str) -> int:
    """Take the links with their codes. Those that the pack does not have stay: their codes may be printed."""
    brought = [Brought(one.code, Target(one.place, one.language, one.organisation, one.network)) for one in pack.links]
    try:
        return take_links(campaign=campaign, brought=brought, at=at, by=by)
    except LinkRefused as error:
        mend = Said("Take its row out, and know that what is printed with the code does not lead where it did.")
        raise PackRefused([Fault("links.csv", 0, sentence_of(error), mend)]) from None


# -- organisations


def speaks_for_itself(campaign: Campaign) -> tuple[set[str], set[str]]:
    """Return the keys of organisations that have confirmed themselves here, and of those that have done so elsewhere.

    What an organisation has confirmed itself is not the caller's to remove or change.
    """
    here = set(campaign.sign_ons.filter(basis=Basis.CONFIRMED).values_list("key", flat=True))
    confirmed = SignOn.objects.filter(basis=Basis.CONFIRMED).values("organisation")
    return here, set(campaign.sign_ons.filter(organisation__in=confirmed).values_list("key", flat=True)) - here


def write_organisations(campaign: Campaign, pack: Pack) -> None:
    """Let a campaign have the organisations of a pack; those that speak for themselves stay as they are."""
    held = {one.key: one for one in campaign.sign_ons.select_related("organisation")}
    _here, elsewhere = speaks_for_itself(campaign)
    keys = {one.key for one in pack.organisations}
    for key, sign_on in held.items():
        if key not in keys and sign_on.basis != Basis.CONFIRMED:
            _remove_sign_on(sign_on)
    for row in pack.organisations:
        sign_on = held.get(row.key) or SignOn(campaign=campaign, key=row.key)
        if sign_on.pk and sign_on.basis == Basis.CONFIRMED:
            continue
        _write_organisation(sign_on, row, pack, its_own=row.key in elsewhere)


def _remove_sign_on(sign_on: SignOn) -> None:
    organisation = sign_on.organisation
    sign_on.delete()
    if not organisation.sign_ons.exists():
        organisation.delete()


def _write_organisation(sign_on: SignOn, row: tables.Organisation, pack: Pack, *, its_own: bool) -> None:
    """Write one row; `its_own`: the organisation has confirmed itself in another campaign and speaks for itself."""
    organisation = sign_on.organisation if sign_on.pk else Organisation()
    values: dict[str, object] = {"name": row.name, "country": row.country, "website": row.website}
    values |= {"logo": pack.media.get(row.logo), "logo_name": row.logo}
    basis = Basis.SAMPLE if row.sample else Basis.NAMED
    joined: dict[str, object] = {"role": row.role, "basis": basis, "languages": list(row.languages)}
    if not its_own and (_assign(organisation, values) or not organisation.pk):
        organisation.save()
    sign_on.organisation = organisation
    if _assign(sign_on, joined) or not sign_on.pk:
        sign_on.save()


def _assign(row: models.Model, values: dict[str, object]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
