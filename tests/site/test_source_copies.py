"""What the public sees of the copy of a source: its day and hash always, the file where it may be published."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import pytest
from river_story import made_assets, river_story, store_in

from unisono.site.feeds import plan_feeds
from unisono.site.media import plan_media
from unisono.site.pages import plan_pages
from unisono.site.snapshot import SourceCopy, decode, encode

PAGE = b"<script>alert(1)</script>"
DIGEST = hashlib.sha256(PAGE).hexdigest()
ARCHIVE = "https://web.archive.org/web/2026/https://water.example.org/r"


@pytest.fixture
def told(tmp_path):
    """The story whose first fact has a copy: everything that is made of it, by path."""

    def made(copy: SourceCopy | None):
        store = store_in(tmp_path)
        store.put(PAGE)
        story = river_story(store)
        water, *others = story.facts
        water = replace(water, source=replace(water.source, copy=copy))
        story = replace(story, facts=(water, *others))
        assert decode(encode(story)) == story
        planned = plan_media(story, store)
        assets = made_assets(planned, store, ("picture:", "icon", "source:", "style", "script"))
        outputs = [one for one in planned if one.name.startswith("source:")]
        outputs += [one for one in plan_pages(story, assets) if one.name == "page:en/facts/"]
        outputs += [one for one in plan_feeds(story, assets) if one.name.startswith("data:facts")]
        return {path: (content, kind) for one in outputs for path, content, kind in one.make()}

    return made


def test_the_file_of_a_copy_stays_in_the_newsroom(told):
    files = told(SourceCopy("2026-02-01", DIGEST, ARCHIVE))
    page = files["en/facts/index.html"][0].decode()
    assert DIGEST in page
    assert f'href="{ARCHIVE}"' in page
    assert '<time datetime="2026-02-01">' in page
    assert "Download the copy" not in page
    assert not [path for path in files if path.startswith("assets/")]
    assert PAGE not in [content for content, _ in files.values()]
    fact = json.loads(files["en/facts.json"][0])["facts"][0]
    assert fact["source"]["copy"] == {"date": "2026-02-01", "sha256": DIGEST, "address": ARCHIVE, "file": ""}


def test_a_published_copy_is_given_byte_for_byte_and_cannot_run(told):
    files = told(SourceCopy("2026-02-01", DIGEST, "", "page.html.txt", "text/plain"))
    path = f"assets/{DIGEST[:16]}/page.html.txt"
    assert files[path] == (PAGE, "text/plain")
    page = files["en/facts/index.html"][0].decode()
    assert f'href="../../{path}"' in page
    fact = json.loads(files["en/facts.json"][0])["facts"][0]
    assert fact["source"]["copy"]["file"] == f"https://river.example.org/{path}"
    row = next(csv.DictReader(io.StringIO(files["en/facts.csv"][0].decode("utf-8-sig"), newline="")))
    assert [row[f"copy_{name}"] for name in ("date", "sha256", "address", "file")] == [
        "2026-02-01",
        DIGEST,
        "",
        f"https://river.example.org/{path}",
    ]


def test_a_fact_without_a_copy_says_nothing_of_one(told):
    files = told(None)
    assert "A copy of the source" not in files["en/facts/index.html"][0].decode()
    assert json.loads(files["en/facts.json"][0])["facts"][0]["source"]["copy"] is None
    row = next(csv.DictReader(io.StringIO(files["en/facts.csv"][0].decode("utf-8-sig"), newline="")))
    assert row["copy_sha256"] == ""
