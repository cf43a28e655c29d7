"""Terms and their words: who settles what, and that nothing which was agreed is lost."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from unisono.languages.glossary import operations
from unisono.languages.glossary.operations import Given, TermMoved, TermRefused, add_term, settle
from unisono.languages.glossary.queries import glossary_for, terms_of, translations_with_old_words
from unisono.languages.models import Rendering, Standing, Term
from unisono.languages.operations import Given as Text
from unisono.languages.operations import Named, source_approved, take_translations
from unisono.languages.segments import Segment
from unisono.ledger.models import Entry

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
CAMPAIGN = UUID(int=7)
pytestmark = pytest.mark.django_db


def term(text: str = "river", **more) -> Term:
    return add_term(campaign_id=CAMPAIGN, given=Given(text, **more), at=AT, by="olga")


def agree(one: Term, text: str, *, by: str = "lina", may_settle: bool = True, forms=(), language: str = "ar"):
    return settle(term=one, language=language, text=text, forms=forms, may_settle=may_settle, at=AT, by=by)


def standings(one: Term) -> list[tuple[str, str]]:
    return [(row.standing, row.text) for row in Rendering.objects.filter(term=one).order_by("pk")]


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_term_is_kept_on_one_line_and_noted_without_its_words():
    one = term(" the\n river ", note="not\ta stream")
    assert (one.text, one.note, one.version) == ("the river", "not a stream", 1)
    entry = Entry.objects.get()
    assert (entry.act, entry.by, entry.details) == ("term.added", "olga", {})


@pytest.mark.parametrize("text", ["", "  ", "…", "x" * 121])
def test_term_that_says_nothing_or_too_much_is_refused(text):
    with pytest.raises(TermRefused):
        term(text)
    assert Term.objects.count() == 0


def test_term_stands_in_a_glossary_once_and_in_another_campaigns_too():
    term()
    with pytest.raises(TermRefused, match="“river” stands in the glossary already"):
        term()
    add_term(campaign_id=uuid4(), given=Given("river"), at=AT, by="olga")
    assert acts() == ["term.added", "term.added"]


def test_glossary_has_an_end(monkeypatch):
    monkeypatch.setattr(operations, "MOST_TERMS", 1)
    term()
    with pytest.raises(TermRefused, match="at most 1 terms"):
        term("bank")


def test_change_that_nobody_has_seen_is_not_written_over():
    one = term()
    assert operations.change_term(term=one, given=Given("stream"), seen=1, at=AT, by="olga") is True
    with pytest.raises(TermMoved) as moved:
        operations.change_term(term=one, given=Given("brook"), seen=1, at=AT, by="eve")
    assert moved.value.term.text == "stream"
    assert operations.change_term(term=one, given=Given("stream"), seen=1, at=AT, by="eve") is False
    assert acts() == ["term.added", "term.changed"]


def test_removed_term_is_told_to_nobody_and_comes_back_with_its_words():
    one = term()
    agree(one, "نهر")
    operations.remove_term(term=one, at=AT, by="olga")
    operations.remove_term(term=one, at=AT, by="olga")
    assert glossary_for(CAMPAIGN, "en", "ar").terms == []
    again = term()
    with pytest.raises(TermRefused):
        operations.put_back(term=one, at=AT, by="olga")
    operations.remove_term(term=again, at=AT, by="olga")
    operations.put_back(term=one, at=AT, by="olga")
    operations.put_back(term=one, at=AT, by="olga")
    assert [found.text for found in glossary_for(CAMPAIGN, "en", "ar").terms] == ["نهر"]
    assert acts()[-3:] == ["term.added", "term.removed", "term.put-back"]


# -- words


def test_who_may_not_settle_proposes_one_wording_each():
    one = term()
    assert agree(one, "نهر", by="nour", may_settle=False).standing == Standing.PROPOSED
    agree(one, "جدول", by="nour", may_settle=False)
    agree(one, "وادي", by="salma", may_settle=False)
    assert standings(one) == [("proposed", "جدول"), ("proposed", "وادي")]
    assert glossary_for(CAMPAIGN, "en", "ar").terms[0].text == ""


def test_agreed_words_are_no_proposal_any_more_and_other_proposals_stay():
    one = term()
    agree(one, "نهر", by="nour", may_settle=False)
    agree(one, "وادي", by="salma", may_settle=False)
    agree(one, "نهر")
    assert standings(one) == [("proposed", "وادي"), ("agreed", "نهر")]
    assert agree(one, "نهر") is None
    assert agree(one, "نهر", by="nour", may_settle=False) is None
    assert acts() == ["term.added", "term.proposed", "term.proposed", "term.agreed"]


def test_what_was_agreed_stays_as_earlier_and_can_be_agreed_again():
    one = term()
    agree(one, "نهر", forms=("أنهار", "نهر", " أنهار "))
    assert Rendering.objects.get().forms == ["أنهار"]
    agree(one, "نهر", forms=("أنهار", "الأنهر"))
    agree(one, "جدول")
    assert standings(one) == [("earlier", "نهر"), ("agreed", "جدول")]
    agree(one, "نهر")
    assert standings(one) == [("earlier", "جدول"), ("agreed", "نهر")]
    with pytest.raises(PermissionError):
        operations.no_longer_agree(term=one, language="ar", may_settle=False, at=AT, by="nour")
    operations.no_longer_agree(term=one, language="ar", may_settle=True, at=AT, by="lina")
    assert standings(one) == [("earlier", "جدول"), ("earlier", "نهر")]


def test_proposal_is_taken_away_by_its_maker_or_a_reviewer_alone():
    one = term()
    proposal = agree(one, "نهر", by="nour", may_settle=False)
    with pytest.raises(PermissionError):
        operations.decline(proposal=proposal, may_settle=False, at=AT, by="salma")
    operations.decline(proposal=proposal, may_settle=False, at=AT, by="nour")
    operations.decline(proposal=proposal, may_settle=True, at=AT, by="lina")
    assert standings(one) == []
    assert acts()[-1] == "term.declined"


@pytest.mark.parametrize("text", ["", "؟", "x" * 121])
def test_words_that_say_nothing_or_too_much_are_refused(text):
    one = term()
    with pytest.raises(TermRefused):
        agree(one, text)
    with pytest.raises(TermRefused):
        agree(one, "نهر", forms=[f"f{number}" for number in range(21)])
    assert Rendering.objects.count() == 0


# -- what still has earlier words


def test_translations_with_earlier_words_are_found_and_none_is_changed():
    source = (
        Segment("a", "A **river** for all", "inline"), Segment("b", "Rivers rise"), Segment("c", "Rise"),
        Segment("d", "The river"),
    )  # fmt: skip
    named = Named(CAMPAIGN, "words.Texts", UUID(int=1))
    source_approved(named=named, language="en", segments=source, at=AT, by="test")
    texts = {"a": "نهر **للجميع**", "b": "الأنهر ترتفع: جدول", "c": "نهر", "d": "جدول"}
    given = {key: Text(text) for key, text in texts.items()}
    take_translations(named=named, language="ar", source=source, given=given, at=AT, by="test")
    one = term()
    agree(one, "نهر")
    one = terms_of(CAMPAIGN).get()
    assert translations_with_old_words(one, "ar", "en") == []
    agree(one, "جدول")
    with CaptureQueriesContext(connection, ) as taken:  # fmt: skip
        found = translations_with_old_words(terms_of(CAMPAIGN).get(), "ar", "en")
    assert [(old.translation.key, old.words) for old in found] == [("a", "نهر")]
    assert found[0].translation.version == 1
    assert len(taken) <= 4


def test_glossary_is_read_in_two_queries(django_assert_num_queries):
    for number in range(3):
        agree(term(f"term {number}"), f"كلمة {number}")
    with django_assert_num_queries(2):
        assert len(glossary_for(CAMPAIGN, "en", "ar").terms) == 3
