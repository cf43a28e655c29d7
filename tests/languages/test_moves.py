"""Names under a statement and paragraphs are counted: whoever stands there keeps what is theirs when places change."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unisono.languages.models import EarlierText, Remark, State, Translation
from unisono.languages.moves import as_it_was, moves, put_aside
from unisono.languages.operations import Given, Named, forget, source_approved, take_translations
from unisono.languages.segments import Segment

NAMED = Named(UUID(int=1), "words.Statement", UUID(int=2))
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
ANA, BEN, CARL = "Ana of the Banks", "Ben from the Mill", "Carl, fisher"


def names(*given_names: str) -> tuple[Segment, ...]:
    return tuple(Segment(f"signatory.{number}", name) for number, name in enumerate(given_names, 1))


def went(before: tuple[str, ...], now: tuple[str, ...]) -> list[int | None]:
    """Where each of the names before stands now."""
    found = moves(names(*before), names(*now))
    return [int(place.partition(".")[2]) if place else None for place in found.values()]


@pytest.mark.parametrize(
    ("before", "now", "places"),
    [
        ((ANA, BEN), (ANA, BEN), [1, 2]),
        ((ANA, BEN), ("Zoe", ANA, BEN), [2, 3]),
        ((ANA, BEN, CARL), (BEN, CARL), [None, 1, 2]),
        ((ANA, BEN, CARL), (CARL, ANA, BEN), [2, 3, 1]),
        ((ANA, BEN), ("Zoe", "Ana of the Bank", BEN), [2, 3]),
        ((ANA, BEN), ("Zoe", BEN), [1, 2]),
        ((ANA, BEN), ("Zoe", "Yves", BEN), [None, 3]),
        ((ANA, ANA), (ANA,), [1, None]),
        ((ANA,), (), [None]),
        ((), (ANA,), []),
    ],
)
def test_a_name_is_known_by_its_words_then_by_its_neighbours(before, now, places):
    assert went(before, now) == places


def test_segments_with_names_of_their_own_go_nowhere():
    aims = (Segment("aim.a1", "One."), Segment("aim.a2", "Two."))
    assert moves(aims, aims[::-1]) == {}
    # Somebody may call aims 1 and 2: out of order, these are names and no places.
    counted = (Segment("aim.1", "One."), Segment("aim.2", "Two."))
    assert moves(counted, (Segment("aim.2", "Two."), Segment("aim.1", "One."))) == {}


def test_a_text_written_anew_stays_where_it_was():
    old, new = [f"Old {n} {'a' * n}" for n in range(60)], [f"{'z' * n} fresh {n}" for n in range(60)]
    assert went(tuple(old), tuple(new)) == list(range(1, 61))


@given(st.lists(st.text(max_size=4), max_size=8), st.lists(st.text(max_size=4), max_size=8))
def test_no_two_go_to_the_same_place(before, now):
    places = [place for place in went(tuple(before), tuple(now)) if place]
    assert len(set(places)) == len(places)
    assert all(1 <= place <= len(now) for place in places)


def test_what_is_put_aside_says_what_it_was():
    assert put_aside("signatory.2", AT) == "~signatory.2@20310301120000"
    assert as_it_was(put_aside("signatory.2", AT)) == "signatory.2"
    assert as_it_was("aim.a1") == "aim.a1"


# -- translations, earlier texts, comments


def approve(*given_names: str, at: datetime = LATER) -> None:
    source_approved(named=NAMED, language="en", segments=names(*given_names), at=at, by="mira")


def translate(given_names: tuple[str, ...], **texts: Given) -> None:
    """Translate names by their places: `s1=Given("…")`."""
    given = {f"signatory.{key[1:]}": one for key, one in texts.items()}
    take_translations(named=NAMED, language="ar", source=names(*given_names), given=given, at=AT, by="nour")


def rows() -> dict[str, tuple[str, str]]:
    """What stands at each place: (text, state)."""
    found = Translation.objects.filter(object_id=NAMED.object_id).order_by("key")
    return {row.key: (row.text, row.state) for row in found}


def say(key: str, text: str) -> None:
    Remark.objects.create(
        campaign_id=NAMED.campaign_id, label=NAMED.label, object_id=NAMED.object_id, key=key, language="ar",
        text=text, said_at=AT, said_by="nour",
    )  # fmt: skip


@pytest.fixture
def signed(db):
    """Three names, each with an earlier wording and a comment; the second was translated from an older spelling."""
    approve(ANA, BEN, CARL, at=AT)
    for wording in ("first", "now"):
        texts = {f"s{n}": Given(f"{wording} {name}") for n, name in enumerate(("ana", "ben", "carl"), 1)}
        translate((ANA, BEN, CARL), **(texts | {"s2": Given(f"{wording} ben", source="Ben from a mill")}))
    for number, name in enumerate(("ana", "ben", "carl"), 1):
        say(f"signatory.{number}", f"about {name}")


def said_of(key: str) -> tuple[list[str], list[str]]:
    """Earlier texts and comments of a place."""
    texts = EarlierText.objects.filter(key=key).order_by("pk").values_list("text", flat=True)
    return list(texts), list(Remark.objects.filter(key=key).values_list("text", flat=True))


@pytest.mark.usefixtures("signed")
def test_a_name_put_in_front_takes_nothing_from_the_others():
    approve("Zoe", ANA, BEN, CARL)
    assert rows() == {
        "signatory.2": ("now ana", State.READY),
        "signatory.3": ("now ben", State.STALE),
        "signatory.4": ("now carl", State.READY),
    }
    assert said_of("signatory.1") == ([], [])
    assert said_of("signatory.3") == (["first ben"], ["about ben"])


@pytest.mark.usefixtures("signed")
def test_a_name_taken_out_leaves_its_history_to_nobody():
    approve(BEN, CARL)
    assert rows() == {"signatory.1": ("now ben", State.STALE), "signatory.2": ("now carl", State.READY)}
    assert said_of("signatory.1") == (["first ben"], ["about ben"])
    assert said_of("signatory.3") == ([], [])
    assert said_of(put_aside("signatory.1", LATER)) == (["first ana", "now ana"], ["about ana"])


@pytest.mark.usefixtures("signed")
def test_names_that_change_places_take_all_along():
    approve(CARL, ANA, BEN)
    assert rows() == {
        "signatory.1": ("now carl", State.READY),
        "signatory.2": ("now ana", State.READY),
        "signatory.3": ("now ben", State.STALE),
    }
    assert said_of("signatory.1") == (["first carl"], ["about carl"])


@pytest.mark.usefixtures("signed")
def test_a_name_in_another_spelling_is_the_same_also_at_another_place():
    approve("Zoe", "Ana of the Bank", BEN, CARL)
    assert rows()["signatory.2"] == ("now ana", State.STALE)
    assert "signatory.1" not in rows()
    assert said_of("signatory.2") == (["first ana"], ["about ana"])


@pytest.mark.usefixtures("signed")
def test_a_comment_goes_along_where_nothing_is_translated():
    Translation.objects.filter(key="signatory.3").delete()
    approve("Zoe", ANA, BEN, CARL)
    assert said_of("signatory.4") == (["first carl"], ["about carl"])


changes = st.permutations(range(6)).flatmap(lambda order: st.integers(0, 6).map(lambda size: order[:size]))
#: Of each name: no translation, one of today's spelling, one of an older spelling.
held = st.lists(st.sampled_from(["", "ready", "stale"]), min_size=6, max_size=6)


@pytest.mark.django_db
@given(held, changes, st.lists(st.integers(0, 6), max_size=2))
@settings(max_examples=40, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
def test_whatever_is_moved_removed_and_put_in_every_name_keeps_its_own(states, order, put_in):
    forget(object_id=NAMED.object_id)
    before = tuple(f"{letter * 9} {number}" for number, letter in enumerate("abcdef"))
    approve(*before, at=AT)
    made_from = {"ready": None, "stale": "Another spelling"}
    given = {f"s{n}": Given(f"of {n}", source=made_from[how]) for n, how in enumerate(states, 1) if how}
    translate(before, **given)
    for number in range(1, 7):
        say(f"signatory.{number}", f"about {number}")
    after = [(before[number], number + 1) for number in order]
    for count, place in enumerate(put_in):
        after.insert(place, (f"{'xy'[count] * 9} new", 0))
    approve(*(name for name, _ in after))
    found = rows()
    for place, (_name, number) in enumerate(after, 1):
        key = f"signatory.{place}"
        if number:
            how = states[number - 1]
            assert found.get(key) == ((f"of {number}", how) if how else None)
            assert said_of(key)[1] == [f"about {number}"]
    told = list(Remark.objects.filter(object_id=NAMED.object_id).values_list("text", flat=True))
    assert sorted(told) == [f"about {number}" for number in range(1, 7)]
    gone = set(EarlierText.objects.filter(object_id=NAMED.object_id).values_list("text", flat=True))
    texts = {text for text, _ in found.values()} | gone
    assert texts == {f"of {number}" for number, how in enumerate(states, 1) if how}
