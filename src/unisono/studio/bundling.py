"""Everything a partner passes on in one language, as one ZIP with its own logo, short link and codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unisono.bundles import BUNDLE_TYPE
from unisono.kit.engine import FORMATS
from unisono.site.contexts.survey import Survey
from unisono.site.downloads import bundle_output, folder_of
from unisono.site.outputs import Assets, FileRef
from unisono.site.snapshot import Member

if TYPE_CHECKING:
    from unisono.studio.cache import Cache
    from unisono.studio.making import Studio


def bundle_of(studio: Studio, member: Member, code: str, cache: Cache) -> FileRef | None:
    """Return the plan of a member's ZIP in a language, every picture of it made; `None` where there is nothing.

    All that the plan names lies in the cache beside it: what the edition has (statement, captions) is copied there.
    """
    files = dict(studio.seen.assets.files) | dict(_cards(studio, member, code))
    seen = Survey(studio.snapshot, Assets(files, studio.seen.assets.read), studio.seen.places)
    folder = folder_of(seen, code, studio.address(member, code))
    if folder is None:
        return None
    for item in folder.items:
        if not cache.store.has(item.file.sha256):
            cache.store.put(studio.seen.assets.read(item.file.sha256))
    output = bundle_output(f"kit:{code}", f"{studio.snapshot.slug}-{member.key}-{code}", [("", folder)], cache.store)
    [plan] = cache.made(output.key, output.make)
    assert plan.type == BUNDLE_TYPE  # noqa: S101  what the door composes a ZIP from
    return plan


def _cards(studio: Studio, member: Member, code: str) -> Iterator[tuple[str, tuple[FileRef, ...]]]:
    for card, words in studio.seen.cards(code):
        for format in card.formats or tuple(FORMATS):
            ending = "png" if FORMATS[format].is_picture else "pdf"
            file = studio.card(member, code, card.key, format, ending)
            if file:
                yield f"card:{card.key}:{words.language}:{format}", (file,)
