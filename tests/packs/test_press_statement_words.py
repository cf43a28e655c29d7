"""No word of a statement is lost or doubled, whatever the statement looks like."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.packs.press_statement import decoded, read_statement

SAMPLES = sorted((Path(__file__).parent / "statements").iterdir())
LANGUAGES = ["ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans", "de", None]
SAMPLE_LINES = sorted({line for path in SAMPLES for line in path.read_text(encoding="utf-8").split("\n")})
AWKWARD_LINES = [
    *("", "", "---", "***", "###", "# # #", "- 30 -", "ENDS", "===", "> ", "> - x", "1.", "1) a 2) b", "(1) a; (2) b"),
    *("**Bold line**", "**PARIS, 7 June 2031** – Hello there.", "PARIS – Hello there.", "7 June 2031 – 8 June 2031 –"),
    *("No. 3 | 3 June 2033 | No. 3", "By Ana", "By Ana", "Title: x", "Signed:", "On behalf of", "Signed: A, B: C"),
    *("Contact: a@b.example", "Ana | press officer | a@b.example | +44 1234 567890", "a@b.example c@d.example"),
    *(
        "Embargoed until 7 June 2031 00:01",
        "  - indented",
        "     2. deep",
        "a) x",
        "b) y",
        "2. after",
        "十、十",
        "第一条，第二",
    ),
    *("٣. ثالثا", "१) एक", "Home | News | Share", "07/06/2031", "Press statement 07/06/2031 | Rome | Paris | a b c"),
    *(
        "May 2031",
        "Notes to editors: see below.",
        "About us",
        "\u00a0",
        "\u200f١. نعم",
        "x" * 120,
        "We affirm:",
        "Our aims",
    ),
]
LINES = st.one_of(st.sampled_from(SAMPLE_LINES), st.sampled_from(AWKWARD_LINES), st.text(max_size=30))
STATEMENTS = st.tuples(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n"])).map(
    lambda pair: pair[1].join(pair[0])
)


def letters(texts):
    """Every letter, mark and digit, counted."""
    return Counter(c for text in texts for c in text if unicodedata.category(c)[0] in "LMN")


def words(texts):
    """Every word of letters and digits, counted."""
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("language", ["own", "en", "zh-hans", "de"])
def test_keeps_every_word_of_every_sample_once(path, language):
    text = decoded(path.read_bytes(), path.name)
    read = read_statement(text, None if language == "own" else language)
    assert words(read.kept()) == words([text])


@settings(max_examples=250, deadline=None)
@given(STATEMENTS, st.sampled_from(LANGUAGES))
def test_keeps_every_letter_of_any_text_once(text, language):
    read = read_statement(text, language)
    assert letters(read.kept()) == letters([text])


@settings(max_examples=100, deadline=None)
@given(STATEMENTS, st.sampled_from(LANGUAGES))
def test_quotes_claims_that_stand_in_the_signed_words(text, language):
    read = read_statement(text, language)
    signed = [
        read.title,
        *(p.text for p in (*read.lead, *read.closing)),
        *(t for _, t in (*read.aims, *read.affirmations)),
    ]
    for claim in read.claims:
        assert any(claim.said in part for part in signed)
