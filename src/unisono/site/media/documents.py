"""The statement as a document: the signed words, and beside them what was counted."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from functools import partial

from unisono.kit.engine import engine_version
from unisono.kit.engine.documents import Paragraph, Run, StatementJob, render_statement_pdf
from unisono.languages.catalogues import catalogue_version, translations
from unisono.languages.figures import decimal_text
from unisono.languages.names import date_text, instant_text
from unisono.languages.richtext import blocks_from_markdown, runs_from_markdown
from unisono.languages.rules import rules_for
from unisono.site.look import campaign_seed
from unisono.site.media.cards import theme_of, told_theme
from unisono.site.media.sources import isolated
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Claim, Item, Snapshot, StatementWords, Words

_VERSION = 1
_KINDS = {
    "paragraph": "text",
    "heading": "heading",
    "bullet": "bullet",
    "number": "number",
    "quote": "quote",
}


def plan_documents(snapshot: Snapshot, folder: str = "") -> Iterator[Output]:
    """Yield `pdf:statement:{language}` for every language in which the statement can be read."""
    seen: set[str] = set()
    for words in snapshot.words:
        said = words.statement
        if snapshot.statement is None or said is None or said.language in seen:
            continue
        seen.add(said.language)
        own = snapshot.in_language(said.language) if said.language in snapshot.languages else words
        job = statement_job(snapshot, own, said, folder)
        plain = asdict(job)
        plain["theme"] = told_theme(job.theme)
        plain["theme"]["logo_svg"] = (job.theme.logo_svg or b"").decode("utf-8", "replace")
        stem = f"{snapshot.slug}-statement-{said.language}"
        key = key_of("statement", _VERSION, stem, plain, engine_version(folder), catalogue_version(said.language))
        yield Output(f"pdf:statement:{said.language}", key, partial(make_document, stem, job))


def make_document(stem: str, job: StatementJob) -> Made:
    """Return the document as PDF. Raises what the engine raises."""
    content = render_statement_pdf(job)
    return [(hashed_path(content, f"{stem}.pdf"), content, "application/pdf")]


def statement_job(snapshot: Snapshot, words: Words, said: StatementWords, folder: str = "") -> StatementJob:
    """Return the statement with every word on the paper. Raises `ValueError` when there is no statement."""
    statement = snapshot.statement
    if statement is None:
        raise ValueError("the campaign has no statement: write one before its document is made")
    code = said.language
    _ = translations(code).gettext
    return StatementJob(
        language=code,
        title=said.title,
        lead=_paragraphs(said.lead),
        theme=theme_of(snapshot, folder),
        kind=_("Press statement"),
        number=rules_for(code).own_digits(statement.number),
        date=date_text(date.fromisoformat(statement.date), code),
        place=said.place,
        byline=said.byline,
        aims_heading=_("Aims"),
        aims=_items(said.aims),
        affirmations_heading=_("Affirmations"),
        affirmations=_items(said.affirmations),
        closing=_paragraphs(said.closing),
        signatories_heading=_("Signed by"),
        signatories=said.signatories,
        notes_heading=_("Said and counted"),
        notes=_notes(snapshot, code),
        contacts_heading=_("Contacts for the press"),
        contacts=_contacts(snapshot, words),
        campaign=words.texts.name,
        slogan=words.texts.slogan,
        hashtag=words.texts.hashtag,
        address=snapshot.origin.removeprefix("https://").removeprefix("http://").rstrip("/"),
        sample_note=_sample_note(snapshot, code),
        draft_note=_draft_note(words, said),
        voices=len(snapshot.languages),
        seed=campaign_seed(snapshot.slug),
    )


def _paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(tuple(Run(**asdict(run)) for run in block.runs), _KINDS[block.kind])  # type: ignore[arg-type]
        for block in blocks_from_markdown(markdown)
    )


def _items(items: tuple[Item, ...]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(tuple(Run(**asdict(run)) for run in runs_from_markdown(item.text))) for item in items)


def _contacts(snapshot: Snapshot, words: Words) -> tuple[tuple[str, ...], ...]:
    """The contacts: name, role, address, telephone; those who speak the language first."""
    roles = dict(words.press.roles) if words.press else {}
    ordered = sorted(snapshot.contacts, key=lambda contact: words.code not in contact.languages)
    return tuple(
        tuple(line for line in (contact.name, roles.get(contact.key, ""), contact.email, contact.phone) if line)
        for contact in ordered
    )


def _sample_note(snapshot: Snapshot, code: str) -> str:
    if not snapshot.sample:
        return ""
    _ = translations(code).gettext
    return _("This is a sample campaign. The body responsible and the organisations are examples.")


def _draft_note(words: Words, said: StatementWords) -> str:
    _ = translations(said.language).gettext
    if words.code == said.language and not words.reviewed:
        return _("This translation is a draft by its makers and has not been reviewed by a native speaker.")
    if said.behind:
        return _(
            "The original has been revised since this translation was made."
            " The translation is complete, but follows the earlier version."
        )
    return ""


def _notes(snapshot: Snapshot, code: str) -> tuple[Paragraph, ...]:
    """What was counted, beside what the signed words say; the words themselves are never altered."""
    claims = snapshot.statement.claims if snapshot.statement else ()
    if not claims:
        return ()
    _ = translations(code).gettext
    zone = snapshot.opening.zone if snapshot.opening else "UTC"
    moment = instant_text(datetime.fromisoformat(snapshot.counts.as_of), zone, code)
    notes = [_note(snapshot, claim, code) for claim in claims]
    notes.append(_("Counted on %(moment)s.") % {"moment": moment})
    return tuple(Paragraph((Run(note),)) for note in notes)


def _note(snapshot: Snapshot, claim: Claim, code: str) -> str:
    """One claim of the signed words and the count beside it, in one paragraph."""
    _ = translations(code).gettext
    source = rules_for(snapshot.source_language)
    said = isolated(f"{source.quotes[0]}{claim.said}{source.quotes[1]}", code)
    if code == snapshot.source_language:
        sentence = _("The statement says %(said)s") % {"said": said}
    else:
        sentence = _("The original statement says %(said)s") % {"said": said}
    return f"{sentence} – {_counted(snapshot, claim.counts, code)}"


def _counted(snapshot: Snapshot, what: str, code: str) -> str:
    # The page of the statement says the same in the same words (templates/parts/claims.html).
    counts, words = snapshot.counts, translations(code)
    _, plural = words.gettext, words.ngettext

    def said(one: str, many: str, number: int) -> str:
        return plural(one, many, number) % {"number": decimal_text(number, code)}

    if what == "organisations":
        first = _("Counted here: %(confirmed)s confirmed, %(named)s named.") % {
            "confirmed": decimal_text(counts.confirmed, code),
            "named": decimal_text(counts.named, code),
        }
        besides = (
            "Besides, %(number)s sample that is not counted.",
            "Besides, %(number)s samples that are not counted.",
        )
        return f"{first} {said(*besides, counts.sample)}" if counts.sample else first
    if what == "countries":
        first = said("Counted here: %(number)s country.", "Counted here: %(number)s countries.", counts.countries)
        spread = (
            "The samples are spread over %(number)s country.",
            "The samples are spread over %(number)s countries.",
        )
        return f"{first} {said(*spread, counts.sample_countries)}" if counts.sample_countries else first
    return said("Counted here: %(number)s language.", "Counted here: %(number)s languages.", counts.languages)
