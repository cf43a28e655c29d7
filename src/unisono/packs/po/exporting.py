"""Out: everything that is to be translated into a language, with what is translated so far."""

from collections.abc import Iterator
from datetime import datetime

from unisono.campaigns.models import Campaign
from unisono.languages.checks import words_of
from unisono.languages.glossary.checking import Glossary
from unisono.languages.glossary.queries import glossary_for
from unisono.languages.models import State, Translation
from unisono.languages.po import Entry, plain, plural_forms, po_language
from unisono.languages.po import written as po_written
from unisono.languages.queries import translations_into
from unisono.languages.segments import Segment
from unisono.packs.pieces import pieces
from unisono.packs.po.marks import CAMPAIGN, is_fuzzy
from unisono.share.posts import LINK

KINDS = {
    "inline": "one paragraph, Markdown",
    "paragraph": "paragraph, Markdown",
    "heading": "heading, Markdown",
    "bullet": "item of a list, Markdown",
    "number": "item of a numbered list, Markdown",
    "quote": "quotation, Markdown",
}
STATES = {
    State.MACHINE: "translated by a machine, nobody has looked at it",
    State.DRAFT: "a draft",
    State.STALE: "the source has changed since it was translated",
    State.REVIEW: "waits for review",
}


def export_po(*, campaign: Campaign, language: str, at: datetime) -> bytes:
    """Return everything of a campaign that is to be translated into a language, with what is translated so far.

    A text that the source leaves empty has no entry: in PO, that is the header's place. Raises `ValueError` for a
    language the campaign does not have.
    """
    if language not in campaign.target_codes:
        raise ValueError(f"{campaign.slug} is not translated into {language}")
    held = translations_into(campaign.public_id, language)
    glossary = glossary_for(campaign.public_id, campaign.source_language, language)
    entries = [
        _entry(name, segment, held.get((piece.public_id, segment.key)), glossary)
        for name, piece in pieces(campaign).items()
        for segment in piece.segments()
        if plain(segment.text)
    ]
    return po_written(_header(campaign, language, at), entries, _remarks(campaign, language))


def _header(campaign: Campaign, language: str, at: datetime) -> dict[str, str]:
    written = f"{at:%Y-%m-%d %H:%M}+0000"
    return {
        "Project-Id-Version": f"{campaign.slug} {campaign.public_id}",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": written,
        "PO-Revision-Date": written,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": po_language(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language),
        "X-Generator": "Unisono",
        CAMPAIGN: str(campaign.public_id),
    }


def _remarks(campaign: Campaign, language: str) -> Iterator[str]:
    yield f"Texts of the campaign {campaign.slug}, {campaign.source_language} → {language}."
    yield "Fuzzy texts come back as drafts. Leave the lines with “version” as they are."


def _entry(name: str, segment: Segment, row: Translation | None, glossary: Glossary) -> Entry:
    is_older = row is not None and plain(row.source_text) != plain(segment.text)
    return Entry(
        context=f"{name}/{segment.key}",
        source=segment.text,
        text=row.text if row else "",
        is_fuzzy=row is not None and is_fuzzy(row, plain(segment.text)),
        previous=row.source_text if row is not None and is_older else "",
        version=row.version if row else 0,
        comments=(*_comments(name, segment, row), *_agreed_words(segment, glossary)),
        limit=segment.limit,
    )


def _comments(name: str, segment: Segment, row: Translation | None) -> Iterator[str]:
    kind, _dot, key = name.partition(".")
    yield f"{kind} “{key}”, {segment.key}" if key else f"{kind}, {segment.key}"
    said = [KINDS.get(segment.kind, "")]
    said += [f"at most {segment.limit} characters"] if segment.limit else []
    said += [f"{LINK} stands for the address"] if LINK in segment.text else []
    if found := "; ".join(filter(None, said)):
        yield found
    if row is not None and row.state in STATES:
        yield STATES[State(row.state)]


def _agreed_words(segment: Segment, glossary: Glossary) -> Iterator[str]:
    """Tell translators the agreed words for what the source says. They are one line each: terms and notes are."""
    for one in glossary.within(words_of(segment, segment.text)):
        said = f"“{one.term}” stays as it is" if one.stays else f"“{one.term}” → {one.text or 'no words agreed yet'}"
        others = f", also: {'; '.join(one.forms)}" if one.forms and not one.stays else ""
        yield f"Glossary: {said}{others}" + (f" ({one.note})" if one.note else "")
