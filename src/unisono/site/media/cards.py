"""Cards: one job a card, language and format, drawn by the engine."""

import io
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial

from PIL import Image

from unisono.kit.asked import is_counted, measured, rows_field
from unisono.kit.engine import (
    FORMATS,
    CardJob,
    Field,
    FieldValue,
    Row,
    Theme,
    derive,
    design_fields,
    engine_version,
    metadata_of,
    render_card,
)
from unisono.kit.engine.declared import FIGURE
from unisono.languages.catalogues import catalogue_version, translations
from unisono.languages.figures import figure, figure_parts
from unisono.languages.names import country_name
from unisono.languages.richtext import plain_text, runs_from_markdown
from unisono.languages.rules import rules_for
from unisono.links.qr import qr_svg
from unisono.site.look import campaign_seed
from unisono.site.media.sources import counted_line, counted_rows, sources_line
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.short_links import short_link
from unisono.site.snapshot import Card, CardWords, Fact, Snapshot, StatementWords, Words

THUMBNAIL = 360
"""Width of a thumbnail in pixels, unless its budget asks for less."""
THUMBNAIL_BUDGET = 15_000
LINK_BUDGET = 300_000
"""Sizes in bytes that must not be exceeded: of a thumbnail, and of what link previews fetch."""
WITHOUT_THUMBNAIL = frozenset({"link"})
_VERSION = 2
"""To be raised when this module makes other files from the same job."""


def plan_cards(snapshot: Snapshot, folder: str = "") -> Iterator[Output]:
    """Yield one output a card, language and format: `card:understand:ar:square`.

    The language is that of the words: where a language is late its pages show the source's card.
    Those that stand on the same ground (design, format, direction) follow each other: it is drawn once and kept.
    `folder` is that of the theme's own files (`Blobs.laid_out`). Raises `ValueError` for a card whose fact is missing.
    """
    for name, stem, job in sorted(card_jobs(snapshot, folder), key=_by_ground):
        theme = {**told_theme(job.theme), "logo_svg": (job.theme.logo_svg or b"").decode("utf-8", "replace")}
        said = {field: getattr(job, field) for field in CardJob.__slots__ if field not in ("theme", "qr")}
        said["qr"] = (job.qr or b"").decode()
        key = key_of("card", _VERSION, stem, said, theme, engine_version(folder), catalogue_version(job.language))
        yield Output(name, key, partial(make_card, stem, job))


def card_jobs(snapshot: Snapshot, folder: str = "") -> Iterator[tuple[str, str, CardJob]]:
    """Yield (output name, file name without pixels and ending, job) for every card of the snapshot."""
    for card in snapshot.cards:
        for words, said in _wordings(snapshot, card):
            job = _job(snapshot, card, words, said, folder)
            for format in card.formats or tuple(FORMATS):
                stem = f"{snapshot.slug}-{card.key}-{said.language}-{format}"
                yield f"card:{card.key}:{said.language}:{format}", stem, _in_format(snapshot, job, format)


def _by_ground(planned: tuple[str, str, CardJob]) -> tuple[str, int, bool, str]:
    job = planned[2]
    return job.design, list(FORMATS).index(job.format), rules_for(job.language).is_rtl, job.language


def theme_of(snapshot: Snapshot, folder: str = "") -> Theme:
    """Return the campaign's theme as the engine takes it; its own files lie in `folder` (`Blobs.laid_out`)."""
    logo = snapshot.logo_svg.encode() if snapshot.logo_svg else None
    return Theme(**asdict(snapshot.colours), logo_svg=logo, folder=folder)


def told_theme(theme: Theme) -> dict[str, object]:
    """Return a theme for an output's key: where its files lie is no part of it; `engine_version` says what they are."""
    return {**asdict(theme), "folder": ""}


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


def _in_format(snapshot: Snapshot, job: CardJob, format: str) -> CardJob:
    """The job in another format. Paper cannot be clicked: it shows the campaign's short address in the language, and
    its code."""
    if FORMATS[format].is_picture:
        return replace(job, format=format)
    link = short_link(snapshot, job.language, network="print")
    return replace(job, format=format, link=link.partition("://")[2], qr=qr_svg(link) if link else None)


def _job(snapshot: Snapshot, card: Card, words: Words, said: CardWords, folder: str) -> CardJob:
    """The card in one language, as a picture that shows no link."""
    code = said.language
    _ = translations(code).gettext
    return CardJob(
        design=card.design,
        format="square",
        language=code,
        fields=_fields(snapshot, card, said, words.statement, folder),
        source=_sources(snapshot, card, code, folder),
        campaign=words.texts.name,
        slogan=words.texts.slogan,
        hashtag=words.texts.hashtag,
        # Translators: stands on every card of a campaign that is only an example
        sample_note=_("Sample campaign") if snapshot.sample else "",
        theme=theme_of(snapshot, folder),
        alt=said.alt,
        credit=snapshot.responsible.name,
        licence=snapshot.licence.name,
        licence_url=snapshot.licence.url,
        voices=len(snapshot.languages),
        seed=campaign_seed(snapshot.slug),
    )


def _fact(snapshot: Snapshot, card: Card, key: str) -> Fact:
    found = next((fact for fact in snapshot.facts if fact.key == key), None)
    if found is None:
        raise ValueError(
            f'the card "{card.key}" shows the fact "{key}", which is not among the facts of the campaign:'
            " give the card another fact, or add this one"
        )
    return found


def _sources(snapshot: Snapshot, card: Card, code: str, folder: str) -> str:
    """Where everything that a card shows was found; what was counted here says when."""
    keys = dict.fromkeys(key for key in (card.fact, *(row.fact for row in card.rows)) if key)
    sources = tuple(dict.fromkeys(_fact(snapshot, card, key).source for key in keys))
    if sources:
        return sources_line(sources, code)
    asked = rows_field(card.design, folder)
    return counted_line(snapshot, code) if asked and is_counted(asked, card.rows) else ""


def _fields(
    snapshot: Snapshot, card: Card, said: CardWords, statement: StatementWords | None, folder: str
) -> dict[str, FieldValue]:
    """The design's fields: the card's own words and choices, its figures, the aims of the statement."""
    words, chosen = dict(said.fields), dict(card.options)
    found: dict[str, FieldValue] = {}
    asked = design_fields(card.design, folder)
    for field in asked:
        if field.kind == "rows":
            found[field.name] = _rows(snapshot, card, field, said)
        elif field.kind == "choice":
            found[field.name] = chosen.get(field.name, field.choices[0])
        elif field.words or field.name in FIGURE:
            found[field.name] = words.get(field.name, "")
        elif field.kind == "list":
            aims = statement.aims if statement else ()
            found[field.name] = tuple(plain_text(runs_from_markdown(aim.text)) for aim in aims)
    if card.fact:
        fact = _fact(snapshot, card, card.fact)
        parts = figure_parts(fact.value, fact.unit, fact.notation, said.language, fact.value_to or None)
        found |= {name: text for name, text in zip(FIGURE, parts, strict=True) if name in found}
    return found


def _rows(snapshot: Snapshot, card: Card, field: Field, said: CardWords) -> tuple[Row, ...]:
    """The rows of a card: points in time in their order, others as they are given."""
    if is_counted(field, card.rows):
        return counted_rows(snapshot, said.language)
    labels = dict(said.fields)
    rows = []
    for row in card.rows:
        fact = _fact(snapshot, card, row.fact)
        label = country_name(row.country, said.language) if field.of == "country" else labels.get(f"row.{row.key}", "")
        written = figure(fact.value, fact.unit, fact.notation, said.language, fact.value_to or None)
        rows.append(Row(label, written, measured(fact.unit, fact.value), row.country))
    return tuple(sorted(rows, key=lambda row: row.value) if field.of == "moment" else rows)
