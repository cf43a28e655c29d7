"""What a language needs: asked of CLDR, overruled by the table, defaults by script."""

import tomllib

import pytest

from unisono.kit.engine.fonts import shelf
from unisono.languages.rules import TABLE, UnknownLanguage, preferred_families, proven_languages, rules_for


@pytest.mark.parametrize(
    ("code", "locale", "direction", "endonym", "font", "digits"),
    [
        ("ar", "ar", "rtl", "العربية", "Noto Sans Arabic", "٠١٢٣٤٥٦٧٨٩"),
        ("bn", "bn", "ltr", "বাংলা", "Noto Sans Bengali", "০১২৩৪৫৬৭৮৯"),
        ("en", "en_001", "ltr", "English", "Noto Sans", "0123456789"),
        ("es", "es", "ltr", "Español", "Noto Sans", "0123456789"),
        ("fr", "fr", "ltr", "Français", "Noto Sans", "0123456789"),
        ("he", "he", "rtl", "עברית", "Noto Sans Hebrew", "0123456789"),
        ("hi", "hi", "ltr", "हिन्दी", "Noto Sans Devanagari", "0123456789"),
        ("id", "id", "ltr", "Bahasa Indonesia", "Noto Sans", "0123456789"),
        ("pt", "pt", "ltr", "Português", "Noto Sans", "0123456789"),
        ("sw", "sw", "ltr", "Kiswahili", "Noto Sans", "0123456789"),
        ("tr", "tr", "ltr", "Türkçe", "Noto Sans", "0123456789"),
        ("ur", "ur", "rtl", "اردو", "Noto Nastaliq Urdu", "0123456789"),
        ("zh-hans", "zh_Hans", "ltr", "简体中文", "Noto Sans SC", "0123456789"),
    ],
)
def test_knows_every_language_of_the_demo(
    code: str, locale: str, direction: str, endonym: str, font: str, digits: str
) -> None:
    rules = rules_for(code)
    found = (rules.locale, rules.direction, rules.endonym, rules.fonts[0], rules.digits)
    assert found == (locale, direction, endonym, font, digits)


def test_sets_a_language_without_a_table_like_its_script() -> None:
    marathi, hindi = rules_for("mr"), rules_for("hi")
    assert (marathi.script, marathi.faces, marathi.floor) == (hindi.script, hindi.faces, hindi.floor)
    assert (marathi.endonym, marathi.numbering) == ("मराठी", "deva")


def test_prefers_nastaliq_for_urdu_and_always_has_naskh_behind_it() -> None:
    rules = rules_for("ur")
    assert rules.fonts == ("Noto Nastaliq Urdu", "Noto Sans Arabic", "Noto Sans")
    assert rules.leading == rules.faces[0].leading >= 2.3 > rules.faces[1].leading


def test_writes_latin_words_in_a_latin_font_in_every_language() -> None:
    assert {rules_for(code).fonts[-1] for code in ("ar", "bn", "he", "hi", "ur", "zh-hans", "ko", "th")} == {
        "Noto Sans"
    }


@pytest.mark.parametrize(("code", "region"), [("zh-hans", "CN"), ("zh-hant", "TW"), ("ja", "JP"), ("ur", "PK")])
def test_gives_the_region_that_chooses_the_forms_of_signs(code: str, region: str) -> None:
    assert rules_for(code).typst_region == region


@pytest.mark.parametrize(
    ("code", "endonym", "script", "direction", "font", "digits", "quotes", "wrap"),
    [
        ("am", "አማርኛ", "Ethi", "ltr", "Noto Sans Ethiopic", "latn", "«»", "spaces"),
        ("ckb", "کوردیی ناوەندی", "Arab", "rtl", "Noto Sans Arabic", "arab", "«»", "spaces"),
        ("fa", "فارسی", "Arab", "rtl", "Noto Sans Arabic", "arabext", "«»", "spaces"),
        ("ja", "日本語", "Jpan", "ltr", "Noto Sans JP", "latn", "「」", "anywhere"),
        ("ka", "ქართული", "Geor", "ltr", "Noto Sans Georgian", "latn", "„“", "spaces"),
        ("km", "ខ្មែរ", "Khmr", "ltr", "Noto Sans Khmer", "latn", "“”", "dictionary"),
        ("ko", "한국어", "Kore", "ltr", "Noto Sans KR", "latn", "“”", "words"),
        ("ku", "Kurdî (kurmancî)", "Latn", "ltr", "Noto Sans", "latn", "“”", "spaces"),
        ("my", "မြန်မာ", "Mymr", "ltr", "Noto Sans Myanmar", "mymr", "“”", "dictionary"),
        ("ms", "Bahasa Melayu", "Latn", "ltr", "Noto Sans", "latn", "“”", "spaces"),
        ("ne", "नेपाली", "Deva", "ltr", "Noto Sans Devanagari", "deva", "“”", "spaces"),
        ("nl", "Nederlands", "Latn", "ltr", "Noto Sans", "latn", "‘’", "spaces"),
        ("ps", "پښتو", "Arab", "rtl", "Noto Sans Arabic", "arabext", "«»", "spaces"),
        ("pl", "Polski", "Latn", "ltr", "Noto Sans", "latn", "„”", "spaces"),
        ("th", "ไทย", "Thai", "ltr", "Noto Sans Thai", "latn", "“”", "dictionary"),
        ("uk", "Українська", "Cyrl", "ltr", "Noto Sans", "latn", "«»", "spaces"),
        ("ur", "اردو", "Arab", "rtl", "Noto Nastaliq Urdu", "latn", "”“", "spaces"),
    ],
)
def test_knows_what_further_languages_need(
    code: str, endonym: str, script: str, direction: str, font: str, digits: str, quotes: str, wrap: str
) -> None:
    rules = rules_for(code)
    found = (rules.endonym, rules.script, rules.direction, rules.fonts[0], rules.numbering, rules.wrap)
    assert found == (endonym, script, direction, font, digits, wrap)
    assert "".join(rules.quotes) == quotes


def test_gives_vietnamese_more_room_than_the_face_has_elsewhere() -> None:
    vietnamese, english = rules_for("vi").faces[0], rules_for("en").faces[0]
    assert vietnamese.family == english.family
    assert vietnamese.ascent > english.ascent + 0.2
    assert vietnamese.leading > english.leading
    assert rules_for("vi").floor > rules_for("en").floor


def test_proves_the_languages_of_the_demo_and_more() -> None:
    demo = {"ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans"}
    assert demo < set(proven_languages())
    assert [code for code in proven_languages() if rules_for(code).code != code] == []


def test_hyphenates_only_where_it_is_the_custom() -> None:
    assert [code for code in ("ar", "bn", "de", "en", "fi", "fr", "hi", "sw") if rules_for(code).hyphenate] == [
        "de",
        "fi",
    ]


def test_writes_own_digits() -> None:
    assert (rules_for("bn").own_digits("3/2026"), rules_for("en").own_digits("3/2026")) == ("৩/২০২৬", "3/2026")


def test_refuses_a_language_nobody_knows_and_says_how_to_add_it() -> None:
    with pytest.raises(UnknownLanguage, match=r'unknown language "xq".*\[languages.xq\]'):
        rules_for("xq")


def test_reads_every_language_and_digit_of_the_table() -> None:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    assert [code for code in table["languages"] if rules_for(code).code != code] == []
    assert {len(digits) for digits in table["digits"].values()} == {10}
    assert [d for digits in table["digits"].values() for at, d in enumerate(digits) if int(d) != at] == []


def test_names_no_font_that_the_packages_lack_but_nastaliq() -> None:
    packaged = {path for path, origin in shelf().origins.items() if origin != "system"}
    families = {family for family, paths in shelf().families.items() if packaged.issuperset(paths)}
    assert set(preferred_families()) - families == {"Noto Nastaliq Urdu"}
