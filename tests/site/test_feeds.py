"""Feeds, sitemap and data: valid, absolute, honest, and the same bytes every time."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import pytest
from defusedxml.ElementTree import fromstring
from river_story import made_assets, river_story, store_in, with_words

from unisono.site import snapshot as s
from unisono.site.feeds import plan_feeds
from unisono.site.media import plan_media

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ORIGIN = "https://river.example.org"


@pytest.fixture(scope="module")
def river(tmp_path_factory):
    """The story and the files of its pictures."""
    store = store_in(tmp_path_factory.mktemp("river"))
    snapshot = river_story(store)
    return snapshot, made_assets(plan_media(snapshot, store), store, ("picture:", "icon"))


def files_of(snapshot, assets):
    """Everything that the feeds make: path → (content, type)."""
    made = [made for output in plan_feeds(snapshot, assets) for made in output.make()]
    return {path: (content, type) for path, content, type in made}


def test_plan_feeds_names_every_file(river):
    outputs = {output.name: [path for path, _, _ in output.make()] for output in plan_feeds(*river)}
    assert outputs == {
        "sitemap": ["sitemap.xml"],
        "robots": ["robots.txt"],
        "data:coalition": ["coalition.json"],
        "links": ["links.json"],
        **{f"feed:atom:{code}": [f"{code}/feed.atom"] for code in ("ar", "en")},
        **{f"feed:json:{code}": [f"{code}/feed.json"] for code in ("ar", "en")},
        **{f"data:facts:{code}": [f"{code}/facts.json"] for code in ("ar", "en")},
        **{f"data:facts-table:{code}": [f"{code}/facts.csv"] for code in ("ar", "en")},
        **{f"manifest:{code}": [f"{code}/manifest.webmanifest"] for code in ("ar", "en")},
    }


def test_plan_feeds_has_none_where_there_is_nothing_to_say(river):
    snapshot, assets = river
    quiet = with_words(with_words(snapshot, "en", news=(), facts=()), "ar", news=(), facts=())
    names = {output.name for output in plan_feeds(quiet, assets)}
    assert names == {"sitemap", "robots", "data:coalition", "links", "manifest:ar", "manifest:en"}


def test_keys_and_bytes_are_the_same_every_time(river):
    first, second = plan_feeds(*river), plan_feeds(*river)
    assert [(one.name, one.key, one.make()) for one in first] == [(one.name, one.key, one.make()) for one in second]


def test_atom_has_all_that_its_standard_asks_for(river):
    content, type = files_of(*river)["en/feed.atom"]
    feed = fromstring(content)
    assert type == "application/atom+xml; charset=utf-8"
    assert feed.get(LANG) == "en"
    assert feed.findtext(f"{ATOM}id") == f"{ORIGIN}/en/feed.atom"
    assert feed.findtext(f"{ATOM}title") == "A river for all"
    assert feed.findtext(f"{ATOM}updated") == "2026-02-21T08:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "River Secretariat"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{ORIGIN}/en/feed.atom", "alternate": f"{ORIGIN}/en/news/"}
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"{ORIGIN}/en/news/first-boat/",
        f"{ORIGIN}/en/news/the-call/",
    ]
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo is not None
        assert entry.find(f"{ATOM}content").get("type") == "html"
    assert entries[1].findtext(f"{ATOM}title") == "The call <open>"


def test_atom_content_is_html_that_says_its_direction(river):
    feed = fromstring(files_of(*river)["en/feed.atom"][0])
    first, second = (entry.findtext(f"{ATOM}content") for entry in feed.findall(f"{ATOM}entry"))
    assert second == '<div lang="en" dir="ltr"><p>We call.</p><ul><li>one</li><li>two</li></ul></div>'
    picture = river[1].pictures("picture:bank")[-1]
    assert first == (
        '<div lang="en" dir="ltr"><p>A <b>boat</b> &amp; a crew.</p><figure>'
        f'<img src="{ORIGIN}/{picture.path}" alt="A bank" width="960" height="640">'
        "<figcaption>The bank in spring</figcaption></figure></div>"
    )


def test_atom_gives_the_original_picture_as_an_enclosure(river):
    feed = fromstring(files_of(*river)["en/feed.atom"][0])
    (enclosure,) = feed.findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    original = river[1].one("picture:bank", "image/jpeg")
    assert enclosure.attrib == {
        "rel": "enclosure",
        "href": f"{ORIGIN}/{original.path}",
        "type": "image/jpeg",
        "length": str(original.size),
    }


def test_atom_marks_an_entry_that_is_late(river):
    feed = fromstring(files_of(*river)["ar/feed.atom"][0])
    (entry,) = feed.findall(f"{ATOM}entry")
    assert (feed.get(LANG), entry.get(LANG)) == ("ar", "en")
    assert entry.findtext(f"{ATOM}id") == f"{ORIGIN}/ar/news/the-call/"


def test_atom_leaves_out_what_xml_cannot_hold(river):
    snapshot, assets = river
    news = (s.PostWords("en", False, "the-call", "One\x0btwo & \ufffe", "", "Body"),)
    feed = fromstring(files_of(with_words(snapshot, "en", news=news), assets)["en/feed.atom"][0])
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "Onetwo & "
    assert feed.find(f"{ATOM}entry/{ATOM}summary") is None


def test_json_feed_has_all_that_its_standard_asks_for(river):
    content, type = files_of(*river)["en/feed.json"]
    feed = json.loads(content)
    assert type == "application/feed+json"
    assert {name: feed[name] for name in ("version", "title", "home_page_url", "feed_url", "language")} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A river for all",
        "home_page_url": f"{ORIGIN}/en/",
        "feed_url": f"{ORIGIN}/en/feed.json",
        "language": "en",
    }
    assert feed["authors"] == [{"name": "River Secretariat", "url": "https://river.example.org"}]
    first, second = feed["items"]
    assert first["id"] == first["url"] == f"{ORIGIN}/en/news/first-boat/"
    assert first["date_published"] == "2026-02-21T08:00:00Z"
    assert first["image"].startswith(f"{ORIGIN}/assets/")
    assert [one["mime_type"] for one in first["attachments"]] == ["image/jpeg"]
    assert "image" not in second
    assert second["content_html"].startswith('<div lang="en" dir="ltr"><p>We call.')


def test_sitemap_gives_every_page_with_all_its_versions(river):
    root = fromstring(files_of(*river)["sitemap.xml"][0])
    pages = {
        url.findtext(f"{SITEMAP}loc"): {
            link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link[@rel='alternate']")
        }
        for url in root
    }
    assert len(pages) == len(list(root))
    statement = {"ar": f"{ORIGIN}/ar/statement/", "en": f"{ORIGIN}/en/statement/"}
    assert pages[f"{ORIGIN}/ar/statement/"] == {**statement, "x-default": statement["en"]}
    assert pages[f"{ORIGIN}/en/news/first-boat/"] == {
        "en": f"{ORIGIN}/en/news/first-boat/",
        "x-default": f"{ORIGIN}/en/news/first-boat/",
    }
    assert f"{ORIGIN}/ar/news/first-boat/" not in pages
    assert {f"{ORIGIN}/ar/", f"{ORIGIN}/en/"} <= set(pages)
    for address, versions in pages.items():
        assert address in versions.values()


def test_sitemap_dates_posts_by_their_own_date(river):
    root = fromstring(files_of(*river)["sitemap.xml"][0])
    dated = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert dated[f"{ORIGIN}/en/news/first-boat/"] == "2026-02-21T08:00:00Z"
    assert dated[f"{ORIGIN}/en/"] is None


def test_sitemap_names_no_language_that_is_not_open(river):
    snapshot, assets = river
    only_arabic = replace(snapshot, languages=("ar",), words=snapshot.words[:1])
    for content, _ in files_of(only_arabic, assets).values():
        assert f"{ORIGIN}/en/" not in content.decode()
    root = fromstring(files_of(only_arabic, assets)["sitemap.xml"][0])
    assert {link.get("hreflang") for url in root for link in url.findall(f"{XHTML}link")} == {"ar"}


def test_robots_may_read_everything_public(river):
    assert files_of(*river)["robots.txt"] == (
        b"User-agent: *\nAllow: /\nDisallow: /newsroom/\nDisallow: /partners/\nDisallow: /confirm/\n"
        b"Disallow: /s/\nDisallow: /kits/\n\nSitemap: https://river.example.org/sitemap.xml\n",
        "text/plain; charset=utf-8",
    )


def test_coalition_counts_samples_apart(river):
    coalition = json.loads(files_of(*river)["coalition.json"][0])
    assert coalition["as_of"] == "2026-02-20T12:00:00Z"
    assert coalition["counts"] == {
        "confirmed": 1, "named": 1, "sample": 2, "countries": 2, "sample_countries": 1, "languages": 2,
    }  # fmt: skip
    assert coalition["countries"] == {
        "EG": {"confirmed": 0, "named": 1, "sample": 0},
        "FR": {"confirmed": 1, "named": 0, "sample": 2},
    }
    assert [(one["key"], one["basis"]) for one in coalition["organisations"]] == [
        ("boats", "confirmed"),
        ("fishers", "named"),
        ("sample-one", "sample"),
        ("sample-two", "sample"),
    ]


def test_facts_come_with_source_and_corrections(river):
    facts = json.loads(files_of(*river)["en/facts.json"][0])
    assert [fact["key"] for fact in facts["facts"]] == ["water", "fish"]
    assert facts["facts"][0]["source"]["publisher"] == "Water Office"
    assert facts["facts"][0]["address"] == f"{ORIGIN}/en/facts/#water"
    assert facts["corrections"] == [
        {"key": "c1", "fact": "water", "date": "2026-03-01", "text": "We had 200 million.", "language": "en"}
    ]


def test_facts_table_can_be_read_by_a_spreadsheet(river):
    content, type = files_of(*river)["ar/facts.csv"]
    assert type == "text/csv; charset=utf-8"
    assert content.startswith("\ufeffkey,claim,".encode())
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["claim"] == "أكثر من ٢٥٠ مليون شخص يشربون من الأنهار."
    assert (row["value"], row["source_title"], row["source_url"]) == (
        "250000000",
        "River report",
        "https://water.example.org/r",
    )


def test_facts_table_holds_no_formula(river):
    snapshot, assets = river
    facts = (s.FactWords("en", "fish", '=HYPERLINK("https://evil.example")', "-5 degrees"),)
    value = tuple(replace(fact, value="-2.5") if fact.key == "fish" else fact for fact in snapshot.facts)
    told = replace(with_words(snapshot, "en", facts=facts), facts=value)
    (row,) = csv.DictReader(io.StringIO(files_of(told, assets)["en/facts.csv"][0].decode("utf-8-sig")))
    assert row["claim"].startswith("'=HYPERLINK")
    assert (row["caveat"], row["value"]) == ("'-5 degrees", "-2.5")


def test_web_manifest_is_in_the_language(river):
    content, type = files_of(*river)["ar/manifest.webmanifest"]
    manifest = json.loads(content)
    assert type == "application/manifest+json"
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("نهر للجميع", "ar", "rtl")
    assert manifest["icons"][0]["src"] == f"../{river[1].one('icon').path}"
