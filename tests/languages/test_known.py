"""Every language of CLDR is found by any of its names and codes, and kept under one."""

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from unisono.languages.known import (
    LONGEST,
    canonical,
    endonyms,
    identity,
    is_proven,
    name_of,
    plurals,
    search,
    spoken_in,
    words_of,
)
from unisono.languages.rules import UnknownLanguage, proven_languages, rules_for


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("fa", "fa"), (" FA ", "fa"), ("fas", "fa"), ("per", "fa"), ("fa-IR", "fa"),
        ("iw", "he"), ("in", "id"), ("tl", "fil"), ("ji", "yi"), ("mo", "ro"), ("sh", "sr-latn"),
        ("zh", "zh-hans"), ("zh_Hans", "zh-hans"), ("zh-Hant", "zh-hant"), ("zh-TW", "zh-hant"), ("cmn", "zh-hans"),
        ("yue", "yue"), ("ckb", "ckb"), ("sr-Latn", "sr-latn"), ("sr_Cyrl", "sr"), ("pt-br", "pt"), ("pt-PT", "pt-pt"),
        ("en-uk", "en-gb"), ("en-us", "en-us"), ("es-419", "es-419"), ("no", "no"), ("nb", "nb"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_language_leads_to_one_code(written, code):
    assert canonical(written) == code


@pytest.mark.parametrize(
    "written",
    ["", " ", "x", "qq", "klingon", "fa-latn", "ru-arab", "en-arab", "und", "mul", "root", "zxx", "sm", "fa/ir", "f a",
     "../en", "fa-x-private", "a" * 40, "فارسی", "fa\n", "<b>", "C", "en--gb", "-en", "\0"],
)  # fmt: skip
def test_what_is_no_language_is_refused(written):
    if written == "fa\n":  # what surrounds a code does not matter
        assert canonical(written) == "fa"
        return
    with pytest.raises(UnknownLanguage):
        canonical(written)


@given(st.text(max_size=24))
def test_any_text_is_a_language_or_refused_and_searching_for_it_breaks_nothing(text):
    search(text, "en")
    try:
        code = canonical(text)
    except UnknownLanguage:
        return
    assert canonical(code) == code
    assert len(code) <= LONGEST
    rules_for(code)


def test_every_locale_of_cldr_has_one_code_that_keeps_its_identity():
    for identifier in locale_identifiers():
        code = identifier.lower().replace("_", "-")
        try:
            kept = canonical(code)
        except UnknownLanguage:
            assert len(code) > LONGEST or len(code.split("-")[-1]) > 4, code
            continue
        assert canonical(kept) == kept, code
        assert identity(kept) == identity(code), code


def test_every_proved_language_is_kept_as_it_is_called():
    assert {code for code in proven_languages() if canonical(code) != code} == set()
    assert is_proven("fa")
    assert not is_proven("lv")


def first(query: str, screen: str = "en") -> str:
    return next((one.code for one in search(query, screen)), "")


@pytest.mark.parametrize(
    ("query", "screen", "code"),
    [
        ("fa", "en", "fa"), ("Persian", "en", "fa"), ("persian", "ar", "fa"), ("الفارسية", "ar", "fa"),
        ("فارسی", "en", "fa"), ("فارسي", "en", "fa"), ("persan", "fr", "fa"), ("fas", "en", "fa"),
        ("iw", "en", "he"), ("hebr", "en", "he"), ("francais", "en", "fr"), ("Français", "sw", "fr"),
        ("kiswahili", "en", "sw"), ("tagalog", "en", ""), ("tl", "en", "fil"), ("cantonese", "en", "yue"),
        ("粵語", "en", "yue"), ("traditional", "en", "zh-hant"), ("中文", "en", "zh-hans"),
        ("zh-hant", "en", "zh-hant"), ("sr-latn", "en", "sr-latn"), ("sorani", "en", ""),
        ("central kurd", "en", "ckb"), ("", "en", ""), ("%", "en", ""),
    ],
)  # fmt: skip
def test_a_language_is_found_by_its_own_name_in_english_in_that_of_the_screen_and_by_code(query, screen, code):
    assert first(query, screen) == code


def test_each_language_is_offered_once_and_in_its_usual_form():
    for query in ("chinese", "serb", "portug", "azer"):
        codes = [one.code for one in search(query, "en")]
        assert len(codes) == len(set(codes))
        assert all(canonical(one.code) == one.code for one in search(query, "en") if one.is_complete)
    assert "sr-latn" in [one.code for one in search("serb", "en")]


def test_a_language_that_has_but_a_name_is_found_and_says_so():
    samoan = next(one for one in search("samoan", "en") if one.code == "sm")
    assert (samoan.is_complete, samoan.name) == (False, "Samoan")


def test_own_names_are_those_that_the_rules_have():
    own = endonyms()
    assert (own["fa"], own["sr-latn"], own["zh-hant"], own["ku"]) == (
        "فارسی",
        "Srpski",
        "繁體中文",
        rules_for("ku").endonym,
    )
    assert {code for code in proven_languages() if own.get(code) != rules_for(code).endonym} == set()
    assert len(own) > 300
    assert all(own.values())


def test_a_form_of_a_language_is_named_with_what_makes_it_another():
    assert name_of("sr-latn", "en") == "Serbian (Latin)"
    assert name_of("zh-hant", "en") == "Traditional Chinese"
    assert name_of("ar-eg", "en") == "Arabic (Egypt)"


def test_plural_forms_are_shown_by_numbers_in_the_languages_own_digits():
    def forms(code):
        return {one.form: one.numbers[:3] for one in plurals(rules_for(code))}

    assert forms("ar") == {
        "zero": ("٠",), "one": ("١",), "two": ("٢",), "few": ("٣", "٤", "٥"), "many": ("١١", "١٢", "١٣"),
        "other": ("١٠٠", "١٠١", "١٠٢"),
    }  # fmt: skip
    assert forms("pl")["few"] == ("2", "3", "4")
    assert forms("fr")["many"] == ("1\u202f000\u202f000",)
    # Where CLDR has no rules, as where there is but one form.
    assert list(forms("ja")) == list(forms("zgh")) == list(forms("nqo")) == ["other"]


def test_countries_are_those_that_cldr_says_official_ones_first():
    persian = [one.country for one in spoken_in("fa")]
    assert persian[:2] == ["IR", "AF"]
    assert "IR" in [one.country for one in spoken_in("az-arab")]
    assert "IR" not in [one.country for one in spoken_in("az")]
    assert [one.country for one in spoken_in("zh-hant")][:3] != [one.country for one in spoken_in("zh-hans")][:3]
    assert spoken_in("eo") == ()


def test_words_of_a_language_are_its_own():
    assert "دوشنبه" in words_of(rules_for("fa"))
    assert words_of(rules_for("zgh"))[1].startswith("ⴰ")
    # What CLDR puts in where it has no words is none of them.
    assert words_of(rules_for("dv")) == ("ދިވެހިބަސް", "ދިވެހި ރާއްޖެ")
    assert "Monday" in words_of(rules_for("en"))
    assert "Mon" not in words_of(rules_for("ann"))
