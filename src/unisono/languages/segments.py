"""Segments: the pieces in which a text is translated.

Plain Python. An object of an upper room that has words is *translatable*: it names its segments in order
(`segments()`), and the translations, settled copies and editions work with those alone.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol
from uuid import UUID

from unisono.languages.richtext import (
    Block,
    blocks_from_markdown,
    markdown_from_blocks,
    markdown_from_runs,
    runs_from_markdown,
)

Kind = Literal["line", "inline", "paragraph", "heading", "bullet", "number", "quote"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of text.

    `key` names it within its object (`title`, `aim.a1`, `body.3`). `kind` says what it is: a plain `line`,
    an `inline` Markdown text (one paragraph with strong, emphasis, links), or one block of a longer text,
    whose `text` is then inline Markdown. `limit` is the greatest number of characters, 0 for none.
    An `optional` one may be empty in the source and there in a translation, or the other way round: word order
    differs between languages.
    """

    key: str
    text: str
    kind: Kind = "line"
    limit: int = 0
    optional: bool = False


class Translatable(Protocol):
    """What an object must offer to be translated."""

    public_id: UUID

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments of the approved source text, in reading order."""
        ...


def body_segments(key: str, markdown: str) -> tuple[Segment, ...]:
    """Cut a longer text into one segment a block: `key.1`, `key.2`, …"""
    blocks = blocks_from_markdown(markdown)
    return tuple(
        Segment(f"{key}.{number}", markdown_from_runs(block.runs), block.kind) for number, block in enumerate(blocks, 1)
    )


def body_markdown(key: str, segments: Iterable[Segment]) -> str:
    """Put the blocks `key.1`, `key.2`, … together again, in the order in which they are given."""
    return _joined(tuple((segment.kind, segment.text) for segment in segments if segment.key.startswith(f"{key}.")))


@lru_cache(maxsize=1024)
def _joined(parts: tuple[tuple[Kind, str], ...]) -> str:
    """Join blocks. Remembered: a preview while somebody types reads the same texts again and again."""
    blocks = [Block(kind, runs_from_markdown(text)) for kind, text in parts]  # type: ignore[arg-type]
    return markdown_from_blocks(tuple(blocks))


def source_version(segments: Iterable[Segment]) -> str:
    """Return the SHA-256 (hex) of keys, kinds and texts: the version of a source that a settled copy was made from."""
    plain = [[segment.key, segment.kind, segment.text] for segment in segments if segment.text]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
