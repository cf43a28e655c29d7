"""Cards: one job a card, language and format, drawn by the engine."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

from PIL import Image

from unisono.kit.engine import FORMATS, CardJob, Theme, derive, design_fields, engine_version, metadata_of, render_card
from unisono.languages.catalogues import catalogue_version, translations
from unisono.languages.figures import figure, figure_parts
from unisono.languages.richtext import plain_text, runs_from_markdown
from unisono.languages.rules import rules_for
from unisono.site.look import campaign_seed
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Card, CardWords, Fact, Snapshot, Source, StatementWords, Words

THUMBNAIL = 360
"""Width of a thumbnail in pixels, unless its budget asks for less."""
THUMBNAIL_BUDGET = 15_000
LINK_BUDGET = 300_000
"""Sizes in bytes that must not be exceeded: of a thumbnail, and of what link previews fetch."""
WITHOUT_THUMBNAIL = frozenset({"link"})
_VERSION = 2
"""To be raised when this module makes other files from the same job."""


def plan_cards(snapshot: Snapshot) -> Iterator[Output]:
    """Yield one output a card, language and format: `card:understand:ar:square`.

    The language is that of the words: where a language is late its pages show the source's card.
    Raises `ValueError` for a card whose fact is missing.
    """
    for name, stem, job in card_jobs(snapshot):
        theme = {**asdict(job.theme), "logo_svg": (job.theme.logo_svg or b"").decode("utf-8", "replace")}
        said = {field: getattr(job, field) for field in CardJob.__slots__ if field != "theme"}
        key = key_of("card", _VERSION, stem, said, theme, engine_version(), catalogue_version(job.language))
        yield Output(name, key, partial(make_card, stem, job))


def card_jobs(snapshot: Snapshot) -> Iterator[tuple[str, str, CardJob]]:
    """Yield (output name, file name without pixels and ending, job) for every card of the snapshot."""
    for card in snapshot.cards:
        for words, said in _wordings(snapshot, card):
            for format in card.formats or tuple(FORMATS):
                stem = f"{snapshot.slug}-{card.key}-{said.language}-{format}"
                yield f"card:{card.key}:{said.language}:{format}", stem, _job(snapshot, card, words, said, format)


def theme_of(snapshot: Snapshot) -> Theme:
    """Return the campaign's theme as the engine takes it."""
    logo = snapshot.logo_svg.encode() if snapshot.logo_svg else None
    return Theme(**asdict(snapshot.colours), logo_svg=logo)


def source_line(source: Source, code: str) -> str:
    """Return where a fact was found, as a card says it: publisher, title, year, in the language's words."""
    named = source.title
    if source.publisher and not source.title.casefold().startswith(source.publisher.casefold()):
        named = f"{source.publisher}, {source.title}"
    parts = [isolated(named, code)]
    year = source.date[:4]
    if year and year not in source.title:
        parts.append(figure(year, "year", "plain", code))
    _ = translations(code).gettext
    # Translators: the line at the foot of a card; %(source)s is a publisher, a title and a year
    return _("Source: %(source)s") % {"source": ", ".join(parts)}


def isolated(text: str, code: str) -> str:
    """Return `text` as one run of its own direction where that is not the direction of the language `code`."""
    is_rtl = rules_for(code).is_rtl
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "")
    if not strong or (strong != "L") == is_rtl:
        return text
    start, end = "\u2066" if strong == "L" else "\u2067", "\u2069"
    return f"{start}{text}{end}"


def make_card(stem: str, job: CardJob) -> Made:
    """Draw one card: PNG, WebP and thumbnail, or a PDF for paper with a thumbnail. Raises what the engine raises."""
    shape = FORMATS[job.format]
    if not shape.is_picture:
        content = render_card(job, "pdf")
        small = derive(render_card(job, "png", small=False), THUMBNAIL, "webp", THUMBNAIL_BUDGET)
        return [(hashed_path(content, f"{stem}.pdf"), content, "application/pdf"), _picture(stem, small, "webp")]
    png, said = render_card(job, "png"), metadata_of(job)
    if job.format == "link" and len(png) > LINK_BUDGET:
        png = derive(png, None, "png", LINK_BUDGET, said)
    found = [(png, "png"), (derive(png, None, "webp", None, said), "webp")]
    if job.format not in WITHOUT_THUMBNAIL:
        found.append((derive(png, THUMBNAIL, "webp", THUMBNAIL_BUDGET), "webp"))
    return [_picture(stem, content, kind) for content, kind in found]


def _picture(stem: str, content: bytes, kind: str) -> tuple[str, bytes, str]:
    """A picture under a name that says its pixels; they are read from it, as a budget may have made it narrower."""
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    return hashed_path(content, f"{stem}-{width}x{height}.{kind}"), content, f"image/{kind}"


def _wordings(snapshot: Snapshot, card: Card) -> Iterator[tuple[Words, CardWords]]:
    """A card's words once a language, each with the rest of that language's words."""
    seen: set[str] = set()
    for words in snapshot.words:
        for said in words.cards:
            if said.key == card.key and said.language not in seen:
                seen.add(said.language)
                yield _words_in(snapshot, said.language, words), said


def _words_in(snapshot: Snapshot, code: str, instead: Words) -> Words:
    """The words of a language; where it is not open itself, those that borrow from it."""
    return snapshot.in_language(code) if code in snapshot.languages else instead


def _job(snapshot: Snapshot, card: Card, words: Words, said: CardWords, format: str) -> CardJob:
    code = said.language
    fact = _fact(snapshot, card)
    _ = translations(code).gettext
    return CardJob(
        design=card.design,
        format=format,
        language=code,
        fields=_fields(card, fact, said, words.statement),
        source=source_line(fact.source, code) if fact else "",
        campaign=words.texts.name,
        slogan=words.texts.slogan,
        hashtag=words.texts.hashtag,
        # Translators: stands on every card of a campaign that is only an example
        sample_note=_("Sample campaign") if snapshot.sample else "",
        theme=theme_of(snapshot),
        alt=said.alt,
        credit=snapshot.responsible.name,
        voices=len(snapshot.languages),
        seed=campaign_seed(snapshot.slug),
    )


def _fact(snapshot: Snapshot, card: Card) -> Fact | None:
    found = next((fact for fact in snapshot.facts if fact.key == card.fact), None)
    if card.fact and found is None:
        raise ValueError(
            f'the card "{card.key}" shows the fact "{card.fact}", which is not among the facts of the campaign:'
            " give the card another fact, or add this one"
        )
    return found


def _fields(
    card: Card, fact: Fact | None, said: CardWords, statement: StatementWords | None
) -> dict[str, str | tuple[str, ...]]:
    """The design's fields: the card's own words, the figure of its fact, the aims of the statement."""
    words = dict(said.fields)
    found: dict[str, str | tuple[str, ...]] = {}
    for field in design_fields(card.design):
        if field.words:
            found[field.name] = words.get(field.name, "")
        elif field.kind == "list":
            aims = statement.aims if statement else ()
            found[field.name] = tuple(plain_text(runs_from_markdown(aim.text)) for aim in aims)
    if fact and "figure" in {field.name for field in design_fields(card.design)}:
        number, unit = figure_parts(fact.value, fact.unit, fact.notation, said.language, fact.value_to or None)
        found |= {"figure": number, "unit": unit}
    return found
