"""Cards: a job in, a picture or document out. Everything is cached per process, nothing is remembered between jobs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy

from unisono.base.said import Named, Said
from unisono.kit.engine.declared import DESIGNS, Voices, design_fields, design_table, is_ours
from unisono.kit.engine.errors import BadField, DesignFault, UnknownDesign
from unisono.kit.engine.fonts import FIGURE_FAMILY, fonts_digest, require_glyphs, shelf
from unisono.kit.engine.guarding import theme_digest
from unisono.kit.engine.jobs import FORMATS, CardJob, Field, FieldValue, Format, Partner, Row, Theme
from unisono.kit.engine.metadata import Metadata, in_pdf, in_svg
from unisono.kit.engine.motif import mix, motif_svg
from unisono.kit.engine.pictures import derive, drawn, encoded, page_sizes, png_from_pixels
from unisono.kit.engine.rows import check_rows, world_told
from unisono.kit.engine.typesetting import Output, language_inputs, typeset, typst_version
from unisono.kit.engine.wording import figure_split, forced_ltr, is_vowelled, isolated, loose_marks, pieces, tidied
from unisono.kit.engine.world import land_svg, tiles_svg
from unisono.languages.rules import LanguageRules, rules_for

Kind = Literal["png", "jpeg", "webp", "svg", "pdf"]
#: The words that stand at a card's edges, as fields of the job.
EDGES = ("source", "campaign", "slogan", "hashtag", "sample_note", "credit")
#: The drawings that may lie under a card's words, and those among them that the words need not know.
WORLD = ("land", "tiles")
UNDER = ("motif", *WORLD)
#: The least room of lines with all short vowels written, in em: their ink in bold Noto Sans Arabic, measured.
VOWELLED = {"leading": 1.88, "ascent": 1.34, "descent": 0.53}
#: What the ground of a card depends on, of all that a design is told; and of its language only the direction.
GROUND = ("shape", "width", "height", "unit", "margin", "colours", "motif", "choices", "meets")
#: Shares of the colour of links in a ground that glows, the strongest first.
GLOWS = (0.5, 0.4, 0.3, 0.2, 0.1)
_EITHER = {False: "en", True: "ar"}


def render_card(job: CardJob, out: Kind = "png", small: bool = True) -> bytes:
    """Return the card as PNG, JPEG, WebP, SVG or PDF, with its metadata; the same job gives the same bytes.

    `small` PNGs use a palette and are a third of the bytes without a difference that can be seen; so are WebPs,
    which are then lossless. What is not small is made at once. Raises `DoesNotFit`, `MissingGlyph`, `UnknownFont`,
    `UnknownDesign`, `BadField`, `BadLogo` or `UnknownLanguage`.
    """
    said = metadata_of(job)
    if out == "pdf":
        return in_pdf(_typeset(job, _inputs(job), out), said)
    if out == "svg":
        return in_svg(_typeset(job, _inputs(job), out), said)
    pixels = card_pixels(job)
    if out == "png":
        return png_from_pixels(pixels, small=small, said=said)
    if out == "webp" and small:
        return derive(png_from_pixels(pixels, small=True), None, "webp", None, said)
    return encoded(pixels, out, said=said)


def metadata_of(job: CardJob) -> Metadata:
    """Return what a file of this card says of itself."""
    return Metadata(job.campaign, job.alt, job.credit, job.licence, job.licence_url, job.source, job.language)


def card_pixels(job: CardJob) -> numpy.ndarray:
    """Return the card's pixels (height × width × 3, RGB, eight bits): what every picture format is made from.

    The ground depends on theme, direction and format alone, so it is drawn once and kept; a card is its words
    drawn upon a copy. Of a theme's own design we do not know what is ground: it is drawn as a whole. Raises what
    `render_card` raises.
    """
    inputs = _inputs(job)
    if not is_ours(job.design):
        return drawn(_typeset(job, inputs, "pdf", tags=False), None)
    told = inputs["job"]
    ground = _ground(
        job.design,
        job.format,
        _EITHER[told["rtl"]],
        job.theme.folder,
        json.dumps({name: told[name] for name in GROUND}, sort_keys=True),
        json.dumps({name: inputs[name] for name in UNDER if name in inputs}),
    )
    words = {name: value for name, value in inputs.items() if name not in WORLD} | {"layer": "words"}
    return drawn(_typeset(job, words, "pdf", tags=False), ground)


@lru_cache(maxsize=8)
def _ground(design: str, format: str, language: str, folder: str, told: str, under: str) -> numpy.ndarray:
    """The pixels under the words, in any language of the same direction. Cached per process: four megabytes each."""
    job: dict[str, Any] = {
        **language_inputs(rules_for(language), shelf(folder)),
        **json.loads(told),
        **dict.fromkeys(("title", "alt", "credit", "link"), ""),
        "figure-fonts": [FIGURE_FAMILY],
        "fields": {},
        "partner": None,
    }
    inputs = {"job": job, **json.loads(under), "layer": "ground"}
    pdf = typeset(f"{design}.typ", inputs, "pdf", format=format, language=language, folder=folder, tags=False)
    return drawn(pdf, None)


def forget_grounds() -> None:
    """Let go of the grounds that this process keeps: megabytes for who will not need them again."""
    _ground.cache_clear()


def _typeset(job: CardJob, inputs: Mapping[str, Any], out: Output, tags: bool = True) -> bytes:
    folder = job.theme.folder
    made = typeset(f"{job.design}.typ", inputs, out, format=job.format, language=job.language, folder=folder, tags=tags)
    if out == "pdf" and not is_ours(job.design):
        _check_page(job, page_sizes(made))
    return made


def _check_page(job: CardJob, pages: list[tuple[float, float]]) -> None:
    """Raise `DesignFault` unless there is one page of the format's size: a larger one would take all memory."""
    shape, named = _format(job.format), Named("format", job.format)
    if len(pages) != 1:
        fault = Said(
            "it makes %(pages)s pages in the format %(format)s, and must make one", pages=len(pages), format=named
        )
        raise DesignFault(job.design, fault)
    if max(abs(pages[0][0] - shape.width), abs(pages[0][1] - shape.height)) > 1:
        begin = "#show: card"
        fault = Said(
            "its page in the format %(format)s has another size: begin with %(begin)s", format=named, begin=begin
        )
        raise DesignFault(job.design, fault)


def colours_of(theme: Theme) -> dict[str, str]:
    """Return the theme's colours, what can be read on its ground, a deeper ground and one that glows, an accent to see
    on paper."""
    light = _luminance(theme.ground) > 0.36
    on_ground = theme.ink if light else theme.paper
    return {
        "ground": theme.ground,
        "ink": theme.ink,
        "paper": theme.paper,
        "voice": theme.voice,
        "echo": theme.echo,
        "link": theme.link,
        "on-ground": on_ground,
        "deep": mix(theme.ground, "#000000", 0.25),
        "glow": _glow(theme, on_ground),
        "accent": theme.echo if _luminance(theme.echo) < 0.30 else theme.link,
    }


@cache
def engine_version(folder: str = "") -> str:
    """Return a hash of designs, engine, language rules, typesetter and fonts: part of every render's key.

    `folder` is the theme's: its fonts and designs belong to it.
    """
    total = hashlib.sha256()
    here = Path(__file__).parent
    languages = here.parents[1] / "languages"
    sources = [*here.glob("*.py"), *DESIGNS.iterdir(), languages / "rules.py", languages / "rules.toml"]
    for path in sorted(sources):
        if path.is_file():
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    total.update(f"{typst_version()}\0{fonts_digest(folder)}\0{theme_digest(folder)}".encode())
    return total.hexdigest()[:20]


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownDesign("format", name, tuple(FORMATS))
    return FORMATS[name]


def _checked_fields(job: CardJob) -> dict[str, FieldValue]:
    """The job's fields, complete and of the declared kind; raise `BadField`."""
    declared = {field.name: field for field in design_fields(job.design, job.theme.folder)}
    for name in job.fields:
        if name not in declared:
            fault = Said("the design has no such field: it has %(fields)s", fields=tuple(declared))
            raise BadField(job.design, name, fault)
    return {field.name: _checked(job.design, field, job.fields.get(field.name)) for field in declared.values()}


def _checked(design: str, field: Field, given: FieldValue | None) -> FieldValue:
    """One field's value, of the declared kind and number; raise `BadField`."""
    if field.kind == "choice":
        chosen = given or field.choices[0]
        if chosen not in field.choices:
            raise BadField(design, field.name, Said("it is one of %(choices)s", choices=field.choices))
        return chosen
    if field.kind in ("line", "text"):
        if not isinstance(given, str | None):
            raise BadField(design, field.name, Said("it takes one text"))
        text = tidied(given or "")
        if field.required and not text:
            raise BadField(design, field.name, Said("it is required and empty"))
        return text
    several = () if given is None else given
    kind, wanted = (Row, Said("it takes rows")) if field.kind == "rows" else (str, Said("it takes a list"))
    if isinstance(several, str) or not all(isinstance(item, kind) for item in several):
        raise BadField(design, field.name, wanted)
    if field.required and not several:
        raise BadField(design, field.name, Said("it is required and empty"))
    if several and len(several) < field.least:
        fault = Said("it has %(count)s, and needs at least %(least)s", count=len(several), least=field.least)
        raise BadField(design, field.name, fault)
    if field.most and len(several) > field.most:
        fault = Said("it has %(count)s, and takes at most %(most)s", count=len(several), most=field.most)
        raise BadField(design, field.name, fault)
    rows = tuple(_tidied_row(item) for item in several if isinstance(item, Row))
    items = tuple(tidied(item) for item in several if isinstance(item, str))
    if "" in items:
        raise BadField(design, field.name, Said("the %(number)s. of it is empty", number=items.index("") + 1))
    check_rows(design, field, rows)
    return rows or items


def _tidied_row(row: Row) -> Row:
    return replace(row, label=tidied(row.label), figure=tidied(row.figure))


def _require_room_for_marks(design: str, texts: list[tuple[str, str]]) -> None:
    """Raise `BadField` for marks (accents, vowel signs) that stand alone, or on letters that bear too many of them."""
    for name, text in texts:
        if found := loose_marks(text):
            codes = " ".join(f"U+{ord(character):04X}" for character in found)
            fault = Said(
                '"%(marks)s" (%(codes)s) has marks without a letter, or too many on one: write it anew',
                marks=found,
                codes=codes,
            )
            raise BadField(design, name, fault)


def _choices(job: CardJob) -> list[str]:
    """The names of the fields that are a choice: the ground may depend on them, as they are not words."""
    return [field.name for field in design_fields(job.design, job.theme.folder) if field.kind == "choice"]


def _texts(name: str, value: FieldValue) -> list[str]:
    """Every text of a field, for which there must be glyphs."""
    if isinstance(value, str):
        return [value]
    return [text for item in value for text in ((item.label, item.figure) if isinstance(item, Row) else (item,))]


def _told(value: FieldValue, rules: LanguageRules) -> Any:
    """A field as the design is told it: words isolated, rows as tables."""
    if isinstance(value, str):
        return isolated(value, rules)
    return [
        {
            "label": isolated(item.label, rules),
            "figure": isolated(item.figure, rules),
            "value": item.value,
            "country": item.country,
        }
        if isinstance(item, Row)
        else isolated(item, rules)
        for item in value
    ]


def _inputs(job: CardJob) -> dict[str, Any]:
    """Everything the design is told, the voices and logos as SVG. Raises for what cannot be drawn."""
    rules, shape = rules_for(job.language), _format(job.format)
    here = shelf(job.theme.folder)
    fields = _checked_fields(job)
    edges = {name: isolated(tidied(getattr(job, name)), rules) for name in EDGES}
    edges["link"] = forced_ltr(job.link, rules)
    edges |= {"partner": isolated(tidied(job.partner.name), rules)} if job.partner else {}
    texts = [(name, text) for name, value in fields.items() for text in _texts(name, value)]
    require_glyphs([*texts, *edges.items()], rules, job.theme.folder)
    _require_room_for_marks(job.design, [*texts, *edges.items()])
    table = design_table(job.design, job.theme.folder)
    voices = table.motif.get(shape.shape, Voices())
    told: dict[str, Any] = {
        **language_inputs(rules, here),
        **edges,
        "fields": {name: _told(value, rules) for name, value in fields.items()},
        "title": edges["campaign"],
        "alt": job.alt,
        "shape": shape.shape,
        "width": shape.width,
        "height": shape.height,
        "unit": shape.unit,
        "margin": shape.margin,
        "colours": colours_of(job.theme),
        "figure-fonts": [FIGURE_FAMILY, *here.chain(rules)],
        "pieces": {
            **{name: pieces(" ".join(_texts(name, value)), rules) for name, value in fields.items()},
            **{name: pieces(text, rules) for name, text in edges.items()},
        },
        "choices": {name: fields[name] for name in _choices(job)},
        "labels": [rules.own_digits(str(at + 1)) for at in range(12)],
        "motif": {"turned": voices.turned, "focus": voices.focus, "box": _box(voices.box, shape)},
        "partner": _partner(job.partner, edges) if job.partner else None,
        "meets": job.partner is not None or job.qr is not None,
    }
    if any(is_vowelled(text) for _, text in [*texts, *edges.items()]):
        told["face"] = {name: max(value, VOWELLED.get(name, 0)) for name, value in told["face"].items()}
    if isinstance(figure := fields.get("figure"), str) and isinstance(unit := fields.get("unit", ""), str):
        lead, number, trail = figure_split(isolated(figure, rules), isolated(unit, rules))
        told["figure"] = {"lead": lead, "number": number, "trail": trail}
    inputs: dict[str, Any] = {"job": told, "motif": _motif(job, rules, voices, told["motif"]["box"])}
    if table.world:
        rows = [item for value in fields.values() for item in value if isinstance(item, Row)]
        told["world"] = world_told(rows)
        land, tile = (mix(told["colours"]["ground"], told["colours"]["on-ground"], share) for share in (0.36, 0.15))
        inputs |= {"land": land_svg(land), "tiles": tiles_svg(tile)}
    pictures = {"logo": job.theme.logo_svg, "qr": job.qr, "partner": job.partner and job.partner.logo}
    return inputs | {name: svg.decode("utf-8", "replace") for name, svg in pictures.items() if svg}


def _partner(partner: Partner, edges: Mapping[str, str]) -> dict[str, Any]:
    return {"name": edges["partner"], "ratio": partner.ratio, "dark": partner.dark}


def _box(shares: tuple[float, float, float, float], shape: Format) -> list[float]:
    return [shares[0] * shape.width, shares[1] * shape.height, shares[2] * shape.width, shares[3] * shape.height]


def _motif(job: CardJob, rules: LanguageRules, voices: Voices, box: list[float]) -> str:
    width, height = box[2:]
    x, y = voices.focus
    if voices.turned:
        # Turned by a right angle, start and end lie across: mirroring moves the point, not the direction.
        point = (x, 1 - y if rules.is_rtl else y)
        return motif_svg(height, width, job.voices, job.theme, False, "card", job.seed, focus=point)
    return motif_svg(width, height, job.voices, job.theme, rules.is_rtl, "card", job.seed, focus=(x, y))


def _glow(theme: Theme, on_ground: str) -> str:
    """The ground with as much of the colour of links in it as all words upon it allow."""
    for share in GLOWS:
        glow = mix(theme.ground, theme.link, share)
        if _contrast(on_ground, glow) >= 7 and _contrast(theme.voice, glow) >= 4.5:
            return glow
    return theme.ground


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
