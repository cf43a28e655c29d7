"""The canonical form of rich text: blocks of runs.

Canonical means: one space where the source has any number of spaces, tabs, line breaks or control characters
(no-break and other printing spaces are text and stay); no space at either end of a block; a space between two
runs carries only the marks that it shares with both neighbours, so that no bold or link begins or ends with a
space; neighbouring runs with the same marks are one run; no run and no block is empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from unisono.base.said import Said, SaidError

Kind = Literal["paragraph", "heading", "bullet", "number", "quote"]

ALLOWED_HREF = re.compile(r"(?:https?://|mailto:)[^\s<>\\\"`\x00-\x20\x7f-\xa0]+", re.IGNORECASE)
"""Addresses that a link may have. Spaces, controls, angle brackets, quotes and backslashes must be
percent-encoded, as RFC 3986 asks for anyway."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same marks; `href` is empty outside a link."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading of the third level, one item of a list, or one paragraph of a quotation.

    Lists and quotations have no object of their own: consecutive items are one list when written.
    """

    kind: Kind
    runs: tuple[Run, ...]


class RichTextFault(SaidError, ValueError):
    """Text holds something that the subset does not have: on which line, what, and how to mend it."""

    def __init__(self, line: int, what: Said, mend: Said) -> None:
        super().__init__(line, what, mend)
        self.line = line
        self.what = what
        self.mend = mend
        self.sentence = Said("line %(line)s: %(what)s. %(mend)s", line=line, what=what, mend=mend)


class MarkdownFault(RichTextFault):
    """A fault in Markdown."""


class HtmlFault(RichTextFault):
    """A fault in HTML."""


Marks = tuple[bool, bool, str]
"""(strong, emphasis, href) of one character."""


def is_allowed_href(href: str) -> bool:
    """Whether a link may lead there: https, http or mailto, without spaces or quotes."""
    return ALLOWED_HREF.fullmatch(href) is not None and not any(_is_space(c) or _is_unwritable(c) for c in href)


def forbidden(href: str) -> tuple[Said, Said]:
    """Say that no link may lead there, and how to mend it."""
    mend = Said(
        "Give an address that begins with %(one)s, %(two)s or %(three)s", one="https://", two="http://", three="mailto:"
    )
    return Said("a link to “%(address)s”", address=href), mend


def plain_text(runs: Iterable[Run]) -> str:
    """The words alone, without marks."""
    return "".join(run.text for run in runs)


def canonical_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs in canonical form (see the module); empty when there is no text."""
    characters = _single_spaced(_characters(runs))
    for at, (character, marks) in enumerate(characters):
        if character == " ":
            characters[at] = (" ", _shared(characters[at - 1][1], marks, characters[at + 1][1]))
    return tuple(
        Run("".join(character for character, _ in group), *marks)
        for marks, group in groupby(characters, key=lambda pair: pair[1])
    )


def canonical_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with canonical runs; blocks without text are left out."""
    pairs = ((block.kind, canonical_runs(block.runs)) for block in blocks)
    return tuple(Block(kind, runs) for kind, runs in pairs if runs)


def _characters(runs: Iterable[Run]) -> Iterable[tuple[str, Marks]]:
    for run in runs:
        marks = (run.strong, run.emphasis, run.href)
        for character in run.text:
            if _is_space(character):
                yield " ", marks
            else:
                yield ("\ufffd" if _is_unwritable(character) else character), marks


def _single_spaced(characters: Iterable[tuple[str, Marks]]) -> list[tuple[str, Marks]]:
    kept: list[tuple[str, Marks]] = []
    for character, marks in characters:
        if character != " " or (kept and kept[-1][0] != " "):
            kept.append((character, marks))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return kept


def _shared(before: Marks, own: Marks, after: Marks) -> Marks:
    href = own[2] if before[2] == own[2] == after[2] else ""
    return before[0] and own[0] and after[0], before[1] and own[1] and after[1], href


def _is_space(character: str) -> bool:
    return character in " \u2028\u2029" or unicodedata.category(character) == "Cc"


def _is_unwritable(character: str) -> bool:
    """Lone surrogates and noncharacters: neither UTF-8 files nor character references can carry them."""
    code = ord(character)
    return 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
