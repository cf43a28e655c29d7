"""`glossary.toml` and `glossary/{lang}.toml`: terms and the words for them."""

from collections import Counter
from collections.abc import Iterator

from unisono.base.said import Said
from unisono.languages.glossary.limits import LONGEST, LONGEST_NOTE, MOST_FORMS, MOST_TERMS, one_line
from unisono.packs import sentences, tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings


def check_glossary(findings: Findings) -> None:
    """Check every term, and the words of every language for it."""
    pack = findings.pack
    if len(pack.terms) > MOST_TERMS:
        what = Said("has %(count)s terms", count=len(pack.terms))
        findings.error(("glossary.toml", 0), what, Said("At most %(most)s are taken.", most=MOST_TERMS))
    times = Counter(row.term for row in pack.terms)
    for number, row in enumerate(pack.terms):
        place = findings.at("glossary.toml", "terms", number)
        if times[row.term] > 1:
            findings.error(place, *sentences.twice(row.term))
        for wrong in (_wrong_words(row.term, LONGEST), _wrong_note(row.note)):
            if wrong:
                findings.error(place, *wrong)
    for language, rows in pack.renderings.items():
        file = f"glossary/{language}.toml"
        for term, rendering in rows.items():
            for wrong in _wrongs(rendering):
                findings.error(findings.at(file, term), *wrong)


def _wrongs(row: tables.Rendering) -> Iterator[tuple[Said, Said]]:
    if row.forms and not row.text:
        mend = Said("Write the agreed words as text, and other forms of them as forms.")
        yield Said("“%(name)s” without “%(other)s”", name="forms", other="text"), mend
    texts = [*([row.text] if row.text else []), *row.earlier, *(one.text for one in row.proposed)]
    for words in (row.forms, *(one.forms for one in row.proposed)):
        texts += words
        if len(words) > MOST_FORMS:
            yield Said("has %(count)s forms", count=len(words)), Said("At most %(most)s are kept.", most=MOST_FORMS)
    for text in texts:
        if wrong := _wrong_words(text, LONGEST):
            yield wrong


def _wrong_words(text: str, most: int) -> forms.Wrong:
    if text != one_line(text) or not any(one.isalnum() for one in text):
        what = Said("“%(words)s” is not words on one line", words=text[:40])
        return what, Said("Write words, parted by single spaces.")
    return _wrong_length(text, most)


def _wrong_note(text: str) -> forms.Wrong:
    if text != one_line(text):
        what = Said("“%(name)s” is not on one line", name="note")
        return what, Said("Write it on one line, with single spaces.")
    return _wrong_length(text, LONGEST_NOTE)


def _wrong_length(text: str, most: int) -> forms.Wrong:
    return sentences.too_long(f"{text[:40]}…", len(text), most) if len(text) > most else None
