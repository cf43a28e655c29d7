"""Names, dates and instants in each language."""

from datetime import UTC, date, datetime

import pytest

from unisono.languages.names import country_name, date_text, instant_text, language_name, listed, sentences
from unisono.languages.rules import rules_for

OPENING = datetime(2026, 2, 20, 23, 1, tzinfo=UTC)


def test_names_countries() -> None:
    assert [country_name("BD", code) for code in ("en", "ar", "zh-hans")] == ["Bangladesh", "بنغلاديش", "孟加拉国"]
    assert country_name("bd", "fr") == "Bangladesh"


@pytest.mark.parametrize(
    ("code", "list_of_two", "two_sentences"),
    [
        ("en", "a, b", "One. Two."),
        ("ar", "a، b", "One. Two."),
        ("ur", "a، b", "One۔ Two."),
        ("hi", "a, b", "One। Two."),
        ("mr", "a, b", "One. Two."),
        ("th", "a, b", "One Two."),
        ("zh-hans", "a、b", "One。Two."),
    ],
)
def test_parts_names_and_sentences_as_the_language_does(code: str, list_of_two: str, two_sentences: str) -> None:
    assert listed(["a", "b"], code) == list_of_two
    assert sentences(["One", "Two."], code) == two_sentences


def test_gives_back_a_country_nobody_knows() -> None:
    assert country_name("QQ", "en") == "QQ"


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("zh-hans", "en", "Simplified Chinese"),
        ("zh-hans", "ar", "الصينية المبسطة"),
        ("sw", "fr", "swahili"),
        ("ur", "ur", "اردو"),
        ("pt", "sw", "Kireno"),
        ("xq", "en", "xq"),
    ],
)
def test_names_languages(language: str, code: str, name: str) -> None:
    assert language_name(language, code) == name


def test_writes_dates_in_own_digits() -> None:
    assert [date_text(date(2026, 2, 21), code) for code in ("en", "ar", "tr")] == [
        "21 February 2026",
        "٢١ فبراير ٢٠٢٦",
        "21 Şubat 2026",
    ]


def test_writes_an_instant_as_people_in_its_zone_read_it() -> None:
    assert instant_text(OPENING, "Europe/Paris", "en") == "21 February 2026, 00:01 · Central European Standard Time"
    assert instant_text(OPENING, "Asia/Dhaka", "en") == "21 February 2026, 05:01 · Bangladesh Standard Time"
    assert instant_text(OPENING, "Europe/Paris", "bn").startswith("২১ ফেব্রুয়ারী, ২০২৬ ০০:০১")


@pytest.mark.parametrize("code", ["ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans"])
def test_never_says_am_or_pm(code: str) -> None:
    words = instant_text(OPENING, "Europe/Paris", code).replace(".", ":")
    assert rules_for(code).own_digits("0:01") in words
