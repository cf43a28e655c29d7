"""What the engine is asked for: themes, formats, fields and jobs. Plain frozen dataclasses, safe to pickle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["line", "text", "list", "rows", "choice"]
#: What the rows of a field are: figures that are compared, points in time, countries that are counted.
RowsOf = Literal["", "quantity", "moment", "country"]


@dataclass(frozen=True, slots=True)
class Theme:
    """The campaign's six colours ("#rrggbb"), its logo as SVG, and its folder ("" for none): designs of its own
    (`name.typ` with `name.toml`), pictures that they show, and fonts in any folder below."""

    ground: str
    ink: str
    paper: str
    voice: str
    echo: str
    link: str
    logo_svg: bytes | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A shape to draw on: `width` and `height` in points (a point is a pixel in pictures); pictures are PNG,
    the others PDF. `shape` names the composition: square | tall | column | wide | link | sheet | handout.
    `margin` stays free of words; `unit` is what a design multiplies its sizes with."""

    width: float
    height: float
    shape: str
    is_picture: bool
    margin: float
    unit: float


MILLIMETRE = 72 / 25.4
FORMATS: Mapping[str, Format] = {
    "square": Format(1080, 1080, "square", True, 76, 1.0),
    "portrait": Format(1080, 1350, "tall", True, 80, 1.06),
    "story": Format(1080, 1920, "column", True, 84, 1.1),
    "landscape": Format(1600, 900, "wide", True, 84, 1.0),
    "link": Format(1200, 630, "link", True, 60, 0.86),
    "poster": Format(297 * MILLIMETRE, 420 * MILLIMETRE, "sheet", False, 60, 0.78),
    "leaflet": Format(148 * MILLIMETRE, 210 * MILLIMETRE, "handout", False, 34, 0.39),
}

#: Frames for profile pictures: pixels of a side, and the shapes there are, the first being offered first.
FRAME_SIDE = 1080
FRAME_VARIANTS = ("ring", "band", "badge")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a design declares. `limit` counts characters (of each item or row's label); `words` is true
    where translators write it for the card, false where it comes from a fact, a count or the statement.

    Of a `list` or of `rows` there may be from `least` to `most`; `of` says what rows are. A `choice` is one of
    `choices`, the first unless the card says otherwise, and nothing to translate.
    """

    name: str
    kind: FieldKind
    limit: int
    required: bool
    words: bool
    least: int = 0
    most: int = 0
    of: RowsOf = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a field: its label in the card's language, its figure as written there ("40 %", "21 February
    1952"), and `value`, what the figure measures: a quantity, a point in time as a year with its fraction, or the
    count of a `country` (ISO 3166-1 alpha-2)."""

    label: str
    figure: str
    value: float
    country: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """The organisation in whose name a card is passed on: its name, and its logo as SVG that has been made safe
    (`None`: the name stands there). `ratio` is the logo's width over its height; `dark` asks for a dark plate."""

    name: str
    logo: bytes | None = None
    ratio: float = 1.0
    dark: bool = False


FieldValue = str | tuple[str, ...] | tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CardJob:
    """One card in one language and format, with every word it shows. Empty strings are left out.

    `fields` are those that the design declares (`design_fields`); `source` is the source line; `campaign`,
    `slogan`, `hashtag` and `sample_note` stand at the edges; `alt`, `credit`, `licence` and `licence_url` go into
    the file's metadata, with source and language.
    `voices` is the number of languages that the lines of the ground stand for, `seed` makes them the campaign's own.
    `link` is the short address to show, `qr` its code as SVG; `partner` stands in the partner's place.
    """

    design: str
    format: str
    language: str
    fields: Mapping[str, FieldValue]
    source: str
    campaign: str
    slogan: str
    hashtag: str
    sample_note: str
    theme: Theme
    alt: str
    credit: str
    licence: str = ""
    licence_url: str = ""
    voices: int = 13
    seed: int = 0
    link: str = ""
    qr: bytes | None = None
    partner: Partner | None = None
