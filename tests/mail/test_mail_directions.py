"""Words of the other direction stay together, in both directions; lines show their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.languages.rules import proven_languages, rules_for
from unisono.mail.directions import balanced, direction_of, html_language, isolated, pieces

LRI, RLI, PDI, LRM, RLM = "\u2066", "\u2067", "\u2069", "\u200e", "\u200f"


@pytest.mark.parametrize("code", proven_languages())
def test_direction_is_that_of_the_languages_rules(code):
    assert direction_of(code) == rules_for(code).direction


def test_direction_of_an_unknown_language_is_left_to_right():
    assert direction_of("xx-nonsense") == "ltr"


def test_code_is_written_as_html_writes_it():
    assert [html_language(code) for code in ("zh-hans", "pt-br", "ar")] == ["zh-Hans", "pt-BR", "ar"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("منظمة River Watch (Brussels) هنا", ["River Watch (Brussels)"]),
        ("اكتب إلى ada@river.example أو", ["ada@river.example"]),
        ("الوسم #RiverDay اليوم", ["#RiverDay"]),
        ("حتى 21 February 2027 فقط", ["21 February 2027"]),
        ("Unisono 2.0!", ["Unisono 2.0!"]),
        ("Rivers e.V.", ["Rivers e.V."]),
        ("أهلا Unisono 2.0!", ["Unisono 2.0"]),
        ("انظر https://example.org/a/ الآن", ["https://example.org/a/"]),
        ("رقم 7!", []),
        ("بلا شيء", []),
    ],
)
def test_latin_in_arabic_is_one_run(text, runs):
    assert [piece for piece, other in pieces(text, "rtl") if other] == runs


def test_arabic_in_english_is_one_run():
    assert [one for one, other in pieces("The word السلام عليكم, in Arabic", "ltr") if other] == ["السلام عليكم"]


def test_line_shows_its_direction_even_where_it_begins_with_the_other():
    assert isolated("Unisono يعمل", "rtl") == f"{RLM}{LRI}Unisono{PDI} يعمل"
    assert isolated("يعمل", "rtl") == "يعمل"
    assert isolated("2027", "rtl") == f"{RLM}2027"
    assert isolated("السلام means peace", "ltr") == f"{LRM}{RLI}السلام{PDI} means peace"


def test_what_is_isolated_already_is_left():
    text = f"كتبت {LRI}Ada Lovelace{PDI} اليوم"
    assert isolated(text, "rtl") == text


def test_overrides_go_and_isolates_end():
    assert balanced("a\u202ecod.exe\u202c") == "acod.exe"
    assert balanced(f"{LRI}open") == f"{LRI}open{PDI}"
    assert balanced(f"closed{PDI} {RLI}x{PDI}") == f"closed {RLI}x{PDI}"


@given(st.text(alphabet="aB1 2.,()#@/٣שلاا\u0301\u064e" + LRI + PDI, max_size=30), st.sampled_from(["ltr", "rtl"]))
def test_no_letter_is_lost_or_moved(text, direction):
    assert "".join(piece for piece, _ in pieces(text, direction)) == text
    shown = isolated(balanced(text), direction)
    assert balanced(shown) == shown
