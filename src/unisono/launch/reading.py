"""One reading of the whole public campaign: the database → a snapshot. Counts are counted here, never typed."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models.fields.files import FieldFile

from unisono.campaigns.models import Campaign, MomentKind
from unisono.campaigns.models import Late as LateRule
from unisono.campaigns.queries import theme_content, theme_files
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.campaigns.writing import Piece
from unisono.coalition.models import Basis
from unisono.facts.models import Fact as FactPiece
from unisono.facts.queries import copy_of, fetch_copies
from unisono.kit.models import Film as FilmPiece
from unisono.kit.mp4 import pixels
from unisono.languages.queries import settled_copies
from unisono.launch.late import Chooser, Late, languages_held
from unisono.launch.words import WordsOf, instant
from unisono.ledger.queries import last_times
from unisono.links.queries import links_by_target
from unisono.media.models import Picture as PicturePiece
from unisono.media.models import file_bytes
from unisono.packs.pieces import pieces
from unisono.site import snapshot as of
from unisono.site.store import Blobs

FORMATS = ("square", "portrait", "story", "landscape", "link", "poster", "leaflet")


@transaction.atomic
def read_snapshot(
    *,
    campaign: Campaign,
    at: datetime,
    origin: str,
    blobs: Blobs,
    languages: Iterable[str] | None = None,
    counted: of.Counts | None = None,
    chooser: Callable[[dict[str, Piece]], Chooser] | None = None,
) -> tuple[of.Snapshot, list[Late]]:
    """Read a campaign as it would open in `languages` (None: all of them), and what is late in it.

    `at` is the instant of the counts. Where `counted`, the counts of an earlier edition, still hold, they are
    kept with their own instant: so nothing changes where nothing has changed. `chooser` makes, of the approved pieces
    by name, what chooses their words; without one the settled words are chosen, as for every edition.
    """
    found = pieces(campaign)
    asked = set(languages or campaign.language_codes)
    wanted = [code for code in campaign.language_codes if code in asked]
    words_of = _words_of(campaign, found, chooser(found) if chooser else None)
    words = [words_of.language(code) for code in wanted]
    late = _with_held(campaign, words_of.chooser.late)
    held = {one.language for one in late if one.outcome == "language-held-back"}
    words = [one for one in words if one.code not in held]
    opened = tuple(one.code for one in words)
    pictures = [piece for piece in found.values() if isinstance(piece, PicturePiece)]
    film = found.get("film")
    members = _members(campaign, blobs)
    _keep_copies(found.values(), blobs)
    snapshot = of.Snapshot(
        format=of.FORMAT,
        slug=campaign.slug,
        origin=origin,
        source_language=campaign.source_language,
        languages=opened,
        sample=campaign.is_sample,
        care=campaign.care,
        responsible=of.Responsible(
            campaign.responsible_name,
            campaign.responsible_address,
            campaign.responsible_country,
            campaign.responsible_email,
            campaign.responsible_website,
        ),
        opening=_opening(campaign),
        colours=of.Colours(**(DEFAULT_COLOURS | campaign.colours)),
        logo_svg=campaign.logo_svg,
        counts=_counts(campaign, at, len(opened), counted),
        members=members,
        statement=words_of.statement(),
        news=words_of.news(),
        facts=words_of.facts(),
        corrections=words_of.corrections(),
        cards=words_of.cards(FORMATS, has_members=bool(members)),
        pictures=tuple(_picture(piece, blobs) for piece in sorted(pictures, key=lambda one: one.key)),
        film=_film(film, blobs) if isinstance(film, FilmPiece) else None,
        contacts=words_of.contacts(),
        words=tuple(words),
        links=_links(campaign, opened),
        licence=of.Licence(campaign.licence, campaign.licence_url),
        theme_files=_theme_files(campaign, blobs),
    )
    return snapshot, late


def _theme_files(campaign: Campaign, blobs: Blobs) -> tuple[tuple[str, str], ...]:
    """The files of the theme, their content kept: what is drawn later needs no database."""
    found = theme_files(campaign)
    for path, sha256 in found:
        if not blobs.has(sha256):
            blobs.put(theme_content(campaign, path))
    return found


def what_is_late(campaign: Campaign, found: dict[str, Piece]) -> list[Late]:
    """Return what would be late if the campaign's pieces, all approved ones, opened now: as a freeze would say it."""
    words_of = _words_of(campaign, found)
    for code in campaign.language_codes:
        words_of.choices(code)
    return _with_held(campaign, words_of.chooser.late)


def _words_of(campaign: Campaign, found: dict[str, Piece], chooser: Chooser | None = None) -> WordsOf:
    chooser = chooser or Chooser(campaign.source_language, settled_copies(campaign.public_id))
    reviewed = {one.code: one.is_reviewed for one in campaign.languages.all()}
    return WordsOf(found, chooser, reviewed, last_times(campaign.public_id, "piece.approved"))


def _with_held(campaign: Campaign, late: list[Late]) -> list[Late]:
    held = languages_held(late) if campaign.late == LateRule.HOLD else set()
    return [*late, *(Late("texts", code, "language-held-back") for code in sorted(held))]


def _opening(campaign: Campaign) -> of.Opening | None:
    moment = campaign.moments.filter(kind=MomentKind.OPENING).order_by("at").first()
    return of.Opening(instant(moment.at), moment.zone) if moment else None


def _counts(campaign: Campaign, at: datetime, languages: int, before: of.Counts | None) -> of.Counts:
    counts = of.Counts(as_of=instant(at), languages=languages, **count(campaign))
    if before is not None and replace(before, as_of=counts.as_of) == counts:
        return before
    return counts


def count(campaign: Campaign) -> dict[str, int]:
    """Count organisations and their countries from rows; samples apart."""
    rows = list(campaign.sign_ons.values_list("basis", "organisation__country"))
    bases = [basis for basis, _ in rows]
    return {
        "confirmed": bases.count(Basis.CONFIRMED),
        "named": bases.count(Basis.NAMED),
        "sample": bases.count(Basis.SAMPLE),
        "countries": len({country for basis, country in rows if basis != Basis.SAMPLE}),
        "sample_countries": len({country for basis, country in rows if basis == Basis.SAMPLE}),
    }


def _members(campaign: Campaign, blobs: Blobs) -> tuple[of.Member, ...]:
    rows = campaign.sign_ons.select_related("organisation").order_by("key")
    return tuple(
        of.Member(
            key=row.key,
            name=row.organisation.name,
            country=row.organisation.country,
            website=row.organisation.website,
            role=row.role,
            basis=row.basis,
            languages=tuple(row.languages),
            logo=blobs.put(bytes(row.organisation.logo)) if row.organisation.logo else "",
        )
        for row in rows
    )


def _keep_copies(found: Iterable[Piece], blobs: Blobs) -> None:
    """Keep the content of those copies of sources that are published; the others stay where they are."""
    facts = [piece for piece in found if isinstance(piece, FactPiece) and piece.copy_is_public]
    fetch_copies(facts)
    for kept in map(copy_of, facts):
        if kept is not None and not blobs.has(kept.sha256):
            blobs.put(file_bytes(kept.file))


def _links(campaign: Campaign, opened: tuple[str, ...]) -> tuple[of.ShortLink, ...]:
    """The links that lead into an open language: no edition tells of a language that opens later."""
    links = [of.ShortLink(code, *target) for target, code in links_by_target(campaign).items()]
    found = [link for link in links if link.language in opened]
    return tuple(sorted(found, key=lambda link: (link.language, link.place, link.organisation, link.network)))


def _picture(piece: PicturePiece, blobs: Blobs) -> of.Picture:
    content = file_bytes(piece.image.file)
    return of.Picture(
        key=piece.key,
        sha256=blobs.put(content),
        name=piece.name,
        type=_type_of(piece.image.file),
        width=piece.image.width,
        height=piece.image.height,
        size=len(content),
        credit=piece.credit,
        licence=piece.licence,
    )


def _film(piece: FilmPiece, blobs: Blobs) -> of.Film:
    captions = [(track.language, blobs.put(track.webvtt.encode())) for track in piece.captions.all()]
    return of.Film(
        master=_film_file("master", piece.master, blobs),
        poster=_film_file("poster", piece.poster, blobs) if piece.poster else None,
        seconds=piece.seconds,
        captions=tuple(captions),
        versions=tuple(
            sorted((language, shape) for language, _, shape in (one.partition(":") for one in piece.versions))
        ),
    )


def _film_file(key: str, file: FieldFile, blobs: Blobs) -> of.Picture:
    content = file_bytes(file)
    name = f"{key}{PurePosixPath(file.name).suffix}"
    width, height = pixels(content)  # of the master; a poster's own pixels are read where it is made smaller
    return of.Picture(key, blobs.put(content), name, _type_of(file), width, height, len(content), "", "")


def _type_of(file: FieldFile) -> str:
    suffix = PurePosixPath(file.name).suffix.lower()
    return {
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".webp": "image/webp",
        ".mp4": "video/mp4",
        ".webm": "video/webm",
        ".mov": "video/quicktime",
    }[suffix]
