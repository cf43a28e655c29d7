"""From lines to chunks: headings, paragraphs joined over hard wraps, list items, single lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from .markers import Mark, marks_of

Kind = Literal["heading", "text", "quote", "item", "rule"]
HEADING = re.compile(r"(#{1,6})\s+(\S.*?)(\s+#+)?$")
UNDERLINE = re.compile(r"(=|-){3,}$")
RULE = re.compile(r"(?:[-*_=~–—]\s?){3,}$")
QUOTED = re.compile(r"(>\s?)+")
BOLD_LINE = re.compile(r"\*\*([^*]+)\*\*(:?)$")
SENTENCE_END = re.compile(r"[.!?…。！？।۔؟][\"”»'’)\]）」』]*$")
LIST_MAY_FOLLOW = re.compile(r"[:：;；.!?…。！？।۔؟؛—-][\"”»)）]*$")
WIDEST_WRAP, NARROWEST_WRAP = 100, 50
"""Cells (a Chinese character takes two) between which lines count as wrapped by a machine or a careful hand."""
BOLD_LEVEL = 7
"""The level given to a line that is wholly bold: below every real heading."""
LONGEST_LABEL = 30
"""Cells; a line of wrapped prose is longer."""
SAME_LEVEL = 2
"""Markers of one list differ in their indent by less than this."""


@dataclass(slots=True)
class Chunk:
    """A paragraph, heading or item, with the structure taken off it (`eaten`) and its first line (from 1).

    `group` numbers the lists; `level` is a heading's; `alone` marks a line that must not be joined to others.
    """

    kind: Kind
    text: str
    line: int
    eaten: list[str] = field(default_factory=list)
    level: int = 0
    style: str = ""
    value: int = 0
    group: int = 0
    alone: bool = False

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return SENTENCE_END.search(self.text.strip("*_ ")) is not None

    @property
    def introduces(self) -> bool:
        """Whether it ends with a colon."""
        return self.text.rstrip("*_ \u00a0").endswith((":", "："))


@dataclass(slots=True)
class _Line:
    number: int
    indent: int
    text: str
    eaten: list[str]
    quoted: bool
    marks: tuple[Mark, ...] = ()
    mark: Mark | None = None


def cells(text: str) -> int:
    """The width of a text in terminal cells."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
        if not unicodedata.combining(character)
    )


def join(first: str, second: str) -> str:
    """Two lines of one paragraph: a space between, none in Chinese, none after a hyphen at a break."""
    if not first or not second:
        return first + second
    if _is_han(first[-1]) and _is_han(second[0]):
        return first + second
    if re.search(r"\w-$", first) and second[0].islower():
        return first + second
    return f"{first} {second}"


def _is_han(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def chunks_of(lines: list[str], stands_alone: Callable[[str], bool], markdown: bool) -> tuple[list[Chunk], bool]:
    """The chunks in order, and whether anything was flattened (a list inside an item, an item's second paragraph).

    `stands_alone` says which lines are furniture, datelines, contacts and the like.
    """
    read = [_line(number, text, markdown) for number, text in enumerate(lines, 1)]
    _accept_marks(read)
    builder = _Builder(read, stands_alone, markdown)
    for at in range(len(read)):
        builder.take(at)
    merged = _items_with_explanations(builder.chunks)
    return merged, builder.flattened or len(merged) != len(builder.chunks)


def _line(number: int, raw: str, markdown: bool) -> _Line:
    text = raw.strip()
    eaten: list[str] = []
    quoted = QUOTED.match(text) if markdown or text.startswith("> ") else None
    if quoted:
        eaten.append(quoted[0].strip())
        text = text[quoted.end() :].strip()
    text = re.sub(r"[ \t]+", " ", text)
    return _Line(number, len(raw) - len(raw.lstrip()), text, eaten, bool(quoted), marks_of(text))


def _accept_marks(lines: list[_Line]) -> None:
    """Decide which possible markers are markers: lists begin with 1 and go on counting."""
    last: dict[tuple[str, int], int] = {}
    previous: _Line | None = None
    for at, line in enumerate(lines):
        if line.text and not RULE.match(line.text):
            free = previous is None or previous.mark is not None or _may_precede(previous.text)
            for mark in line.marks:
                goes_on = any(
                    style == mark.style and abs(indent - line.indent) < SAME_LEVEL and mark.value == value + 1
                    for (style, indent), value in last.items()
                )
                begins = mark.value == 1 and free and (not mark.weak or _has_successor(lines, at, mark))
                if begins or (goes_on and mark.value > 1) or (mark.is_bullet and free):
                    line.mark = mark
                    last[mark.style, line.indent] = mark.value
                    break
        previous = line


def _may_precede(text: str) -> bool:
    """Whether a list may begin after this line: it is empty, short as labels are, a heading, or ends something."""
    return cells(text) <= LONGEST_LABEL or LIST_MAY_FOLLOW.search(text) is not None or HEADING.match(text) is not None


def _has_successor(lines: list[_Line], at: int, mark: Mark) -> bool:
    return any(
        other.style == mark.style and other.value == 2 for line in lines[at + 1 : at + 60] for other in line.marks
    )


class _Builder:
    """Adds line after line to the chunks."""

    def __init__(self, lines: list[_Line], stands_alone: Callable[[str], bool], markdown: bool) -> None:
        self.chunks: list[Chunk] = []
        self.flattened = False
        self._lines = lines
        self._alone = stands_alone
        self._markdown = markdown
        self._width = _wrap_width(lines, stands_alone)
        self._gap = True
        self._parent: _Line | None = None
        self._groups = 0

    def take(self, at: int) -> None:
        """Add line number `at`."""
        line = self._lines[at]
        if not line.text:
            self._spend(line.eaten)
            self._gap = True
            return
        if not (self._heading(line) or self._underline(line) or self._single(line)):
            if line.mark is not None:
                self._item(at, line, line.mark)
            else:
                self._text(at, line)
        self._gap = False

    def _spend(self, eaten: list[str]) -> None:
        if eaten and self.chunks:
            self.chunks[-1].eaten += eaten
        elif eaten:
            self.chunks.append(Chunk("rule", "", 1, eaten))

    def _heading(self, line: _Line) -> bool:
        match = HEADING.match(line.text) if line.text.strip("# ") else None
        if match:
            eaten = [*line.eaten, match[1], (match[3] or "").strip()]
            self._close_with(Chunk("heading", match[2], line.number, eaten, level=len(match[1])))
        return match is not None

    def _underline(self, line: _Line) -> bool:
        """A row of = or - under a single line makes that line a heading."""
        last = self.chunks[-1] if self.chunks else None
        if self._gap or last is None or last.kind != "text" or last.line != line.number - 1:
            return False
        if not UNDERLINE.match(line.text) or last.is_sentence:
            return False
        last.kind, last.level, last.alone = "heading", 1 if line.text[0] == "=" else 2, False
        last.eaten += [*line.eaten, line.text]
        return True

    def _single(self, line: _Line) -> bool:
        if self._alone(line.text):
            self._close_with(Chunk("text", line.text, line.number, line.eaten, alone=True))
        elif RULE.match(line.text):
            self._close_with(Chunk("rule", "", line.number, [*line.eaten, line.text]))
        elif match := BOLD_LINE.match(line.text):
            self._close_with(Chunk("heading", match[1] + match[2], line.number, line.eaten, level=BOLD_LEVEL))
        else:
            return False
        return True

    def _close_with(self, chunk: Chunk) -> None:
        self.chunks.append(chunk)
        self._parent = None

    def _item(self, at: int, line: _Line, mark: Mark) -> None:
        last = self.chunks[-1] if self.chunks else None
        if self._parent is not None and last is not None and last.kind == "item" and self._is_nested(at, mark):
            last.text = join(last.text, line.text)
            last.eaten += line.eaten
            self.flattened = True
            return
        same_list = last is not None and last.kind == "item" and last.style == mark.style and mark.value != 1
        if not same_list:
            self._groups += 1
        eaten = [*line.eaten, mark.raw]
        self.chunks.append(
            Chunk("item", mark.rest, line.number, eaten, style=mark.style, value=mark.value, group=self._groups)
        )
        self._parent = line

    def _is_nested(self, at: int, mark: Mark) -> bool:
        """Whether a marker of another kind belongs to the item above: it is indented, or the outer list goes on."""
        parent = self._parent
        if parent is None or parent.mark is None:
            return False
        deeper = self._lines[at].indent - parent.indent
        if parent.mark.style == mark.style:
            return deeper >= SAME_LEVEL
        if deeper > 0:
            return True
        for line in self._lines[at + 1 : at + 60]:
            if HEADING.match(line.text) or (line.mark is None and line.text.endswith((":", "："))):
                return False
            if line.mark is not None and line.mark.style == parent.mark.style:
                return line.mark.value == parent.mark.value + 1
        return False

    def _text(self, at: int, line: _Line) -> None:
        last = self.chunks[-1] if self.chunks else None
        kind: Kind = "quote" if line.quoted else "text"
        if last is not None and not last.alone and self._goes_on(last, at, line, kind):
            last.text = join(last.text, line.text)
            last.eaten += line.eaten
            self.flattened = self.flattened or self._gap
            return
        self.chunks.append(Chunk(kind, line.text, line.number, line.eaten))
        self._parent = None

    def _goes_on(self, last: Chunk, at: int, line: _Line, kind: Kind) -> bool:
        if last.kind == "item":
            if self._parent is not None and line.indent > self._parent.indent:
                return True
            return not self._gap and (not last.text or self._wraps(self._lines[at - 1], line))
        return not self._gap and last.kind == kind and self._wraps(self._lines[at - 1], line)

    def _wraps(self, before: _Line, line: _Line) -> bool:
        width = before.indent + cells(before.text)
        if self._markdown and width >= 40:
            return True
        if self._width and width + 1 + cells(_first_word(line.text)) > self._width:
            return True
        goes_on = line.text[0].islower() or line.text[0] in ",;)،؛"
        return goes_on and not SENTENCE_END.search(before.text) and width >= 25


def _first_word(text: str) -> str:
    return text[:1] if _is_han(text[0]) else text.split(" ")[0]


def _wrap_width(lines: list[_Line], stands_alone: Callable[[str], bool]) -> int:
    """The column at which the text was wrapped; 0 when it was not.

    Only lines that plainly break off count: no sentence ends there, and what follows does not look like a beginning.
    """
    widths = [
        before.indent + cells(before.text)
        for before, after in pairwise(lines)
        if before.text
        and after.text
        and after.mark is None
        and _breaks_off(before.text, after.text)
        and not stands_alone(after.text)
    ]
    widest = max((width for width in widths if width <= WIDEST_WRAP), default=0)
    return widest if widest >= NARROWEST_WRAP else 0


def _breaks_off(before: str, after: str) -> bool:
    return not LIST_MAY_FOLLOW.search(before) and not after[0].isupper()


def _items_with_explanations(chunks: list[Chunk]) -> list[Chunk]:
    """Join a paragraph between item 1 and item 2 of a numbered list to item 1: an item is one paragraph."""
    merged: list[Chunk] = []
    at = 0
    while at < len(chunks):
        end = _explained_until(chunks, at)
        if end:
            for explanation in chunks[at + 1 : end]:
                chunks[at].text = join(chunks[at].text, explanation.text)
                chunks[at].eaten += explanation.eaten
            _renumber(chunks, end, chunks[at].group)
        merged.append(chunks[at])
        at = end or at + 1
    return merged


def _explained_until(chunks: list[Chunk], at: int) -> int:
    """Where the next item of the same numbered list stands, if only plain paragraphs lie between; else 0."""
    first = chunks[at]
    if first.kind != "item" or not first.value:
        return 0
    for end in range(at + 1, len(chunks)):
        chunk = chunks[end]
        if chunk.kind == "item":
            goes_on = chunk.style == first.style and chunk.value == first.value + 1
            return end if goes_on and end > at + 1 else 0
        prose = chunk.is_sentence or cells(chunk.text) > 2 * LONGEST_LABEL
        if chunk.kind not in ("text", "quote") or chunk.alone or chunk.introduces or not prose:
            return 0
    return 0


def _renumber(chunks: list[Chunk], start: int, group: int) -> None:
    old = chunks[start].group
    for chunk in chunks[start:]:
        if chunk.kind == "item" and chunk.group == old:
            chunk.group = group
