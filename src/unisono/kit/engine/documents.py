"""The press statement as an A4 document: tagged PDF/UA-1, the same bytes for the same words, no clock in it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

from unisono.base.said import Said
from unisono.kit.engine.cards import colours_of
from unisono.kit.engine.errors import BadField
from unisono.kit.engine.fonts import FIGURE_FAMILY, require_glyphs, shelf
from unisono.kit.engine.jobs import MILLIMETRE, Theme
from unisono.kit.engine.motif import motif_svg
from unisono.kit.engine.typesetting import language_inputs, typeset
from unisono.kit.engine.wording import breakable, isolated, pieces
from unisono.languages.rules import LanguageRules, rules_for

WIDTH, HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE
MARGIN = 22 * MILLIMETRE
#: The strip of voices under the title.
STRIP = 27 * MILLIMETRE
LINKS = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph in one style; `href` (https, http, mailto, tel) makes it a link."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the pack's Markdown subset: its runs, and what it is. Neighbouring items make one list."""

    runs: tuple[Run, ...]
    kind: Literal["text", "heading", "bullet", "number", "quote"] = "text"


@dataclass(frozen=True, slots=True)
class StatementJob:
    """A statement in one language, with every word on the paper. Whatever is empty is left out.

    `title` and `lead` are enough for a bare statement. `kind` is the line above the title ("Press
    statement"), `date` is already written in the language; headings are given as words. A contact is the
    lines of one person: name, role, address, telephone. `notes` are what stands beside the claims: counts
    with their dates, never a change of the signed words. `campaign` and `address` stand in the footer,
    `sample_note` and `draft_note` under the title. `voices` and `seed` belong to the motif.
    """

    language: str
    title: str
    lead: tuple[Paragraph, ...]
    theme: Theme
    kind: str = ""
    number: str = ""
    date: str = ""
    place: str = ""
    byline: str = ""
    aims_heading: str = ""
    aims: tuple[Paragraph, ...] = ()
    affirmations_heading: str = ""
    affirmations: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = ()
    signatories_heading: str = ""
    signatories: tuple[str, ...] = ()
    notes_heading: str = ""
    notes: tuple[Paragraph, ...] = ()
    contacts_heading: str = ""
    contacts: tuple[tuple[str, ...], ...] = ()
    campaign: str = ""
    slogan: str = ""
    hashtag: str = ""
    address: str = ""
    sample_note: str = ""
    draft_note: str = ""
    voices: int = 13
    seed: int = 0


def render_statement_pdf(job: StatementJob) -> bytes:
    """Return the statement as PDF. Raises `MissingGlyph`, `UnknownFont`, `DoesNotFit` (the title), `BadField`
    (an empty title or lead, a link of a forbidden kind), `BadLogo` or `UnknownLanguage`."""
    rules = rules_for(job.language)
    if not job.title or not job.lead:
        raise BadField("statement", "lead" if job.title else "title", Said("it is required and empty"))
    words = _words(job, rules)
    folder = job.theme.folder
    require_glyphs(_flat(words), rules, folder)
    return typeset(
        "statement.typ",
        _inputs(job, rules, words),
        "pdf",
        format="statement.typ",
        language=job.language,
        folder=folder,
        standard="ua-1",
    )


def _words(job: StatementJob, rules: LanguageRules) -> dict[str, Any]:
    """Every word of the job by field, isolated, runs as mappings."""
    found: dict[str, Any] = {}
    for field in fields(job):
        value = getattr(job, field.name)
        if field.name in ("language", "theme", "voices", "seed"):
            continue
        if isinstance(value, str):
            found[field.name] = isolated(value, rules)
        else:
            found[field.name] = [_part(field.name, part, rules) for part in value]
    return found


def _part(field: str, part: Paragraph | str | tuple[str, ...], rules: LanguageRules) -> Any:
    if isinstance(part, Paragraph):
        return {"kind": part.kind, "runs": [_run(field, run, rules) for run in part.runs]}
    if isinstance(part, tuple):
        return [breakable(isolated(line, rules)) for line in part]
    return isolated(part, rules)


def _run(field: str, run: Run, rules: LanguageRules) -> dict[str, Any]:
    if run.href and not run.href.startswith(LINKS):
        fault = Said('the link "%(link)s" must start with one of %(known)s', link=run.href, known=LINKS)
        raise BadField("statement", field, fault)
    return {
        "text": breakable(isolated(run.text, rules)),
        "strong": run.strong,
        "emphasis": run.emphasis,
        "href": run.href,
    }


def _flat(words: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Every text of the words with the name of its field."""
    for name, value in words.items():
        for part in [value] if isinstance(value, str) else value:
            if isinstance(part, str):
                yield name, part
            elif isinstance(part, list):
                yield from ((name, line) for line in part)
            else:
                yield from ((name, run["text"]) for run in part["runs"])


def _inputs(job: StatementJob, rules: LanguageRules, words: dict[str, Any]) -> dict[str, Any]:
    here = shelf(job.theme.folder)
    told = {
        **language_inputs(rules, here),
        **words,
        "width": WIDTH,
        "height": HEIGHT,
        "unit": 0.5,
        "margin": MARGIN,
        "strip": STRIP,
        "colours": colours_of(job.theme),
        "figure-fonts": [FIGURE_FAMILY, *here.chain(rules)],
        "digits": list(rules.digits),
        "italic": rules.script in ("Latn", "Cyrl", "Grek"),
        "pieces": {name: pieces(value, rules) for name, value in words.items() if isinstance(value, str)},
        "motif": {"box": [0, 0, WIDTH, STRIP], "turned": False},
    }
    inputs: dict[str, Any] = {
        "job": told,
        "motif": motif_svg(
            WIDTH, STRIP, job.voices, job.theme, rules.is_rtl, "card", job.seed, focus=(1 - MARGIN / WIDTH - 0.01, 0.5)
        ),
    }
    if job.theme.logo_svg:
        inputs["logo"] = job.theme.logo_svg.decode("utf-8", "replace")
    return inputs
