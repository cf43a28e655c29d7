"""What follows a statement: the end mark, notes to editors, contacts, the sender's self-description, furniture."""

from __future__ import annotations

from .draft import NOTES, Draft
from .ending import mentions_contact, read_contacts, signature
from .layout import Chunk, cells
from .lexicon import Lexicon
from .lines import dateline, is_end_mark, is_furniture
from .lists import place_signature

Section = str


def tail_begins(chunks: list[Chunk], body_at: int, words: Lexicon) -> int:
    """The index of the first chunk that no longer belongs to the statement."""
    for at in range(body_at + 1, len(chunks)):
        if _opens_tail(chunks[at], words):
            return at
    return len(chunks)


def _opens_tail(chunk: Chunk, words: Lexicon) -> bool:
    if chunk.kind == "item":
        return False
    return _is_end(chunk, words) or _section(chunk, words) != "" or _is_contact(chunk)


def _is_end(chunk: Chunk, words: Lexicon) -> bool:
    return is_end_mark(chunk.text) or words.is_whole("ends", chunk.text)


def _is_contact(chunk: Chunk) -> bool:
    return mentions_contact(chunk.text) and (chunk.alone or not chunk.is_sentence)


def _section(chunk: Chunk, words: Lexicon) -> Section:
    """The section that a heading or label opens: notes, contacts, about; empty for any other chunk."""
    text = chunk.text
    for kind in ("notes", "contacts"):
        if words.is_whole(kind, text):
            return kind
        opened = words.opening(kind, text)
        if opened and cells(text) <= 160 and text[opened:].lstrip("* ").startswith((":", "：")):
            return kind
    if words.opening("about", text) and cells(text) <= 60 and not chunk.is_sentence:
        return "about" if chunk.kind == "heading" or chunk.introduces or chunk.alone else ""
    return ""


def place_tail(chunks: list[Chunk], draft: Draft, signed: bool) -> None:
    """Place everything after the statement."""
    section, waiting = "", []
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        opened = _section(chunk, draft.words) if chunk.kind != "item" else ""
        if opened:
            section = opened
        if is_furniture(chunk.text, draft.words):
            draft.set_aside(chunk.text, chunk.line, "furniture")
        elif _is_end(chunk, draft.words):
            draft.eat(chunk.text)
            section = ""
        elif opened and draft.words.is_whole(opened, chunk.text):
            draft.eat(chunk.text)
        elif (section == "contacts" and _fits_contact(chunk)) or _is_contact(chunk):
            waiting.append(chunk)
        elif not signed and not section and (end := _signature_end(chunks, at, draft.words)):
            place_signature(chunks[at:end], draft)
            signed, at = True, end
            continue
        else:
            _set_aside(chunk, section, draft)
        at += 1
    _place_contacts(waiting, draft)


def _fits_contact(chunk: Chunk) -> bool:
    return cells(chunk.text) <= 120 and (not chunk.is_sentence or mentions_contact(chunk.text))


def _signature_end(chunks: list[Chunk], at: int, words: Lexicon) -> int:
    """The end of a signature that begins here; 0 without one."""
    if chunks[at].kind == "item" or not signature(chunks[at].text, words):
        return 0
    end = at + 1
    while end < len(chunks) and not chunks[end].is_sentence and not _opens_tail(chunks[end], words):
        if is_furniture(chunks[end].text, words) or chunks[end].kind == "heading":
            break
        end += 1
    return end


def _set_aside(chunk: Chunk, section: Section, draft: Draft) -> None:
    read = None if section else dateline(chunk.text, draft.words)
    if read and draft.set_dateline(read, chunk.text, chunk.line):
        return
    why = {"notes": "notes", "about": "about", "contacts": "contact"}.get(section, "after end")
    draft.set_aside(chunk.text, chunk.line, why)


def _place_contacts(chunks: list[Chunk], draft: Draft) -> None:
    if not chunks:
        return
    read = read_contacts([(chunk.text, chunk.line) for chunk in chunks], draft.words)
    draft.contacts += read.contacts
    draft.eat(*read.eaten)
    for text, line in read.left:
        draft.set_aside(text, line, "contact")
    if read.left:
        draft.notes.append(NOTES["contact"])
