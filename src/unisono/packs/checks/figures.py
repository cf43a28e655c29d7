"""`facts.toml` and `cards.toml`: figures that suit their units, cards that suit their designs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from unisono.languages.figures import BadFigure, figure
from unisono.packs import limits, tables
from unisono.packs.checks import forms
from unisono.packs.checks.copies import check_copy
from unisono.packs.checks.findings import Findings

if TYPE_CHECKING:
    from unisono.kit.engine import Field

FACTS, CARDS = "facts.toml", "cards.toml"
#: Keys that no card can have: `kit/frame/` is where visitors frame a photo.
TAKEN = frozenset({"frame"})


def check_facts(findings: Findings) -> None:
    """Check facts and corrections."""
    for fact in findings.pack.facts:
        _check_fact(findings, fact)
    known = findings.keys(FACTS, "facts")
    for one in findings.pack.corrections:
        if wrong := forms.wrong_key(one.key):
            findings.error(findings.row(FACTS, "corrections", one.key, "key"), *wrong)
        if one.fact not in known:
            place = findings.row(FACTS, "corrections", one.key, "fact")
            findings.error(place, f"there is no fact “{one.fact}”", near(one.fact, known))


def near(name: str, known: Iterable[str]) -> str:
    """Say which of `known` may be meant by `name`."""
    listed = sorted(known)
    close = difflib.get_close_matches(name, listed, 1)
    if close:
        return f"Did you mean “{close[0]}”?"
    return f"There are: {', '.join(listed)}." if listed else "There is none yet: add it, or take this out."


def _check_fact(findings: Findings, fact: tables.Fact) -> None:
    def error(field: str, what: str, mend: str) -> None:
        findings.error(findings.row(FACTS, "facts", fact.key, field), what, mend)

    if wrong := forms.wrong_key(fact.key):
        error("key", *wrong)
    if not all(value.isascii() and "_" not in value for value in (fact.value, fact.value_to)):
        error("value", f"the value “{fact.value}” has other digits", "Write 0 to 9; each language gets its own digits.")
    else:
        try:
            figure(fact.value, fact.unit, fact.notation, "en", fact.value_to or None)
        except BadFigure as bad:
            error("value", f"the value “{bad.value}” does not suit the unit “{bad.unit}”", f"Write {bad.wanted}.")
        else:
            if fact.value_to and _ends_before(fact):
                error("value_to", f"the range ends at {fact.value_to}, before it begins", "Change the two values.")
    if fact.notation == "compact" and fact.unit != "count":
        error("notation", f"a {fact.unit} has no compact notation", 'Take the line out; "compact" is for counts.')
    if fact.as_of and (wrong := forms.wrong_day(fact.as_of)):
        error("as_of", *wrong)
    for field, most in limits.FACT.items():
        if len(getattr(fact, field)) > most:
            error(field, f"“{field}” has {len(getattr(fact, field))} characters; at most {most}", "Shorten it.")
    _check_source(findings, fact)
    check_copy(findings, fact)


def _ends_before(fact: tables.Fact) -> bool:
    if fact.unit == "date":
        return fact.value_to <= fact.value
    return Decimal(fact.value_to) <= Decimal(fact.value)


def _check_source(findings: Findings, fact: tables.Fact) -> None:
    number = [one.key for one in findings.pack.facts].index(fact.key)

    def error(field: str, what: str, mend: str) -> None:
        findings.error(findings.at(FACTS, "facts", number, "source", field), what, mend)

    source = fact.source
    for field in ("title", "publisher"):
        if not getattr(source, field).strip():
            error(field, f"the source has no {field}", "A figure without a source is not shown.")
    for field, most in limits.SOURCE.items():
        if (length := len(getattr(source, field))) > most:
            error(field, f"“{field}” has {length} characters; at most {most}", "Shorten it.")
    if source.date and (wrong := forms.wrong_day(source.date)):
        error("date", *wrong)
    if source.url and (wrong := forms.wrong_url(source.url)):
        error("url", *wrong)


def check_cards(findings: Findings) -> None:
    """Check cards against their designs, as the engine declares them."""
    if not findings.pack.cards:
        return
    from unisono.kit.engine import FORMATS

    facts = findings.keys(FACTS, "facts")
    for card in findings.pack.cards:
        if wrong := forms.wrong_key(card.key):
            findings.error(findings.row(CARDS, "cards", card.key, "key"), *wrong)
        if card.key in TAKEN:
            place = findings.row(CARDS, "cards", card.key, "key")
            findings.error(place, f"“{card.key}” is the address of another page of the kit", "Choose another key.")
        if card.fact and card.fact not in facts:
            place = findings.row(CARDS, "cards", card.key, "fact")
            findings.error(place, f"there is no fact “{card.fact}”", near(card.fact, facts))
        for shape in card.formats:
            if shape not in FORMATS or card.formats.count(shape) > 1:
                place = findings.row(CARDS, "cards", card.key, "formats")
                what = "stands there twice" if shape in FORMATS else "is no format"
                findings.error(place, f"“{shape}” {what}", f"The formats are {', '.join(FORMATS)}; each once.")
        if card.design in findings.designs:
            _check_design(findings, card)
        else:
            place = findings.row(CARDS, "cards", card.key, "design")
            findings.error(place, f"there is no design “{card.design}”", near(card.design, findings.designs))


def design_words(findings: Findings, design: str) -> tuple[Field, ...]:
    """Return the fields of a design that translators write; none for a design that does not exist."""
    from unisono.kit.asked import word_fields

    return word_fields(design, findings.theme_folder) if design in findings.designs else ()


def card_words(findings: Findings, card: tables.Card) -> dict[str, Field]:
    """Return what translators write for a card of a design that exists: the design's words, the labels of rows."""
    from unisono.kit.asked import rows_field

    rows = rows_field(card.design, findings.theme_folder)
    labels = {f"row.{row.key}": rows for row in card.rows} if rows and rows.words else {}
    return {field.name: field for field in design_words(findings, card.design)} | labels


def _check_design(findings: Findings, card: tables.Card) -> None:
    from unisono.kit.engine import design_fields

    declared = {field.name: field for field in design_fields(card.design, findings.theme_folder)}
    words = card_words(findings, card)
    place = findings.row(CARDS, "cards", card.key)
    if "figure" in declared and declared["figure"].required and not card.fact:
        findings.error(
            place, f"the design “{card.design}” needs a fact", "Add a line: fact = “…”, a key of facts.toml."
        )
    source = findings.pack.source_words
    needs_aims = any(field.kind == "list" and field.required for field in declared.values())
    if needs_aims and not any(one.key.startswith("aim.") for one in source.get("statement", ())):
        mend = "Write them under “## Aims” in the statement, or take the card out."
        findings.error(place, f"the design “{card.design}” needs aims", mend)
    for language in findings.pack.campaign.languages:
        given = findings.pack.words.get(language, {}).get(f"card.{card.key}", ())
        for segment in given:
            at = findings.places.segment(language, f"card.{card.key}", segment.key)
            if segment.key == "alt":
                continue
            if segment.key.startswith("row.") and segment.key not in words:
                row, rows = segment.key.removeprefix("row."), [name.removeprefix("row.") for name in words]
                findings.error(at, f"the card “{card.key}” has no row “{row}” with a label", near(row, rows))
            elif segment.key not in words:
                mend = near(segment.key, ["alt", *words])
                findings.error(at, f"the design “{card.design}” has no words “{segment.key}”", mend)
            elif words[segment.key].limit and len(segment.text) > words[segment.key].limit:
                what = f"“{segment.key}” has {len(segment.text)} characters; at most {words[segment.key].limit}"
                findings.error(at, what, f"Shorten it: the design “{card.design}” has no more room.")
    present = {segment.key for segment in source.get(f"card.{card.key}", ())}
    for name, field in words.items():
        if field.required and name not in present:
            at = findings.places.segment(findings.pack.campaign.source_language, f"card.{card.key}")
            findings.error(
                at, f"“{name}” is missing in the card “{card.key}”", f"Add it: the design “{card.design}” needs it."
            )
