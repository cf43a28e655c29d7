"""Any number of languages is brought in step with a source in as many statements, and as each would be alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unisono.languages.models import EarlierText, Remark, SettledCopy, State, Translation
from unisono.languages.operations import Given, Named, forget, source_approved, take_translations
from unisono.languages.queries import settled_copies, translations
from unisono.languages.segments import Segment, source_version

pytestmark = pytest.mark.django_db

CAMPAIGN = UUID(int=1)
NAMED = Named(CAMPAIGN, "words.Statement", UUID(int=2))
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
SEGMENTS = 40


def source(*texts: str) -> tuple[Segment, ...]:
    return tuple(Segment(f"lead.{number}", text, "paragraph") for number, text in enumerate(texts, 1))


def approve(segments: tuple[Segment, ...], named: Named = NAMED, at: datetime = LATER) -> None:
    source_approved(named=named, language="en", segments=segments, at=at, by="mira")


def translated_into(languages: int, texts: list[str]) -> list[str]:
    """A source, complete in so many languages; each text has a comment and an earlier wording. Returns the codes."""
    segments, codes = source(*texts), [f"x{number}" for number in range(languages)]
    approve(segments, at=AT)
    for code in codes:
        for wording in ("first", "second"):
            given = {one.key: Given(f"{wording} {one.text}") for one in segments}
            take_translations(named=NAMED, language=code, source=segments, given=given, at=AT, by="nour")
        Remark.objects.create(
            campaign_id=CAMPAIGN, label=NAMED.label, object_id=NAMED.object_id, key="lead.2", language=code,
            text="Which one?", said_at=AT, said_by="nour",
        )  # fmt: skip
    return codes


TEXTS = [f"Sentence {number}." for number in range(SEGMENTS)]
#: What is done to the source, and the number of statements that takes.
CHANGES = {
    "nothing": (TEXTS, 3),
    "one text": (["Another sentence.", *TEXTS[1:]], 5),
    "all texts": ([f"New {text}" for text in TEXTS], 5),
    "one more in front": (["In front.", *TEXTS], 10),
    "the first one gone": (TEXTS[1:], 12),
    "turned round": (TEXTS[::-1], 10),
    "turned, cut and grown": (["New.", "Newer.", *TEXTS[:0:-1]], 12),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("languages", [1, 3, 60])
def test_any_number_of_languages_takes_as_many_statements(languages, change):
    texts, statements = CHANGES[change]
    translated_into(languages, TEXTS)
    with CaptureQueriesContext(connection) as queries:
        approve(source(*texts))
    asked = [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == statements, "\n".join(sql[:200] for sql in asked)


@pytest.mark.parametrize("change", CHANGES)
def test_every_language_is_in_step_at_once_and_nothing_is_lost(change):
    texts, _ = CHANGES[change]
    codes = translated_into(3, TEXTS)
    segments = source(*texts)
    approve(segments)
    held = translations(CAMPAIGN)
    copies = settled_copies(CAMPAIGN)
    kept = [text for text in texts if text in TEXTS]
    for code in codes:
        rows = held[NAMED.object_id, code]
        assert {one.source_text for one in rows.values() if one.state == State.READY} == set(kept)
        for key, row in rows.items():
            wanted = {one.key: one.text for one in segments}[key]
            assert (row.state == State.READY) == (row.source_text == wanted)
            assert row.text == f"second {row.source_text}"
            # Earlier texts go where the text goes.
            ours = EarlierText.objects.filter(language=code, key=key, source_text=row.source_text)
            assert set(ours.values_list("text", flat=True)) == {f"first {row.source_text}"}
        is_complete = len(kept) == len(texts)
        assert (copies[NAMED.object_id, code].source_version == source_version(segments)) == is_complete
        gone = set(TEXTS) - {row.source_text for row in rows.values()}
        last = EarlierText.objects.filter(language=code, source_text__in=gone, text__startswith="second")
        assert set(last.values_list("source_text", flat=True)) == gone
        assert Remark.objects.filter(language=code).count() == 1


texts = st.lists(st.sampled_from(["A.", "B.", "C.", "D."]), max_size=5)
#: What a language has of a source: for each place nothing, or a text in a state, perhaps of an older source.
pieces = st.lists(
    st.none() | st.tuples(st.sampled_from(["ready", "draft", "stale"]), st.sampled_from([None, "C.", "Old."])),
    min_size=5,
    max_size=5,
)


@given(texts, texts, st.lists(pieces, min_size=1, max_size=4))
@settings(max_examples=60, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
def test_languages_together_come_out_as_each_alone(before, after, languages):
    """Languages that have different parts of a source, some of older ones, move in different ways."""

    def fill(named: Named, code: str, held) -> None:
        given = {
            one.key: Given(f"{code} {number}", state=how[0], source=how[1])
            for number, (one, how) in enumerate(zip(source(*before), held, strict=False))
            if how is not None
        }
        take_translations(named=named, language=code, source=source(*before), given=given, at=AT, by="nour")

    def found(object_id: UUID, code: str):
        rows = Translation.objects.filter(object_id=object_id, language=code).order_by("key")
        gone = EarlierText.objects.filter(object_id=object_id, language=code).order_by("text", "key")
        copies = SettledCopy.objects.filter(object_id=object_id, language=code)
        return (
            list(rows.values_list("key", "text", "state", "source_text")),
            list(gone.values_list("key", "text", "state", "source_text")),
            list(copies.values_list("segments", "source_version")),
        )

    codes = [f"x{number}" for number in range(len(languages))]
    alone = [Named(CAMPAIGN, NAMED.label, UUID(int=10 + number)) for number in range(len(languages))]
    for named in (NAMED, *alone):
        forget(object_id=named.object_id)
        approve(source(*before), named, AT)
    for code, named, held in zip(codes, alone, languages, strict=True):
        fill(NAMED, code, held)
        fill(named, code, held)
        approve(source(*after), named)
    approve(source(*after))
    for code, named in zip(codes, alone, strict=True):
        assert found(NAMED.object_id, code) == found(named.object_id, code)
    assert not Translation.objects.filter(key__startswith="~").exists()


def test_what_breaks_off_leaves_everything_as_it_was():
    translated_into(3, TEXTS)

    def everything():
        return [
            list(model.objects.order_by("pk").values()) for model in (Translation, SettledCopy, EarlierText, Remark)
        ]

    before = everything()

    def cut_off() -> None:
        with transaction.atomic():
            approve(source("New.", *TEXTS[::-1]))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert everything() == before
