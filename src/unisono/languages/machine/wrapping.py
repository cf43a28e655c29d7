"""What is sent of a text, and what of the answer is kept: nothing that lost a chip, a link, a mark or a number.

Plain Python. Placeholders, addresses, names that stay and agreed words are wrapped so that services leave them alone.
"""

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

from unisono.languages.checks import (
    ADDRESS,
    PLACEHOLDER,
    WrongText,
    addresses,
    is_rich,
    kept_form,
    numbers_of,
    runs_of,
    words_of,
)
from unisono.languages.glossary.checking import Glossary, composed
from unisono.languages.richtext import Run, html_from_runs, markdown_from_runs
from unisono.languages.segments import Segment

KEPT = '<span translate="no">{}</span>'
_ALONE = re.compile(f"{PLACEHOLDER.pattern}|{ADDRESS.pattern}")
MARKS = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "a": "link", "span": ""}


class Broken(ValueError):
    """An answer that has lost something, or has something more."""


def wrapped(segment: Segment, glossary: Glossary) -> list[str]:
    """Return what is sent of a segment: HTML, one text; of a text of several lines each that has words."""
    if is_rich(segment):
        return ["".join(_run(run, glossary) for run in runs_of(segment, segment.text))]
    return [_words(line, glossary) for line in segment.text.split("\n") if line.strip()]


def _run(run: Run, glossary: Glossary) -> str:
    body = _words(run.text, glossary)
    body = f"<i>{body}</i>" if run.emphasis else body
    body = f"<b>{body}</b>" if run.strong else body
    return f'<a href="{escape(run.href)}">{body}</a>' if run.href else body


def _words(text: str, glossary: Glossary) -> str:
    found, at = "", 0
    text = composed(text)
    for start, end, kept in _kept(text, glossary):
        found += escape(text[at:start], quote=False) + KEPT.format(escape(kept, quote=False))
        at = end
    return found + escape(text[at:], quote=False)


def _kept(text: str, glossary: Glossary) -> Iterator[tuple[int, int, str]]:
    """Yield what is not to be translated, in order: where it stands, and what stands there in the translation."""
    alone = [(match.start(), match.end(), match[0]) for match in _ALONE.finditer(text)]
    terms = [(place.start, place.end, place.agreed) for place in glossary.places(text)]
    for start, end, one in terms:
        free = all(end <= first or start >= last for first, last, _ in alone)
        if free and one.wanted:
            alone.append((start, end, text[start:end] if one.stays else one.text))
    yield from sorted(alone)


def unwrapped(segment: Segment, answers: list[str]) -> str:
    """Return the text of a segment from what came back, in the form in which it is kept. Raises `Broken`."""
    if is_rich(segment):
        text = markdown_from_runs(_runs(answers[0]))
    else:
        left = iter(answers)
        lines = [_line(next(left)) if line.strip() else "" for line in segment.text.split("\n")]
        text = "\n".join(lines)
    try:
        text = kept_form(segment, text)
    except WrongText as wrong:
        raise Broken(str(wrong)) from None
    _refuse_loss(segment, text)
    return text


def _line(answer: str) -> str:
    runs = _runs(answer)
    if any(run.strong or run.emphasis or run.href for run in runs):
        raise Broken("marks in a plain line")
    return " ".join("".join(run.text for run in runs).split())


def _refuse_loss(segment: Segment, text: str) -> None:
    if not any(one.isalnum() for one in words_of(segment, text)):
        raise Broken("no words")
    for what in (_placeholders, addresses, numbers_of, _marks):
        if what(segment, text) != what(segment, segment.text):
            raise Broken(what.__name__)


def _placeholders(_segment: Segment, text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _marks(segment: Segment, text: str) -> tuple[bool, bool]:
    runs = runs_of(segment, text)
    return any(run.strong for run in runs), any(run.emphasis for run in runs)


def _runs(answer: str) -> tuple[Run, ...]:
    reader = _Reader()
    reader.feed(answer)
    reader.close()
    if reader.open:
        raise Broken("a tag that is not closed")
    try:
        html_from_runs(reader.runs)  # refuses addresses that no text may have
    except ValueError as fault:
        raise Broken(str(fault)) from None
    return tuple(reader.runs)


class _Reader(HTMLParser):
    """Reads what a service sends back; strict, since what it does not know has been made up."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.runs: list[Run] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a mark."""
        if tag not in MARKS:
            raise Broken(f"<{tag}>")
        self.open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if not self.open or self.open[-1][0] != tag:
            raise Broken(f"</{tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take words."""
        marks = {MARKS[tag] for tag, _ in self.open}
        href = next((href for tag, href in self.open if tag == "a"), "")
        self.runs.append(Run(data, "strong" in marks, "emphasis" in marks, href))
