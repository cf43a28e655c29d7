"""Reads a press statement: chunks of its layout are placed one by one, each in exactly one part."""

from __future__ import annotations

from pathlib import Path

from unisono.base.said import Named, Said

from .claims import claims_in
from .dates import find_date
from .draft import Draft
from .ending import mentions_contact
from .header import read_header
from .language import guess_language
from .layout import chunks_of
from .lexicon import Lexicon, known_languages, lexicon
from .lines import dateline, is_end_mark, is_furniture
from .lists import place_body
from .model import Note, ReadStatement
from .tail import place_tail, tail_begins
from .text import clean_lines, decoded, is_markdown, isolated

NOTES = {
    "title": Note(Said("No title was found"), Said("Write one in the statement's front matter.")),
    "date": Note(Said("No date was found"), Said("Write it in the statement's front matter.")),
    "flattened": Note(
        Said("An item with a list or a second paragraph inside it was written as one paragraph, its words unchanged")
    ),
    "lead": Note(Said("No lead was found: nothing stands between the title and the first list"), Said("Write one.")),
    "no aims": Note(
        Said("No list was found, so there are no aims"),
        Said("Write them under “%(heading)s” in the statement.", heading="## Aims"),
    ),
    "signatories": Note(Said("No signature was found"), Said("List the signatories in the statement's front matter.")),
}


def read_statement_file(path: Path, language: str | None = None) -> ReadStatement:
    """Read a file; raises StatementFault when it is not UTF-8, OSError when it cannot be opened."""
    return read_statement(decoded(path.read_bytes(), path.name), language)


def read_statement(text: str, language: str | None = None) -> ReadStatement:
    """Read a plain-text or Markdown press statement into its parts. Never refuses; `notes` say what to mend.

    `language` is a lower-case BCP 47 code; without it the language is guessed, and a note says so.
    """
    code, notes = _language(text, language)
    words = lexicon(code)
    markdown = is_markdown(text)
    chunks, flattened = chunks_of(clean_lines(text), lambda line: _stands_alone(line, words), markdown)
    draft = Draft(words, notes=notes)
    for chunk in chunks:
        draft.eat(*chunk.eaten)
    chunks = [chunk for chunk in chunks if chunk.kind != "rule" and chunk.text]
    body_at = read_header(chunks, draft)
    tail_at = tail_begins(chunks, body_at, words)
    signed_at = place_body(chunks[body_at:tail_at], draft)
    place_tail(chunks[tail_at:], draft, signed=signed_at)
    if flattened:
        draft.notes.append(NOTES["flattened"])
    return _finished(draft, code, markdown)


def _language(text: str, language: str | None) -> tuple[str, list[Note]]:
    if language is None:
        code, sure = guess_language(text)
        return code, [_guessed(code) if sure else _unknown(code)]
    code = language.lower().replace("_", "-")
    known = code in known_languages() or code.split("-")[0] in {"zh", *known_languages()}
    what = Said(
        "There is no table of statement words for “%(language)s”: English ones were used",
        language=Named("language", code),
    )
    return code, [] if known else [Note(what, Said("Check every part."))]


def _guessed(code: str) -> Note:
    what = Said("The language was not given; it reads as “%(language)s”", language=Named("language", code))
    return Note(what, Said("Give %(option)s if that is wrong.", option="--language"))


def _unknown(taken: str) -> Note:
    language = Named("language", taken)
    what = Said("The language was not given and could not be told; “%(language)s” was taken", language=language)
    return Note(what, Said("Give %(option)s.", option="--language"))


def _stands_alone(line: str, words: Lexicon) -> bool:
    return (
        is_end_mark(line)
        or is_furniture(line, words)
        or any(words.is_whole(kind, line) for kind in ("ends", "release", "notes", "contacts", "aims", "affirmations"))
        or dateline(line, words) is not None
        or (mentions_contact(line) and not line.endswith((".", "。")))
    )


def _finished(draft: Draft, code: str, markdown: bool) -> ReadStatement:
    signed = [draft.title, *(paragraph.text for paragraph in draft.lead)]
    signed += [text for _, text in (*draft.keyed_aims(), *draft.keyed_affirmations())]
    signed += [paragraph.text for paragraph in draft.closing]
    _note_what_is_missing(draft, signed, code)
    return ReadStatement(
        language=code,
        markdown=markdown,
        title=draft.title,
        date=draft.date,
        number=draft.number,
        place=draft.place,
        byline=draft.byline,
        lead=tuple(draft.lead),
        aims=draft.keyed_aims(),
        affirmations=draft.keyed_affirmations(),
        closing=tuple(draft.closing),
        signatories=tuple(draft.signatories),
        contacts=tuple(draft.contacts),
        claims=claims_in(signed, draft.words),
        unplaced=tuple(sorted(draft.unplaced, key=lambda line: line.line)),
        consumed=tuple(draft.consumed),
        noted=tuple(dict.fromkeys(draft.notes)),
    )


def _note_what_is_missing(draft: Draft, signed: list[str], code: str) -> None:
    if not draft.title:
        draft.notes.append(NOTES["title"])
    if draft.date is None:
        elsewhere = next((text[found.start : found.end] for text in signed if (found := find_date(text, code))), "")
        draft.notes.append(_date_elsewhere(elsewhere) if elsewhere else NOTES["date"])
    if not draft.aims:
        draft.notes.append(NOTES["no aims"])
    if not draft.lead:
        draft.notes.append(NOTES["lead"])
    if not draft.signatories:
        draft.notes.append(NOTES["signatories"])


def _date_elsewhere(found: str) -> Note:
    what = Said("No dateline was found; “%(text)s” stands in the text", text=isolated(found))
    return Note(what, Said("If that is the date, write it in the front matter."))
