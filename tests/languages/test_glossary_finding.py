"""Terms are found as readers find them, in every script."""

import unicodedata
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.languages.glossary.checking import Agreed, Glossary
from unisono.languages.glossary.finding import is_word_end, reading, spans, stands_in

ALPHABETS = {
    "en": "abcdefgzABZ",
    "tr": "abcıiIİşğ",
    "ar": "ابتثنهر",
    "he": "אבגדהש",
    "hi": "कखगनदी",
    "ru": "абвгяЯ",
    "el": "αβσςΣ",
}


def starts_a_word(text: str) -> bool:
    """A vowel sign alone begins no word."""
    return unicodedata.category(text[0])[0] == "L"


letters = st.sampled_from(sorted(ALPHABETS)).flatmap(
    lambda code: st.tuples(
        st.just(code), st.text(st.sampled_from(ALPHABETS[code]), min_size=3, max_size=8).filter(starts_a_word)
    )
)
around = st.sampled_from(["", " ", "(", "«", "— ", "\n", "، ", "¿", "…", "\u2068"])
behind = st.sampled_from(["", " ", ")", "»", ".", "!", "\n", "، ", "।", "\u2069", "?"])


def found(term: str, text: str, language: str = "en", **more) -> list[str]:
    normal = unicodedata.normalize("NFC", text)
    return [normal[start:end] for start, end in spans(term, text, language, **more)]


# -- any words


@given(letters, around, behind)
def test_term_is_found_whatever_stands_around_it(word, before, after):
    language, term = word
    assert found(term, f"{before}{term}{after}", language) == [unicodedata.normalize("NFC", term)]


@given(letters, st.data())
def test_term_is_never_found_inside_a_longer_word(word, data):
    language, term = word
    more = data.draw(st.text(st.sampled_from(ALPHABETS[language].replace("s", "")), min_size=1, max_size=3))
    longer = more + term
    assert found(longer, term, language) == []
    inside = [one for one in found(term, longer, language) if len(one) < len(longer) - 2]
    assert inside == []


@given(letters)
def test_capitals_are_the_same_word_unless_they_count(word):
    language, term = word
    raised = {"tr": term.replace("i", "İ").replace("ı", "I")}.get(language, term).upper()
    assert found(term, raised, language) == [raised]
    if raised != unicodedata.normalize("NFC", term):
        assert found(term, raised, language, match_case=True) == []


@given(st.text(max_size=30), st.text(max_size=8), st.sampled_from(["en", "tr", "ar", "zh-hans", "th"]))
def test_what_is_found_has_the_letters_of_the_term(text, term, language):
    wanted = reading(term.strip(), language).letters
    for one in found(term, text, language):
        letters = reading(one, language).letters
        assert letters.startswith(wanted)
        assert letters.removeprefix(wanted) in ("", "s", "es")


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=10))
def test_words_stand_in_a_text_that_has_them_as_they_are(before, after, words):
    wanted = unicodedata.normalize("NFC", words)
    assert stands_in(wanted, f"{before} — {wanted} — {after}", "fr") or not reading(wanted, "fr").letters.strip()


@given(st.text(max_size=30))
def test_ends_of_a_text_are_ends_of_words_and_marks_are_inside(text):
    assert is_word_end(text, 0)
    assert is_word_end(text, len(text))
    for at in range(1, len(text)):
        if unicodedata.category(text[at])[0] == "M" and unicodedata.category(text[at - 1])[0] == "L":
            assert not is_word_end(text, at) or text[at] in "\u0610\u064b"


@given(st.lists(st.sampled_from(["mother", "language", "day", "mother language", "mother language day"]), max_size=8))
def test_terms_that_overlap_are_counted_once_each_the_longest_first(parts):
    text = ", ".join(parts)
    terms = [Agreed(UUID(int=n), one) for n, one in enumerate(dict.fromkeys(["language", "mother language day"]))]
    places = Glossary("en", "fr", terms).places(text)
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert sum(one.agreed.term == "mother language day" for one in places) == text.count("mother language day")


# -- single cases


@pytest.mark.parametrize(
    ("term", "text", "language", "expected"),
    [
        ("river", "The river's banks and all rivers, Riverside", "en", ["river", "rivers"]),
        ("bus", "two buses", "en", ["buses"]),
        ("country", "countries", "en", []),
        ("eau", "l’eau et les eaux", "fr", ["eau"]),
        ("#RiverForAll", "Say #RiverForAll! Not #RiverForAllNow", "en", ["#RiverForAll"]),
        ("River", "#River_For_All", "en", []),
        ("NGO", "NGOs like an ngo", "en", ["NGOs", "ngo"]),
        ("mother  language", "Mother\nlanguage", "en", ["Mother\nlanguage"]),
        ("mother language", "a mother\u00a0language", "en", ["mother\u00a0language"]),
        ("straße", "STRASSE", "de", ["STRASSE"]),
        ("İstanbul", "istanbul, ISTANBUL, İSTANBUL", "tr", ["istanbul", "İSTANBUL"]),
        ("ılık", "ILIK ilik", "tr", ["ILIK"]),
        ("نهر", "نَهْرٌ للجميع، النهر", "ar", ["نَهْر"]),
        ("母语", "国际母语日", "zh-hans", ["母语"]),
        ("ภาษา", "วันภาษาแม่", "th", ["ภาษา"]),
        ("नदी", "नदी, नदीका", "hi", ["नदी"]),
        ("example", "see example.org", "en", []),
        ("3", "3.5 or 3, or 13", "en", ["3"]),
        ("צה", 'צה"ל', "he", []),
        ("café", "cafe\u0301", "fr", ["café"]),
    ],
)  # fmt: skip
def test_words_end_where_readers_see_them_end(term, text, language, expected):
    assert found(term, text, language) == expected


@pytest.mark.parametrize(
    ("words", "text", "language", "stands"),
    [
        ("langue maternelle", "les langues maternelles", "fr", True),
        ("langue maternelle", "la langue est maternelle", "fr", False),
        ("река", "реки и озёра", "ru", True),
        ("река", "ручей", "ru", False),
        ("لغة", "واللغة", "ar", True),
        ("لغة أم", "باللغة الأم", "ar", True),
        ("لغة", "للغة", "ar", True),
        ("לשון", "ובלשון אחרת", "he", True),
        ("nehir", "nehirlerimiz", "tr", True),
        ("mto", "mtoni", "sw", False),
        ("河", "大河流", "zh-hans", True),
        ("河", "江", "zh-hans", False),
        ("el", "ella", "es", False),
    ],
)
def test_bent_words_are_the_same_words_and_others_are_not(words, text, language, stands):
    assert stands_in(words, text, language) is stands


@pytest.mark.parametrize(
    ("text", "language", "lacks"),
    [
        ("UNESCO'nun", "tr", []),
        ("UNESCOn", "fi", []),
        ("لـUNESCO", "ar", []),
        ("unesco", "sw", []),
        ("Unes", "sw", ["missing"]),
        ("اليونسكو", "ar", ["missing"]),
    ],
)
def test_name_that_stays_may_have_endings_but_nothing_taken_away(text, language, lacks):
    glossary = Glossary("en", language, [Agreed(UUID(int=1), "UNESCO", stays=True)])
    assert [lack for _, lack in glossary.lacks("UNESCO says", text)] == lacks


def test_other_forms_are_as_good_as_the_agreed_one():
    glossary = Glossary("en", "fr", [Agreed(UUID(int=1), "child", text="enfant", forms=("gosse", "petit"))])
    assert glossary.lacks("a child", "un gosse") == []
    assert [one.term for one, _ in glossary.lacks("a child", "un bébé")] == ["child"]
    assert glossary.lacks("no such word", "rien") == []
