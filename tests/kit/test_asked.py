"""Which facts the rows of a card may show: the same for newsroom, packs and editions."""

import pytest

from unisono.kit.asked import (
    GivenRow,
    WrongRow,
    choice_fields,
    is_counted,
    measured,
    rows_field,
    word_fields,
    wrong_rows,
)
from unisono.kit.engine import design_names

PERCENT, COUNT = GivenRow("percent", "40"), GivenRow("count", "8324")
DAY, YEAR, DECADE = GivenRow("date", "1952-02-21"), GivenRow("year", "2002"), GivenRow("year", "2022", "2032")
KENYA = GivenRow("count", "3", country="KE")


def test_word_fields_are_lines_and_texts_alone():
    assert [field.name for field in word_fields("bars")] == ["title"]
    assert [field.name for field in word_fields("number")] == ["before", "text"]
    assert {field.kind for design in design_names() for field in word_fields(design)} == {"line", "text"}


def test_rows_and_choices_are_found_where_a_design_has_them():
    assert {name: field.of for name in design_names() if (field := rows_field(name))} == {
        "bars": "quantity",
        "map": "country",
        "timeline": "moment",
    }
    assert [field.name for field in choice_fields("bars")] == ["order"]
    assert choice_fields("quote") == ()


@pytest.mark.parametrize(
    ("unit", "value", "measure"),
    [
        ("percent", "40.5", 40.5),
        ("count", "250000000", 250_000_000),
        ("year", "2002", 2002),
        ("date", "2000-01-01", 2000),
        ("date", "1952-02-21", 1952 + 51 / 366),
        ("date", "1999-12-31", 1999 + 364 / 365),
    ],
)
def test_measure_figures(unit, value, measure):
    assert measured(unit, value) == measure


@pytest.mark.parametrize(("unit", "value"), [("percent", "forty"), ("date", "21.2.1952")])
def test_refuse_to_measure_what_is_no_figure(unit, value):
    with pytest.raises((ValueError, ArithmeticError)):
        measured(unit, value)


@pytest.mark.parametrize(
    ("design", "rows"),
    [
        ("bars", [PERCENT, GivenRow("percent", "0")]),
        ("timeline", [DAY, YEAR, DECADE]),
        ("map", [KENYA]),
        ("map", []),
        ("quote", []),
    ],
)
def test_rows_that_suit_their_design_are_right(design, rows):
    assert wrong_rows(rows_field(design), rows) == []


@pytest.mark.parametrize(
    ("design", "rows", "wrong"),
    [
        ("bars", [], [WrongRow("too-few", said="0")]),
        ("bars", [PERCENT], [WrongRow("too-few", said="1")]),
        ("bars", [PERCENT] * 9, [WrongRow("too-many", said="9")]),
        ("bars", [PERCENT, GivenRow()], [WrongRow("no-fact", 1)]),
        ("bars", [PERCENT, YEAR], [WrongRow("wrong-unit", 1, "year")]),
        ("bars", [PERCENT, COUNT, PERCENT], [WrongRow("other-unit", 1, "count")]),
        ("bars", [PERCENT, GivenRow("percent", "40", "90")], [WrongRow("a-range", 1, "40–90")]),
        ("bars", [PERCENT, GivenRow("percent", "-1")], [WrongRow("too-small", 1, "-1")]),
        ("bars", [GivenRow("count", "0")] * 2, [WrongRow("all-nought")]),
        ("bars", [PERCENT, GivenRow("percent", "1", country="KE")], [WrongRow("spare-country", 1, "KE")]),
        ("timeline", [DAY, YEAR, PERCENT], [WrongRow("wrong-unit", 2, "percent")]),
        ("map", [COUNT], [WrongRow("no-country", 0)]),
        ("map", [GivenRow("count", "3", country="UK")], [WrongRow("unknown-country", 0, "UK")]),
        ("map", [KENYA, KENYA], [WrongRow("country-twice", 1, "KE")]),
        ("map", [GivenRow("count", "0", country="KE")], [WrongRow("too-small", 0, "0")]),
        ("map", [GivenRow("percent", "3", country="KE")], [WrongRow("wrong-unit", 0, "percent")]),
        ("quote", [PERCENT], [WrongRow("no-rows")]),
    ],
)
def test_rows_that_do_not_suit_their_design_are_named(design, rows, wrong):
    assert wrong_rows(rows_field(design), rows) == wrong


def test_a_map_without_rows_counts():
    field = rows_field("map")
    assert is_counted(field, [])
    assert not is_counted(field, [KENYA])
    assert not is_counted(rows_field("bars"), [])
