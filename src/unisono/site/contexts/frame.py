"""What stands around every page: head, header, languages, footer."""

from collections.abc import Iterable
from typing import Any

from unisono.bundles import BUNDLE_TYPE, ZIP_TYPE
from unisono.languages.rules import rules_for
from unisono.site.contexts.survey import Survey, named_language
from unisono.site.environment import html_lang
from unisono.site.outputs import FileRef

HEADER = ("statement/", "news/", "kit/", "facts/", "coalition/")
FOOTER = ("statement/", "news/", "kit/", "film/", "facts/", "corrections/", "coalition/", "act/", "press/", "about/")


def page_of(survey: Survey, code: str, place: str, kind: str) -> dict[str, Any]:
    """Return what a page says of itself. `rooted`: it answers for any address, so it links from the root."""
    return {
        "kind": kind,
        "code": code,
        "lang": html_lang(code),
        "dir": rules_for(code).direction,
        "script": rules_for(code).script,
        "path": f"{code}/{place}",
        "origin": survey.snapshot.origin,
        "rooted": kind == "missing",
    }


def frame_of(survey: Survey, code: str, place: str) -> dict[str, Any]:
    """Return what is around the page at `place`: the same on all pages of a language but for the links."""
    snapshot, words = survey.snapshot, survey.snapshot.in_language(code)
    return {
        "name": words.texts.name,
        "hashtag": words.texts.hashtag,
        "action": words.texts.action,
        "language": words.texts.language,
        "header": [_link(place, target) for target in HEADER if survey.has(code, target)],
        "footer": [_link(place, target) for target in FOOTER if survey.has(code, target)],
        "languages": list(_languages(survey, code, place)),
        "default": snapshot.source_language if survey.has(snapshot.source_language, place) else "",
        "responsible": snapshot.responsible,
        "sample": snapshot.sample,
        "reviewed": words.reviewed,
        "ground": snapshot.colours.ground,
        "look": {
            **_look(survey, rules_for(code).direction),
            "type": _path(survey.assets.one(f"type:{code}", "text/css")),
        },
    }


def preview_of(survey: Survey, code: str, place: str, description: str, shared: FileRef | None) -> dict[str, Any]:
    """Return how the page looks where its link is shared: the first card of its language, unless it has its own."""
    if shared is None:
        shared = next(
            (
                file
                for card, words in survey.cards(code)
                if (file := survey.assets.one(f"card:{card.key}:{words.language}:link", "image/png"))
            ),
            None,
        )
    return {"description": _shortened(description), "picture": picture_file(shared) if shared else None}


def late(code: str, languages: Iterable[str], whole: bool = False) -> dict[str, Any]:
    """Return in which other languages words are shown on this page, and whether that is all of its own text."""
    return {"languages": sorted({language for language in languages if language != code}), "whole": whole}


def file_of(file: FileRef | None) -> dict[str, Any] | None:
    """Return what a download button says of a file."""
    if file is None:
        return None
    type = ZIP_TYPE if file.type == BUNDLE_TYPE else file.type
    return {"path": file.path, "name": file.name, "type": type, "size": file.size, "pixels": file.pixels}


def picture_file(file: FileRef) -> dict[str, Any]:
    """Return what an `<img>` says of a file: path, width and height (pixels)."""
    width, height = file.pixels or (0, 0)
    return {"path": file.path, "type": file.type, "width": width, "height": height}


def _link(place: str, target: str) -> dict[str, Any]:
    return {"place": target, "here": place == target, "within": bool(target) and place.startswith(target)}


def _languages(survey: Survey, code: str, place: str) -> Iterable[dict[str, Any]]:
    for other in survey.snapshot.languages:
        exact = survey.has(other, place)
        path = f"{other}/{place if exact else survey.nearest(other, place)}"
        yield {**named_language(other), "path": path, "exact": exact, "here": other == code}


def _look(survey: Survey, direction: str) -> dict[str, Any]:
    assets = survey.assets
    look: dict[str, Any] = {
        "style": _path(assets.one("style")),
        "script": _path(assets.one("script")),
        "kit": _path(assets.one("style:kit")),
        "framing": _path(assets.one("script:frame")),
        "icon": _path(assets.one("icon")),
        "logo": _path(assets.one("logo")),
    }
    for variant in ("hero", "broad", "tall", "strip", "ribbon"):
        file = assets.one(f"motif:{variant}:{direction}")
        look[variant] = picture_file(file) if file else None
    return look


def _path(file: FileRef | None) -> str:
    return file.path if file else ""


def _shortened(text: str, limit: int = 200) -> str:
    """Return a description of at most `limit` characters, cut at a space where there is one."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:،؛、，") + "…"
