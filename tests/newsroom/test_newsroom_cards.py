"""The card's form: rows and choices of the chosen design, kept or refused in plain words, seen in the preview."""

import json

import pytest
from django.urls import reverse
from newsroom_screens import AT

from stories import charted_files
from unisono.campaigns.models import Campaign
from unisono.facts.models import Fact
from unisono.kit.models import Card, CardRow
from unisono.newsroom.widgets import designs


@pytest.fixture
def charted(river):
    from unisono.packs.importing import import_pack
    from unisono.packs.reading import read_pack

    return import_pack(pack=read_pack(charted_files())[0], at=AT, by="command:test").campaign


@pytest.fixture
def client(person, browse):
    return browse(person("editor"))


def said(answer) -> str:
    return answer.content.decode()


def rows_of(key: str) -> list[tuple[str, str, str, str]]:
    rows = CardRow.objects.filter(card__key=key)
    return [(row.key, row.label, row.fact.key if row.fact else "", row.country) for row in rows]


def row(number: int, *, label: str = "", fact: str = "", country: str = "", order: int = 0) -> dict[str, str]:
    """What a browser sends of a row that was added as the one with this number, from 0."""
    chosen = str(Fact.objects.get(key=fact).pk) if fact else ""
    values = {"label": label, "fact": chosen, "country": country, "id": "", "DELETE": "", "ORDER": str(order)}
    return {f"rows-{number}-{name}": value for name, value in values.items()} | {"rows-TOTAL_FORMS": str(number + 1)}


def new(design: str, **values: str) -> dict[str, object]:
    return {"design": design, "alt": "Says it all.", "position": "9", **values}


def test_editor_of_the_campaign_gets_the_rows_and_choices_of_a_card(charted, client):
    card = Card.objects.get(key="compared")
    page = said(client.get(reverse(f"{Card.snippet_viewset.url_namespace}:edit", args=[card.pk])))
    assert 'name="rows-0-label" value="closed"' in page
    assert '<option value="descending" selected>The largest first</option>' in page


def test_the_form_says_what_rows_each_design_has():
    kinds = json.loads(designs().attrs["data-newsroom-designs"])
    assert kinds == {"bars": "quantity", "map": "country", "timeline": "moment"}


def test_rows_keep_their_keys_when_they_change_places(charted, client, edit):
    card = Card.objects.get(key="compared")
    values = {"rows-0-ORDER": "2", "rows-1-ORDER": "1", "rows-1-label": "free to all"}
    assert edit(client, card, publish=True, **values).status_code == 302
    assert rows_of("compared") == [("free", "free to all", "open-banks", ""), ("shut", "closed", "river", "")]


def test_a_card_of_bars_is_made(charted, client, edit):
    rows = row(0, label="closed", fact="river", order=1) | row(1, label="open", fact="open-banks", order=2)
    answer = edit(
        client,
        Card(),
        view="add",
        publish=True,
        fields_title="Banks",
        options_order="descending",
        **new("bars"),
        **rows,
    )
    assert answer.status_code == 302, said(answer)
    card = Card.objects.get(design="bars", key="says-it-all")
    assert card.options == {"order": "descending"}
    assert rows_of(card.key) == [("r1", "closed", "river", ""), ("r2", "open", "open-banks", "")]


def test_a_choice_that_the_design_makes_anyway_is_not_kept(charted, client, edit):
    edit(client, Card.objects.get(key="compared"), publish=True, options_order="given")
    assert Card.objects.get(key="compared").options == {}


def test_rows_of_a_map_have_countries_and_no_labels(charted, client, edit):
    count = Fact.objects.get(key="open-banks")
    count.unit = "count"
    count.save()
    rows = row(0, label="left over", fact="open-banks", country="FR")
    answer = edit(client, Card(), view="add", publish=True, fields_title="Here", **new("map"), **rows)
    assert answer.status_code == 302, said(answer)
    assert rows_of("says-it-all") == [("r1", "", "open-banks", "FR")]


def test_a_card_of_another_design_loses_rows_and_choices(charted, client, edit):
    card = Card.objects.get(key="compared")
    values = {"design": "quote", "fields_quote": "Water is life.", "fields_who": "A fisher"}
    assert edit(client, card, publish=True, **values).status_code == 302
    card.refresh_from_db()
    assert (card.fields, card.options, rows_of("compared")) == (
        {"quote": "Water is life.", "who": "A fisher"},
        {},
        [],
    )


REFUSED = [
    ({"rows-0-label": ""}, "Give this row a label."),
    ({"rows-0-label": "x" * 61}, "This label has 61 characters; at most 60 fit."),
    ({"rows-0-fact": ""}, "Choose the fact whose figure this row shows."),
    ({"rows-0-DELETE": "on"}, "This design needs at least 2 rows: add some."),
]


@pytest.mark.parametrize(("values", "why"), REFUSED)
def test_rows_that_cannot_be_drawn_are_refused(charted, client, edit, values, why):
    card = Card.objects.get(key="compared")
    answer = edit(client, card, publish=True, **values)
    assert answer.status_code == 200
    assert why in said(answer)
    assert rows_of("compared") == [("shut", "closed", "river", ""), ("free", "open", "open-banks", "")]
    assert edit(client, card, **values).status_code == 302  # as a draft it may be unfinished


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ("flood", "Bars compare figures in per cent, counts or weeks: choose another fact."),
        ("pieces", "Only figures of one unit can be compared: choose facts of one."),
        ("between", "A range has no single length: choose a fact with one value."),
    ],
)
def test_facts_that_do_not_suit_the_design_are_refused(charted, client, edit, fact, why):
    percent = Fact.objects.get(key="open-banks")
    for key, changes in (("pieces", {"unit": "count"}), ("between", {"value_to": "90"})):
        Fact.objects.create(
            campaign=charted, key=key, claim=key, source_title="T", source_publisher="P", live=True,
            **{"value": percent.value, "unit": percent.unit, **changes},
        )  # fmt: skip
    chosen = str(Fact.objects.get(key=fact).pk)
    third = row(2, label="third", fact="river", order=3)
    answer = edit(client, Card.objects.get(key="compared"), publish=True, **{**third, "rows-2-fact": chosen})
    assert why in said(answer)


def test_facts_of_another_campaign_cannot_be_chosen(charted, client, edit):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    other = Fact.objects.create(
        campaign=lake, key="l", value="1", unit="percent", claim="A lake", source_title="T", source_publisher="P"
    )
    answer = edit(client, Card.objects.get(key="compared"), publish=True, **{"rows-0-fact": str(other.pk)})
    assert "That choice is not one of the available choices" in said(answer)
    assert rows_of("compared")[0] == ("shut", "closed", "river", "")


def test_a_fact_that_a_row_shows_cannot_be_deleted(charted, person, browse):
    fact = Fact.objects.get(key="open-banks")
    browse(person("organiser")).post(reverse(f"{Fact.snippet_viewset.url_namespace}:delete", args=[fact.pk]))
    assert Fact.objects.filter(pk=fact.pk).exists()


def test_editor_of_another_campaign_does_not_touch_rows(charted, person, browse):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    stranger = browse(person("editor", campaign=lake))
    url = reverse(f"{Card.snippet_viewset.url_namespace}:edit", args=[Card.objects.get(key="compared").pk])
    assert stranger.get(url).status_code in (302, 403, 404)
    assert stranger.post(url, {"rows-TOTAL_FORMS": "0"}).status_code in (302, 403, 404)
    assert len(rows_of("compared")) == 2
