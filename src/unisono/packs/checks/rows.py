"""Rows and choices of a card: facts that its design can draw, labels, options that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unisono.packs import tables
from unisono.packs.checks import forms
from unisono.packs.checks.figures import near
from unisono.packs.checks.findings import Findings

if TYPE_CHECKING:
    from unisono.kit.asked import WrongRow
    from unisono.kit.engine import Field

FACTS, CARDS = "facts.toml", "cards.toml"


def check_rows(findings: Findings) -> None:
    """Check rows and choices of every card whose design exists."""
    if not findings.pack.cards:
        return
    for card in findings.pack.cards:
        if card.design in findings.designs:
            _check_rows(findings, card)
            _check_options(findings, card)


def _check_rows(findings: Findings, card: tables.Card) -> None:
    """Check keys, facts, countries, and what the design can draw."""
    from unisono.kit.asked import GivenRow, is_counted, rows_field, wrong_rows

    field = rows_field(card.design, findings.theme_folder)
    facts = {fact.key: fact for fact in findings.pack.facts}
    known = findings.keys(FACTS, "facts")
    given = []
    for number, row in enumerate(card.rows):
        _check_row(findings, card, number, known)
        fact = facts.get(row.fact)
        figure = (fact.unit, fact.value, fact.value_to) if fact else ("", "", "")
        given.append(GivenRow(*figure, country=row.country))
    for wrong in wrong_rows(field, given):
        if wrong.what == "no-fact" and wrong.number is not None and card.rows[wrong.number].fact:
            continue  # the fact is named and does not exist: that has been said
        place = _at(findings, card, wrong.number, "country" if "country" in wrong.what else "fact")
        findings.error(place, *_said(card, field, wrong))
    if field and is_counted(field, card.rows) and not findings.pack.organisations:
        what = f"the card “{card.key}” counts the organisations, and there is none"
        findings.gap(_at(findings, card, None, ""), what, "Until one joins, editions leave this card out.")


def _check_options(findings: Findings, card: tables.Card) -> None:
    from unisono.kit.asked import choice_fields

    choices = {field.name: field.choices for field in choice_fields(card.design, findings.theme_folder)}
    for name, chosen in card.options.items():
        place = _at(findings, card, None, "options")
        if name not in choices:
            findings.error(place, f"the design “{card.design}” has no option “{name}”", near(name, choices))
        elif chosen not in choices[name]:
            findings.error(place, f"“{name}” cannot be “{chosen}”", f"Choose one: {', '.join(choices[name])}.")


def _check_row(findings: Findings, card: tables.Card, number: int, known: list[str]) -> None:
    row = card.rows[number]
    if wrong := forms.wrong_key(row.key):
        findings.error(_at(findings, card, number, "key"), *wrong)
    if [one.key for one in card.rows[:number]].count(row.key):
        what = f"the row “{row.key}” stands there twice in the card “{card.key}”"
        findings.error(_at(findings, card, number, "key"), what, "Give each its own key.")
    if row.fact and row.fact not in known:
        findings.error(_at(findings, card, number, "fact"), f"there is no fact “{row.fact}”", near(row.fact, known))


def _at(findings: Findings, card: tables.Card, number: int | None, field: str) -> tuple[str, int]:
    """The place of a field of the row `number`, or of the card itself."""
    file = findings.places.file(CARDS)
    at = file.number("cards", card.key)
    return CARDS, file.line("cards", at, field) if number is None else file.line("cards", at, "rows", number, field)


def _said(card: tables.Card, field: Field | None, wrong: WrongRow) -> tuple[str, str]:
    """What is wrong with rows, and how to mend it."""
    from unisono.kit.asked import UNITS

    if field is None:
        return f"the design “{card.design}” has no rows", "Take them out, or choose a design with rows."
    row = card.rows[wrong.number].key if wrong.number is not None else ""
    units = " or ".join(UNITS.get(field.of, ()))
    few = f"the card “{card.key}” has {wrong.said} row{'s' * (wrong.said != '1')}"
    return {
        "too-few": (few, f"The design “{card.design}” takes {field.least} to {field.most}: add some."),
        "too-many": (few, f"The design “{card.design}” takes {field.least} to {field.most}: take some out."),
        "no-fact": (f"the row “{row}” has no fact", "Add a line: fact = “…”, a key of facts.toml."),
        "wrong-unit": (
            f"the fact of the row “{row}” has the unit “{wrong.said}”",
            f"Rows of the design “{card.design}” show {units}: choose another fact.",
        ),
        "other-unit": (
            f"the row “{row}” counts in “{wrong.said}”, the others do not",
            "Only figures of one unit can be compared: choose facts of one.",
        ),
        "a-range": (f"the row “{row}” shows the range {wrong.said}", "It has one length only: choose a single value."),
        "too-small": (
            f"the row “{row}” shows {wrong.said}",
            "A map counts from one; bars start at nought: choose another fact, or leave the row out.",
        ),
        "all-nought": (f"all rows of the card “{card.key}” are nought", "There is nothing to compare: choose others."),
        "no-country": (f"the row “{row}” has no country", 'Add a line: country = "FR"'),
        "unknown-country": forms.wrong_country(wrong.said) or ("", ""),
        "country-twice": (f"the country “{wrong.said}” has two rows", "Keep one."),
        "spare-country": (
            f"the row “{row}” names a country",
            f"Rows of the design “{card.design}” have labels: write it in cards/{{lang}}.toml.",
        ),
    }[wrong.what]
