"""Addresses of what is made on demand, taken apart: `/kits/{organisation}/{language}/…`. `-` is the campaign itself."""

import re
from dataclasses import dataclass

FIRST = "kits"
"""The first part of every address; longer than any language's code."""
CAMPAIGN = "-"
ENDINGS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ADDRESS = re.compile(
    rf"/{FIRST}/(?P<organisation>{_KEY}|-)/(?P<language>[a-z]{{2,3}}(?:-[a-z0-9]{{2,8}})*)"
    rf"(?:/(?P<page>)|(?P<zip>\.zip)|/(?P<qr>qr)\.(?P<qr_ending>svg|png)"
    rf"|/(?P<card>{_KEY})-(?P<format>[a-z]+)\.(?P<ending>png|jpg|webp|svg|pdf))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: a `page`, a `zip`, a `qr` code or a `card` in a format, each with its ending."""

    organisation: str
    language: str
    kind: str
    card: str = ""
    format: str = ""
    ending: str = ""


def wanted(path: str) -> Wanted | None:
    """Return what a path asks for, or `None` where it can ask for nothing."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    organisation, language = found["organisation"], found["language"]
    if found["card"]:
        return Wanted(organisation, language, "card", found["card"], found["format"], found["ending"])
    if organisation == CAMPAIGN:
        return None
    if found["qr"]:
        return Wanted(organisation, language, "qr", ending=found["qr_ending"])
    return Wanted(organisation, language, "zip" if found["zip"] else "page")
