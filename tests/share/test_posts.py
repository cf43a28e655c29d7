"""Posts: the text for a network is its own, the general one, or none. Nothing is ever cut."""

from hypothesis import given
from hypothesis import strategies as st

from unisono.share.counting import LIMITS, measure
from unisono.share.posts import Offer, filled, offers, post_text

URL = "https://mld.example.org/hi/?ref=x"
ALL = tuple(LIMITS)


def test_post_text_takes_the_text_for_the_network():
    posts = {"default": "All of us. {link}", "x": "For X: {link} #one"}
    assert post_text(posts, "x", URL) == f"For X: {URL} #one"
    assert post_text(posts, "mastodon", URL) == f"All of us. {URL}"


def test_post_text_adds_the_address_where_a_text_names_none():
    assert post_text({"default": "All of us."}, "sms", URL) == f"All of us. {URL}"
    assert filled("  ", URL) == ""


def test_post_text_names_the_address_once():
    assert post_text({"default": "{link} and {link}"}, "sms", URL) == f"{URL} and "


def test_own_text_that_is_too_long_gives_way_to_the_general_one():
    posts = {"x": "很" * 140 + "{link}", "default": "短的。{link}", "whatsapp": "x"}
    assert post_text(posts, "x", URL) == f"短的。{URL}"


def test_nothing_is_offered_where_nothing_fits():
    posts = {"default": "word " * 80 + "{link}", "email_subject": "Short", "whatsapp": "Short {link}"}
    assert post_text(posts, "x", URL) == ""
    assert post_text(posts, "mastodon", URL) == filled(posts["default"], URL)
    assert post_text({"email_body": "Dear all"}, "x", URL) == ""


def test_post_text_that_is_just_short_enough_is_whole():
    assert post_text({"default": "a" * 256 + " {link}"}, "x", URL) == "a" * 256 + f" {URL}"
    assert post_text({"default": "a" * 257 + " {link}"}, "x", URL) == ""


def test_offers_say_who_gets_which_text():
    assert offers({"default": "All. {link}"}, URL) == (Offer(f"All. {URL}", ALL, "all"),)
    posts = {"default": "All. {link}", "x": "X. {link}", "mastodon": "X. {link}"}
    rest = tuple(network for network in ALL if network not in ("x", "mastodon"))
    assert offers(posts, URL) == (Offer(f"X. {URL}", ("x", "mastodon")), Offer(f"All. {URL}", rest, "rest"))
    long = {"default": "a" * 260 + " {link}"}
    assert offers(long, URL) == (Offer("a" * 260 + f" {URL}", ALL[1:], "named"),)
    assert offers({"x": "X"}, URL) == (Offer(f"X {URL}", ("x",)),)
    assert offers({}, URL) == ()


@given(st.dictionaries(st.sampled_from(["default", *ALL]), st.text(max_size=700)))
def test_what_is_offered_fits_and_is_somebody_s_whole_text(posts):
    written = {filled(text, URL) for text in posts.values()}
    seen = [network for offer in offers(posts, URL) for network in offer.networks]
    assert len(seen) == len(set(seen))
    for offer in offers(posts, URL):
        assert offer.text in written
        assert all(measure(LIMITS[network], offer.text).fits for network in offer.networks)
