"""Posts: chosen for a network, counted as it counts, cut only between words and never inside a letter."""

import pytest
import regex

from unisono.share.graphemes import graphemes, is_emoji
from unisono.share.posts import (
    LIMITS,
    NoText,
    bluesky_length,
    mastodon_length,
    post_text,
    threads_length,
    x_length,
)

URL = "https://mld.example.org/hi/?ref=x"
FAMILY = "👩‍👩‍👧‍👦"


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


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("hello", 5),
        ("नमस्ते", 6),
        ("مرحبا", 5),
        ("让每个孩子", 10),
        (FAMILY, 2),
        ("1️⃣🇫🇷", 4),
        ("see " + URL, 27),
        (f"{URL} and http://a.example/b", 51),
        ("e\u0301", 1),
        ("“quoted” – yes…", 16),
    ],
)
def test_x_length_follows_its_published_weights(text, weight):
    assert x_length(text) == weight


def test_lengths_differ_by_network():
    text = f"{FAMILY}क्षि {URL}"
    assert bluesky_length(text) == 3 + len(URL)
    assert mastodon_length(text) == 3 + 23
    assert threads_length(text) == len(FAMILY.encode()) + 4 + 1 + len(URL)


def test_post_text_takes_the_text_for_the_network():
    posts = {"default": "All of us. {link}", "x": "For X: {link} #one"}
    assert post_text(posts, "x", URL) == f"For X: {URL} #one"
    assert post_text(posts, "mastodon", URL) == f"All of us. {URL}"


def test_post_text_adds_the_address_where_a_text_names_none():
    assert post_text({"default": "All of us."}, "sms", URL) == f"All of us. {URL}"


def test_post_text_names_the_address_once():
    assert post_text({"default": "{link} and {link}"}, "sms", URL) == f"{URL} and "


def test_post_text_falls_to_a_shorter_text_of_the_campaign():
    posts = {"x": "很" * 140 + "{link}", "default": "长" * 150 + " {link}", "whatsapp": "短的。{link}"}
    assert post_text(posts, "x", URL) == f"短的。{URL}"


def test_post_text_never_takes_the_words_of_a_letter():
    posts = {"default": "word " * 80 + "{link}", "email_subject": "Short"}
    assert post_text(posts, "x", URL) == "word " * 50 + f"word… {URL}"


def test_post_text_that_is_just_long_enough_is_left_whole():
    text = "a" * 256 + " {link}"
    assert post_text({"default": text}, "x", URL) == "a" * 256 + f" {URL}"
    assert x_length(post_text({"default": "a" * 257 + " {link}"}, "x", URL)) == 280


def test_post_text_is_cut_between_words():
    cut = post_text({"default": "One two three, four. {link}"}, "bluesky", "https://a.b", limit=25)
    assert cut == "One two… https://a.b"
    assert bluesky_length(cut) <= 25


def test_post_text_is_cut_between_letters_where_there_are_no_spaces():
    cut = post_text({"default": "让每个孩子从第一个字起就听懂。{link}"}, "bluesky", "https://a.b", limit=20)
    assert cut == "让每个孩子从第… https://a.b"


@pytest.mark.parametrize("limit", range(13, 40))
def test_post_text_is_never_cut_inside_a_letter(limit):
    text = f"क्षि{FAMILY}प्रक्षेपण🇫🇷🇩🇪ক্ষুদ্র"
    cut = post_text({"default": text + "{link}"}, "bluesky", "https://a.b", limit=limit)
    assert bluesky_length(cut) <= limit
    kept = cut.removesuffix("https://a.b").rstrip(" …")
    letters = list(graphemes(text))
    assert kept == "".join(letters[: len(list(graphemes(kept)))])


def test_post_text_is_the_address_alone_where_nothing_else_fits():
    assert post_text({"default": "Words and words. {link}"}, "bluesky", "https://a.b", limit=11) == "https://a.b"


def test_post_text_says_when_not_even_the_address_fits():
    with pytest.raises(ValueError, match="longer than 5"):
        post_text({"default": "Words. {link}"}, "bluesky", "https://a.b", limit=5)


def test_post_text_asks_for_a_default():
    with pytest.raises(NoText, match='there is no text for x: write "default"'):
        post_text({"default": "  ", "mastodon": "Hello {link}"}, "x", URL)


def test_limits_are_those_the_networks_publish():
    assert {network: limit.most for network, limit in LIMITS.items()} == {
        "x": 280,
        "bluesky": 300,
        "mastodon": 500,
        "threads": 500,
    }


@pytest.mark.parametrize(
    "text", ["ᄀ\U0001f468", "\u200d\U0001f468", "\U0001f468\u0301\u200d\U0001f468", "क\u200d\u094dक"]
)
def test_graphemes_agree_with_unicode_where_joiners_meet(text):
    assert list(graphemes(text)) == regex.findall(r"\X", text)


def test_graphemes_keep_hangul_syllables_together():
    assert list(graphemes("각\u1112\u1161\u11ab")) == ["각", "\u1112\u1161\u11ab"]
