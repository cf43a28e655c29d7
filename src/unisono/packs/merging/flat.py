"""Everything that a pack says, by path, so that two packs can be compared point by point.

`fact.river#value` is a field, `fact.river/claim` a text in the source language; what stands before `#` or `/` is the
object. Rows that have keys are named by them (`card.gap#rows.kenya.fact`), so that order is a matter of its own.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec

from unisono.languages.segments import Segment
from unisono.packs import tables
from unisono.packs.document import Pack

T = TypeVar("T", bound=tables.Table)
Fields = dict[str, Any]
#: The digest of what is not there: an empty text, no rows, no such field.
ABSENT = ""
#: Parts of a text that have no keys: their places are counted, and shift when one is put in between.
COUNTED: dict[str, tuple[str, ...]] = {
    "texts": ("about",),
    "statement": ("lead", "closing", "signatory"),
    "news": ("body",),
}
#: Parts that have keys and an order.
ORDERED: dict[str, tuple[str, ...]] = {"texts": ("way", "post"), "statement": ("aim", "affirmation")}
#: In which order the words of an object are read; what is not named here stands between, sorted by its name.
READING: dict[str, tuple[str, ...]] = {
    "texts": ("name", "slogan", "hashtag", "summary", "action", "about", "way", "post"),
    "statement": ("title", "place", "byline", "lead", "aim", "affirmation", "closing", "signatory"),
    "news": ("title", "summary", "body"),
    "fact": ("claim", "caveat"),
    "film": ("title", "summary"),
    "picture": ("alt", "caption"),
    "press": ("boilerplate", "role"),
}
#: What of `campaign.toml` is told apart otherwise, or is the campaign's identity.
_APART = ("format", "slug", "source_language", "languages", "theme.logo")


def digest(value: object) -> str:
    """Return sixteen hexadecimal digits that stand for a value; `ABSENT` for what is empty."""
    if value in (None, "", (), [], {}, b""):
        return ABSENT
    return hashlib.sha256(value if isinstance(value, bytes) else _plain(value).encode()).hexdigest()[:16]


def segment_digest(segment: Segment) -> str:
    """Return the digest of a text with its kind: a heading is not a paragraph of the same words."""
    return digest(f"{segment.kind}\0{segment.text}") if segment.text else ABSENT


def _plain(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, sort_keys=True)


def kind_of(name: str) -> str:
    """Return the kind of an object: `news` of `news.the-call`."""
    return name.partition(".")[0]


def object_of(path: str) -> str:
    """Return the object that a path belongs to."""
    return path.partition("#")[0] if "#" in path else path.partition("/")[0]


# -- tables


def fields_of(table: tables.Table, *, without: Iterable[str] = ()) -> Fields:
    """Return the fields of a table; those of a table or mapping inside it with a dot between: `source.title`."""
    found: Fields = {}
    for name in table.__struct_fields__:
        value = getattr(table, name)
        if isinstance(value, tables.Table):
            found |= {f"{name}.{inner}": one for inner, one in fields_of(value).items()}
        elif isinstance(value, dict):
            found |= {f"{name}.{inner}": one for inner, one in sorted(value.items())}
        else:
            found[name] = value
    return {name: value for name, value in found.items() if name not in without}


def table_from(kind: type[T], fields: Mapping[str, Any]) -> T:
    """Return the table whose fields these are; what is missing or None has its default."""
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        inner = {name.partition(".")[2]: one for name, one in fields.items() if name.startswith(f"{field.name}.")}
        if isinstance(field.type, type) and issubclass(field.type, tables.Table):
            values[field.name] = table_from(field.type, inner)
        elif getattr(field.type, "__origin__", None) is dict:
            values[field.name] = {name: one for name, one in inner.items() if one is not None}
        elif fields.get(field.name) is not None:
            values[field.name] = fields[field.name]
    return kind(**values)


def campaign_fields(pack: Pack) -> Fields:
    """Return the campaign's own fields, its languages among them, each with whether it was reviewed."""
    found = fields_of(pack.campaign, without=_APART)
    found["logo"] = pack.logo
    for code in pack.campaign.languages:
        found[f"languages.{code}"] = True
        found[f"reviewed.{code}"] = pack.reviewed.get(code, True)
    return found


def object_fields(pack: Pack) -> dict[str, Fields]:
    """Return the fields of every object, in the campaign's order: pieces, and `campaign`, `theme`, `organisations`."""
    found: dict[str, Fields] = {"campaign": campaign_fields(pack), "theme": dict(sorted(pack.theme.items()))}
    found["organisations"] = rows_fields("rows", pack.organisations)
    found["texts"] = {}
    if pack.statement is not None:
        found["statement"] = {**fields_of(pack.statement), "unplaced": pack.unplaced}
    for slug, news in sorted(pack.news.items()):
        found[f"news.{slug}"] = {**fields_of(news), "date": news.date.replace(tzinfo=pack.news_zone).astimezone(UTC)}
    found |= {f"picture.{one.key}": fields_of(one, without=("key",)) for one in pack.pictures}
    found |= {f"fact.{one.key}": fields_of(one, without=("key",)) for one in pack.facts}
    found |= {f"correction.{one.key}": fields_of(one, without=("key",)) for one in pack.corrections}
    for card in pack.cards:
        found[f"card.{card.key}"] = fields_of(card, without=("key", "rows")) | rows_fields("rows", card.rows)
    if pack.film is not None:
        found["film"] = _film_fields(pack, pack.film)
    if pack.contacts or "press" in pack.source_words:
        found["press"] = rows_fields("contacts", pack.contacts)
    return found


def rows_fields(prefix: str, rows: Iterable[Any]) -> Fields:
    """Return the fields of rows that have keys."""
    return {
        f"{prefix}.{row.key}.{name}": value for row in rows for name, value in fields_of(row, without=("key",)).items()
    }


def _film_fields(pack: Pack, film: tables.Film) -> Fields:
    """A film's files stand for their content: both packs call them alike."""
    found: Fields = {"seconds": film.seconds, "versions": tuple(sorted(dict.fromkeys(film.versions)))}
    for name in ("master", "poster"):
        place = getattr(film, name)
        found[name] = (place, digest(pack.media[place])) if place else None
    return found | {f"captions.{code}": text for code, text in sorted(pack.captions.items())}


# -- words


def counted_part(name: str, key: str) -> str:
    """Return the counted part that a segment belongs to; "" where it has a name of its own."""
    head = key.partition(".")[0]
    return head if "." in key and head in COUNTED.get(kind_of(name), ()) else ""


def in_reading_order(name: str, segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return the words of an object in the order in which its files and its piece have them."""
    known = READING.get(kind_of(name), ())

    def rank(segment: Segment) -> tuple[int, str]:
        head = segment.key.partition(".")[0]
        if head in known:
            has_order = head in (*COUNTED.get(kind_of(name), ()), *ORDERED.get(kind_of(name), ()))
            return known.index(head), "" if has_order else segment.key
        return {"row": len(known) + 1, "alt": len(known) + 2}.get(head, len(known)), segment.key

    return tuple(sorted(segments, key=rank))


def shown(value: object) -> str:
    """Return a value as a report shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bytes):
        return f"{len(value):,} bytes, {digest(value)}"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return _plain(value)
