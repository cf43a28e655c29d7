"""Words before they are set: directions isolated, figures taken apart, unbreakable pieces."""

import unicodedata

import pytest

from unisono.kit.engine.wording import breakable, figure_split, isolated, pieces
from unisono.languages.rules import rules_for

AR, EN, ZH, TH = (rules_for(code) for code in ("ar", "en", "zh-hans", "th"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نص #MotherLanguageDay هنا", "نص \u2066#MotherLanguageDay\u2069 هنا"),
        ("نص #اللغة_الأم هنا", "نص #اللغة_الأم هنا"),
        ("https://a.org/ب?x=1.", "\u2066https://a.org/ب?x=1\u2069."),
        ("press@example.org، و @unisono", "\u2066press@example.org\u2069، و \u2066@unisono\u2069"),
        ("هاتف +33 1 23 45", "هاتف \u2066+33 1 23 45\u2069"),
        ("بلا شيء ٤٠٪", "بلا شيء ٤٠٪"),
        ("نص #मातृभाषा_दिवस هنا", "نص \u2066#मातृभाषा_दिवस\u2069 هنا"),
        ("نص #วันภาษาแม่ هنا", "نص \u2066#วันภาษาแม่\u2069 هنا"),
        ("نص #يومُ_اللُّغة هنا", "نص #يومُ_اللُّغة هنا"),
    ],
)
def test_isolates_left_to_right_runs_in_arabic(text: str, expected: str) -> None:
    assert isolated(text, AR) == expected


def test_isolates_right_to_left_hashtags_in_english_and_nothing_else() -> None:
    assert isolated("Join #اللغة_الأم or #Day now", EN) == "Join \u2067#اللغة_الأم\u2069 or #Day now"


@pytest.mark.parametrize(
    ("figure", "unit", "parts"),
    [
        ("250", "million", ("", "250", "million")),
        ("milioni 250", "", ("milioni", "250", "")),
        ("%40", "", ("", "%40", "")),
        ("40\xa0%", "", ("", "40\xa0%", "")),
        ("٤٠٪\u061c", "", ("", "٤٠٪\u061c", "")),
        ("8\u202f324", "", ("", "8\u202f324", "")),
        ("2022–2032年", "", ("", "2022–2032", "年")),
        ("21 February", "1952", ("", "21", "February 1952")),
        ("שבועיים", "", ("", "שבועיים", "")),
        ("−3.5", "", ("", "−3.5", "")),
    ],
)
def test_takes_figures_apart(figure: str, unit: str, parts: tuple[str, str, str]) -> None:
    assert figure_split(figure, unit) == parts


def test_finds_the_pieces_that_no_line_may_break() -> None:
    assert pieces("a bb\xa0cc d", EN)[0] == "bb\xa0cc"
    assert max(len(piece) for piece in pieces("我们的语言，我们的声音", ZH)) == 2
    assert pieces("我们 MotherLanguageDay", ZH)[0] == "MotherLanguageDay"
    assert pieces("#国际母语日#AfkaHooyó#AnaDiliGünü。", EN)[0] == "#AfkaHooyó#AnaDiliGünü。"
    assert max(len(piece) for piece in pieces("ภาษาแม่เป็นรากฐานของการเรียนรู้ตลอดชีวิต", TH)) <= 12
    assert pieces("", EN) == [""]


def test_finds_pieces_of_words_with_marks_whole() -> None:
    khmer, burmese = rules_for("km"), rules_for("my")
    for text, rules in (("ភាសាកំណើតអន្តរជាតិ", khmer), ("မိခင်ဘာသာစကားနေ့", burmese), ("ตั้งแต่วันแรกที่เข้า", TH)):
        found = pieces(text, rules)
        assert sum(map(len, found)) == len(text)
        assert [piece for piece in found if unicodedata.category(piece[0])[0] == "M"] == []
        assert max(map(len, found)) > 6


def test_lets_a_word_break_at_the_soft_hyphens_that_its_writer_put() -> None:
    assert pieces("Mehr\u00adsprachig\u00adkeit", rules_for("de")) == ["sprachig", "Mehr", "keit"]


def test_opens_long_addresses_only() -> None:
    long = "https://example.org/a-long/way-to/the-page"
    assert breakable(long).replace("\u200b", "") == long
    assert breakable(long).count("\u200b") >= 5
    assert breakable("https://a.org/b-c") == "https://a.org/b-c"
