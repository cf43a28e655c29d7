"""Counting: each network's own rules, held against facts that the networks publish."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from unisono.share.counting import (
    LIMITS,
    SHORT,
    Measure,
    bluesky_length,
    hashtags_in,
    mastodon_length,
    measure,
    threads_length,
    utf16_length,
    x_length,
)
from unisono.share.graphemes import graphemes, is_emoji
from unisono.words.models import OWN_TEXTS

URL = "https://mld.example.org/hi/?ref=x"
FAMILY = "👩‍👩‍👧‍👦"
#: Signs of many scripts, and what joins, marks and directs them.
SIGNS = [
    *"abZ1 .,#@/éß한각가ᄀ각让孩。あกำहকষમعربیעہ\u0301\u200d\u200c\ufe0f\u20e3\u0600👍🏽👩👧🇫🇷🇩☀©",
    "क्षि", "प्र", "र्\u200d", "ক্ষ", "മ്മ", "1️⃣",
]  # fmt: skip
words = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "Every child 1️⃣ 👍🏽 🇫🇷🇩🇪🇧 " + FAMILY,
        "हर बच्चा पहले शब्द से समझे: क्षि ज्ञान श्री",
        "প্রতিটি শিশু প্রথম শব্দ থেকেই বুঝুক, ক্ষমা",
        "فَلْيَفْهَمْ كُلُّ طِفْلٍ",
        "כָּל יֶלֶד",
        "ہر بچہ پہلے لفظ سے سمجھے",
        "让每个孩子从第一个字起就听懂",
        "한국어 각 ภาษาไทย ทำ മലയാളം ക്ക தமிழ்",
        "a\r\nb\u0301c\u200b\u0600\u0661",
    ],
)
def test_graphemes_agree_with_unicode(text):
    assert list(graphemes(text)) == regex.findall(r"\X", text)


def test_graphemes_of_nothing_are_none():
    assert list(graphemes("")) == []


def test_emoji_are_told_from_text_signs():
    assert [is_emoji(one) for one in ["👍🏽", "🇫🇷", "1️⃣", FAMILY, "©", "あ", "1"]] == [True] * 4 + [False] * 3


@given(words)
def test_graphemes_are_those_of_unicode_whatever_is_written(text):
    assert list(graphemes(text)) == regex.findall(r"\X", text)


X = [
    ("hello", 5),
    ("", 0),
    ("नमस्ते", 6),
    ("مرحبا", 5),
    ("ہر بچہ", 6),
    ("让每个孩子", 10),
    ("こんにちは", 10),
    ("한국어", 6),
    (FAMILY, 2),
    ("🙋🏽", 2),
    ("👾", 2),
    ("1️⃣🇫🇷", 4),
    ("☀️☀", 4),
    ("e\u0301", 1),  # one letter after normalisation
    ("cafe\u0301", 4),
    ("“quoted” – yes…", 16),
    ("\u1100", 2),  # the first that weighs two
    ("\u10ff", 1),
    ("©", 1),
    ("see " + URL, 27),
    (f"{URL} and http://a.example/b", 51),
    (f"{URL}.", 24),  # the full stop is not the address's
    (f"({URL})", 25),
    (f"{URL}, yes", 28),
    ("https://a.example/让我们", 18 + 5 + 6),  # neither are signs behind it
    ("让我们https://a.example/b", 6 + 23),
    ("https://a.example让", 23 + 2),
    ("https://en.wikipedia.example/wiki/Bar_(unit)", 23),
    ("https://пример.рф/б", 23),
    ("http://localhost/", 17),
    ("ada@example.org", 15),
    ("#https://a.example", 9 + 23),
    ("example.org", 23),
    ("Read example.org/kit now", 5 + 23 + 4),
    ("a-very-long-name-of-a-campaign.example", 38),
    ("e.g. 2.5 p.m.", 13),
]


@pytest.mark.parametrize(("text", "weight"), X)
def test_x_length_follows_its_published_rules(text, weight):
    assert x_length(text) == weight


MASTODON = [
    ("hello", 5),
    (f"{FAMILY}क्षि {URL}", 3 + 23),
    (f"{URL}.", 24),
    ("example.org", 11),
    ("@ada", 4),
    ("@ada@mastodon.example", 4),
    ("Thanks @ada@mastodon.example!", 12),
    ("@ada@one.example @bob_b@two.example", 4 + 1 + 6),
    ("ada@mastodon.example", 20),
    ("https://mastodon.example/@ada@one.example", 23),
]


@pytest.mark.parametrize(("text", "length"), MASTODON)
def test_mastodon_length_follows_its_published_rules(text, length):
    assert mastodon_length(text) == length


def test_lengths_differ_by_network():
    text = f"{FAMILY}क्षि {URL}"
    assert bluesky_length(text) == 3 + len(URL)
    assert threads_length(text) == len(FAMILY.encode()) + 4 + 1 + len(URL)
    assert utf16_length("a👍让") == 4


@given(words, words)
def test_counts_add_up_and_grow(one, other):
    """A space parts whatever could join, so counts of parts add up; and nothing counts less than nothing."""
    for limit in LIMITS.values():
        whole = limit.length(f"{one}\n{other}")
        assert whole >= max(limit.length(one), limit.length(other))
        assert whole == limit.length(one) + 1 + limit.length(other)


@given(st.text(max_size=80))
def test_bluesky_and_x_take_what_anybody_types(text):
    assert bluesky_length(text) == len(regex.findall(r"\X", text)) or not text.isprintable()
    assert 0 <= x_length(text) <= 2 * len(text) + 23 * text.count(".")


def test_hashtags_are_counted():
    assert hashtags_in("#one #two, (#three) ＃four a#no # &#39; x/#no #اليوم") == 5


@pytest.mark.parametrize(
    ("network", "text", "expected"),
    [
        ("x", "a" * 280, Measure(0)),
        ("x", "a" * 292, Measure(-12)),
        ("bluesky", "क्षि" * 300, Measure(0, bytes_over=600)),
        ("instagram", "#a #b #c #d #e #f", Measure(2183, hashtags_over=1)),
        ("telegram", "a" * 1030, Measure(3066, picture_left=-6)),
    ],
)
def test_a_measure_says_what_is_left_and_what_is_too_much(network, text, expected):
    assert measure(LIMITS[network], text) == expected
    assert expected.fits == (text in ("a" * 280, "a" * 1030))


def test_limits_are_those_the_networks_publish():
    assert {network: limit.most for network, limit in LIMITS.items()} == {
        "x": 280,
        "bluesky": 300,
        "mastodon": 500,
        "threads": 500,
        "instagram": 2200,
        "facebook": 63206,
        "linkedin": 3000,
        "whatsapp": 65536,
        "telegram": 4096,
    }
    assert all(limit.source for limit in LIMITS.values())
    assert SHORT == OWN_TEXTS  # the room of words stands below this one


@pytest.mark.parametrize("piece", ["a-", "a.", "a_", "https://", "(", "@a", "a@", "#", "/"])
def test_what_begins_like_an_address_for_pages_on_end_is_text(piece):
    """Each beginning is read once, so that this ends."""
    assert x_length(piece * 10_000) == mastodon_length(piece * 10_000) == len(piece) * 10_000


@pytest.mark.parametrize(
    "text", ["ᄀ\U0001f468", "\u200d\U0001f468", "\U0001f468\u0301\u200d\U0001f468", "क\u200d\u094dक"]
)
def test_graphemes_agree_with_unicode_where_joiners_meet(text):
    assert list(graphemes(text)) == regex.findall(r"\X", text)


def test_graphemes_keep_hangul_syllables_together():
    assert list(graphemes("각\u1112\u1161\u11ab")) == ["각", "\u1112\u1161\u11ab"]
