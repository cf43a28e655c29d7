"""In: the translations of a file are taken, and nothing that was changed here meanwhile is written over unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from unisono.base.models import is_public_id
from unisono.base.said import Named, Said
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import named
from unisono.campaigns.writing import Piece
from unisono.languages.checks import off_glossary
from unisono.languages.glossary.queries import glossary_for
from unisono.languages.models import State, Translation
from unisono.languages.operations import Given, take_translations
from unisono.languages.po import Entry, PoFault, PoFile, PoRefused, is_language, plain, read
from unisono.languages.queries import translations_into
from unisono.languages.richtext import MarkdownFault, markdown_from_runs, runs_from_markdown
from unisono.languages.segments import Segment
from unisono.ledger.operations import record
from unisono.packs.pieces import pieces
from unisono.packs.po.marks import CAMPAIGN, is_fuzzy
from unisono.packs.po.report import Difference, Note, PoReport
from unisono.share.posts import LINK


@dataclass(slots=True)
class _Found:
    """Where an entry belongs: piece and segment of today, or nothing."""

    entry: Entry
    name: str
    piece: Piece
    segment: Segment


@transaction.atomic
def import_po(
    *,
    campaign: Campaign,
    content: bytes,
    at: datetime,
    by: str,
    language: str = "",
    may_settle: bool = False,
    overwrite: bool = False,
) -> PoReport:
    """Take the translations of a file: all that can be taken or, where the file is not as it should be, nothing.

    `language`: refuse any other ("": the file says which). With `may_settle` what is not fuzzy is ready, otherwise it
    goes to review. What was changed here since the file was written is kept, and said; with `overwrite` it is
    replaced, and said. Raises `PoRefused`.
    """
    file = read(content)
    code = _checked(file, campaign, language)
    found = pieces(campaign)
    report = PoReport(campaign, code)
    entries = list(_placed(file, found, report))
    texts = _texts(entries)
    held = translations_into(campaign.public_id, code, lock=True)
    report.beside = sum((piece.public_id, key) in held for piece, key in _without_source(found))
    glossary = glossary_for(campaign.public_id, campaign.source_language, code)
    given: dict[str, dict[str, Given]] = {}
    for one in entries:
        if not plain(one.entry.text):
            report.empty += 1
            continue
        row = held.get((one.piece.public_id, one.segment.key))
        new = _given(one, texts[one.entry.line], row, may_settle, overwrite, report)
        if new is not None:
            given.setdefault(one.name, {})[one.segment.key] = new
            said = off_glossary(one.segment, new.text, glossary)
            report.off_glossary += [Note(one.entry.context, one.entry.line, each) for each in said]
    for name, some in given.items():
        source = found[name].segments()
        take_translations(named=named(found[name]), language=code, source=source, given=some, at=at, by=by)
    if report.changed:
        states = dict(sorted(report.taken.items()))
        record(at=at, by=by, act="po.imported", of=campaign, campaign_id=campaign.public_id, language=code, **states)
    return report


def _checked(file: PoFile, campaign: Campaign, language: str) -> str:
    """Return the language of a file that is of this campaign; raises `PoRefused`."""
    line = file.header_line
    given_id = file.header.get(CAMPAIGN) or file.header.get("Project-Id-Version", "").rpartition(" ")[2]
    if not is_public_id(given_id):
        said = Said("The header does not say of which campaign the file is: take a file out of the newsroom first.")
        raise PoRefused([PoFault(line, said)])
    if UUID(given_id) != campaign.public_id:
        raise PoRefused([PoFault(line, Said("The file is of another campaign."))])
    charset = file.header.get("Content-Type", "charset=utf-8").lower().rpartition("charset=")[2]
    if charset not in ("utf-8", "utf8"):
        raise PoRefused([PoFault(line, Said("This is not UTF-8: save the file as UTF-8."))])
    given = file.header.get("Language", "")
    code = next((one for one in campaign.target_codes if is_language(given, one)), "")
    if not code:
        said = Said("The campaign is not translated into the language of the file, “%(language)s”.", language=given)
        raise PoRefused([PoFault(line, said)])
    if language and code != language:
        said = Said(
            "The file is in %(given)s, not in %(wanted)s.",
            given=Named("language", code),
            wanted=Named("language", language),
        )
        raise PoRefused([PoFault(line, said)])
    return code


def _placed(file: PoFile, found: Mapping[str, Piece], report: PoReport) -> Iterator[_Found]:
    """Find where each entry belongs today: same place and source, same source elsewhere in the piece, same place."""
    today = {name: {one.key: one for one in piece.segments() if plain(one.text)} for name, piece in found.items()}
    exact: set[tuple[str, str]] = set()
    for entry in file.entries:
        name, _slash, key = entry.context.partition("/")
        segment = today.get(name, {}).get(key)
        if segment is not None and plain(segment.text) == plain(entry.source):
            exact.add((name, key))
    taken: set[tuple[str, str]] = set(exact)
    for entry in file.entries:
        name, _slash, key = entry.context.partition("/")
        segment = today.get(name, {}).get(key)
        if segment is None or (name, key) not in exact:
            same = [one for one in today.get(name, {}).values() if plain(one.text) == plain(entry.source)]
            free = next((one for one in same if (name, one.key) not in taken), None)
            if free is not None:
                report.moved.append(
                    Note(entry.context, entry.line, Said("It stands at “%(place)s” now.", place=free.key))
                )
                segment = free
            elif segment is None or (name, key) in taken:
                report.unknown.append(
                    Note(
                        entry.context or entry.source[:60],
                        entry.line,
                        Said("The campaign has no such text (any more)."),
                    )
                )
                continue
            taken.add((name, segment.key))
        yield _Found(entry, name, found[name], segment)
    report.absent = sum((name, key) not in taken for name, keys in today.items() for key in keys)


def _without_source(found: Mapping[str, Piece]) -> Iterator[tuple[Piece, str]]:
    """Words that a language may have although the source leaves them empty: piece and key."""
    for piece in found.values():
        yield from ((piece, one.key) for one in piece.segments() if not plain(one.text))


def _texts(entries: list[_Found]) -> dict[int, str]:
    """Return the texts of the file as they are kept, by line; raises `PoRefused` where one cannot be kept at all."""
    faults, texts = [], {}
    for one in entries:
        text = plain(one.entry.text)
        if one.segment.kind == "line":
            texts[one.entry.line] = text.strip()
            continue
        try:
            texts[one.entry.line] = markdown_from_runs(runs_from_markdown(text))
        except MarkdownFault as fault:
            said = Said("Its Markdown cannot be read: %(what)s. %(mend)s.", what=fault.what, mend=fault.mend)
            faults.append(PoFault(one.entry.line, said))
    if faults:
        raise PoRefused(faults)
    return texts


def _given(
    one: _Found, text: str, row: Translation | None, may_settle: bool, overwrite: bool, report: PoReport
) -> Given | None:
    """Return what to write for one entry, or None where nothing is to be written; say so in the report."""
    entry, today = one.entry, plain(one.segment.text)
    made_from = _made_from(entry, row)
    if row is not None and _is_same(row, entry, made_from, today):
        report.unchanged += 1
        return None
    if row is not None and row.version != entry.version:
        if plain(row.text) == plain(entry.text):
            report.unchanged += 1
            return None
        difference = Difference(entry.context, entry.line, plain(entry.text), plain(row.text))
        (report.replaced if overwrite else report.kept).append(difference)
        if not overwrite:
            return None
    if not text:
        report.empty += 1
        return None
    state = _state(one, text, may_settle, report)
    if made_from != today:
        state = str(State.STALE)
        report.older.append(
            Note(entry.context, entry.line, Said("It was translated from a source that has changed since."))
        )
    report.taken[state] += 1
    source = (
        None if made_from == today else (row.source_text if row and plain(row.source_text) == made_from else made_from)
    )
    return Given(text, state, source)


def _made_from(entry: Entry, row: Translation | None) -> str:
    """Return the source of an entry's translation: for a fuzzy one the earlier source, if it is the one known here."""
    previous = plain(entry.previous) if entry.is_fuzzy else ""
    return previous if previous and (row is None or plain(row.source_text) == previous) else plain(entry.source)


def _is_same(row: Translation, entry: Entry, made_from: str, today: str) -> bool:
    """Say whether an entry says what is here already."""
    same = plain(row.text) == plain(entry.text) and plain(row.source_text) == made_from
    return same and entry.is_fuzzy == is_fuzzy(row, today)


def _state(one: _Found, text: str, may_settle: bool, report: PoReport) -> str:
    if one.entry.is_fuzzy:
        return str(State.DRAFT)
    if said := _misfit(one.segment, text):
        report.doubtful.append(Note(one.entry.context, one.entry.line, said))
        return str(State.DRAFT)
    return str(State.READY if may_settle else State.REVIEW)


def _misfit(segment: Segment, text: str) -> Said | None:
    """Say why a text cannot be shown as it is."""
    if segment.limit and len(text) > segment.limit:
        return Said("It has %(length)d characters; at most %(limit)d fit.", length=len(text), limit=segment.limit)
    if segment.kind == "line" and "\n" in text and "\n" not in segment.text:
        return Said("It has several lines; the source has one.")
    if segment.key.startswith("post.") and (
        text.count(LINK) != plain(segment.text).count(LINK) or set("{}") & set(text.replace(LINK, ""))
    ):
        return Said("It must have %(link)s just as often as the source, and no other braces.", link=LINK)
    return None
