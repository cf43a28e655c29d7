"""The body of a statement: lead, lists, what introduces them, closing, signature."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from unisono.base.said import Said

from .draft import Draft
from .ending import signature
from .enumeration import split_enumeration
from .layout import BOLD_LEVEL, Chunk, cells, join
from .lexicon import Lexicon, fold
from .lines import dateline, is_furniture
from .model import Note
from .text import isolated

Part = Literal["aims", "affirmations", "signatories", "other", "furniture"]
NOTES = {
    "order": Note(
        Said("Nothing said which list holds the aims and which the affirmations: the first was taken for the aims")
    ),
    "both": Note(Said("Both lists are introduced as affirmations are; the first was taken for the aims")),
    "inline": Note(Said("The aims were found inside a paragraph and made into a list; the words are unchanged")),
    "introduction": Note(
        Said("What introduced the affirmations is kept under “%(heading)s”", heading="## Unplaced"),
        Said("move it to where it must stand."),
        between="; ",
    ),
}
LABEL_WORDS, LABEL_CELLS = 4, 34
"""A heading or introduction of at most so many words (in Chinese, cells) that names the list says no more."""


@dataclass(slots=True)
class _List:
    """A list, or the paragraphs under a heading that names one, with what introduced it."""

    items: list[int]
    introduced_by: list[int] = field(default_factory=list)
    part: Part | None = None
    cue: str = ""


def place_body(chunks: list[Chunk], draft: Draft) -> bool:
    """Place every chunk of the body; returns whether a signature was found."""
    if not any(chunk.kind == "item" for chunk in chunks):
        chunks = _with_enumeration(chunks, draft)
    chunks = _with_headed_items(chunks, draft.words)
    signed_at = _signature_begins(chunks, draft.words)
    body, signing = chunks[:signed_at], chunks[signed_at:]
    lists = _lists(body, draft.words)
    _decide(lists, body, draft)
    _place_around(body, lists, draft)
    place_signature(signing, draft)
    return bool(draft.signatories)


def _with_enumeration(chunks: list[Chunk], draft: Draft) -> list[Chunk]:
    """Cut the first paragraph that enumerates inside itself, “(1) …; (2) …”, into a list."""
    for at, chunk in enumerate(chunks):
        parts = split_enumeration(chunk.text) if chunk.kind == "text" else None
        if parts:
            before, items = parts
            head = Chunk("text", before, chunk.line)
            made = [
                Chunk("item", text, chunk.line, style="inline", value=number, group=1)
                for number, (_, text) in enumerate(items, 1)
            ]
            draft.eat(*(marker for marker, _ in items))
            draft.notes.append(NOTES["inline"])
            return [*chunks[:at], *([head] if before else []), *made, *chunks[at + 1 :]]
    return chunks


def _with_headed_items(chunks: list[Chunk], words: Lexicon) -> list[Chunk]:
    """Under a heading that names aims or affirmations, each lower heading with its paragraphs becomes one item."""
    made: list[Chunk] = []
    at = 0
    while at < len(chunks):
        made.append(chunks[at])
        at += 1
        opener = made[-1]
        if opener.kind != "heading" or _cue(opener.text, words) not in ("aims", "affirmations"):
            continue
        while at < len(chunks) and chunks[at].kind == "heading" and opener.level < chunks[at].level < BOLD_LEVEL:
            item = Chunk("item", f"**{chunks[at].text.strip('*')}**", chunks[at].line, group=-opener.line)
            at += 1
            while at < len(chunks) and chunks[at].kind in ("text", "quote") and not chunks[at].alone:
                item.text = join(item.text, chunks[at].text)
                at += 1
            made.append(item)
    return made


# -- lists and what they are


def _lists(chunks: list[Chunk], words: Lexicon) -> list[_List]:
    lists: list[_List] = []
    at = 0
    while at < len(chunks):
        if chunks[at].kind == "item":
            end = at
            while end < len(chunks) and chunks[end].kind == "item" and chunks[end].group == chunks[at].group:
                end += 1
            lists.append(_described(list(range(at, end)), chunks, words))
            at = end
        elif end := _paragraphs_under(chunks, at, words):
            lists.append(_described(list(range(at + 1, end)), chunks, words))
            at = end
        else:
            at += 1
    return lists


def _paragraphs_under(chunks: list[Chunk], at: int, words: Lexicon) -> int:
    """The end of the paragraphs under a heading that names aims or affirmations; 0 if a list stands there."""
    heading = chunks[at]
    named = heading.kind == "heading" or heading.alone or _is_named_label(heading, words)
    if not named or _cue(heading.text, words) not in ("aims", "affirmations") or not _is_label(heading.text):
        return 0
    end = at + 1
    while end < len(chunks) and chunks[end].kind not in ("heading", "item") and not chunks[end].alone:
        if chunks[end].introduces:
            return 0
        end += 1
    listed = end < len(chunks) and chunks[end].kind == "item"
    return 0 if listed or end == at + 1 else end


def _described(items: list[int], chunks: list[Chunk], words: Lexicon) -> _List:
    """Find what introduced the list: the paragraph or heading before it, then the heading before that."""
    found = _List(items)
    if all(is_furniture(chunks[at].text, words) for at in items):
        found.part = "furniture"
        return found
    before = items[0] - 1
    while before >= 0 and len(found.introduced_by) < 2:
        chunk = chunks[before]
        heading = chunk.kind == "heading" or chunk.alone or _is_named_label(chunk, words)
        leads_in = chunk.kind == "text" and not found.introduced_by and (chunk.introduces or heading)
        if not (leads_in or heading):
            break
        found.introduced_by.append(before)
        found.part = found.part or _cue(chunk.text, words)
        found.cue = found.cue or chunk.text
        before -= 1
        if found.part:
            break
    if not found.part:
        found.introduced_by = found.introduced_by[:1]
        if items[0] and not found.introduced_by and chunks[items[0] - 1].kind == "text":
            found.part = _cue(_last_sentence(chunks[items[0] - 1].text), words)
            found.cue = chunks[items[0] - 1].text if found.part else ""
    return found


def _last_sentence(text: str) -> str:
    return text.rstrip(" .:").rpartition(". ")[2]


def _cue(text: str, words: Lexicon) -> Part | None:
    """What a heading or introduction announces: the kind whose word comes last."""
    if words.opening("signed", text) and cells(text) < 60:
        return "signatories"
    aims, affirmations = words.last_place("aims", text), words.last_place("affirmations", text)
    if aims == affirmations == -1:
        return None
    return "aims" if aims > affirmations else "affirmations"


def _is_named_label(chunk: Chunk, words: Lexicon) -> bool:
    """Whether a short line that is no sentence names aims or affirmations."""
    return chunk.kind == "text" and not chunk.is_sentence and _is_label(chunk.text) and bool(_cue(chunk.text, words))


def _is_label(text: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and cells(text) <= LABEL_CELLS


def _decide(lists: list[_List], chunks: list[Chunk], draft: Draft) -> None:
    """Say of each list what it is; note what was guessed."""
    plain = [one for one in lists if one.part not in ("signatories", "furniture")]
    if not plain:
        return
    if len(plain) == 1:
        if plain[0].part == "affirmations":
            draft.notes.append(_only_list(plain[0].cue))
        plain[0].part = "aims"
    elif not any(one.part == "aims" for one in plain):
        guessed = "order" if plain[0].part is None else "both"
        draft.notes.append(NOTES[guessed])
        plain[0].part = "aims"
    for one in plain:
        if one.part is None and not any(other.part == "affirmations" for other in plain):
            one.part = "affirmations"
        elif one.part is None:
            one.part = "other"
            draft.notes.append(_further_list(chunks[one.items[0]].text[:40]))


def _only_list(cue: str) -> Note:
    what = Said(
        "The only list was introduced by “%(words)s”, as affirmations are; it was taken for the aims, which a card is"
        " made from",
        words=isolated(cue),
    )
    return Note(what, Said("Move it under “%(heading)s” if it must be there.", heading="## Affirmations"))


def _further_list(begins: str) -> Note:
    what = Said("A further list, which begins “%(words)s…”, has no place in a statement", words=isolated(begins))
    return Note(what, Said("it is kept under “%(heading)s”.", heading="## Unplaced"), between=": ")


# -- placing


def _place_around(chunks: list[Chunk], lists: list[_List], draft: Draft) -> None:
    proper = [one for one in lists if one.part in ("aims", "affirmations")]
    first = min((one.items[0] for one in proper), default=len(chunks))
    last = max((one.items[-1] for one in proper), default=len(chunks))
    in_list = {at: one for one in lists for at in one.items}
    introducing = {at: one for one in lists for at in one.introduced_by}
    for at, chunk in enumerate(chunks):
        if at in in_list:
            _place_item(chunk, in_list[at].part or "other", draft)
        elif _place_stray(chunk, draft):
            continue
        elif at in introducing:
            _place_introduction(chunk, introducing[at].part or "other", draft)
        elif at < first:
            draft.lead.append(draft.paragraph(chunk))
        elif at > last:
            _place_closing(chunk, draft)
        else:
            draft.set_aside(chunk.text, chunk.line, "heading" if chunk.kind == "heading" else "between lists")


def _place_item(chunk: Chunk, part: Part, draft: Draft) -> None:
    if part == "aims":
        draft.aims.append(chunk.text)
    elif part == "affirmations":
        draft.affirmations.append(chunk.text)
    elif part == "signatories":
        draft.signatories.append(chunk.text)
    else:
        draft.set_aside(chunk.text, chunk.line, "furniture" if part == "furniture" else "list")


def _place_stray(chunk: Chunk, draft: Draft) -> bool:
    """Furniture and datelines that stand within the body."""
    if is_furniture(chunk.text, draft.words):
        draft.set_aside(chunk.text, chunk.line, "furniture")
        return True
    if (chunk.alone or chunk.kind == "text") and (read := dateline(chunk.text, draft.words)):
        if not draft.set_dateline(read, chunk.text, chunk.line):
            draft.set_aside(chunk.text, chunk.line, "second date")
        return True
    return False


def _place_introduction(chunk: Chunk, part: Part, draft: Draft) -> None:
    cued = _cue(chunk.text, draft.words)
    if cued and (_is_label(chunk.text) or fold(chunk.text).strip("*: ") in draft.words.entries(cued)):
        draft.eat(chunk.text)
    elif part == "aims" and chunk.kind == "text" and not draft.aims:
        draft.lead.append(draft.paragraph(chunk))
    elif part == "affirmations":
        draft.set_aside(chunk.text, chunk.line, "before affirmations")
        draft.notes.append(NOTES["introduction"])
    else:
        draft.set_aside(chunk.text, chunk.line, "heading")


def _place_closing(chunk: Chunk, draft: Draft) -> None:
    if not draft.closing and draft.words.is_whole("closing", chunk.text):
        draft.eat(chunk.text)
    else:
        draft.closing.append(draft.paragraph(chunk))


# -- the signature


def _signature_begins(chunks: list[Chunk], words: Lexicon) -> int:
    """Where the signature begins: at its label, or at the last short lines that are no sentence."""
    for at in range(len(chunks) - 1, max(0, len(chunks) - 40), -1):
        chunk = chunks[at]
        read = None if chunk.kind == "item" or chunk.is_sentence else signature(chunk.text, words)
        if read and _only_names_follow(chunks[at + 1 :], bool(read[1])):
            return at
    at = len(chunks)
    while at > 1 and len(chunks) - at < 4 and _is_name_line(chunks[at - 1], words):
        at -= 1
    listed = any(chunk.kind == "item" for chunk in chunks[:at])
    prose = any(chunk.is_sentence for chunk in chunks[:at])
    return at if listed or prose else len(chunks)


def _only_names_follow(chunks: list[Chunk], named: bool) -> bool:
    return all(not chunk.is_sentence or cells(chunk.text) < 40 for chunk in chunks) and (named or bool(chunks))


def _is_name_line(chunk: Chunk, words: Lexicon) -> bool:
    bold = chunk.kind == "heading" and chunk.level == BOLD_LEVEL
    if (chunk.kind != "text" and not bold) or chunk.is_sentence or chunk.introduces:
        return False
    return len(chunk.text.split()) <= 12 and cells(chunk.text) <= 90


def place_signature(chunks: list[Chunk], draft: Draft) -> None:
    """Place the chunks of a signature: its label, names, a date or place, furniture."""
    labelled = False
    for chunk in chunks:
        if _place_stray(chunk, draft):
            continue
        read = signature(chunk.text, draft.words) if chunk.kind != "item" else None
        if read:
            labelled = True
            draft.eat(read[0])
            if read[1]:
                draft.signatories.append(read[1])
        else:
            draft.signatories.append(chunk.text)
    if draft.signatories and not labelled:
        line = isolated(draft.signatories[-1])
        draft.notes.append(Note(Said("The last line, “%(line)s”, was taken for the signature", line=line)))
