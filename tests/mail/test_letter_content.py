"""What may be posted: words are tidied, what could break out of its place is refused in plain words."""

from dataclasses import replace

import pytest
from post_room import INVITATION

from unisono.mail.content import BadAddress, BadLetter, checked, checked_address, content_from


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: everybody@example.org",
        "Hello\nBcc: everybody@example.org",
        "Hello\rBcc: everybody@example.org",
        "Hello\u2028Bcc: everybody@example.org",
        "Hello\x00\x0b\x85Bcc: everybody@example.org",
    ],
)
def test_subject_is_one_line_whatever_was_in_it(subject):
    assert checked(replace(INVITATION, subject=subject)).subject == "Hello Bcc: everybody@example.org"


def test_long_subject_is_cut_and_turning_marks_go():
    tidy = checked(replace(INVITATION, subject=" a\u202eb " + "x" * 300)).subject
    assert (len(tidy), tidy[:4]) == (200, "ab x")


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nb@example.org",
        "a@example.org\x00",
        "a@example.org,b@example.org",
        "a@example.org b@example.org",
        "Ada <a@example.org>",
        "<a@example.org>",
        "a@b@example.org",
        "nobody",
        "@example.org",
        "a@",
        "",
        "ä@example.org",
        '"a b"@example.org',
        "a@[127.0.0.1]",
        "a@example.org;b@example.org",
        "a" * 300 + "@example.org",
    ],
)
def test_anything_but_one_plain_address_is_refused(address):
    with pytest.raises(BadAddress):
        checked_address(address)


def test_good_addresses_are_taken_and_their_domain_made_small():
    assert checked_address(" Ada.Lovelace+x@Example.ORG ") == "Ada.Lovelace+x@example.org"
    assert checked_address("ada@bücher.example") == "ada@bücher.example"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http:///nowhere",
        "//example.org/x",
        "/newsroom/",
        'https://example.org/"><script>',
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "https://[bad/",
        "https://example.org/" + "x" * 2000,
        "data:text/html,x",
    ],
)
def test_button_leads_to_the_web_alone(address):
    with pytest.raises(BadLetter, match="no address that a letter can lead to"):
        checked(replace(INVITATION, address=address))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject": " \r\n "}, "needs a subject"),
        ({"paragraphs": ("", " \n ")}, "at least one paragraph"),
        ({"button": ""}, "both its words and the address"),
        ({"address": ""}, "both its words and the address"),
        ({"unsubscribe": "http://example.org/stop"}, "no address that a letter can lead to"),
        ({"unsubscribe": "https://example.org/a,b>\nX: y"}, "no address that a letter can lead to"),
        ({"unsubscribe": "mailto:stop@example.org", "unsubscribes_by_post": True}, "begins with https:"),
    ],
)
def test_what_is_missing_is_said(change, said):
    with pytest.raises(BadLetter, match=said):
        checked(replace(INVITATION, **change))


def test_content_is_kept_and_read_back_the_same():
    tidy = checked(replace(INVITATION, unsubscribe="https://example.org/stop", unsubscribes_by_post=True))
    assert content_from(tidy.as_json()) == tidy
