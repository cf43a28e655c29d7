"""The head of a statement: everything before its first sentence."""

from __future__ import annotations

import re

from .draft import NOTES, Draft
from .ending import mentions_contact
from .layout import BOLD_LEVEL, Chunk, cells
from .lexicon import Lexicon
from .lines import byline, dateline, is_end_mark, is_furniture

LONGEST_TITLE = 160
LONGEST_INLINE_DATELINE = 90
DASH = re.compile(r"\s*(?:[-–—―]{1,2}|——)\s*|(?<=\d)\s*[:：]\s+|[)）]\s*[:：]?\s+|\.[-–—]\s*")
PLACE_ALONE = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ'. ,-]{2,38}[A-ZÀ-Þ])\s+[-–—]\s+")


def read_header(chunks: list[Chunk], draft: Draft) -> int:
    """Place what stands before the first sentence; returns the index of the first chunk of the body."""
    body_at = _body_begins(chunks, draft.words)
    title_at = _title_place(chunks, body_at, draft.words)
    for at in range(body_at):
        if at == title_at:
            _take_title(chunks[at], draft)
        else:
            _place(chunks[at], draft, before_title=title_at is not None and at < title_at)
    if body_at < len(chunks) and chunks[body_at].kind == "text":
        _take_inline_dateline(chunks[body_at], draft)
    return body_at


def _is_around(chunk: Chunk, words: Lexicon) -> bool:
    """Whether the chunk is one of the lines that stand around a title."""
    return (
        is_furniture(chunk.text, words)
        or is_end_mark(chunk.text)
        or words.is_whole("release", chunk.text)
        or words.opening("embargo", chunk.text) > 0
        or dateline(chunk.text, words) is not None
        or (cells(chunk.text) < 60 and byline(chunk.text, words) is not None)
    )


def _body_begins(chunks: list[Chunk], words: Lexicon) -> int:
    titled = False
    for at, chunk in enumerate(chunks):
        if _is_around(chunk, words):
            continue
        if chunk.kind == "item" and not _is_menu_item(chunk, words):
            return at
        if chunk.kind == "heading":
            if titled and chunk.level > 1 and not any(_is_around(after, words) for after in chunks[at + 1 : at + 3]):
                return at
            titled = True
            continue
        if _is_body_text(chunk, chunks[at + 1 : at + 4], words, titled):
            return at
        titled = True
    return len(chunks)


def _is_menu_item(chunk: Chunk, words: Lexicon) -> bool:
    return is_furniture(chunk.text, words)


def _is_body_text(chunk: Chunk, following: list[Chunk], words: Lexicon, titled: bool) -> bool:
    if chunk.kind == "item":
        return False
    if cells(chunk.text) > LONGEST_TITLE or _inline_dateline(chunk.text, words) or chunk.introduces:
        return True
    if mentions_contact(chunk.text):
        return titled
    heading_ahead = any(after.kind == "heading" and after.level == 1 for after in following)
    dateline_ahead = any(_is_around(after, words) for after in following[:2])
    if chunk.is_sentence:
        return titled or not (dateline_ahead or heading_ahead or chunk.text.endswith(("!", "?", "؟", "！", "？")))
    return titled and not dateline_ahead and not heading_ahead and not following_is_title(following)


def following_is_title(following: list[Chunk]) -> bool:
    """Whether the next chunk is a heading of the first level: what stands before it is not the body."""
    return bool(following) and following[0].kind == "heading" and following[0].level == 1


def _title_place(chunks: list[Chunk], end: int, words: Lexicon) -> int | None:
    candidates = [at for at in range(end) if not _is_around(chunks[at], words) and chunks[at].kind != "item"]
    headings = [at for at in candidates if chunks[at].kind == "heading"]
    for level in range(1, BOLD_LEVEL + 1):
        found = [at for at in headings if chunks[at].level == level]
        if found:
            return found[0]
    labelled = [at for at in candidates if words.opening("title", chunks[at].text) and ":" in chunks[at].text]
    if labelled:
        return labelled[0]
    while len(candidates) > 1 and _is_site_name(chunks, candidates[0], candidates[1], words):
        candidates.pop(0)
    return candidates[0] if candidates else None


def _is_site_name(chunks: list[Chunk], first: int, second: int, words: Lexicon) -> bool:
    """Whether website furniture stands between two would-be titles, and the first is short as names are."""
    between = any(is_furniture(chunk.text, words) for chunk in chunks[first + 1 : second])
    dated = any((read := dateline(chunk.text, words)) and read.date for chunk in chunks[first + 1 : second])
    return between and not dated and len(chunks[first].text.split()) <= 4


def _take_title(chunk: Chunk, draft: Draft) -> None:
    opened = draft.words.opening("title", chunk.text)
    if opened and chunk.text[opened:].lstrip().startswith((":", "：")):
        draft.eat(chunk.text[:opened])
        draft.title = chunk.text[opened:].lstrip(" :：")
    else:
        draft.title = chunk.text


def _place(chunk: Chunk, draft: Draft, before_title: bool) -> None:
    words, text = draft.words, chunk.text
    if is_furniture(text, words):
        draft.set_aside(text, chunk.line, "furniture")
    elif is_end_mark(text) or words.is_whole("release", text):
        draft.eat(text)
    elif words.opening("embargo", text):
        draft.set_aside(text, chunk.line, "embargo")
        draft.notes.append(NOTES["embargo"])
    elif read := dateline(text, words):
        if not draft.set_dateline(read, text, chunk.line):
            draft.set_aside(text, chunk.line, "second date")
    elif (by := byline(text, words)) and cells(text) < 60:
        if draft.byline:
            draft.set_aside(text, chunk.line, "second byline")
        else:
            draft.eat(by[0])
            draft.byline = by[1]
    elif before_title or mentions_contact(text):
        draft.set_aside(text, chunk.line, "before title")
    else:
        draft.lead.append(draft.paragraph(chunk))


def _inline_dateline(text: str, words: Lexicon) -> int:
    """How many characters a dateline such as “PARIS, 7 June 2020 –” takes at the beginning; 0 without one."""
    places = [match for match in DASH.finditer(text) if match.start() <= LONGEST_INLINE_DATELINE and match.start()]
    for match in reversed(places):
        head = text[: match.start()]
        if len(text) > match.end() and any(map(str.isdigit, head)):
            read = dateline(head + (")" if match[0].startswith(")") else ""), words)
            if read and read.date:
                return match.end()
    alone = PLACE_ALONE.match(text)
    return alone.end() if alone else 0


def _take_inline_dateline(chunk: Chunk, draft: Draft) -> None:
    end = _inline_dateline(chunk.text, draft.words)
    if not end:
        return
    head, rest = chunk.text[:end], chunk.text[end:]
    read = dateline(head, draft.words)
    if read:
        if not draft.set_dateline(read, head.strip(), chunk.line):
            return
    elif draft.place:
        return
    else:
        match = PLACE_ALONE.match(head)
        draft.place = match[1] if match else ""
    chunk.text = rest
