"""`glossary.toml` and `glossary/{lang}.toml`: terms and the words for them."""

from collections import Counter
from collections.abc import Iterator

from unisono.languages.glossary.limits import LONGEST, LONGEST_NOTE, MOST_FORMS, MOST_TERMS, one_line
from unisono.packs import tables
from unisono.packs.checks.findings import Findings


def check_glossary(findings: Findings) -> None:
    """Check every term, and the words of every language for it."""
    pack = findings.pack
    if len(pack.terms) > MOST_TERMS:
        findings.error(("glossary.toml", 0), f"has {len(pack.terms)} terms", f"At most {MOST_TERMS} are taken.")
    times = Counter(row.term for row in pack.terms)
    for number, row in enumerate(pack.terms):
        place = findings.at("glossary.toml", "terms", number)
        if times[row.term] > 1:
            findings.error(place, f"“{row.term}” stands there twice", "Keep one of them.")
        for wrong in (_wrong_words(row.term, LONGEST), _wrong_note(row.note)):
            if wrong:
                findings.error(place, *wrong)
    for language, rows in pack.renderings.items():
        file = f"glossary/{language}.toml"
        for term, rendering in rows.items():
            for wrong in _wrongs(rendering):
                findings.error(findings.at(file, term), *wrong)


def _wrongs(row: tables.Rendering) -> Iterator[tuple[str, str]]:
    if row.forms and not row.text:
        yield "“forms” without “text”", "Write the agreed words as text, and other forms of them as forms."
    texts = [*([row.text] if row.text else []), *row.earlier, *(one.text for one in row.proposed)]
    for words in (row.forms, *(one.forms for one in row.proposed)):
        texts += words
        if len(words) > MOST_FORMS:
            yield f"has {len(words)} forms", f"At most {MOST_FORMS} are kept."
    for text in texts:
        if wrong := _wrong_words(text, LONGEST):
            yield wrong


def _wrong_words(text: str, most: int) -> tuple[str, str] | None:
    if text != one_line(text) or not any(one.isalnum() for one in text):
        return f"“{text[:40]}” is not words on one line", "Write words, parted by single spaces."
    return _wrong_length(text, most)


def _wrong_note(text: str) -> tuple[str, str] | None:
    if text != one_line(text):
        return "“note” is not on one line", "Write it on one line, with single spaces."
    return _wrong_length(text, LONGEST_NOTE)


def _wrong_length(text: str, most: int) -> tuple[str, str] | None:
    return (f"“{text[:40]}…” has {len(text)} characters; at most {most}", "Shorten it.") if len(text) > most else None
