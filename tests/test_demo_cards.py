"""The demo campaign's cards: every design once, in every language, and nothing in them that has no source."""

import tomllib
from pathlib import Path

import pytest

from unisono.kit.engine import design_names
from unisono.languages.figures import decimal_text
from unisono.languages.rules import rules_for
from unisono.packs.checking import check_pack
from unisono.packs.files import read_files
from unisono.packs.reading import read_pack
from unisono.packs.writing import written

DEMO = Path(__file__).parents[1] / "demo"
FILES = read_files(DEMO / "mother-language-day")
PACK, FAULTS = read_pack(FILES)
LANGUAGES = PACK.campaign.languages


def words_of(language: str, key: str) -> dict[str, str]:
    return {segment.key: segment.text for segment in PACK.words[language][f"card.{key}"]}


def card_of(design: str):
    return next(card for card in PACK.cards if card.design == design)


def test_every_design_is_shown_once():
    assert sorted(card.design for card in PACK.cards) == sorted(design_names())


def test_nothing_is_wrong_and_nothing_is_missing():
    assert [*FAULTS, *check_pack(PACK, FILES)] == []


def test_the_pack_is_in_its_one_form():
    again = written(read_pack(written(PACK))[0])
    assert again == written(PACK)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_has_words_of_its_language(language):
    for card in PACK.cards:
        words, english = words_of(language, card.key), words_of("en", card.key)
        assert {key for key in words if key != "before"} == {key for key in english if key != "before"}
        if language != "en":
            assert not [key for key, text in words.items() if text == english.get(key)], card.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quotation_stands_in_the_signed_statement(language):
    words = words_of(language, card_of("quote").key)
    statement = {segment.key: segment.text for segment in PACK.words[language]["statement"]}
    assert any(words["quote"] in text for text in statement.values())
    assert words["who"] == statement["signatory.1"]
    assert words["quote"] in words["alt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_say_what_the_rows_say(language):
    """The figures of a chart stand in its description, in the language's own digits."""
    facts = {fact.key: fact for fact in PACK.facts}
    for design in ("bars", "timeline"):
        words = words_of(language, card_of(design).key)
        for row in card_of(design).rows:
            value = decimal_text(facts[row.fact].value, language) if design == "bars" else facts[row.fact].value[:4]
            assert rules_for(language).own_digits(value) in words["alt"], row


def test_the_map_counts_and_types_no_number():
    card = card_of("map")
    assert card.rows == ()
    for language in LANGUAGES:
        assert not any(character.isdecimal() for text in words_of(language, card.key).values() for character in text)


def test_rows_show_facts_that_have_a_source():
    facts = {fact.key: fact for fact in PACK.facts}
    for card in PACK.cards:
        for row in card.rows:
            assert facts[row.fact].source.title, row
    assert [row.fact for row in card_of("timeline").rows] == [
        "dhaka",
        "proclaimed",
        "observed",
        "welcomed",
        "year-of-languages",
        "decade",
    ]


def test_the_film_has_words_for_every_figure_that_no_card_shows():
    film = tomllib.loads((DEMO / "film_cards.toml").read_text(encoding="utf-8"))
    facts = {fact.key for fact in PACK.facts}
    assert set(film) == {"documented", "learners"} <= facts
    assert all(set(words) == set(LANGUAGES) for words in film.values())
