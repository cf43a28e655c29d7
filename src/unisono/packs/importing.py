"""The pack in memory → the database: all or nothing, and nothing at all when nothing has changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import ProtectedError

from unisono.campaigns.approval import lock_of
from unisono.campaigns.models import Campaign, CampaignLanguage, Moment
from unisono.campaigns.operations import approve, named, write_theme
from unisono.campaigns.reviewing import forget_reviews
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.campaigns.writing import Piece
from unisono.coalition.models import Basis, Organisation, SignOn
from unisono.languages.models import State, Translation
from unisono.languages.operations import Given, forget, take_translations
from unisono.languages.queries import translations
from unisono.languages.segments import Segment
from unisono.ledger.operations import record
from unisono.links.operations import Brought, LinkRefused, take_links
from unisono.links.queries import Target
from unisono.packs import tables
from unisono.packs.document import Pack
from unisono.packs.exporting import campaign_table, export_pack, organisation_rows
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.filling import Filling
from unisono.packs.glossary import take_glossary_of
from unisono.packs.parts import parts, translated_parts
from unisono.packs.pieces import pieces

Progress = Callable[[str], None]


@dataclass(slots=True)
class ImportReport:
    """What an import did: names of objects as in the pack, with `campaign`, `theme`, `organisations`, `links`,
    `glossary`."""

    campaign: Campaign
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    translations: int = 0


def import_pack(*, pack: Pack, at: datetime, by: str, progress: Progress = lambda step: None) -> ImportReport:
    """Take a pack without errors into the database, as a new campaign or over the one with its slug.

    Translations that the pack does not have are kept. Raises `PackRefused` where the source language would change, or a
    piece that an organiser has locked.
    """
    fillings: list[Filling] = []
    try:
        with transaction.atomic():
            return _import(pack, at, by, progress, fillings)
    except BaseException:
        for storage, name in (stored for filling in fillings for stored in filling.stored):
            storage.delete(name)
        raise


def _import(pack: Pack, at: datetime, by: str, progress: Progress, fillings: list[Filling]) -> ImportReport:
    progress("campaign")
    existing = Campaign.objects.select_for_update().filter(slug=pack.campaign.slug).first()
    before = _before(existing, pack)
    campaign, _ = Campaign.objects.update_or_create(slug=pack.campaign.slug, defaults=_campaign_values(pack))
    report = ImportReport(campaign)
    _write_languages(campaign, pack)
    _write_moments(campaign, pack)
    has_new_theme = write_theme(campaign=campaign, files=pack.theme, at=at, by=by)
    progress("words")
    was, wanted = parts(before) if before else {}, parts(pack)
    filling = Filling(campaign, pack, {name for name in wanted if was.get(name) == wanted[name]})
    fillings.append(filling)
    filling.fill()
    _remove_pieces(pieces(campaign), wanted, report)
    report.added += [name for name in filling.written if name not in was]
    report.changed += [name for name in filling.written if name in was]
    for name, piece in filling.written.items():
        _require_unlocked(name, piece)
        approve(piece=piece, at=at, by=by)
    _write_translations(pack, before, pieces(campaign), report, at, by, progress)
    progress("organisations")
    _write_organisations(campaign, pack)
    taken = _take_links(campaign, pack, at, by)
    terms = take_glossary_of(pack, campaign, at, by)
    if before is not None:
        report.changed += [
            *_changed_besides(campaign, before),
            *(["theme"] if has_new_theme else []),
            *(["links"] if taken else []),
            *(["glossary"] if terms else []),
        ]
    if report.added or report.changed or report.removed or report.translations:
        counts = {name: len(getattr(report, name)) for name in ("added", "changed", "removed")}
        record(at=at, by=by, act="pack.imported", of=campaign, campaign_id=campaign.public_id, **counts)
    return report


def _require_unlocked(name: str, piece: Piece) -> None:
    """Refuse a pack that would change a piece which an organiser has locked; what was written goes back."""
    if lock_of(piece) is not None:
        mend = "Unlock it in the newsroom, or leave it in the pack as it is here."
        raise PackRefused([Fault(name, 0, f"“{name}” is locked, and the pack would change it", mend)])


def _before(existing: Campaign | None, pack: Pack) -> Pack | None:
    """What the campaign says so far, as a pack."""
    if existing is None:
        return None
    if existing.source_language != pack.campaign.source_language:
        what = f"the source language of “{existing.slug}” is {existing.source_language} here"
        raise PackRefused([Fault("campaign.toml", 0, what, "Give the campaign another slug to begin it anew.")])
    return export_pack(existing)


def _changed_besides(campaign: Campaign, before: Pack) -> list[str]:
    """Name what has changed besides the pieces."""
    campaign = Campaign.objects.get(pk=campaign.pk)
    reviewed = {language.code: language.is_reviewed for language in campaign.languages.all()}
    same = (campaign_table(campaign), campaign.logo_svg.encode(), reviewed)
    found = ["campaign"] if same != (before.campaign, before.logo, before.reviewed) else []
    return found + (["organisations"] if organisation_rows(campaign)[0] != before.organisations else [])


def _campaign_values(pack: Pack) -> dict[str, object]:
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


def _write_languages(campaign: Campaign, pack: Pack) -> None:
    campaign.languages.exclude(code__in=pack.campaign.languages).delete()
    codes = pack.campaign.languages
    is_ordered = list(codes) != sorted(codes)
    for position, code in enumerate(codes, 1):
        values = {"is_reviewed": pack.reviewed.get(code, True), "position": position if is_ordered else 0}
        CampaignLanguage.objects.update_or_create(campaign=campaign, code=code, defaults=values)


def _write_moments(campaign: Campaign, pack: Pack) -> None:
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


def _remove_pieces(now: dict[str, Piece], wanted: dict[str, object], report: ImportReport) -> None:
    """Take away approved pieces that the pack does not have; drafts that nobody has approved are left alone."""
    gone = [name for name in now if name not in wanted]
    for name in sorted(gone, key=lambda name: (not name.startswith(("card.", "correction.")), name)):
        piece = now[name]
        _require_unlocked(name, piece)
        forget(object_id=piece.public_id)
        forget_reviews(object_id=piece.public_id)
        try:
            with transaction.atomic():
                piece.delete()
        except ProtectedError:
            # Something must outlive it: the published versions of a statement, a draft that shows a fact.
            piece.live = False
            piece.save()
        report.removed.append(name)


# -- translations ------------------------------------------------------------------------------------------


def _write_translations(
    pack: Pack,
    before: Pack | None,
    now: dict[str, Piece],
    report: ImportReport,
    at: datetime,
    by: str,
    progress: Progress,
) -> None:
    held = translations(report.campaign.public_id)
    for language in pack.campaign.languages:
        if language == pack.campaign.source_language:
            continue
        progress(f"translations: {language}")
        was = translated_parts(before, language) if before else {}
        for name, part in translated_parts(pack, language).items():
            if name not in now or (was.get(name) == part and name not in {*report.added, *report.changed}):
                continue
            source = now[name].segments()
            rows = held.get((now[name].public_id, language), {})
            given = _given(pack.words[language][name], pack.states.get(language, {}), name, rows, source)
            report.translations += take_translations(
                named=named(now[name]), language=language, source=source, given=given, at=at, by=by
            )


def _given(
    segments: tuple[Segment, ...],
    states: dict[str, tables.SegmentState],
    name: str,
    held: dict[str, Translation],
    source: tuple[Segment, ...],
) -> dict[str, Given]:
    today = {segment.key: segment.text for segment in source}
    texts = {segment.key: segment.text for segment in segments}
    given: dict[str, Given] = {}
    for key, text in texts.items():
        state = states.get(f"{name}/{key}")
        if state is not None:
            given[key] = Given(text, state.state, state.source)
        elif not _is_left_behind(key, texts, held, today) and not _is_machines(text, held.get(key)):
            given[key] = Given(text)
    return given


def _is_left_behind(key: str, texts: dict[str, str], held: dict[str, Translation], today: dict[str, str]) -> bool:
    """Say whether a text without a state stands where it does only because nobody has touched its file.

    Somebody edits or reorders the source and leaves the translations as they are: then an old text must not pass
    for a translation of the new words. It does not where it is known to be made from others.
    """
    text, row = texts[key], held.get(key)
    if row is not None and row.text == text:
        return row.source_text != today.get(key)
    return any(
        other.text == text and other.source_text == today.get(other.key) and texts.get(other.key) != text
        for other in held.values()
    )


def _is_machines(text: str, row: Translation | None) -> bool:
    """Say whether a text is a machine's, and only the line that says so has been lost: nobody has looked at it."""
    return row is not None and row.state == State.MACHINE and row.text == text


# -- organisations -----------------------------------------------------------------------------------------


def _write_organisations(campaign: Campaign, pack: Pack) -> None:
    held = {one.key: one for one in campaign.sign_ons.select_related("organisation")}
    keys = {one.key for one in pack.organisations}
    # What an organisation has confirmed itself is not the caller's to remove or change.
    for key, sign_on in held.items():
        if key not in keys and sign_on.basis != Basis.CONFIRMED:
            _remove_sign_on(sign_on)
    for row in pack.organisations:
        sign_on = held.get(row.key) or SignOn(campaign=campaign, key=row.key)
        if sign_on.pk and sign_on.basis == Basis.CONFIRMED:
            continue
        _write_organisation(sign_on, row, pack)


def _take_links(campaign: Campaign, pack: Pack, at: datetime, by: str) -> int:
    """Take the links with their codes. Those that the pack does not have stay: their codes may be printed."""
    brought = [Brought(one.code, Target(one.place, one.language, one.organisation, one.network)) for one in pack.links]
    try:
        return take_links(campaign=campaign, brought=brought, at=at, by=by)
    except LinkRefused as error:
        mend = "Take its row out, and know that what is printed with the code does not lead where it did."
        raise PackRefused([Fault("links.csv", 0, str(error), mend)]) from None


def _remove_sign_on(sign_on: SignOn) -> None:
    organisation = sign_on.organisation
    sign_on.delete()
    if not organisation.sign_ons.exists():
        organisation.delete()


def _write_organisation(sign_on: SignOn, row: tables.Organisation, pack: Pack) -> None:
    organisation = sign_on.organisation if sign_on.pk else Organisation()
    values: dict[str, object] = {"name": row.name, "country": row.country, "website": row.website}
    values |= {"logo": pack.media.get(row.logo), "logo_name": row.logo}
    basis = Basis.SAMPLE if row.sample else Basis.NAMED
    joined: dict[str, object] = {"role": row.role, "basis": basis, "languages": list(row.languages)}
    # One that has confirmed itself in another campaign speaks for itself.
    speaks_for_itself = organisation.pk and organisation.sign_ons.filter(basis=Basis.CONFIRMED).exists()
    if not speaks_for_itself and (_assign(organisation, values) or not organisation.pk):
        organisation.save()
    sign_on.organisation = organisation
    if _assign(sign_on, joined) or not sign_on.pk:
        sign_on.save()


def _assign(row: models.Model, values: dict[str, object]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
