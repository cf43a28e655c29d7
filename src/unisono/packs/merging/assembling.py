"""Fields and words by object → a pack, as `flat` took it apart."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from unisono.languages.segments import Segment
from unisono.packs import tables
from unisono.packs.document import Pack
from unisono.packs.merging.flat import Fields, T, kind_of, table_from


def assembled(
    like: Pack, objects: Mapping[str, Fields], words: Mapping[str, tuple[Segment, ...]], media: Mapping[str, bytes]
) -> Pack:
    """Return the pack that says this in the source language; format, slug and source language are those of `like`."""
    campaign = objects["campaign"]
    codes = tuple(sorted(name.partition(".")[2] for name in campaign if name.startswith("languages.")))
    logo = campaign.get("logo") or b""
    own: Fields = {
        "slug": like.campaign.slug,
        "source_language": like.campaign.source_language,
        "languages": codes,
        "theme.logo": "theme/logo.svg" if logo else "",
    }
    pack = Pack(campaign=table_from(tables.Campaign, campaign | own), logo=logo, media=dict(media))
    pack.reviewed = {code: bool(campaign.get(f"reviewed.{code}", True)) for code in codes}
    pack.theme = dict(objects.get("theme", {}))
    pack.organisations = sorted(
        rows_from("rows", tables.Organisation, objects.get("organisations", {})), key=lambda one: one.key
    )
    pack.words = {code: {} for code in codes}
    pack.words[like.campaign.source_language] = {name: found for name, found in words.items() if found}
    for name, fields in objects.items():
        _put(pack, kind_of(name), name.partition(".")[2], fields)
    return pack


def rows_from(prefix: str, kind: type[T], fields: Fields) -> list[T]:
    """Return the rows that have keys, in their order."""
    keys = dict.fromkeys(name.split(".")[1] for name in fields if name.startswith(f"{prefix}."))
    return [table_from(kind, {"key": key} | _under(f"{prefix}.{key}", fields)) for key in keys]


def _under(prefix: str, fields: Fields) -> Fields:
    return {name.removeprefix(f"{prefix}."): one for name, one in fields.items() if name.startswith(f"{prefix}.")}


def _put(pack: Pack, kind: str, key: str, fields: Fields) -> None:
    """Put one object into its table."""
    own = {"key": key} | fields
    if kind == "statement":
        pack.statement, pack.unplaced = table_from(tables.Statement, fields), fields.get("unplaced") or ""
    elif kind == "news":
        local = fields["date"].astimezone(ZoneInfo(str(pack.news_zone))).replace(tzinfo=None)
        pack.news[key] = table_from(tables.News, fields | {"date": local})
    elif kind == "picture":
        pack.pictures.append(table_from(tables.Picture, own))
    elif kind == "fact":
        pack.facts.append(table_from(tables.Fact, own))
    elif kind == "correction":
        pack.corrections.append(table_from(tables.Correction, own))
    elif kind == "card":
        rows = tuple(rows_from("rows", tables.CardRow, fields))
        pack.cards.append(table_from(tables.Card, {**_without(own, "rows."), "rows": rows}))
    elif kind == "film":
        _put_film(pack, fields)
    elif kind == "press":
        pack.contacts = rows_from("contacts", tables.Contact, fields)


def _put_film(pack: Pack, fields: Fields) -> None:
    files = {name: fields[name][0] for name in ("master", "poster") if fields.get(name)}
    pack.film = table_from(tables.Film, {**fields, "poster": "", **files})
    captions = {code: text for code, text in _under("captions", fields).items() if text is not None}
    pack.captions = dict(sorted(captions.items()))


def _without(fields: Fields, prefix: str) -> Fields:
    return {name: one for name, one in fields.items() if not name.startswith(prefix)}
