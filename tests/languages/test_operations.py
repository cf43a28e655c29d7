"""The source moves on, translations come in, sets settle."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unisono.languages.models import SettledCopy, State, Translation
from unisono.languages.operations import Given, Named, forget, settle, source_approved, take_translations
from unisono.languages.queries import settled_copies, translations
from unisono.languages.segments import Segment, source_version

pytestmark = pytest.mark.django_db

CAMPAIGN, STATEMENT, CARD = UUID(int=1), UUID(int=2), UUID(int=3)
NAMED = Named(CAMPAIGN, "words.Statement", STATEMENT)
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
FIRST = (
    Segment("title", "The river"),
    Segment("lead.1", "It is long.", "paragraph"),
    Segment("lead.2", "It is cold.", "paragraph"),
    Segment("lead.3", "It is ours.", "paragraph"),
)
ARABIC = {"title": "النهر", "lead.1": "إنه طويل.", "lead.2": "إنه بارد.", "lead.3": "إنه لنا."}


def approve(segments: tuple[Segment, ...], at: datetime = AT) -> None:
    source_approved(named=NAMED, language="en", segments=segments, at=at, by="mira")


def take(given: dict[str, Given], source=FIRST, language: str = "ar", at: datetime = AT) -> int:
    return take_translations(named=NAMED, language=language, source=source, given=given, at=at, by="nour")


def translated() -> None:
    """The first source, and all of it in Arabic."""
    approve(FIRST)
    take({key: Given(text) for key, text in ARABIC.items()})


def now(language: str = "ar") -> dict[str, tuple[str, str, str]]:
    """Text, state and source of each segment."""
    rows = translations(CAMPAIGN).get((STATEMENT, language), {})
    return {key: (row.text, row.state, row.source_text) for key, row in sorted(rows.items())}


def copy(language: str = "ar"):
    return settled_copies(CAMPAIGN).get((STATEMENT, language))


def rows() -> list[list[dict[str, object]]]:
    """Every row of the room."""
    return [list(model.objects.order_by("pk").values()) for model in (Translation, SettledCopy)]


def texts(*pairs: tuple[str, str]) -> tuple[Segment, ...]:
    return tuple(Segment(key, text, "paragraph" if "." in key else "line") for key, text in pairs)


def river(*lead: str) -> tuple[Segment, ...]:
    """The source with another lead."""
    return texts(("title", "The river"), *((f"lead.{n}", text) for n, text in enumerate(lead, 1)))


def ready(key: str, source: str) -> tuple[str, str, str]:
    return ARABIC[key], "ready", source


ALL_READY = {segment.key: ready(segment.key, segment.text) for segment in sorted(FIRST, key=lambda one: one.key)}


def test_approved_source_is_settled_in_its_own_language():
    approve(FIRST)
    assert [one.text for one in copy("en").segments] == [one.text for one in FIRST]
    assert copy("en").source_version == source_version(FIRST)
    assert now() == {}


def test_complete_translation_is_settled():
    approve(FIRST)
    take({key: Given(text) for key, text in ARABIC.items() if key != "title"})
    assert copy() is None
    take({"title": Given(ARABIC["title"])})
    assert [(one.key, one.text, one.kind) for one in copy().segments] == [
        (one.key, ARABIC[one.key], one.kind) for one in FIRST
    ]
    assert copy().source_version == source_version(FIRST)
    assert now() == ALL_READY


@pytest.mark.parametrize("state", [State.MACHINE, State.DRAFT, State.REVIEW, State.STALE])
def test_set_with_a_segment_that_is_not_ready_is_not_settled(state):
    approve(FIRST)
    take({key: Given(text) for key, text in ARABIC.items()} | {"title": Given("النهر", state)})
    assert copy() is None


def test_changed_source_makes_exactly_the_changed_segment_stale_and_keeps_old_texts():
    translated()
    changed = texts(
        ("title", "The river"), ("lead.1", "It is long."), ("lead.2", "It is warm."), ("lead.3", "It is ours.")
    )
    before = copy()
    approve(changed, LATER)
    assert now() == ALL_READY | {"lead.2": ("إنه بارد.", "stale", "It is cold.")}
    assert copy() == before
    assert copy("en").source_version == source_version(changed) != before.source_version
    row = Translation.objects.get(key="lead.2")
    assert (row.changed_at, row.changed_by) == (LATER, "mira")
    assert set(Translation.objects.exclude(key="lead.2").values_list("changed_at", flat=True)) == {AT}


def test_stale_segment_that_is_translated_again_settles_the_set_anew():
    translated()
    changed = texts(
        ("title", "The river"), ("lead.1", "It is long."), ("lead.2", "It is warm."), ("lead.3", "It is ours.")
    )
    approve(changed)
    assert take({"lead.2": Given("إنه دافئ.")}, changed) == 1
    assert copy().source_version == source_version(changed)
    assert [one.text for one in copy().segments][2] == "إنه دافئ."


def test_reordered_paragraphs_keep_their_translations():
    translated()
    turned = texts(
        ("title", "The river"), ("lead.1", "It is ours."), ("lead.2", "It is long."), ("lead.3", "It is cold.")
    )
    approve(turned)
    assert now() == {
        "lead.1": ready("lead.3", "It is ours."),
        "lead.2": ready("lead.1", "It is long."),
        "lead.3": ready("lead.2", "It is cold."),
        "title": ready("title", "The river"),
    }
    assert [one.text for one in copy().segments] == ["النهر", "إنه لنا.", "إنه طويل.", "إنه بارد."]


def test_inserted_paragraph_is_missing_and_the_others_move_on():
    translated()
    longer = river("It is old.", "It is long.", "It is cold.", "It is ours.")
    approve(longer)
    assert list(now()) == ["lead.2", "lead.3", "lead.4", "title"]
    assert {state for _, state, _ in now().values()} == {"ready"}
    assert len(copy().segments) == 4  # the last complete set


def test_removed_paragraph_takes_its_translation_with_it():
    translated()
    shorter = river("It is long.", "It is ours.")
    approve(shorter)
    assert now() == {
        "lead.1": ready("lead.1", "It is long."),
        "lead.2": ready("lead.3", "It is ours."),
        "title": ready("title", "The river"),
    }
    assert copy().source_version == source_version(shorter)


def test_paragraph_that_moves_and_changes_is_not_taken_for_another():
    translated()
    both = texts(
        ("title", "The river"), ("lead.1", "It is cold."), ("lead.2", "It is very long."), ("lead.3", "It is ours.")
    )
    approve(both)
    assert now()["lead.1"] == ready("lead.2", "It is cold.")
    assert "lead.2" not in now() or now()["lead.2"][1] == "stale"


def test_equal_paragraphs_have_translations_of_their_own():
    source = texts(("lead.1", "Listen."), ("lead.2", "Listen."))
    approve(source)
    take({"lead.1": Given("اسمع."), "lead.2": Given("أنصت.")}, source)
    approve(texts(("lead.1", "Now."), ("lead.2", "Listen."), ("lead.3", "Listen.")))
    found = now()
    assert {found["lead.2"][0], found["lead.3"][0]} == {"اسمع.", "أنصت."}
    assert "lead.1" not in found


def test_text_made_from_an_older_source_is_stale_whatever_it_claims():
    approve(FIRST)
    take({"title": Given("النهر", State.READY, "The brook"), "lead.1": Given("إنه طويل.", State.READY, "It is long.")})
    assert now() == {
        "lead.1": ("إنه طويل.", "ready", "It is long."),
        "title": ("النهر", "stale", "The brook"),
    }


def test_same_translation_again_changes_nothing():
    translated()
    before = rows()
    assert take({key: Given(text) for key, text in ARABIC.items()}, at=LATER) == 0
    approve(FIRST, LATER)
    assert rows() == before


def test_new_words_count_a_version():
    translated()
    assert take({"title": Given("نهرنا")}, at=LATER) == 1
    row = Translation.objects.get(key="title")
    assert (row.version, row.text, row.changed_at, row.changed_by) == (2, "نهرنا", LATER, "nour")


def test_texts_for_unknown_segments_and_empty_texts_are_left_out():
    approve(FIRST)
    assert take({"lead.9": Given("x"), "title": Given("")}) == 0
    assert now() == {}


def test_optional_segments_may_be_there_or_not():
    source = (Segment("before", "", optional=True), Segment("text", "of all banks"))
    approve(source)
    take({"text": Given("من الضفاف")}, source)
    assert [one.key for one in copy().segments] == ["text"]
    take({"before": Given("نحو")}, source)
    assert [one.key for one in copy().segments] == ["before", "text"]
    assert [one.key for one in copy("en").segments] == ["text"]
    assert copy().source_version == copy("en").source_version
    with_before = (Segment("before", "About", optional=True), Segment("text", "of all banks"))
    approve(with_before)
    assert now()["before"] == ("نحو", "stale", "")


def test_unfinished_optional_segment_holds_nothing_up():
    source = (Segment("before", "", optional=True), Segment("text", "of all banks"))
    approve(source)
    take({"text": Given("من الضفاف"), "before": Given("نحو", State.DRAFT)}, source)
    assert [one.key for one in copy().segments] == ["text"]


def test_languages_do_not_touch_one_another():
    translated()
    take({"title": Given("Le fleuve")}, language="fr")
    assert copy("fr") is None
    assert copy() is not None
    approve(texts(("title", "The rivers"), *((one.key, one.text) for one in FIRST[1:])))
    assert now("fr")["title"] == ("Le fleuve", "stale", "The river")


def test_forget_takes_one_object_only():
    translated()
    other = Named(CAMPAIGN, "kit.Card", CARD)
    source_approved(named=other, language="en", segments=(Segment("alt", "x"),), at=AT, by="mira")
    forget(object_id=STATEMENT)
    assert now() == {}
    assert list(settled_copies(CAMPAIGN)) == [(CARD, "en")]


def test_settle_says_whether_the_set_is_complete():
    approve(FIRST)
    assert settle(named=NAMED, language="ar", source=FIRST, at=AT) is False
    take({key: Given(text) for key, text in ARABIC.items()})
    assert settle(named=NAMED, language="ar", source=FIRST, at=AT) is True


words = st.sampled_from(["A.", "B.", "C.", "D.", "E."])
sources = st.lists(words, max_size=5)


@given(st.lists(sources, min_size=2, max_size=5))
@settings(max_examples=30, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
def test_no_ready_translation_ever_stands_beside_other_words(history):
    """Whatever happens to the source: a ready text stands beside the words it was made from."""
    forget(object_id=STATEMENT)
    for number, source in enumerate(history):
        segments = texts(*((f"lead.{n}", text) for n, text in enumerate(source, 1)))
        approve(segments)
        today = {segment.key: segment.text for segment in segments}
        for key, (text, state, made_from) in now().items():
            assert key in today
            assert text == f"<{made_from}>"
            assert (state == "ready") == (made_from == today[key])
        held = {made_from for _, state, made_from in now().values() if state == "ready"}
        kept = set(history[number - 1]) & set(source) if number else set()
        assert kept <= held
        take({segment.key: Given(f"<{segment.text}>") for segment in segments}, segments)
        assert copy() is None or copy().source_version == source_version(segments) or not segments
