"""What machines read of an edition: news feeds, the sitemap, the coalition and the facts as data.

All addresses in them are absolute, from the snapshot's origin; nothing in them depends on when they are made.
"""

from collections.abc import Callable, Iterator
from functools import partial

from unisono.site.contexts.survey import Survey, survey
from unisono.site.feeds.data import coalition_json, facts_csv, facts_json
from unisono.site.feeds.news import atom_feed, json_feed
from unisono.site.feeds.places import robots_txt, sitemap_xml, web_manifest
from unisono.site.outputs import Assets, Made, Output, key_of
from unisono.site.short_links import links_json
from unisono.site.snapshot import Snapshot

__all__ = ["plan_feeds"]

#: Once a language: output, path, MIME type, what writes it, and the place without which there is nothing to say.
_IN_LANGUAGE: tuple[tuple[str, str, str, Callable[[Survey, str], bytes], str], ...] = (
    ("feed:atom", "feed.atom", "application/atom+xml; charset=utf-8", atom_feed, "news/"),
    ("feed:json", "feed.json", "application/feed+json", json_feed, "news/"),
    ("data:facts", "facts.json", "application/json", facts_json, "facts/"),
    ("data:facts-table", "facts.csv", "text/csv; charset=utf-8", facts_csv, "facts/"),
    ("manifest", "manifest.webmanifest", "application/manifest+json", web_manifest, ""),
)
#: Once an edition.
_OF_EDITION: tuple[tuple[str, str, str, Callable[[Survey], bytes]], ...] = (
    ("sitemap", "sitemap.xml", "application/xml; charset=utf-8", sitemap_xml),
    ("robots", "robots.txt", "text/plain; charset=utf-8", robots_txt),
    ("data:coalition", "coalition.json", "application/json", coalition_json),
    ("links", "links.json", "application/json", links_json),
)


def plan_feeds(snapshot: Snapshot, assets: Assets) -> list[Output]:
    """Return `feed:atom:{lang}`, `feed:json:{lang}`, `data:facts:{lang}`, `data:facts-table:{lang}`,
    `manifest:{lang}`, `sitemap`, `robots`, `data:coalition` and `links`; those alone that have something to say."""
    return list(_plans(survey(snapshot, assets)))


def _plans(seen: Survey) -> Iterator[Output]:
    for name, path, type, write in _OF_EDITION:
        yield _output(name, path, write(seen), type)
    for code in seen.snapshot.languages:
        for name, path, type, write_in, place in _IN_LANGUAGE:
            if seen.has(code, place):
                yield _output(f"{name}:{code}", f"{code}/{path}", write_in(seen, code), type)


def _output(name: str, path: str, content: bytes, type: str) -> Output:
    # They are written while planning: small texts, of which the key is the surest.
    return Output(name, key_of(name, path, type, content.decode("utf-8")), partial(_make, path, content, type))


def _make(path: str, content: bytes, type: str) -> Made:
    return [(path, content, type)]
