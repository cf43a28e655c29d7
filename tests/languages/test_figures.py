"""Figures in each language's own words and digits."""

import pytest

from unisono.languages.figures import BadFigure, decimal_text, figure, figure_parts, filled

LANGUAGES = ("ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans")


def written(*asked: str) -> dict[str, str]:
    value, unit, notation, *value_to = asked
    return {code: figure(value, unit, notation, code, *value_to).strip("\u061c\u200f") for code in LANGUAGES}


def test_writes_percentages() -> None:
    assert written("40", "percent", "plain") == {
        "ar": "٤٠٪", "bn": "৪০%", "en": "40%", "es": "40\xa0%", "fr": "40\xa0%", "he": "40%", "hi": "40%",
        "id": "40%", "pt": "40%", "sw": "40%", "tr": "%40", "ur": "40%", "zh-hans": "40%",
    }  # fmt: skip


def test_writes_large_counts_with_their_word() -> None:
    assert written("250000000", "count", "compact") == {
        "ar": "٢٥٠ مليون", "bn": "২৫ কোটি", "en": "250 million", "es": "250 millones", "fr": "250 millions",
        "he": "250 מיליון", "hi": "25 करोड़", "id": "250 juta", "pt": "250 milhões", "sw": "milioni 250",
        "tr": "250 milyon", "ur": "25 کروڑ", "zh-hans": "2.5亿",
    }  # fmt: skip


def test_writes_plain_counts_with_the_separators_of_the_language() -> None:
    assert written("8324", "count", "plain") == {
        "ar": "٨٬٣٢٤", "bn": "৮,৩২৪", "en": "8,324", "es": "8.324", "fr": "8\u202f324", "he": "8,324", "hi": "8,324",
        "id": "8.324", "pt": "8.324", "sw": "8,324", "tr": "8.324", "ur": "8,324", "zh-hans": "8,324",
    }  # fmt: skip


def test_writes_weeks() -> None:
    assert written("2", "week", "plain") == {
        "ar": "أسبوعان", "bn": "২ সপ্তাহ", "en": "2 weeks", "es": "2 semanas", "fr": "2\xa0semaines", "he": "שבועיים",
        "hi": "2 सप्ताह", "id": "2 minggu", "pt": "2 semanas", "sw": "wiki 2", "tr": "2 hafta", "ur": "2 ہفتے",
        "zh-hans": "2周",
    }  # fmt: skip


def test_writes_dates() -> None:
    found = written("1952-02-21", "date", "plain")
    assert {code: found[code] for code in ("ar", "bn", "en", "sw", "zh-hans")} == {
        "ar": "٢١ فبراير ١٩٥٢", "bn": "২১ ফেব্রুয়ারী, ১৯৫২", "en": "21 February 1952", "sw": "21 Februari 1952",
        "zh-hans": "1952年2月21日",
    }  # fmt: skip


def test_writes_ranges_with_one_dash() -> None:
    assert figure("2022", "year", "plain", "ar", "2032") == "٢٠٢٢–٢٠٣٢"
    assert figure("40", "percent", "plain", "en", "90") == "40–90%"
    assert figure("40", "percent", "plain", "tr", "90") == "%40–90"
    assert figure("2022", "year", "plain", "en", "2022") == "2022"
    assert figure("2022", "year", "plain", "en", "") == "2022"


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (("250000000", "count", "compact", "en"), ("250", "million")),
        (("250000000", "count", "compact", "zh-hans"), ("2.5", "亿")),
        (("250000000", "count", "compact", "he"), ("250", "מיליון")),
        (("2", "week", "plain", "en"), ("2", "weeks")),
        (("40", "percent", "plain", "fr"), ("40\xa0%", "")),
        (("1952-02-21", "date", "plain", "en"), ("21 February", "1952")),
        (("1952-02-21", "date", "plain", "bn"), ("২১ ফেব্রুয়ারী", "১৯৫২")),
        (("1952-02-21", "date", "plain", "zh-hans"), ("1952年2月21日", "")),
    ],
)
def test_parts_a_figure_into_number_and_rest(asked: tuple[str, str, str, str], parts: tuple[str, str]) -> None:
    assert figure_parts(*asked) == parts


@pytest.mark.parametrize("asked", [("250000000", "count", "compact", "sw"), ("2", "week", "plain", "he")])
def test_keeps_a_figure_whole_whose_word_leads_or_is_all_there_is(asked: tuple[str, str, str, str]) -> None:
    assert figure_parts(*asked) == (figure(*asked), "")


def test_rounds_no_further_than_two_places_and_keeps_small_counts_plain() -> None:
    assert figure("31250000", "count", "compact", "en") == "31.25 million"
    assert figure("3100000000", "count", "compact", "en") == "3.1 billion"
    assert figure("97", "count", "compact", "en") == "97"
    assert decimal_text("2.50", "fr") == "2,5"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            ("forty", "percent", "plain", "en"),
            'the value "forty" does not suit the unit "percent": write a plain decimal',
        ),
        (("2022.5", "year", "plain", "en"), "write a whole year"),
        (("21.2.1952", "date", "plain", "en"), "write an ISO date"),
        (("1952-02-31", "date", "plain", "en"), "write an ISO date"),
        (("4", "dozen", "plain", "en"), "one of the units percent, count, year, date, week"),
        (("4", "count", "short", "en"), 'a notation "plain" or "compact", not "short"'),
        (("NaN", "count", "plain", "en"), "a finite decimal"),
    ],
)
def test_refuses_a_value_that_does_not_suit_its_unit(asked: tuple[str, str, str, str], message: str) -> None:
    with pytest.raises(BadFigure, match=message):
        figure(*asked)


def test_sentences_have_whole_numbers_in_the_languages_digits_and_texts_as_they_are():
    values = {"number": 1234, "name": "Bridge 7"}
    assert filled("%(number)d words for %(name)s, 100 %%", values, "en") == "1,234 words for Bridge 7, 100 %"
    assert filled("%(name)s: %(number)d", values, "ar") == "Bridge 7: ١٬٢٣٤"
    assert filled("%(name)s: %(number)d", values, "hi") == "Bridge 7: 1,234"
