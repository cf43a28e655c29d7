"""Where things are: the sitemap with every language's version, what robots may read, the manifest of a language."""

import json
from collections import defaultdict
from html import escape

from unisono.languages.rules import rules_for
from unisono.site.contexts.survey import Survey
from unisono.site.environment import html_lang

_NOT_FOR_ROBOTS = ("/newsroom/", "/partners/", "/confirm/", "/s/", "/kits/")
"""Addresses behind a login, and those that belong to one person or are only passed through."""


def sitemap_xml(survey: Survey) -> bytes:
    """Return the sitemap: every page in every open language, each with all its versions."""
    languages: dict[str, list[str]] = defaultdict(list)
    for code in survey.snapshot.languages:
        for place in survey.places[code]:
            languages[place].append(code)
    changed = {f"news/{post.slug}/": post.date for post in survey.snapshot.news}
    pages = [
        _page(survey, code, place, languages[place], changed.get(place, ""))
        for place in sorted(languages)
        for code in languages[place]
    ]
    opened = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', opened, *pages, "</urlset>\n"]).encode()


def robots_txt(survey: Survey) -> bytes:
    """Return what robots may read: everything public."""
    closed = "".join(f"Disallow: {path}\n" for path in _NOT_FOR_ROBOTS)
    return f"User-agent: *\nAllow: /\n{closed}\nSitemap: {survey.snapshot.origin}/sitemap.xml\n".encode()


def web_manifest(survey: Survey, code: str) -> bytes:
    """Return the manifest with which a language's pages can be put on a home screen."""
    texts, colours = survey.snapshot.in_language(code).texts, survey.snapshot.colours
    icon = survey.assets.one("icon")
    icons = [{"src": f"../{icon.path}", "type": icon.type, "sizes": "any"}] if icon else []
    manifest = {
        "name": texts.name,
        "description": texts.summary,
        "lang": html_lang(code),
        "dir": rules_for(code).direction,
        "start_url": "./",
        "scope": "../",
        "display": "browser",
        "background_color": colours.paper,
        "theme_color": colours.ground,
        "icons": icons,
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def _page(survey: Survey, code: str, place: str, languages: list[str], changed: str) -> str:
    origin, source = survey.snapshot.origin, survey.snapshot.source_language
    versions = [(html_lang(other), f"{origin}/{other}/{place}") for other in languages]
    if source in languages:
        versions.append(("x-default", f"{origin}/{source}/{place}"))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'
        for language, address in versions
    )
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(f'{origin}/{code}/{place}')}</loc>{when}{links}</url>"
