"""The news of a language as feeds: Atom (RFC 4287) and JSON Feed 1.1, newest first."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from unisono.languages.richtext import blocks_from_markdown, html_from_blocks
from unisono.languages.rules import rules_for
from unisono.site.contexts.survey import Survey
from unisono.site.contexts.texts import posts_of
from unisono.site.environment import html_lang
from unisono.site.outputs import FileRef
from unisono.site.snapshot import Post, PostWords

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_DAY = "1970-01-01T00:00:00Z"


def atom_feed(survey: Survey, code: str) -> bytes:
    """Return the news of a language as Atom."""
    snapshot, texts = survey.snapshot, survey.snapshot.in_language(code).texts
    home, own = f"{snapshot.origin}/{code}/", f"{snapshot.origin}/{code}/feed.atom"
    responsible = snapshot.responsible
    icon = survey.assets.one("icon")
    parts = [
        _tag("id", own),
        _tag("title", texts.name),
        _tag("subtitle", texts.summary) if texts.summary else "",
        _tag("updated", updated(survey, code)),
        _tag("author", None, _tag("name", responsible.name) + _optional("uri", responsible.website)),
        _link("self", own, type="application/atom+xml"),
        _link("alternate", f"{home}news/", type="text/html", hreflang=html_lang(code)),
        _tag("icon", f"{snapshot.origin}/{icon.path}") if icon else "",
        _tag("generator", "Unisono"),
        *(_entry(survey, code, post, words) for post, words in posts_of(survey, code)),
    ]
    body = "\n".join(part for part in parts if part)
    opened = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{html_lang(code)}">'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{opened}\n{body}\n</feed>\n'.encode()


def json_feed(survey: Survey, code: str) -> bytes:
    """Return the news of a language as JSON Feed."""
    snapshot, texts = survey.snapshot, survey.snapshot.in_language(code).texts
    responsible = snapshot.responsible
    author = {"name": responsible.name, **({"url": responsible.website} if responsible.website else {})}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": texts.name,
        "home_page_url": f"{snapshot.origin}/{code}/",
        "feed_url": f"{snapshot.origin}/{code}/feed.json",
        **({"description": texts.summary} if texts.summary else {}),
        "language": html_lang(code),
        "authors": [author],
        "items": [_item(survey, code, post, words) for post, words in posts_of(survey, code)],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def updated(survey: Survey, code: str) -> str:
    """Return when the news of a language changed: the instant of its newest post, never the clock's."""
    return max((post.date for post, _ in posts_of(survey, code)), default=_FIRST_DAY)


def _entry(survey: Survey, code: str, post: Post, words: PostWords) -> str:
    address = _address(survey, code, post)
    language = f' xml:lang="{html_lang(words.language)}"' if words.language != code else ""
    content = f'<content type="html">{_text(_content(survey, code, post, words))}</content>'
    enclosures = [
        _link("enclosure", f"{survey.snapshot.origin}/{file.path}", type=file.type, length=str(file.size))
        for _, file in _originals(survey, code, post)
    ]
    parts = [
        _tag("id", address),
        _tag("title", words.title),
        _link("alternate", address, type="text/html", hreflang=html_lang(code)),
        _tag("published", post.date),
        _tag("updated", post.date),
        _optional("summary", words.summary),
        content,
        *enclosures,
    ]
    return f"<entry{language}>\n" + "\n".join(part for part in parts if part) + "\n</entry>"


def _item(survey: Survey, code: str, post: Post, words: PostWords) -> dict[str, Any]:
    address = _address(survey, code, post)
    originals = list(_originals(survey, code, post))
    item: dict[str, Any] = {
        "id": address,
        "url": address,
        "title": words.title,
        "content_html": _content(survey, code, post, words),
        "date_published": post.date,
        "language": html_lang(words.language),
    }
    if words.summary:
        item["summary"] = words.summary
    shown = next((small for small, _ in originals if small), None)
    if shown:
        item["image"] = f"{survey.snapshot.origin}/{shown.path}"
    if originals:
        item["attachments"] = [
            {
                "url": f"{survey.snapshot.origin}/{file.path}",
                "mime_type": file.type,
                "size_in_bytes": file.size,
            }
            for _, file in originals
        ]
    return item


def _content(survey: Survey, code: str, post: Post, words: PostWords) -> str:
    """A post as HTML that says its language and direction itself: feed readers ask nobody else."""
    body = html_from_blocks(blocks_from_markdown(words.body))
    said = {one.key: one for one in survey.snapshot.in_language(code).pictures}
    for key in post.pictures:
        shown = survey.assets.pictures(f"picture:{key}")
        if key in said and shown:
            body += _figure(survey, shown[-1], said[key].alt, said[key].caption)
    language = html_lang(words.language)
    return f'<div lang="{language}" dir="{rules_for(words.language).direction}">{body}</div>'


def _figure(survey: Survey, file: FileRef, alt: str, caption: str) -> str:
    width, height = file.pixels or (0, 0)
    source = escape(f"{survey.snapshot.origin}/{file.path}")
    image = f'<img src="{source}" alt="{escape(alt)}" width="{width}" height="{height}">'
    return f"<figure>{image}{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>"


def _originals(survey: Survey, code: str, post: Post) -> Iterator[tuple[FileRef | None, FileRef]]:
    """The pictures of a post that have words in the language: (a version to look at, the original)."""
    said = {one.key for one in survey.snapshot.in_language(code).pictures}
    for key in post.pictures:
        picture = survey.picture(key)
        original = survey.assets.one(f"picture:{key}", picture.type) if picture and key in said else None
        if original:
            shown = survey.assets.pictures(f"picture:{key}")
            yield (shown[-1] if shown else None), original


def _address(survey: Survey, code: str, post: Post) -> str:
    return f"{survey.snapshot.origin}/{code}/news/{post.slug}/"


def _tag(name: str, text: str | None, inner: str = "") -> str:
    return f"<{name}>{inner if text is None else _text(text)}</{name}>"


def _optional(name: str, text: str) -> str:
    return _tag(name, text) if text else ""


def _link(rel: str, href: str, **attributes: str) -> str:
    named = "".join(f' {name}="{_text(value)}"' for name, value in attributes.items())
    return f'<link rel="{rel}" href="{_text(href)}"{named}/>'


def _text(text: str) -> str:
    """Text safe in XML, without the control characters that XML cannot hold."""
    return escape(_NOT_XML.sub("", text))
