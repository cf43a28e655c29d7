"""What stands at each address below a preview: the site's pages, and what `/kits/` of the public site has."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from unisono.base.home import Home
from unisono.languages.rules import UnknownLanguage
from unisono.launch.looking import Look, Reading, page, read, read_last
from unisono.launch.preview_store import PreviewStore
from unisono.newsroom.showing.kits import kit_file
from unisono.site.outputs import FileRef
from unisono.studio.addresses import FIRST, Wanted, wanted

PAGE = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]{2,8})*)/((?:[a-z0-9-]+/)*)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in a language, and how many texts that language lacks in the whole campaign."""

    html: str
    language: str
    missing: int


def shown_at(look: Look, path: str, *, at: datetime, place: Home) -> Shown | FileRef | None:
    """Return the page, or the file of a partner's kit, at `path` of a preview; `None` where there is none.

    Raises `NoPreview`, and `Busy` where too many ask at once.
    """
    try:
        if asked := wanted(f"/{path}"):
            return _of_kit(look, asked, path, at, place)
        found = PAGE.fullmatch(path)
        if found is None or found[1] not in look.languages:
            return None
        seen = page(look, found[1], found[2], at=at, place=place)
    except UnknownLanguage:
        return None
    return Shown(_kits_inside(seen.html, path), found[1], seen.missing)


def _of_kit(look: Look, asked: Wanted, path: str, at: datetime, place: Home) -> Shown | FileRef | None:
    if asked.language not in look.languages:
        return None
    reading = _reading(look, asked, at, place)
    file = kit_file(look, reading, asked, path, place=place)
    if file is None or asked.kind != "page":
        return file
    html = PreviewStore(place).get(file.sha256).decode()
    return Shown(html, asked.language, reading.unfinished.missing.get(asked.language, 0))


def _reading(look: Look, asked: Wanted, at: datetime, place: Home) -> Reading:
    """A page shows what is there now; its pictures and downloads are those of the page."""
    last = read_last(look, place=place) if asked.kind != "page" else None
    return last or read(look, at=at, place=place)


def _kits_inside(html: str, path: str) -> str:
    """Return a page whose links to partners' kits, which name the public site, lead to those of the preview.

    An edition names the public site: what is exported has no kits of its own.
    """
    return html.replace(f'href="{settings.PUBLIC_ORIGIN}/{FIRST}/', f'href="{"../" * path.count("/")}{FIRST}/')
