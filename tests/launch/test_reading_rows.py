"""Cards with rows, from the database to the snapshot: what is shown, and what happens where a label is late."""

import pytest
from tests.launch.river import AT, ORIGIN, take_in
from tests.stories import charted_files

from unisono.campaigns.operations import approve
from unisono.facts.models import Fact
from unisono.kit.models import Card, CardRow
from unisono.languages.segments import Segment
from unisono.launch.late import Late
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.site.media.cards import plan_cards
from unisono.site.snapshot import CardRow as Shown
from unisono.site.snapshot import decode, encode


@pytest.fixture
def charted(db, home):
    return take_in(charted_files())


@pytest.fixture
def reading(charted, home):
    """Read the campaign: the snapshot, and what is late in it."""
    return lambda: read_snapshot(campaign=charted, at=AT, origin=ORIGIN, blobs=Store(home.editions))


def card_of(snapshot, key):
    return next(card for card in snapshot.cards if card.key == key)


def words_of(snapshot, code, key):
    return next(words for words in snapshot.in_language(code).cards if words.key == key)


def test_snapshot_holds_rows_and_choices(reading):
    snapshot, _ = reading()
    assert card_of(snapshot, "compared").rows == (Shown("shut", "river", ""), Shown("free", "open-banks", ""))
    assert card_of(snapshot, "compared").options == (("order", "descending"),)
    assert words_of(snapshot, "ar", "compared").fields == (
        ("title", "الضفاف المغلقة والمفتوحة"),
        ("row.free", "مفتوحة"),
        ("row.shut", "مغلقة"),
    )
    assert decode(encode(snapshot)) == snapshot


def test_a_snapshot_from_before_there_were_rows_is_read(reading):
    snapshot, _ = reading()
    old = encode(snapshot).replace(b',"rows":[],"options":[]', b"")
    assert old != encode(snapshot)
    assert decode(old) == snapshot


def test_words_of_a_card_do_not_follow_the_order_of_its_rows(charted):
    card = Card.objects.get(key="compared")
    before = card.segments()
    assert before == (
        Segment("title", "Banks, closed and open", limit=90),
        Segment("row.free", "open", limit=60),
        Segment("row.shut", "closed", limit=60),
        Segment("alt", "Closed 40 percent, open 60 percent.", limit=400),
    )
    for row in card.rows.all():
        row.sort_order = 9 - row.sort_order
        row.save()
    card = Card.objects.get(key="compared")
    assert [row.key for row in card.rows.all()] == ["free", "shut"]
    assert card.segments() == before


def test_a_language_without_the_label_of_a_new_row_shows_the_source(charted, reading):
    card = Card.objects.get(key="compared")
    fact = Fact.objects.get(key="river")
    card.rows = [*card.rows.all(), CardRow(key="new", fact=fact, label="between the two", sort_order=2)]
    card.save()
    approve(piece=card, at=AT, by="test")
    snapshot, late = reading()
    assert words_of(snapshot, "ar", "compared").language == "en"
    assert Late("card.compared", "ar", "source") in late


def test_a_language_behind_the_source_keeps_its_complete_labels(charted, reading):
    card = Card.objects.get(key="compared")
    row = card.rows.all()[0]
    row.label = "quite closed"
    row.save()
    approve(piece=Card.objects.get(key="compared"), at=AT, by="test")
    snapshot, late = reading()
    assert words_of(snapshot, "ar", "compared").language == "ar"
    assert Late("card.compared", "ar", "behind") in late


def test_a_map_that_counts_nobody_is_left_out(charted, reading):
    assert card_of(reading()[0], "where").rows == ()
    charted.sign_ons.all().delete()
    assert "where" not in {card.key for card in reading()[0].cards}


def test_a_changed_fact_changes_the_cards_whose_rows_show_it(charted, reading):
    def keys():
        return {output.name: output.key for output in plan_cards(reading()[0]) if ":en:square" in output.name}

    before = keys()
    Fact.objects.filter(key="open-banks").update(value="61")
    after = keys()
    assert {name for name, key in after.items() if key != before[name]} == {"card:compared:en:square"}


def test_a_new_label_changes_the_pictures_of_its_language(charted, reading):
    def keys():
        return {output.name: output.key for output in plan_cards(reading()[0]) if output.name.endswith(":square")}

    before = keys()
    CardRow.objects.filter(card__key="dates", key="flood").update(label="The flood")
    approve(piece=Card.objects.get(key="dates"), at=AT, by="test")
    after = keys()
    assert {name for name, key in after.items() if key != before[name]} == {"card:dates:en:square"}
