"""What is said about a translation while it is written."""

from uuid import UUID

import pytest

from unisono.languages.checks import WrongText, findings, kept_form, length_of, numbers
from unisono.languages.differences import difference, likeness, words
from unisono.languages.glossary.checking import Agreed, Glossary
from unisono.languages.segments import Segment

LINE = Segment("slogan", "Let 40 banks be open", limit=30)
POST = Segment("post.default", "Read this: {link}", limit=20)
RICH = Segment("aim.a1", "Open **all** banks by [law](https://river.example.org/law), 2.5 km.", "inline")


def said(segment: Segment, text: str, **more) -> list[tuple[str, str]]:
    return [(one.level, one.says) for one in findings(segment, text, screen="en", **more)]


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        (LINE, "لتكن ٤٠ ضفة مفتوحة"),
        (LINE, "४० किनारे खुलें"),
        (LINE, ""),
        (POST, "اقرأوا هذا: {link}"),
        (RICH, "Ouvrez **toutes** les rives par la [loi](https://river.example.org/law), 2,5 km."),
    ],
)
def test_good_translation_raises_nothing(segment, text):
    assert said(segment, text) == []


@pytest.mark.parametrize(
    ("segment", "text", "expected"),
    [
        (LINE, "Vierzig Ufer", [("warning", "Numbers of the source that are not here: 40.")]),
        (LINE, "40 von 50 Ufern", [("warning", "Numbers that the source does not have: 50.")]),
        (LINE, "Let 40 banks be open", [("warning", "This is still the source text.")]),
        (LINE, "40 " + "x" * 28, [("fault", "1 character too long: at most 30 fit.")]),
        (LINE, "40 " + "x" * 29, [("fault", "2 characters too long: at most 30 fit.")]),
        (POST, "Lies das", [("fault", "Missing: {link}. An address is put there.")]),
        (POST, "{link} {link}", [("fault", "Too much: {link}. The source text does not have it.")]),
        (
            POST,
            "Lies {Link}",
            [
                ("fault", "Missing: {link}. An address is put there."),
                ("fault", "Too much: {Link}. The source text does not have it."),
            ],
        ),
        (
            RICH,
            "Ouvrez toutes les rives par la loi, 2.5 km.",
            [
                ("warning", "Links of the source that are not here: https://river.example.org/law."),
                ("warning", "The source has bold words, this text has none."),
            ],
        ),
        (
            RICH,
            "**Ouvrez** la [loi](https://bad.example.org), 2.5 km",
            [
                ("warning", "Links of the source that are not here: https://river.example.org/law."),
                ("warning", "Links that the source does not have: https://bad.example.org."),
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(segment, text, expected):
    assert said(segment, text) == expected


def test_broken_marks_are_a_fault():
    assert [level for level, _ in said(RICH, "a [link](javascript:alert(1))")] == ["fault"]


def agreed(term, **more):
    return Agreed(UUID(int=1), term, **more)


def test_agreed_words_are_asked_for_only_where_the_source_has_the_term():
    segment = Segment("title", "Eel Watch speaks for the **river**", "inline")
    terms = [
        agreed("Eel Watch", stays=True, match_case=True),
        agreed("river", text="نهر"),
        agreed("Rivertown", stays=True),
        agreed("speaks"),
    ]
    glossary = Glossary("en", "ar", terms)
    assert said(segment, "تتحدث Eel Watch باسم **النهر**", glossary=glossary) == []
    assert said(segment, "يتحدث eel watch باسم **الماء**", glossary=glossary) == [
        ("warning", "“Eel Watch” stays as it is in every language; here its capitals are others."),
        ("warning", "“river” is agreed as “نهر”: not found as agreed. Another form of it may be right."),
    ]
    assert said(segment, "يتحدث المرصد باسم **النهر**", glossary=glossary) == [
        ("warning", "“Eel Watch” stays as it is in every language; it is not found here."),
    ]


def test_single_names_and_tags_may_stay_as_they_are():
    assert said(Segment("hashtag", "#RiverForAll"), "#RiverForAll") == []
    assert said(Segment("signatory.1", "Eel Watch"), "Eel Watch") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8,324 of 2.5", "8.324 von 2,5"),
        ("1000000", "1 000 000"),
        ("in 2030: 40", "২০৩০ সালে: ৪০"),
        ("8,324", "٨٬٣٢٤"),
        ("1,200", "1\u202f200"),
    ],
)
def test_numbers_are_the_same_in_any_digits_and_separators(one, other):
    assert numbers(one) == numbers(other)


def test_two_numbers_beside_each_other_stay_two():
    assert sorted(numbers("40, 50 and 60")) == ["40", "50", "60"]


def test_length_counts_words_and_neither_marks_nor_placeholders():
    assert length_of(POST, "abc {link}") == 3
    assert length_of(RICH, "**ab** [c](https://x.example)") == 4


def test_line_is_kept_on_one_line_and_without_controls():
    assert kept_form(LINE, " a\r\nb\x07 c ") == "a b c"
    assert kept_form(Segment("post.email_body", "a\n\nb"), "x \r\n\r\ny\n") == "x\n\ny"


def test_html_of_the_editor_is_kept_as_markdown():
    html = 'Open <b>all</b> <a href="https://x.example/(1)">banks</a> * 1. <i>now</i>'
    kept = kept_form(RICH, html, html=True)
    assert kept == r"Open **all** [banks](https://x.example/\(1\)) \* 1. *now*"
    assert kept_form(RICH, kept) == kept


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", True),
        ('<a href="javascript:alert(1)">x</a>', True),
        ('<b onclick="x">y</b>', True),
        ("<b>open", True),
        ("[x](data:text/html,1)", False),
        ("a\n\nb", False),
        ("`code`", False),
    ],
)
def test_what_the_subset_does_not_have_is_refused(text, html):
    with pytest.raises(WrongText, match="cannot be read"):
        kept_form(RICH, text, html=html)


def test_difference_is_by_words_and_parts_no_letter_from_its_signs():
    assert words("हिन्दी की, नदी") == ["हिन्दी", " ", "की", ",", " ", "नदी"]
    assert [(one.where, one.text) for one in difference("It is cold.", "It is warm.")] == [
        ("both", "It is "),
        ("out", "cold"),
        ("in", "warm"),
        ("both", "."),
    ]
    assert [(one.where, one.text) for one in difference("河很长", "河很宽")] == [
        ("both", "河很"),
        ("out", "长"),
        ("in", "宽"),
    ]


def test_difference_holds_both_texts():
    old, new = "A b c d", "A x c, d e"
    found = difference(old, new)
    assert "".join(one.text for one in found if one.where != "in") == old
    assert "".join(one.text for one in found if one.where != "out") == new


def test_only_the_same_text_is_wholly_alike():
    assert likeness("The river", "The river") == 100
    assert 70 <= likeness("Open all the banks of the river now", "Open all the banks of the river") <= 99
    assert likeness("The river", "Nothing else") < 50
