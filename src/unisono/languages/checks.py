"""What is wrong with a translation, or may be: said while it is written, and asked again before it is handed in.

A *fault* keeps a text from being handed in or accepted, a *warning* does not: a number may be written as a word.
Rooms above add checks of their own for the objects they know (`fit_checks`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.base.registry import Registry
from unisono.base.said import Said, sentence_of
from unisono.languages.glossary.checking import Agreed, Glossary, Lack
from unisono.languages.names import listed
from unisono.languages.richtext import (
    MarkdownFault,
    Run,
    html_from_runs,
    markdown_from_runs,
    plain_text,
    runs_from_html,
    runs_from_markdown,
)
from unisono.languages.screen import told
from unisono.languages.segments import Segment

PLACEHOLDER = re.compile(r"\{[^{}\s]*\}")
#: Digits, with what may stand between them where numbers are grouped or broken.
NUMBER = re.compile(r"\d+(?:[.,٫٬'’\u00a0\u202f\u2009]\d+| \d{3}(?!\d))*")
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+[^\s<>\".,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class WrongText(ValueError):
    """A text that cannot be kept as it is; the message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or may be, in a sentence of the screen's language."""

    level: Literal["fault", "warning"]
    says: str


#: `check(campaign_id, object_id, language, texts by key) -> findings by key`, by the label of the object. A key ""
#: stands for the whole.
fit_checks: Registry[Callable[[UUID, UUID, str, Mapping[str, str]], dict[str, list[Finding]]]] = Registry("fit check")


def is_rich(segment: Segment) -> bool:
    """Say whether a segment's text has marks (strong, emphasis, links)."""
    return segment.kind != "line"


def runs_of(segment: Segment, text: str) -> tuple[Run, ...]:
    """Return a text as runs; raises `MarkdownFault` for marks that the subset does not have."""
    return runs_from_markdown(text) if is_rich(segment) else (Run(text),)


def words_of(segment: Segment, text: str) -> str:
    """Return the words of a text without marks; of a text whose marks are broken, all there is."""
    try:
        return plain_text(runs_of(segment, text))
    except MarkdownFault:
        return text


def shown(segment: Segment, text: str) -> str:
    """Return a rich text as HTML (`b`, `i`, `a`); raises `MarkdownFault`."""
    return html_from_runs(runs_of(segment, text))


def kept_form(segment: Segment, text: str, *, html: bool = False) -> str:
    """Return the one form in which a text is kept; raises `WrongText`.

    `html` says that a rich text comes as the HTML of the editor on the screen, not as Markdown.
    """
    if is_rich(segment):
        try:
            return markdown_from_runs(runs_from_html(text) if html else runs_from_markdown(text))
        except ValueError as fault:
            raise WrongText(_("The marks of this text cannot be read (%s).") % told(sentence_of(fault))) from fault
    lines = [_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    joined = "\n" if "\n" in segment.text else " "
    kept = joined.join(lines).strip()
    return kept if joined == "\n" else re.sub(" +", " ", kept)


def _line(line: str) -> str:
    return "".join(" " if unicodedata.category(one) == "Cc" else one for one in line).rstrip()


def length_of(segment: Segment, text: str) -> int:
    """Return the characters that count against the limit: placeholders stand for something else."""
    return len(unicodedata.normalize("NFC", PLACEHOLDER.sub("", words_of(segment, text))).strip())


def findings(segment: Segment, text: str, *, screen: str, glossary: Glossary | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with `text` as a translation of `segment`, faults first; nothing for no text.

    `screen` is the language in which the findings are said, `glossary` has the agreed words of the text's language.
    """
    if not text:
        return ()
    try:
        runs = runs_of(segment, text)
    except MarkdownFault as fault:
        return (Finding("fault", _("The marks of this text cannot be read (%s).") % told(fault.sentence)),)
    if not segment.text:  # the source leaves it empty: there is nothing to compare with
        return tuple(_length(segment, text))
    found = [
        *_length(segment, text),
        *_placeholders(segment, text, screen),
        *_numbers(segment, text, screen),
        *_addresses(segment, text, screen),
        *(Finding("warning", told(said)) for said in (off_glossary(segment, text, glossary) if glossary else ())),
        *_marks(segment, runs),
    ]
    if text == segment.text and any(one.isalpha() for one in words_of(segment, text)) and not _is_name(segment.text):
        found.append(Finding("warning", _("This is still the source text.")))
    return tuple(sorted(found, key=lambda one: one.level))


def faults(segment: Segment, text: str, *, screen: str) -> tuple[Finding, ...]:
    """Return only what keeps a text from being handed in or accepted."""
    return tuple(one for one in findings(segment, text, screen=screen) if one.level == "fault")


def _length(segment: Segment, text: str) -> list[Finding]:
    over = length_of(segment, text) - segment.limit
    if not segment.limit or over <= 0:
        return []
    says = ngettext(
        "%(over)d character too long: at most %(limit)d fit.", "%(over)d characters too long: at most %(limit)d fit.",
        over,
    )  # fmt: skip
    return [Finding("fault", says % {"over": over, "limit": segment.limit})]


def _placeholders(segment: Segment, text: str, screen: str) -> list[Finding]:
    wanted, there = Counter(PLACEHOLDER.findall(segment.text)), Counter(PLACEHOLDER.findall(text))
    found = []
    if missing := wanted - there:
        found.append(Finding("fault", _("Missing: %s. An address is put there.") % listed(missing, screen)))
    if spare := there - wanted:
        found.append(Finding("fault", _("Too much: %s. The source text does not have it.") % listed(spare, screen)))
    return found


def numbers(text: str) -> Counter[str]:
    """Return the numbers in a text as plain digits, whatever digits and separators the language writes."""
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
    return Counter("".join(filter(str.isdigit, found)) for found in NUMBER.findall(plain))


def numbers_of(segment: Segment, text: str) -> Counter[str]:
    """Return the numbers among the words of a text, those of addresses and placeholders left out."""
    return numbers(PLACEHOLDER.sub("", ADDRESS.sub("", words_of(segment, text))))


def _numbers(segment: Segment, text: str, screen: str) -> list[Finding]:
    source, here = numbers_of(segment, segment.text), numbers_of(segment, text)
    found = []
    if missing := source - here:
        found.append(Finding("warning", _("Numbers of the source that are not here: %s.") % listed(missing, screen)))
    if spare := here - source:
        found.append(Finding("warning", _("Numbers that the source does not have: %s.") % listed(spare, screen)))
    return found


def addresses(segment: Segment, text: str) -> Counter[str]:
    """Return the addresses to which a text leads or that stand in it."""
    try:
        runs = runs_of(segment, text)
    except MarkdownFault:
        return Counter()
    linked = Counter({run.href for run in runs if run.href})
    return linked + Counter(ADDRESS.findall(plain_text(runs)))


def _addresses(segment: Segment, text: str, screen: str) -> list[Finding]:
    source, here = set(addresses(segment, segment.text)), set(addresses(segment, text))
    found = []
    if missing := sorted(source - here):
        found.append(Finding("warning", _("Links of the source that are not here: %s.") % listed(missing, screen)))
    if spare := sorted(here - source):
        found.append(Finding("warning", _("Links that the source does not have: %s.") % listed(spare, screen)))
    return found


def off_glossary(segment: Segment, text: str, glossary: Glossary) -> list[Said]:
    """Return in sentences which terms of the source are not found as agreed. None of it is certain to be wrong."""
    return [_lacking(*one) for one in glossary.lacks(words_of(segment, segment.text), words_of(segment, text))]


def _lacking(agreed: Agreed, lack: Lack) -> Said:
    if lack == "capitals":
        return Said("“%(term)s” stays as it is in every language; here its capitals are others.", term=agreed.term)
    if agreed.stays:
        return Said("“%(term)s” stays as it is in every language; it is not found here.", term=agreed.term)
    return Said(
        "“%(term)s” is agreed as “%(words)s”: not found as agreed. Another form of it may be right.",
        term=agreed.term,
        words=agreed.text,
    )


def _marks(segment: Segment, runs: tuple[Run, ...]) -> list[Finding]:
    if not is_rich(segment):
        return []
    source = runs_of(segment, segment.text)
    found = []
    for name, sentence in (
        ("strong", _("The source has bold words, this text has none.")),
        ("emphasis", _("The source has words in italics, this text has none.")),
    ):
        if any(getattr(run, name) for run in source) and not any(getattr(run, name) for run in runs):
            found.append(Finding("warning", sentence))
    return found


def _is_name(text: str) -> bool:
    """A short text in which every word is a name or a tag may stay as it is."""
    words = text.split()
    return len(words) <= 4 and all(word[0].isupper() or not word[0].isalpha() for word in words)
