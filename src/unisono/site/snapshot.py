"""The snapshot: one campaign, as public as it will be, at one reading. Plain frozen dataclasses.

Pages, cards, feeds, documents and previews are pure functions of it. Instants are ISO 8601 in UTC
(`2026-02-20T23:01:00Z`), dates ISO, bodies Markdown of the subset in `languages.richtext`, and every
piece of words says in which language it really is: where a language is late it may be the source's.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

import msgspec

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Responsible:
    """The body responsible for the campaign; `country` by ISO 3166-1 alpha-2."""

    name: str
    address: str
    country: str
    email: str
    website: str


@dataclass(frozen=True, slots=True)
class Licence:
    """How what the campaign publishes may be used: a name as it is shown ("CC BY 4.0") and where its text stands.

    Without a name all rights stay with the responsible body; what is offered to pass on may be, unchanged.
    """

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a campaign opens: an instant (UTC) and the zone in which people read it."""

    at: str
    zone: str


@dataclass(frozen=True, slots=True)
class Colours:
    """The campaign's colours, six-digit hex."""

    ground: str
    ink: str
    paper: str
    voice: str
    echo: str
    link: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted from rows, and when. Samples are counted apart and never added in.

    `languages` are those the campaign opens in; `countries` those of confirmed and named organisations.
    """

    as_of: str
    confirmed: int
    named: int
    sample: int
    countries: int
    sample_countries: int
    languages: int


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation in the list. `basis`: confirmed | named | sample; `role`: caller | partner | media-partner;
    `logo`: SHA-256 of the file it sent, "" for none."""

    key: str
    name: str
    country: str
    website: str
    role: str
    basis: str
    languages: tuple[str, ...]
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An original picture in the content store: SHA-256, name for downloads, pixels, bytes, MIME type."""

    key: str
    sha256: str
    name: str
    type: str
    width: int
    height: int
    size: int
    credit: str
    licence: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A count that the signed words mention: what it counts (organisations | countries | languages), the very words."""

    counts: str
    said: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What of the press statement is the same in all languages."""

    number: str
    date: str
    claims: tuple[Claim, ...]
    pictures: tuple[str, ...]
    film: bool
    version: int


@dataclass(frozen=True, slots=True)
class Post:
    """What of a news post is the same in all languages; `date` is an instant."""

    slug: str
    date: str
    pictures: tuple[str, ...]
    film: bool


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """A copy of a source: the day it was made, its SHA-256 ("" without a file), its address in a public archive ("").

    `name` and `type` are those under which the file is published; "" where it stays in the newsroom.
    """

    date: str
    sha256: str
    address: str
    name: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was found, and the copy of it that was kept."""

    title: str
    publisher: str
    date: str
    url: str
    via: str
    copy: SourceCopy | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure and its source. `qualifier`, `unit`, `notation`, `status` as in the pack."""

    key: str
    value: str
    value_to: str
    qualifier: str
    unit: str
    notation: str
    as_of: str
    status: str
    source: Source


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction made in public."""

    key: str
    fact: str
    date: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of a card: the fact that gives its figure, a country (ISO 3166-1 alpha-2) or "". Its label is words."""

    key: str
    fact: str
    country: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its design, the fact it shows ("" for none), its formats, its rows, what was chosen: (field, choice)."""

    key: str
    design: str
    fact: str
    formats: tuple[str, ...]
    rows: tuple[CardRow, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Film:
    """The film's files in the content store; without a poster of its own, one is taken from the film.

    `captions` are (language, SHA-256 of the WebVTT); `versions` are those with captions burnt in that the campaign
    wants, as (language, shape).
    """

    master: Picture
    poster: Picture | None
    seconds: float
    captions: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A press contact."""

    key: str
    name: str
    email: str
    phone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A short code that leads to a place in a language; `organisation` is a member's key, "" the campaign itself;
    `network` as in `links.networks`."""

    code: str
    place: str
    language: str
    organisation: str
    network: str


# -- words: one set a language -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """A keyed item: an aim or an affirmation; `text` is inline Markdown."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take part."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TextWords:
    """The short strings; `about` is a body; `posts` are (place, text)."""

    language: str
    name: str
    slogan: str
    hashtag: str
    summary: str
    action: str
    about: str
    ways: tuple[Way, ...]
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StatementWords:
    """The statement in a language. `behind`: complete, but made from an earlier version of the source."""

    language: str
    behind: bool
    title: str
    place: str
    byline: str
    lead: str
    aims: tuple[Item, ...]
    affirmations: tuple[Item, ...]
    closing: str
    signatories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostWords:
    """A news post in a language."""

    language: str
    behind: bool
    slug: str
    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class FactWords:
    """Claim and caveat in a language."""

    language: str
    key: str
    claim: str
    caveat: str


@dataclass(frozen=True, slots=True)
class CorrectionWords:
    """A correction in a language."""

    language: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CardWords:
    """The words of a card: (field, text) by the fields' names, then the labels of rows as (`row.` and its key, text),
    and the alternative text."""

    language: str
    key: str
    fields: tuple[tuple[str, str], ...]
    alt: str


@dataclass(frozen=True, slots=True)
class PictureWords:
    """Alternative text and caption of a picture."""

    language: str
    key: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class FilmWords:
    """Title and summary of the film."""

    language: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class PressWords:
    """The paragraph for journalists; `roles` are (contact, role)."""

    language: str
    boilerplate: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the campaign says in one language. What is held back in it is simply not there.

    `approvals` are (piece, instant), sorted: when the words shown were settled or their source last approved,
    whichever came later. Pieces are named as in a pack: `texts`, `statement`, `card.numbers`, `fact.water`.
    """

    code: str
    reviewed: bool
    texts: TextWords
    statement: StatementWords | None
    news: tuple[PostWords, ...]
    facts: tuple[FactWords, ...]
    corrections: tuple[CorrectionWords, ...]
    cards: tuple[CardWords, ...]
    pictures: tuple[PictureWords, ...]
    film: FilmWords | None
    press: PressWords | None
    approvals: tuple[tuple[str, str], ...] = ()

    def approved_at(self, pieces: Collection[str]) -> str:
        """Return the newest approval among these pieces; "" where none of them is known."""
        return max((at for piece, at in self.approvals if piece in pieces), default="")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One campaign at one reading. `languages` are the open ones, sorted, with one `Words` each, in the same order.
    `theme_files` are those of the theme, as (path, SHA-256)."""

    format: int
    slug: str
    origin: str
    source_language: str
    languages: tuple[str, ...]
    sample: bool
    care: str
    responsible: Responsible
    opening: Opening | None
    colours: Colours
    logo_svg: str
    counts: Counts
    members: tuple[Member, ...]
    statement: Statement | None
    news: tuple[Post, ...]
    facts: tuple[Fact, ...]
    corrections: tuple[Correction, ...]
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]
    film: Film | None
    contacts: tuple[Contact, ...]
    words: tuple[Words, ...]
    links: tuple[ShortLink, ...] = ()
    licence: Licence = Licence()
    theme_files: tuple[tuple[str, str], ...] = ()

    @property
    def approved_at(self) -> str:
        """The newest approval of all; "" where none is known."""
        return max((at for words in self.words for _, at in words.approvals), default="")

    def in_language(self, code: str) -> Words:
        """Return the words of one language; raises `KeyError` when it is not open."""
        return self.words[self.languages.index(code)] if code in self.languages else _unknown(code)


def _unknown(code: str) -> Words:
    raise KeyError(code)


def encode(snapshot: Snapshot) -> bytes:
    """Return the snapshot as canonical JSON."""
    return msgspec.json.encode(snapshot)


def decode(content: bytes) -> Snapshot:
    """Read a snapshot back; raises `msgspec.ValidationError` naming the place of a fault."""
    return msgspec.json.decode(content, type=Snapshot)


def fingerprint(snapshot: Snapshot) -> str:
    """Return the SHA-256 (hex) of the canonical JSON."""
    return hashlib.sha256(encode(snapshot)).hexdigest()
