"""Keys of a piece's items (a1, a2, …): one that was given is never given again.

What was said of an item is found by its key: translations and their earlier texts, comments, versions. So a key stays
taken after its item has gone, in whatever of these it stands; nothing has to be counted beside them.
"""

import re
from collections.abc import Iterable, Iterator

from django.db import models

from unisono.campaigns.writing import Piece
from unisono.languages.queries import keys_ever
from unisono.words.models import Statement


def number_items(items: list[models.Model], letter: str, taken: Iterable[str] = ()) -> None:
    """Give every item without a key the letter and the number after the greatest that was given before.

    `taken` are keys that others had, of items or of segments (`aim.a3`, `way.w1.title`).
    """
    parts = [part for key in (*taken, *(item.key for item in items)) for part in key.split(".")]
    numbers = [int(found[1]) for part in parts if (found := re.fullmatch(rf"{letter}(\d+)", part))]
    following = max(numbers, default=0) + 1
    for item in items:
        if not item.key:
            item.key, following = f"{letter}{following}", following + 1


def keys_given(piece: Piece, relation: str) -> set[str]:
    """Return every key that an item of a piece has ever had and that something still remembers."""
    if piece.pk is None:
        return set()
    found = set(keys_ever(piece.public_id)) | set(_in_versions(piece, relation))
    if isinstance(piece, Statement):
        found |= {row[0] for rows in piece.versions.values_list("segments", flat=True) for row in rows}
    held = type(piece)._default_manager.get(pk=piece.pk)
    return found | {item.key for item in getattr(held, relation).all()}


def _in_versions(piece: Piece, relation: str) -> Iterator[str]:
    for content in piece.revisions.order_by().values_list("content", flat=True).iterator():
        yield from (str(item.get("key") or "") for item in content.get(relation) or ())
