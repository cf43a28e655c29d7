"""Rows and choices of a card: facts that its design can draw, labels, options that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unisono.base.said import Said
from unisono.packs import sentences, tables
from unisono.packs.checks import forms
from unisono.packs.checks.figures import ADD_FACT, near, no_fact
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
        what = Said("the card “%(card)s” counts the organisations, and there is none", card=card.key)
        findings.gap(_at(findings, card, None, ""), what, Said("Until one joins, editions leave this card out."))


def _check_options(findings: Findings, card: tables.Card) -> None:
    from unisono.kit.asked import choice_fields

    choices = {field.name: field.choices for field in choice_fields(card.design, findings.theme_folder)}
    for name, chosen in card.options.items():
        place = _at(findings, card, None, "options")
        if name not in choices:
            what = Said("the design “%(design)s” has no option “%(name)s”", design=card.design, name=name)
            findings.error(place, what, near(name, choices))
        elif chosen not in choices[name]:
            what = Said("“%(name)s” cannot be “%(given)s”", name=name, given=chosen)
            findings.error(place, what, Said("Choose one: %(known)s.", known=tuple(choices[name])))


def _check_row(findings: Findings, card: tables.Card, number: int, known: list[str]) -> None:
    row = card.rows[number]
    if wrong := forms.wrong_key(row.key):
        findings.error(_at(findings, card, number, "key"), *wrong)
    if [one.key for one in card.rows[:number]].count(row.key):
        what = Said("the row “%(row)s” stands there twice in the card “%(card)s”", row=row.key, card=card.key)
        findings.error(_at(findings, card, number, "key"), what, Said("Give each its own key."))
    if row.fact and row.fact not in known:
        findings.error(_at(findings, card, number, "fact"), no_fact(row.fact), near(row.fact, known))


def _at(findings: Findings, card: tables.Card, number: int | None, field: str) -> tuple[str, int]:
    """The place of a field of the row `number`, or of the card itself."""
    file = findings.places.file(CARDS)
    at = file.number("cards", card.key)
    return CARDS, file.line("cards", at, field) if number is None else file.line("cards", at, "rows", number, field)


def _said(card: tables.Card, field: Field | None, wrong: WrongRow) -> tuple[Said, Said]:
    """What is wrong with rows, and how to mend it."""
    if field is None:
        mend = Said("Take them out, or choose a design with rows.")
        return Said("the design “%(design)s” has no rows", design=card.design), mend
    if wrong.what == "unknown-country" and (country := forms.wrong_country(wrong.said)):
        return country
    if wrong.number is None:
        return _of_rows(card, field, wrong.said)[wrong.what]
    return _of_row(card.rows[wrong.number].key, card, field, wrong.said)[wrong.what]


def _of_rows(card: tables.Card, field: Field, said: str) -> dict[str, tuple[Said, Said]]:
    """What can be wrong with the rows together."""
    values = {"design": card.design, "least": field.least, "most": field.most}
    few = (
        Said("the card “%(card)s” has 1 row", card=card.key)
        if said == "1"
        else Said("the card “%(card)s” has %(count)s rows", card=card.key, count=said)
    )
    return {
        "too-few": (few, Said("The design “%(design)s” takes %(least)s to %(most)s: add some.", **values)),
        "too-many": (few, Said("The design “%(design)s” takes %(least)s to %(most)s: take some out.", **values)),
        "all-nought": (
            Said("all rows of the card “%(card)s” are nought", card=card.key),
            Said("There is nothing to compare: choose others."),
        ),
    }


def _of_row(row: str, card: tables.Card, field: Field, said: str) -> dict[str, tuple[Said, Said]]:
    """What can be wrong with one row."""
    return {
        "no-fact": (Said("the row “%(row)s” has no fact", row=row), ADD_FACT),
        "wrong-unit": (
            Said("the fact of the row “%(row)s” has the unit “%(unit)s”", row=row, unit=said),
            _units(card.design, field),
        ),
        "other-unit": (
            Said("the row “%(row)s” counts in “%(unit)s”, the others do not", row=row, unit=said),
            Said("Only figures of one unit can be compared: choose facts of one."),
        ),
        "a-range": (
            Said("the row “%(row)s” shows the range %(range)s", row=row, range=said),
            Said("It has one length only: choose a single value."),
        ),
        "too-small": (
            Said("the row “%(row)s” shows %(value)s", row=row, value=said),
            Said("A map counts from one; bars start at nought: choose another fact, or leave the row out."),
        ),
        "no-country": (Said("the row “%(row)s” has no country", row=row), sentences.add_line('country = "FR"')),
        "country-twice": (Said("the country “%(country)s” has two rows", country=said), Said("Keep one.")),
        "spare-country": (
            Said("the row “%(row)s” names a country", row=row),
            Said(
                "Rows of the design “%(design)s” have labels: write it in %(file)s.",
                design=card.design,
                file="cards/{lang}.toml",
            ),
        ),
    }


def _units(design: str, field: Field) -> Said:
    """Say of which units the facts of rows must be."""
    from unisono.kit.asked import UNITS

    units = sentences.either(UNITS[field.of])
    return Said("Rows of the design “%(design)s” show %(units)s: choose another fact.", design=design, units=units)
