"""All pages of an edition, as outputs: pure functions of a snapshot and of the files made for it."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from unisono.languages.catalogues import catalogue_version
from unisono.site.contexts import campaign, kit, media, texts
from unisono.site.contexts.frame import frame_of, page_of
from unisono.site.contexts.survey import FRAME, Page, Survey, survey
from unisono.site.environment import render, template_version
from unisono.site.outputs import Assets, Made, Output, canonical, key_of
from unisono.site.snapshot import Snapshot

HTML = "text/html; charset=utf-8"

#: What makes the pages of a language, in the order of the site.
BUILDERS: tuple[Callable[[Survey, str], Iterable[Page]], ...] = (
    campaign.home_pages,
    texts.statement_pages,
    texts.news_pages,
    kit.kit_pages,
    media.film_pages,
    texts.facts_pages,
    campaign.coalition_pages,
    campaign.act_pages,
    campaign.press_pages,
    campaign.plain_pages,
)


def plan_pages(snapshot: Snapshot, assets: Assets) -> list[Output]:
    """Return every page of every open language as an output named `page:{path}`."""
    seen = survey(snapshot, assets)
    return [_output(seen, code, page) for code in snapshot.languages for page in _pages(seen, code)]


def render_page(snapshot: Snapshot, assets: Assets, name: str, borrowed: Iterable[str] = ()) -> str:
    """Return one page by its output's name (`page:en/news/the-call/`), for a preview.

    `borrowed` are other languages whose words stand among this page's own, as an unfinished translation may show them:
    the page says so. Raises `LookupError` when the snapshot has no such page.
    """
    seen = survey(snapshot, assets)
    path = name.removeprefix("page:")
    code = path.split("/")[0]
    for page in _pages(seen, code) if code in snapshot.languages else ():
        if f"{code}/{page.place}" == path:
            context = json.loads(canonical(_context(seen, code, page)))
            context["late"]["languages"] = sorted({*context["late"]["languages"], *borrowed})
            return render(_template(page.kind), code, context)
    raise LookupError(
        f"there is no page {path!r} in this campaign: name it as in page:{snapshot.source_language}/news/"
    )


def page_kinds() -> list[str]:
    """Return the kinds of pages, each the name of its template: what a test of all kinds goes through."""
    return [
        "home", "statement", "news", "post", "kit", "card", "frame", "film", "facts", "corrections",
        "coalition", "act", "press", "about", "privacy", "accessibility", "missing",
    ]  # fmt: skip


def kind_of(output: str) -> str:
    """Return the kind of the page with this output name."""
    _, *parts = output.removeprefix("page:").rstrip("/").split("/")
    if parts == ["404.html"]:
        return "missing"
    if parts == FRAME.rstrip("/").split("/"):
        return "frame"
    return {"news": "post", "kit": "card"}[parts[0]] if len(parts) > 1 else (parts[0] if parts else "home")


def _pages(seen: Survey, code: str) -> Iterator[Page]:
    for builder in BUILDERS:
        yield from builder(seen, code)


def _output(seen: Survey, code: str, page: Page) -> Output:
    context, template = _context(seen, code, page), _template(page.kind)
    path = f"{code}/{page.place}"
    return Output(
        name=f"page:{path}",
        key=key_of("page", context, template_version(template), catalogue_version(code)),
        make=partial(_make, f"{path}index.html" if path.endswith("/") else path, template, code, canonical(context)),
    )


def _context(seen: Survey, code: str, page: Page) -> dict[str, Any]:
    return {
        "page": page_of(seen, code, page.place, page.kind),
        "frame": frame_of(seen, code, page.place),
        "linked": None,
        **page.shows,
    }


def _template(kind: str) -> str:
    return f"pages/{kind}.html"


def _make(path: str, template: str, code: str, context: bytes) -> Made:
    """Make one page from the very bytes that its key was made from: what is not in the key cannot be shown."""
    return [(path, render(template, code, json.loads(context)).encode(), HTML)]
