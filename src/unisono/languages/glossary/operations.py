"""How a glossary changes: editors keep the terms, each language settles its words. Nothing that was agreed is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from unisono.base.said import Said, SentenceError
from unisono.languages.glossary.limits import LONGEST, LONGEST_NOTE, MOST_FORMS, MOST_TERMS, one_line
from unisono.languages.models import Rendering, Standing, Term
from unisono.ledger.operations import record


class TermRefused(SentenceError):
    """A term or its words cannot be kept as they are; the sentence says why and how to mend it."""


class TermMoved(Exception):
    """Somebody else has changed the term meanwhile. `term` is how it stands now."""

    def __init__(self, term: Term) -> None:
        super().__init__(term.text)
        self.term = term


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a term."""

    text: str
    stays: bool = False
    match_case: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class GivenWords:
    """The words for a term in one language, as a pack or a table has them; `text` is empty where none are agreed."""

    text: str = ""
    forms: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    proposed: tuple[tuple[str, tuple[str, ...]], ...] = ()


# -- terms


@transaction.atomic
def add_term(*, campaign_id: UUID, given: Given, at: datetime, by: str) -> Term:
    """Add a term to a campaign's glossary. Raises `TermRefused`."""
    given = _checked(given)
    if Term.objects.filter(campaign_id=campaign_id, removed_at=None).count() >= MOST_TERMS:
        raise TermRefused(Said("A glossary has at most %(most)d terms. Remove one first.", most=MOST_TERMS))
    term = Term(campaign_id=campaign_id, changed_at=at, changed_by=by)
    _fill(term, given)
    _save(term)
    record(at=at, by=by, act="term.added", of=term, campaign_id=campaign_id)
    return term


@transaction.atomic
def change_term(*, term: Term, given: Given, seen: int, at: datetime, by: str) -> bool:
    """Change a term; returns whether anything was other than before. `seen` is the version that stood before the
    person's eyes. Raises `TermRefused`, and `TermMoved` where somebody else has changed it since."""
    given = _checked(given)
    now = Term.objects.select_for_update().get(pk=term.pk)
    if Given(now.text, now.stays, now.match_case, now.note) == given:
        return False
    if now.version != seen:
        raise TermMoved(now)
    _fill(now, given)
    now.version, now.changed_at, now.changed_by = now.version + 1, at, by
    _save(now)
    record(at=at, by=by, act="term.changed", of=now, campaign_id=now.campaign_id)
    return True


@transaction.atomic
def remove_term(*, term: Term, at: datetime, by: str) -> None:
    """Take a term out of the glossary; `put_back` undoes it. A term that is out already stays so."""
    if Term.objects.filter(pk=term.pk, removed_at=None).update(removed_at=at):
        record(at=at, by=by, act="term.removed", of=term, campaign_id=term.campaign_id)


@transaction.atomic
def put_back(*, term: Term, at: datetime, by: str) -> None:
    """Put a removed term back with all its words. Raises `TermRefused` where the same stands there by now."""
    now = Term.objects.select_for_update().get(pk=term.pk)
    if now.removed_at is None:
        return
    now.removed_at = None
    _save(now)
    record(at=at, by=by, act="term.put-back", of=now, campaign_id=now.campaign_id)


def _checked(given: Given) -> Given:
    text, note = one_line(given.text), one_line(given.note)
    if not any(one.isalnum() for one in text):
        raise TermRefused(Said("Write the term: words of the source language."))
    _refuse_long(text, LONGEST)
    _refuse_long(note, LONGEST_NOTE)
    return Given(text, given.stays, given.match_case, note)


def _refuse_long(text: str, most: int) -> None:
    if len(text) > most:
        said = Said(
            "“%(text)s…” has %(length)d characters; at most %(most)d fit.",
            text=text[:30], length=len(text), most=most,
        )  # fmt: skip
        raise TermRefused(said)


def _fill(term: Term, given: Given) -> None:
    term.text, term.stays, term.match_case, term.note = given.text, given.stays, given.match_case, given.note


def _save(term: Term) -> None:
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:
        raise TermRefused(Said("“%(term)s” stands in the glossary already.", term=term.text)) from None


# -- the words of a language


@transaction.atomic
def settle(
    *, term: Term, language: str, text: str, forms: Iterable[str] = (), may_settle: bool, at: datetime, by: str
) -> Rendering | None:
    """Agree on the words for a term in a language, or, for who may not settle that, propose them.

    What was agreed before becomes an earlier rendering. Words that are agreed are nobody's proposal any more. Returns
    what was written; None where it is agreed already, just so. Raises `TermRefused`.
    """
    words, others = one_line(text), _forms(text, forms)
    if not any(one.isalnum() for one in words):
        raise TermRefused(Said("Write the words in your language."))
    _refuse_long(words, LONGEST)
    Term.objects.select_for_update().get(pk=term.pk)  # two who settle the same do so one after the other
    rows = Rendering.objects.filter(term=term, language=language)
    agreed = rows.filter(standing=Standing.AGREED).first()
    if agreed is not None and (agreed.text, agreed.forms) == (words, others):
        return None
    written = {"text": words, "forms": others, "changed_at": at, "changed_by": by}
    if not may_settle:
        rows.filter(Q(changed_by=by) | Q(text=words), standing=Standing.PROPOSED).delete()
        made = Rendering.objects.create(term=term, language=language, standing=Standing.PROPOSED, **written)
        _note(made, "term.proposed", at, by)
        return made
    if agreed is not None and agreed.text == words:
        rows.filter(pk=agreed.pk).update(**written)
    else:
        rows.filter(standing=Standing.EARLIER, text=words).delete()
        rows.filter(standing=Standing.AGREED).update(standing=Standing.EARLIER)
        agreed = Rendering.objects.create(term=term, language=language, standing=Standing.AGREED, **written)
    rows.filter(standing=Standing.PROPOSED, text=words).delete()
    agreed.refresh_from_db()
    _note(agreed, "term.agreed", at, by)
    return agreed


def _forms(text: str, forms: Iterable[str]) -> list[str]:
    found = [one for one in dict.fromkeys(map(one_line, forms)) if one and one != one_line(text)]
    if len(found) > MOST_FORMS:
        raise TermRefused(Said("At most %(most)d other forms can be kept.", most=MOST_FORMS))
    for one in found:
        _refuse_long(one, LONGEST)
    return found


@transaction.atomic
def decline(*, proposal: Rendering, may_settle: bool, at: datetime, by: str) -> None:
    """Take a proposal away: who settles the language, or who has made it. Raises `PermissionError`."""
    if not may_settle and proposal.changed_by != by:
        raise PermissionError("a reviewer declines what somebody else has proposed")
    gone, _ = Rendering.objects.filter(pk=proposal.pk, standing=Standing.PROPOSED).delete()
    if gone:
        _note(proposal, "term.declined", at, by)


@transaction.atomic
def no_longer_agree(*, term: Term, language: str, may_settle: bool, at: datetime, by: str) -> None:
    """Let a language have no agreed words for a term; those it had are kept as earlier ones. Raises
    `PermissionError`."""
    if not may_settle:
        raise PermissionError("a reviewer settles the words of a language")
    agreed = Rendering.objects.filter(term=term, language=language, standing=Standing.AGREED).first()
    if agreed is not None:
        Rendering.objects.filter(pk=agreed.pk).update(standing=Standing.EARLIER)
        _note(agreed, "term.no-longer-agreed", at, by)


def _note(rendering: Rendering, act: str, at: datetime, by: str) -> None:
    term = rendering.term
    record(at=at, by=by, act=act, of=term, campaign_id=term.campaign_id, language=rendering.language)


# -- many at once


@transaction.atomic
def take_glossary(
    *, campaign_id: UUID, terms: Iterable[tuple[Given, Mapping[str, GivenWords]]], at: datetime, by: str
) -> int:
    """Take terms with their words by language in; returns how many rows were added or changed. Terms that are not
    among them stay, words too; agreed words that are replaced become earlier ones. Raises `TermRefused`."""
    rows = Term.objects.filter(campaign_id=campaign_id).prefetch_related("renderings").order_by("-removed_at", "pk")
    held = {row.text: row for row in rows if row.removed_at} | {row.text: row for row in rows if not row.removed_at}
    taken = 0
    for given, words in terms:
        term = held.get(one_line(given.text))
        if term is None:
            term, number = add_term(campaign_id=campaign_id, given=given, at=at, by=by), 1
        else:
            number = int(term.removed_at is not None)
            put_back(term=term, at=at, by=by)
            number += change_term(term=term, given=given, seen=term.version, at=at, by=by)
        taken += number + sum(_take_words(term, language, one, at, by) for language, one in words.items())
    return taken


def _take_words(term: Term, language: str, given: GivenWords, at: datetime, by: str) -> int:
    there = {(one.standing, one.text) for one in term.renderings.all() if one.language == language}
    how = {"term": term, "language": language, "at": at, "by": by}
    taken = 0
    for text in given.earlier:
        if not there & {(Standing.EARLIER, text), (Standing.AGREED, text)}:
            _bring(term, language, str(Standing.EARLIER), text, (), at, by)
            taken += 1
    if given.text:
        taken += settle(text=given.text, forms=given.forms, may_settle=True, **how) is not None
    for text, forms in given.proposed:
        if text != given.text and not there & {(Standing.PROPOSED, text), (Standing.AGREED, text)}:
            _bring(term, language, str(Standing.PROPOSED), text, forms, at, by)
            taken += 1
    return taken


def _bring(term: Term, language: str, standing: str, text: str, forms: Iterable[str], at: datetime, by: str) -> None:
    words, others = one_line(text), _forms(text, forms)
    _refuse_long(words, LONGEST)
    Rendering.objects.create(
        term=term, language=language, standing=standing, text=words, forms=others, changed_at=at, changed_by=by
    )
