"""The words of a pack's files as segments, and back. One pair of functions for each kind of file.

In a translation, `~` alone stands for a block or item that is not translated yet.
"""

import re
from collections.abc import Iterable

import tomli_w

from unisono.base.said import Said
from unisono.languages.richtext import (
    Block,
    MarkdownFault,
    Run,
    blocks_from_markdown,
    markdown_from_blocks,
    markdown_from_runs,
    runs_from_markdown,
)
from unisono.languages.segments import Segment
from unisono.packs.faults import Fault

MISSING = "~"
ESCAPED_MARK = re.compile(r"^((?:[->] |### |\d+\. )?)\\~$", re.MULTILINE)
TEXTS = {"name": 120, "slogan": 120, "hashtag": 60, "summary": 200, "action": 30}
SECTIONS = ("Aims", "Affirmations", "Closing", "Unplaced")
ITEM = re.compile(r"^\d+\.\s+(?P<text>.*?)\s*(?:\{#(?P<key>[a-z0-9-]+)\})?\s*$")

#: What looks like an item's key and is none; escaped, it is words.
BAD_KEY = re.compile(r"(?<!\\)\{#[^}]*\}?$")

Segments = tuple[Segment, ...]


class Wording:
    """Segments by key, to write a file from; a key that is not there is missing."""

    def __init__(self, source: Segments, segments: Segments) -> None:
        self.source = source
        self.text = {segment.key: segment.text for segment in segments}

    def lines(self, *keys: str) -> dict[str, str]:
        """Return those of the plain lines that are there."""
        return {key: self.text[key] for key in keys if self.text.get(key)}

    def body(self, key: str) -> str:
        """Return the Markdown of a body; "" where nothing of it is there."""
        if not any(name.startswith(f"{key}.") for name in self.text):
            return ""
        blocks = [
            Block(segment.kind, runs_from_markdown(self.text.get(segment.key) or MISSING))  # type: ignore[arg-type]
            for segment in self.source
            if segment.key.startswith(f"{key}.")
        ]
        # The writer escapes the mark, as it must where ~ is a word.
        return ESCAPED_MARK.sub(rf"\1{MISSING}", markdown_from_blocks(blocks).strip("\n"))

    def items(self, kind: str) -> list[tuple[str, str]]:
        """Return (key, text) of the items `kind.*` in the order of the source."""
        if not any(name.startswith(f"{kind}.") for name in self.text):
            return []
        names = [segment.key for segment in self.source if segment.key.startswith(f"{kind}.")]
        return [(name.split(".", 1)[1], self.text.get(name, "")) for name in names]


def body_segments(key: str, text: str, file: str, line: int, faults: list[Fault]) -> list[Segment]:
    """Cut a body that begins at `line` into segments; a block that is `~` alone keeps its number only."""
    try:
        blocks = blocks_from_markdown(text)
    except MarkdownFault as fault:
        faults.append(Fault(file, line + fault.line - 1, fault.what, fault.mend))
        return []
    texts = [(number, block, markdown_from_runs(block.runs)) for number, block in enumerate(blocks, 1)]
    return [Segment(f"{key}.{number}", words, block.kind) for number, block, words in texts if not is_missing(block)]


def is_missing(block: Block) -> bool:
    """Say whether a block is the mark of a missing translation."""
    return block.runs == (Run(MISSING),)


# -- texts -------------------------------------------------------------------------------------------------


def texts_segments(table: dict[str, object], file: str, about_line: int, faults: list[Fault]) -> Segments:
    """Read `texts/{lang}.toml`, in which the words of `about` begin at `about_line`."""
    segments = [Segment(key, _text(table, key), limit=limit) for key, limit in TEXTS.items()]
    segments += body_segments("about", _text(table, "about"), file, about_line, faults)
    for way in _rows(table, "ways"):
        key = way.get("key", "")
        segments += [Segment(f"way.{key}.{part}", _text(way, part)) for part in ("title", "text")]
    posts = table.get("posts", {})
    if isinstance(posts, dict):
        segments += [Segment(f"post.{place}", _text(posts, place)) for place in posts]
    return tuple(segment for segment in segments if segment.text)


def texts_table(words: Wording) -> dict[str, object]:
    """Write `texts/{lang}.toml`."""
    table: dict[str, object] = {**words.lines(*TEXTS)}
    if about := words.body("about"):
        table["about"] = about
    keys = dict.fromkeys(key.split(".")[0] for key, _ in words.items("way"))
    if keys:
        parts = ("title", "text")
        table["ways"] = [
            {
                "key": key,
                **{part: words.text[f"way.{key}.{part}"] for part in parts if f"way.{key}.{part}" in words.text},
            }
            for key in keys
        ]
    if posts := {place: text for place, text in words.items("post") if text}:
        table["posts"] = posts
    return table


# -- statement and news ------------------------------------------------------------------------------------


def statement_segments(
    front: dict[str, object], body: str, file: str, line: int, faults: list[Fault]
) -> tuple[Segments, str]:
    """Read the words of `statement/{lang}.md`; returns the segments and what stands under *Unplaced*."""
    parts = statement_sections(body, line, file, faults)
    segments = [Segment(key, _text(front, key)) for key in ("title", "place", "byline")]
    segments += body_segments("lead", *parts["Lead"], faults)
    segments += _item_segments("aim", *parts["Aims"], faults)
    segments += _item_segments("affirmation", *parts["Affirmations"], faults)
    segments += body_segments("closing", *parts["Closing"], faults)
    names = front.get("signatories", [])
    if isinstance(names, list):
        segments += [Segment(f"signatory.{number}", str(name)) for number, name in enumerate(names, 1)]
    return tuple(segment for segment in segments if segment.text), parts["Unplaced"][0].strip("\n")


def statement_body(words: Wording, unplaced: str) -> str:
    """Write the body of `statement/{lang}.md`."""
    parts = [words.body("lead")]
    for heading, kind in (("Aims", "aim"), ("Affirmations", "affirmation")):
        items = [f"{n}. {text or MISSING} {{#{key}}}" for n, (key, text) in enumerate(words.items(kind), 1)]
        parts += [f"## {heading}", "\n".join(items)] if items else []
    closing = words.body("closing")
    parts += ["## Closing", closing] if closing else []
    parts += ["## Unplaced", unplaced] if unplaced else []
    return "\n\n".join(part for part in parts if part)


def statement_front(words: Wording, shared: dict[str, object]) -> dict[str, object]:
    """Write the front matter of `statement/{lang}.md`; `shared` is what only the source language has."""
    names = [text for _, text in words.items("signatory")]
    order = ("title", "date", "number", "place", "byline", "signatories", "pictures", "film", "claims")
    table = {**words.lines("title", "place", "byline"), **shared}
    if any(names):
        table["signatories"] = names
    return {key: table[key] for key in order if key in table}


def news_segments(front: dict[str, object], body: str, file: str, line: int, faults: list[Fault]) -> Segments:
    """Read the words of `news/{slug}/{lang}.md`."""
    segments = [
        Segment("title", _text(front, "title"), limit=200),
        Segment("summary", _text(front, "summary"), limit=200),
    ]
    segments += body_segments("body", body, file, line, faults)
    return tuple(segment for segment in segments if segment.text)


def news_front(words: Wording, shared: dict[str, object]) -> dict[str, object]:
    """Write the front matter of `news/{slug}/{lang}.md`."""
    table = {**words.lines("title", "summary"), **shared}
    return {key: table[key] for key in ("title", "date", "summary", "pictures", "film") if key in table}


def statement_sections(body: str, line: int, file: str, faults: list[Fault]) -> dict[str, tuple[str, str, int]]:
    """Cut a statement at its section headings: name → (text, file, first line)."""
    parts: dict[str, tuple[list[str], int]] = {"Lead": ([], line)}
    current = "Lead"
    for number, text in enumerate(body.split("\n"), line):
        heading = re.fullmatch(r"##\s+(.+?)\s*", text)
        if heading is None or current == "Unplaced":
            parts[current][0].append(text)
        elif heading[1] not in SECTIONS or heading[1] in parts:
            what = Said(
                "the section “%(name)s” is not one of %(known)s, or stands there twice", name=heading[1], known=SECTIONS
            )
            mend = Said("Use each of these section names once; they are never translated.")
            faults.append(Fault(file, number, what, mend))
        else:
            current = heading[1]
            parts[current] = ([], number + 1)
    return {
        name: ("\n".join(parts[name][0]), file, parts[name][1]) if name in parts else ("", file, line)
        for name in ("Lead", *SECTIONS)
    }


def _item_segments(kind: str, text: str, file: str, line: int, faults: list[Fault]) -> list[Segment]:
    segments: list[Segment] = []
    letter = {"aim": "a", "affirmation": "b"}[kind]
    for number, row in enumerate(text.split("\n"), line):
        if not row.strip():
            continue
        item = ITEM.match(row)
        if item is None:
            mend = Said("Write %(example)s on one line.", example="`1. text {#key}`")
            faults.append(Fault(file, number, Said("is not a numbered item"), mend))
            continue
        if odd := BAD_KEY.search(item["text"]):
            mend = Said(
                "A key has small letters, digits and single hyphens: %(example)s."
                " For words that look so, write %(sign)s",
                example="{#a1}",
                sign="\\{#",
            )
            faults.append(Fault(file, number, Said("“%(key)s” is no key", key=odd[0]), mend))
            continue
        key = item["key"] or f"{letter}{len(segments) + 1}"
        try:
            runs = runs_from_markdown(item["text"])
        except MarkdownFault as fault:
            faults.append(Fault(file, number, fault.what, fault.mend))
            continue
        words = "" if is_missing(Block("paragraph", runs)) else markdown_from_runs(runs)
        segments.append(Segment(f"{kind}.{key}", words, "inline"))
    keys = [segment.key.partition(".")[2] for segment in segments]
    mend = Said("Give each item a key of its own.")
    faults += [
        Fault(file, line, Said("the key %(key)s stands there twice", key=key), mend)
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]
    return segments


# -- front matter ------------------------------------------------------------------------------------------


def split_front(text: str) -> tuple[str, str, int]:
    """Cut a Markdown file into front matter, body, and the line at which the body begins; no front matter: ""."""
    lines = text.split("\n")
    if lines[0].strip() != "+++" or "+++" not in [row.strip() for row in lines[1:]]:
        return "", text, 1
    end = [row.strip() for row in lines].index("+++", 1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def joined_front(front: dict[str, object], body: str) -> bytes:
    """Write a Markdown file with front matter."""
    head = f"+++\n{tomli_w.dumps(front, multiline_strings=True)}+++\n"
    return (f"{head}\n{body}\n" if body else head).encode()


def _text(table: dict[str, object], key: str) -> str:
    value = table.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _rows(table: dict[str, object], key: str) -> Iterable[dict[str, object]]:
    rows = table.get(key, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
