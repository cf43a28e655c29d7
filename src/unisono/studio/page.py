"""The page of a partner's kit: its cards with its logo, words with its short link, everything in one ZIP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from unisono.kit.engine import FORMATS
from unisono.site.contexts.frame import frame_of, late, page_of, preview_of
from unisono.site.contexts.kit import SHOWN, title_of
from unisono.site.contexts.sharing import offered
from unisono.site.outputs import canonical
from unisono.site.snapshot import Member
from unisono.studio.addresses import FIRST

if TYPE_CHECKING:
    from unisono.studio.making import Studio

TEMPLATE = "pages/partner.html"


def page_context(studio: Studio, member: Member, code: str) -> dict[str, Any]:
    """Return what the page shows, as plain data."""
    seen = studio.seen
    texts = studio.snapshot.in_language(code).texts
    here = f"{FIRST}/{member.key}/{code}"
    frame = frame_of(seen, code, "kit/")
    frame["languages"] = [
        {**other, "path": f"{FIRST}/{member.key}/{other['code']}/", "exact": True}
        for other in frame["languages"]
        if seen.has(other["code"], "kit/")
    ]
    address = studio.address(member, code)
    context = {
        "page": {**page_of(seen, code, "kit/", "partner"), "path": f"{here}/"},
        "frame": frame,
        "linked": None,
        "member": {"name": member.name, "basis": member.basis, "has_logo": bool(member.logo)},
        "cards": [_card(studio, here, code, card, words) for card, words in seen.cards(code)],
        "bundle": f"{here}.zip",
        "codes": [f"{here}/qr.svg", f"{here}/qr.png"],
        "address": address,
        "posts": offered(dict(texts.posts), address),
        "posts_language": texts.language,
        "late": late(code, (words.language for _, words in seen.cards(code))),
        "preview": preview_of(seen, code, "kit/", texts.summary, None),
    }
    return json.loads(canonical(context))


def pictures_of(studio: Studio, member: str, code: str) -> list[str]:
    """Return the addresses, from the root, of the pictures that the page of a member (its key) shows at once."""
    here = f"{FIRST}/{member}/{code}"
    cards = [_card(studio, here, code, card, words) for card, words in studio.seen.cards(code)]
    return [card["picture"]["path"] for card in cards if card["picture"]]


def _card(studio: Studio, here: str, code: str, card: Any, words: Any) -> dict[str, Any]:
    formats = card.formats or tuple(FORMATS)
    shown = next((format for format in SHOWN if format in formats), "")
    files = [
        {
            "format": format,
            "path": f"{here}/{card.key}-{format}.{'png' if FORMATS[format].is_picture else 'pdf'}",
            "pixels": [int(FORMATS[format].width), int(FORMATS[format].height)] if FORMATS[format].is_picture else None,
        }
        for format in formats
    ]
    picture = None
    if shown:
        shape = FORMATS[shown]
        picture = {"path": f"{here}/{card.key}-{shown}.webp", "width": int(shape.width), "height": int(shape.height)}
    return {
        "key": card.key,
        "title": title_of(studio.seen, code, card, words),
        "alt": words.alt,
        "language": words.language,
        "picture": picture,
        "files": files,
    }
