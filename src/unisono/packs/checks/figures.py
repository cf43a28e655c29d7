"""`facts.toml` and `cards.toml`: figures that suit their units, cards that suit their designs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from unisono.base.said import Said
from unisono.languages.figures import BadFigure, figure
from unisono.languages.segments import Segment
from unisono.packs import limits, sentences, tables
from unisono.packs.checks import forms
from unisono.packs.checks.copies import check_copy
from unisono.packs.checks.findings import Findings

if TYPE_CHECKING:
    from unisono.kit.engine import Field

FACTS, CARDS = "facts.toml", "cards.toml"
#: Keys that no card can have: `kit/frame/` is where visitors frame a photo.
TAKEN = frozenset({"frame"})
ADD_FACT = Said("Add a line: %(line)s, a key of %(file)s.", line="fact = “…”", file=FACTS)
#: Units that are written in full in every language.
NEVER_COMPACT = {
    "percent": Said("a percent has no compact notation"),
    "year": Said("a year has no compact notation"),
    "date": Said("a date has no compact notation"),
    "week": Said("a week has no compact notation"),
}


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
            findings.error(place, no_fact(one.fact), near(one.fact, known))


def no_fact(key: str) -> Said:
    """Say that no fact has this key."""
    return Said("there is no fact “%(key)s”", key=key)


def near(name: str, known: Iterable[str]) -> Said:
    """Say which of `known` may be meant by `name`."""
    listed = tuple(sorted(known))
    if close := sentences.did_you_mean(name, listed):
        return close
    there = Said("There are: %(known)s.", known=listed)
    return there if listed else Said("There is none yet: add it, or take this out.")


def _check_fact(findings: Findings, fact: tables.Fact) -> None:
    def error(field: str, what: Said, mend: Said) -> None:
        findings.error(findings.row(FACTS, "facts", fact.key, field), what, mend)

    if wrong := forms.wrong_key(fact.key):
        error("key", *wrong)
    if not all(value.isascii() and "_" not in value for value in (fact.value, fact.value_to)):
        what = Said("the value “%(value)s” has other digits", value=fact.value)
        error("value", what, Said("Write 0 to 9; each language gets its own digits."))
    else:
        try:
            figure(fact.value, fact.unit, fact.notation, "en", fact.value_to or None)
        except BadFigure as bad:
            what = Said("the value “%(value)s” does not suit the unit “%(unit)s”", value=bad.value, unit=bad.unit)
            error("value", what, _suiting(bad))
        else:
            if fact.value_to and _ends_before(fact):
                what = Said("the range ends at %(end)s, before it begins", end=fact.value_to)
                error("value_to", what, Said("Change the two values."))
    if fact.notation == "compact" and fact.unit in NEVER_COMPACT:
        mend = Said("Take the line out; %(notation)s is for counts.", notation='"compact"')
        error("notation", NEVER_COMPACT[fact.unit], mend)
    if fact.as_of and (wrong := forms.wrong_day(fact.as_of)):
        error("as_of", *wrong)
    for field, what, mend in forms.wrong_lengths(fact, limits.FACT):
        error(field, what, mend)
    _check_source(findings, fact)
    check_copy(findings, fact)


def _suiting(bad: BadFigure) -> Said:
    """Say what would suit the unit."""
    if bad.unit == "date":
        return Said("Write an ISO date such as %(example)s.", example="1952-02-21")
    try:
        Decimal(bad.value)
    except InvalidOperation:
        return Said("Write a plain decimal such as %(whole)s or %(part)s.", whole='"8324"', part='"2.5"')
    return Said("Write a whole year.") if bad.unit == "year" else Said("Write a finite decimal.")


def _ends_before(fact: tables.Fact) -> bool:
    if fact.unit == "date":
        return fact.value_to <= fact.value
    return Decimal(fact.value_to) <= Decimal(fact.value)


def _check_source(findings: Findings, fact: tables.Fact) -> None:
    number = [one.key for one in findings.pack.facts].index(fact.key)

    def error(field: str, what: Said, mend: Said) -> None:
        findings.error(findings.at(FACTS, "facts", number, "source", field), what, mend)

    source = fact.source
    without = {"title": Said("the source has no title"), "publisher": Said("the source has no publisher")}
    for field, what in without.items():
        if not getattr(source, field).strip():
            error(field, what, Said("A figure without a source is not shown."))
    for field, what, mend in forms.wrong_lengths(source, limits.SOURCE):
        error(field, what, mend)
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
            what = Said("“%(key)s” is the address of another page of the kit", key=card.key)
            findings.error(place, what, Said("Choose another key."))
        if card.fact and card.fact not in facts:
            place = findings.row(CARDS, "cards", card.key, "fact")
            findings.error(place, no_fact(card.fact), near(card.fact, facts))
        for shape in card.formats:
            if shape not in FORMATS or card.formats.count(shape) > 1:
                place = findings.row(CARDS, "cards", card.key, "formats")
                what = sentences.twice(shape)[0] if shape in FORMATS else Said("“%(name)s” is no format", name=shape)
                findings.error(place, what, Said("The formats are %(known)s; each once.", known=tuple(FORMATS)))
        if card.design in findings.designs:
            _check_design(findings, card)
        else:
            place = findings.row(CARDS, "cards", card.key, "design")
            what = Said("there is no design “%(name)s”", name=card.design)
            findings.error(place, what, near(card.design, findings.designs))


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
        findings.error(place, Said("the design “%(design)s” needs a fact", design=card.design), ADD_FACT)
    source = findings.pack.source_words
    needs_aims = any(field.kind == "list" and field.required for field in declared.values())
    if needs_aims and not any(one.key.startswith("aim.") for one in source.get("statement", ())):
        mend = Said("Write them under “%(heading)s” in the statement, or take the card out.", heading="## Aims")
        findings.error(place, Said("the design “%(design)s” needs aims", design=card.design), mend)
    for language in findings.pack.campaign.languages:
        for segment in findings.pack.words.get(language, {}).get(f"card.{card.key}", ()):
            if segment.key != "alt" and (wrong := _wrong_words(card, words, segment)):
                findings.error(findings.places.segment(language, f"card.{card.key}", segment.key), *wrong)
    present = {segment.key for segment in source.get(f"card.{card.key}", ())}
    for name, field in words.items():
        if field.required and name not in present:
            at = findings.places.segment(findings.pack.campaign.source_language, f"card.{card.key}")
            what = Said("“%(name)s” is missing in the card “%(card)s”", name=name, card=card.key)
            findings.error(at, what, Said("Add it: the design “%(design)s” needs it.", design=card.design))


def _wrong_words(card: tables.Card, words: Mapping[str, Field], segment: Segment) -> forms.Wrong:
    """Judge the words of a card in one language: whether its design has a place and room for them."""
    key = segment.key
    if key.startswith("row.") and key not in words:
        row, rows = key.removeprefix("row."), [name.removeprefix("row.") for name in words]
        what = Said("the card “%(card)s” has no row “%(row)s” with a label", card=card.key, row=row)
        return what, near(row, rows)
    if key not in words:
        what = Said("the design “%(design)s” has no words “%(name)s”", design=card.design, name=key)
        return what, near(key, ["alt", *words])
    if words[key].limit and len(segment.text) > words[key].limit:
        mend = Said("Shorten it: the design “%(design)s” has no more room.", design=card.design)
        return sentences.too_long(key, len(segment.text), words[key].limit)[0], mend
    return None
