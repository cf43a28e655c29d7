"""Which short link stands where, and what an edition tells of its links."""

import json
from dataclasses import replace

import pytest
from site_story import told

from unisono.site import snapshot as s
from unisono.site.feeds import plan_feeds
from unisono.site.short_links import short_link

ORIGIN = "https://river.example.org"
LINKS = (
    s.ShortLink("ar2222", "", "ar", "", ""),
    s.ShortLink("ar3333", "", "ar", "boats", ""),
    s.ShortLink("en2222", "", "en", "", ""),
    s.ShortLink("en3333", "", "en", "", "print"),
    s.ShortLink("en4444", "", "en", "", "whatsapp"),
    s.ShortLink("en5555", "", "en", "boats", ""),
    s.ShortLink("en6666", "", "en", "fishers", "print"),
    s.ShortLink("en7777", "news/the-call/", "en", "", ""),
    s.ShortLink("en8888", "news/not-yet/", "en", "", ""),
    s.ShortLink("fr9999", "film/", "fr", "", ""),
)


def river(*links: s.ShortLink) -> s.Snapshot:
    return replace(told()[0], links=links or LINKS)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"language": "en"}, "en2222"),
        ({"language": "en", "network": "print"}, "en3333"),
        ({"language": "en", "network": "whatsapp"}, "en4444"),
        ({"language": "en", "network": "telegram"}, "en2222"),
        ({"language": "en", "organisation": "boats"}, "en5555"),
        ({"language": "en", "organisation": "boats", "network": "print"}, "en5555"),
        ({"language": "en", "organisation": "fishers", "network": "print"}, "en6666"),
        ({"language": "en", "organisation": "fishers"}, "en2222"),
        ({"language": "en", "organisation": "unknown", "network": "print"}, "en3333"),
        ({"language": "ar", "organisation": "boats", "network": "print"}, "ar3333"),
        ({"language": "ar", "network": "whatsapp"}, "ar2222"),
        ({"language": "en", "place": "news/the-call/"}, "en7777"),
        ({"language": "ar", "place": "news/the-call/"}, "en7777"),
        ({"language": "fr", "network": "print"}, "en3333"),
        ({"language": "fr", "place": "film/"}, "fr9999"),
        ({"language": "en", "place": "film/"}, ""),
        ({"language": "en", "place": "facts/"}, ""),
    ],
)
def test_nearest_link_is_given(asked, code):
    assert short_link(river(), **asked) == (f"{ORIGIN}/s/{code}" if code else "")
    backwards = river(*reversed(LINKS))
    assert short_link(backwards, **asked) == short_link(river(), **asked)


def test_story_without_links_has_none():
    assert short_link(told()[0], "en") == ""


def written(story: s.Snapshot) -> bytes:
    output = next(output for output in plan_feeds(story, told()[1]) if output.name == "links")
    ((path, content, type),) = output.make()
    assert (path, type) == ("links.json", "application/json")
    return content


def test_edition_tells_where_its_codes_lead_and_nothing_else():
    content = written(river())
    assert json.loads(content) == {
        "format": 1,
        "links": {
            "ar2222": "ar/", "ar3333": "ar/", "en2222": "en/", "en3333": "en/", "en4444": "en/", "en5555": "en/",
            "en6666": "en/", "en7777": "en/news/the-call/", "fr9999": "fr/film/",
        },
    }  # fmt: skip
    assert b"boats" not in content
    assert b"whatsapp" not in content
    assert written(river(*reversed(LINKS))) == content


def test_edition_says_nothing_of_a_page_that_is_not_open_yet():
    content = written(river())
    assert b"not-yet" not in content
    assert b"en8888" not in content
