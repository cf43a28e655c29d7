"""The database → the pack in memory. People are never in it."""

from typing import TypeVar
from zoneinfo import ZoneInfo

from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import theme_content, theme_files
from unisono.campaigns.theme import ROLES
from unisono.campaigns.writing import Piece
from unisono.coalition.models import Basis
from unisono.facts.evidence import ending_of
from unisono.facts.models import Correction, Fact
from unisono.facts.queries import copy_of, fetch_copies
from unisono.kit.models import Card, Film
from unisono.languages.models import State, Translation
from unisono.languages.queries import translations
from unisono.languages.segments import Segment
from unisono.links.queries import links_by_target
from unisono.media.models import Picture, file_bytes, sha256_of
from unisono.packs import tables
from unisono.packs.document import Pack
from unisono.packs.glossary import write_glossary
from unisono.packs.merging.base import base_of
from unisono.packs.pieces import pieces
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement

P = TypeVar("P", bound=Piece)


def export_pack(campaign: Campaign) -> Pack:
    """Return the approved content of a campaign, with its translations as they stand, as a pack."""
    found = pieces(campaign)
    pack = packed(campaign, found)
    pack.logo = campaign.logo_svg.encode()
    pack.theme = {path: theme_content(campaign, path) for path, _ in theme_files(campaign)}
    pack.reviewed = {language.code: language.is_reviewed for language in campaign.languages.all()}
    pack.organisations, logos = organisation_rows(campaign)
    pack.media |= logos
    pack.links = link_rows(campaign)
    write_glossary(pack, campaign)
    _translations(pack, campaign, found)
    pack.base = base_of(pack)
    return pack


def packed(campaign: Campaign, found: dict[str, Piece]) -> Pack:
    """Return a pack with nothing but some pieces as they are, approved or drafts, in the source language."""
    pack = Pack(campaign=campaign_table(campaign))
    for piece in found.values():
        _table(pack, piece)
    _order(pack, found)
    pack.words = {code: {} for code in campaign.language_codes}
    for name, piece in found.items():
        if words := tuple(segment for segment in piece.segments() if segment.text):
            pack.source_words[name] = words
    return pack


def campaign_table(campaign: Campaign) -> tables.Campaign:
    """Return `campaign.toml` of a campaign. Databases keep no order within JSON, so it is made here."""
    moments = sorted(campaign.moments.all(), key=lambda one: (one.at, one.kind, one.zone, one.languages))
    return tables.Campaign(
        slug=campaign.slug,
        source_language=campaign.source_language,
        languages=campaign.language_codes,
        care=campaign.care,
        sample=campaign.is_sample,
        hosts=tuple(campaign.hosts),
        late=campaign.late,
        responsible=tables.Responsible(
            name=campaign.responsible_name,
            address=campaign.responsible_address,
            country=campaign.responsible_country,
            email=campaign.responsible_email,
            website=campaign.responsible_website,
        ),
        licence=tables.Licence(name=campaign.licence, url=campaign.licence_url),
        moments=tuple(
            tables.Moment(
                kind=moment.kind,
                at=moment.at.astimezone(ZoneInfo(moment.zone)).replace(tzinfo=None),
                zone=moment.zone,
                languages=tuple(moment.languages),
            )
            for moment in moments
        ),
        theme=tables.Theme(
            logo="theme/logo.svg" if campaign.logo_svg else "",
            colours={role: campaign.colours[role] for role in ROLES if role in campaign.colours},
        ),
    )


def _table(pack: Pack, piece: Piece) -> None:
    """Write what of a piece is not words."""
    if isinstance(piece, Statement):
        pack.statement = tables.Statement(
            date=piece.date,
            number=piece.number,
            pictures=tuple(one.picture.key for one in piece.pictures.all()),
            film=piece.show_film,
            claims=tuple(tables.Claim(**claim) for claim in piece.claims),
        )
        pack.unplaced = piece.unplaced
    elif isinstance(piece, NewsPost):
        pack.news[piece.slug] = tables.News(
            date=piece.date.astimezone(pack.news_zone).replace(tzinfo=None),
            pictures=tuple(one.picture.key for one in piece.pictures.all()),
            film=piece.show_film,
        )
    elif isinstance(piece, Picture):
        _picture(pack, piece)
    elif isinstance(piece, Film):
        _film(pack, piece)
    elif isinstance(piece, PressDesk):
        pack.contacts = [
            tables.Contact(key=one.key, name=one.name, email=one.email, phone=one.phone, languages=tuple(one.languages))
            for one in piece.contacts.all()
        ]


def _picture(pack: Pack, piece: Picture) -> None:
    content = file_bytes(piece.image.file)
    suffix = piece.image.file.name.rpartition(".")[2].lower()
    path = f"media/{sha256_of(content)}.{suffix}"
    pack.media[path] = content
    pack.pictures.append(
        tables.Picture(key=piece.key, file=path, name=piece.name, credit=piece.credit, licence=piece.licence)
    )


def _film(pack: Pack, piece: Film) -> None:
    paths = {}
    for name in ("master", "poster"):
        file = getattr(piece, name)
        if not file:
            continue
        paths[name] = f"film/{name}.{file.name.rpartition('.')[2].lower()}"
        pack.media[paths[name]] = file_bytes(file)
    pack.film = tables.Film(seconds=piece.seconds, versions=tuple(sorted(piece.versions)), **paths)
    pack.captions = {track.language: track.webvtt for track in piece.captions.all()}


def _order(pack: Pack, found: dict[str, Piece]) -> None:
    """List facts, corrections and cards in the order in which the campaign shows them, pictures by key."""
    pack.pictures.sort(key=lambda one: one.key)
    fetch_copies(_all(found, Fact))
    for piece in sorted(_all(found, Fact), key=lambda one: (one.position, one.key)):
        names = ("key", "value", "value_to", "qualifier", "unit", "notation", "as_of", "status")
        source = {name: getattr(piece, f"source_{name}") for name in ("title", "publisher", "date", "url", "via")}
        values = {name: getattr(piece, name) for name in names}
        pack.facts.append(tables.Fact(**values, source=tables.Source(**source, copy=_copy(pack, piece))))
    for piece in sorted(_all(found, Correction), key=lambda one: (one.date, one.key)):
        pack.corrections.append(tables.Correction(key=piece.key, fact=piece.fact.key, date=piece.date))
    for piece in sorted(_all(found, Card), key=lambda one: (one.position, one.key)):
        pack.cards.append(_card(piece))


def _copy(pack: Pack, piece: Fact) -> tables.SourceCopy:
    """The copy of the source that a fact names, whether it may be published or not: nothing is lost on the way."""
    kept = copy_of(piece)
    values = {"address": piece.copy_address, "date": piece.copy_date.isoformat() if piece.copy_date else ""}
    if kept is not None:
        path = f"media/{kept.sha256}.{ending_of(kept.name)}"
        pack.media[path] = file_bytes(kept.file)
        values |= {"file": path, "name": kept.name, "sha256": kept.sha256}
    return tables.SourceCopy(**values, public=piece.copy_is_public)


def _card(piece: Card) -> tables.Card:
    rows = [
        tables.CardRow(key=row.key, fact=row.fact.key if row.fact else "", country=row.country)
        for row in piece.rows.all()
    ]
    return tables.Card(
        key=piece.key,
        design=piece.design,
        fact=piece.fact.key if piece.fact else "",
        formats=tuple(piece.formats),
        options=dict(sorted(piece.options.items())),
        rows=tuple(rows),
    )


def _all(found: dict[str, Piece], kind: type[P]) -> list[P]:
    return [piece for piece in found.values() if isinstance(piece, kind)]


def organisation_rows(campaign: Campaign) -> tuple[list[tables.Organisation], dict[str, bytes]]:
    """Return the rows of `organisations.csv`, sorted by key, and the logos by path."""
    rows, logos = [], {}
    for one in campaign.sign_ons.select_related("organisation"):
        body = one.organisation
        if body.logo:
            logos[body.logo_name] = bytes(body.logo)
        rows.append(
            tables.Organisation(
                key=one.key,
                name=body.name,
                country=body.country,
                website=body.website,
                role=one.role,
                languages=tuple(one.languages),
                logo=body.logo_name if body.logo else "",
                sample=one.basis == Basis.SAMPLE,
            )
        )
    return sorted(rows, key=lambda row: row.key), logos


def link_rows(campaign: Campaign) -> list[tables.Link]:
    """Return the rows of `links.csv`: codes that are printed go along to another server."""
    return [tables.Link(code=code, **target._asdict()) for target, code in links_by_target(campaign).items()]


def _translations(pack: Pack, campaign: Campaign, found: dict[str, Piece]) -> None:
    held = translations(campaign.public_id)
    for name, piece in found.items():
        segments = piece.segments()
        for code in campaign.target_codes:
            if rows := held.get((piece.public_id, code), {}):
                _translated(pack, code, name, segments, rows)


def _translated(pack: Pack, code: str, name: str, segments: tuple[Segment, ...], rows: dict[str, Translation]) -> None:
    there = [segment for segment in segments if segment.key in rows]
    pack.words[code][name] = tuple(Segment(one.key, rows[one.key].text, one.kind) for one in there)
    for segment in there:
        row = rows[segment.key]
        if row.state != State.READY or row.source_text != segment.text:
            state = tables.SegmentState(state=row.state, source=row.source_text)
            pack.states.setdefault(code, {})[f"{name}/{segment.key}"] = state
