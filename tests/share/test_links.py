"""Share links: every value percent-encoded, every text in its own direction."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from unisono.share import NETWORKS, share_links
from unisono.share.counting import x_length

URL = "https://mld.example.org/en/kit/understand/?a=1&b=2"
Q = "https%3A%2F%2Fmld.example.org%2Fen%2Fkit%2Funderstand%2F%3Fa%3D1%26b%3D2"


def _hrefs(*arguments, **named):
    return {link.network: link.href for link in share_links(*arguments, **named)}


def test_share_links_encode_every_value():
    text = "100 % & more: “words” + #MotherLanguageDay {link}"
    words = "100%20%25%20%26%20more%3A%20%E2%80%9Cwords%E2%80%9D%20%2B%20%23MotherLanguageDay"
    assert _hrefs("en", text, URL, "Call & answer") == {
        "x": f"https://x.com/intent/tweet?text={words}&url={Q}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={Q}",
        "threads": f"https://www.threads.com/intent/post?text={words}&url={Q}",
        "bluesky": f"https://bsky.app/intent/compose?text={words}%20{Q}",
        "mastodon": f"https://share.joinmastodon.org/?text={words}%20{Q}",
        "telegram": f"https://t.me/share/url?url={Q}&text={words}",
        "whatsapp": f"https://wa.me/?text={words}%20{Q}",
        "linkedin": f"https://www.linkedin.com/sharing/share-offsite/?url={Q}",
        "reddit": f"https://www.reddit.com/submit?url={Q}&title=Call%20%26%20answer&type=LINK",
        "line": f"https://social-plugins.line.me/lineit/share?url={Q}&text={words}",
        "email": f"mailto:?subject=Call%20%26%20answer&body={words}%20{Q}",
        "sms": f"sms:?body={words}%20{Q}",
    }


def test_share_links_are_labelled_with_proper_names():
    labels = [link.label for link in share_links("en", "Hello {link}", URL, "Title")]
    assert labels == [
        "X", "Facebook", "Threads", "Bluesky", "Mastodon", "Telegram", "WhatsApp", "LinkedIn", "Reddit",
        "LINE", "E-mail", "SMS",
    ]  # fmt: skip
    assert len(NETWORKS) == 12


def test_share_links_write_mail_with_its_own_words_and_line_ends():
    posts = {
        "default": "Hello {link}",
        "email_subject": "A friend’s call",
        "email_body": "Dear friend,\n\n{link}\n\nYours",
    }
    href = _hrefs("en", posts, "https://a.example/", "Title")["email"]
    assert href == (
        "mailto:?subject=A%20friend%E2%80%99s%20call&body=Dear%20friend%2C%0D%0A%0D%0A"
        "https%3A%2F%2Fa.example%2F%0D%0A%0D%0AYours"
    )


def test_share_links_keep_an_address_that_stands_inside_the_text():
    hrefs = _hrefs("en", "Read {link} and sign.", "https://a.example/", "Title")
    assert hrefs["x"] == "https://x.com/intent/tweet?text=Read%20https%3A%2F%2Fa.example%2F%20and%20sign."
    assert hrefs["telegram"].startswith("https://t.me/share/url?url=https%3A%2F%2Fa.example%2F&text=Read%20")


def test_share_links_set_arabic_in_its_direction():
    text = "فليفهم كل طفل من الكلمة الأولى. #اليوم {link}"
    href = _hrefs("ar", text, "https://a.example/ar/", "العنوان")["whatsapp"]
    assert unquote(href) == f"https://wa.me/?text={text.replace('{link}', 'https://a.example/ar/')}"
    assert href.isascii()


@pytest.mark.parametrize(
    ("language", "text", "mark"),
    [
        ("ar", "UNESCO: أربعون في المئة {link}", "\u200f"),
        ("he", "#MotherLanguageDay ארבעים {link}", "\u200f"),
        ("ur", "٪40 لوگ {link}", ""),
        ("en", "עברית means Hebrew {link}", "\u200e"),
        ("fr", "Chaque enfant {link}", ""),
        ("ar", "40 % {link}", ""),
    ],
)
def test_share_links_mark_the_direction_where_the_first_word_would_mislead(language, text, mark):
    body = parse_qs(urlsplit(_hrefs(language, text, "https://a.example/", "T")["sms"]).query)["body"][0]
    assert body == mark + text.replace("{link}", "https://a.example/")


def test_share_links_add_a_hashtag_only_where_it_is_missing_and_fits():
    hrefs = _hrefs("en", "Hello {link}", "https://a.example/", "T", hashtags=("MotherLanguageDay", "#hello", "", "#"))
    assert unquote(hrefs["x"]) == (
        "https://x.com/intent/tweet?text=Hello #MotherLanguageDay #hello&url=https://a.example/"
    )
    assert unquote(hrefs["sms"]) == "sms:?body=Hello https://a.example/"
    with_it = _hrefs("en", "Hello #motherlanguageday {link}", "https://a.example/", "T", ("MotherLanguageDay",))
    assert unquote(with_it["bluesky"]).count("anguage") == 1
    inside = _hrefs("en", "See {link} now", "https://a.example/", "T", ("Day",))
    assert unquote(inside["mastodon"]).endswith("See https://a.example/ now #Day")


def test_share_links_leave_the_mark_out_where_only_the_words_fit():
    text = "UNESCO " + "ا" * 249 + " {link}"
    query = parse_qs(urlsplit(_hrefs("ar", text, URL, "T", hashtags=("tag",))["x"]).query)
    assert x_length(f"{query['text'][0]} {query['url'][0]}") == 280
    assert query["text"][0].startswith("UNESCO")


def test_share_links_cut_nothing():
    posts, otherwise = {"default": "a" * 300}, {"default": "All of us.", "x": "Us."}
    shared = {link.network: unquote(link.href) for link in share_links("en", posts, URL, "Title", (), otherwise)}
    assert shared["x"] == f"https://x.com/intent/tweet?text=Us.&url={URL}"
    assert shared["bluesky"] == f"https://bsky.app/intent/compose?text=All of us. {URL}"
    assert shared["mastodon"].endswith("a" * 300 + f" {URL}")
    assert unquote(_hrefs("en", posts, URL, "Title")["x"]).startswith("https://x.com/intent/tweet?text=Title&url=")
    assert unquote(_hrefs("en", posts, URL, "b" * 300)["x"]) == f"https://x.com/intent/tweet?url={URL}"
