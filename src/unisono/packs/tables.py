"""The tables of a pack: what each TOML file holds besides words. Names are those of the pack's format."""

import datetime as dt
from typing import Literal

import msgspec


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """One table of a TOML file. A field with its default is not written."""


class Responsible(Table, frozen=True, kw_only=True):
    """The body responsible for the campaign."""

    name: str = ""
    address: str = ""
    country: str = ""
    email: str = ""
    website: str = ""


class Licence(Table, frozen=True, kw_only=True):
    """How what the campaign publishes may be used."""

    name: str = ""
    url: str = ""


class Moment(Table, frozen=True, kw_only=True):
    """A local date-time with its zone."""

    kind: Literal["announcement", "embargo", "opening", "end"]
    at: dt.datetime
    zone: str
    languages: tuple[str, ...] = ()


class Theme(Table, frozen=True, kw_only=True):
    """Logo and colours."""

    logo: str = ""
    colours: dict[str, str] = {}


class Campaign(Table, frozen=True, kw_only=True):
    """`campaign.toml`."""

    format: int = msgspec.field(default=1)
    slug: str
    source_language: str
    languages: tuple[str, ...]
    care: Literal["open", "guarded"] = "open"
    sample: bool = False
    hosts: tuple[str, ...] = ()
    late: Literal["source", "hold"] = "source"
    responsible: Responsible = Responsible()
    licence: Licence = Licence()
    moments: tuple[Moment, ...] = ()
    theme: Theme = Theme()


class Claim(Table, frozen=True, kw_only=True):
    """A count that the signed words mention."""

    counts: Literal["organisations", "countries", "languages"]
    said: str


class Statement(Table, frozen=True, kw_only=True):
    """Front matter of the statement in the source language, words apart."""

    date: dt.date
    number: str = ""
    pictures: tuple[str, ...] = ()
    film: bool = False
    claims: tuple[Claim, ...] = ()


class News(Table, frozen=True, kw_only=True):
    """Front matter of a news post in the source language, words apart."""

    date: dt.datetime
    pictures: tuple[str, ...] = ()
    film: bool = False


class SourceCopy(Table, frozen=True, kw_only=True):
    """A copy of a source: a file of the pack with its SHA-256 (hex), or the address of one in a public archive."""

    file: str = ""
    name: str = ""
    sha256: str = ""
    date: str = ""
    address: str = ""
    public: bool = False


class Source(Table, frozen=True, kw_only=True):
    """Where a fact was found."""

    title: str
    publisher: str
    date: str = ""
    url: str = ""
    via: str = ""
    copy: SourceCopy = SourceCopy()


class Fact(Table, frozen=True, kw_only=True):
    """One fact of `facts.toml`."""

    key: str
    value: str
    value_to: str = ""
    qualifier: Literal["", "up-to", "at-least", "more-than", "fewer-than", "about"] = ""
    unit: Literal["percent", "count", "year", "date", "week"]
    notation: Literal["plain", "compact"] = "plain"
    as_of: str = ""
    status: Literal["current", "disputed", "superseded"] = "current"
    source: Source


class Correction(Table, frozen=True, kw_only=True):
    """One correction of `facts.toml`."""

    key: str
    fact: str
    date: dt.date


class CardRow(Table, frozen=True, kw_only=True):
    """One row of a card, in the order in which they are given."""

    key: str
    fact: str = ""
    country: str = ""


class Card(Table, frozen=True, kw_only=True):
    """One card of `cards.toml`."""

    key: str
    design: str
    fact: str = ""
    formats: tuple[str, ...] = ()
    options: dict[str, str] = {}
    rows: tuple[CardRow, ...] = ()


class Film(Table, frozen=True, kw_only=True):
    """`film.toml`. `versions`: with captions burnt in, as "language:shape"."""

    master: str
    poster: str = ""
    seconds: float
    versions: tuple[str, ...] = ()


class Picture(Table, frozen=True, kw_only=True):
    """One picture of `pictures.toml`."""

    key: str
    file: str
    name: str
    credit: str = ""
    licence: str = ""


class Contact(Table, frozen=True, kw_only=True):
    """One contact of `press.toml`."""

    key: str
    name: str
    email: str
    phone: str = ""
    languages: tuple[str, ...] = ()


class SegmentState(Table, frozen=True, kw_only=True):
    """One segment of `state/{lang}.toml`."""

    state: Literal["machine", "draft", "review", "ready", "stale"]
    source: str


class Term(Table, frozen=True, kw_only=True):
    """One term of `glossary.toml`."""

    term: str
    stays: bool = False
    match_case: bool = False
    note: str = ""


class Proposal(Table, frozen=True, kw_only=True):
    """Words for a term that somebody would like."""

    text: str
    forms: tuple[str, ...] = ()


class Rendering(Table, frozen=True, kw_only=True):
    """The words for one term in `glossary/{lang}.toml`; `text` is empty where none are agreed."""

    text: str = ""
    forms: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    proposed: tuple[Proposal, ...] = ()


class Link(Table, frozen=True, kw_only=True):
    """One row of `links.csv`."""

    code: str
    language: str
    place: str = ""
    organisation: str = ""
    network: str = ""


class Organisation(Table, frozen=True, kw_only=True):
    """One row of `organisations.csv`."""

    key: str
    name: str
    country: str
    website: str = ""
    role: Literal["caller", "partner", "media-partner"] = "partner"
    languages: tuple[str, ...] = ()
    logo: str = ""
    sample: bool = False
