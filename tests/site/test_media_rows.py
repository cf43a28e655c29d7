"""Rows of cards as the engine gets them: figures in the language, countries counted, sources named."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from river_story import river_story, store_in

from unisono.kit.engine import Row, render_card
from unisono.links.qr import qr_svg
from unisono.site import snapshot as s
from unisono.site.media.cards import card_jobs, plan_cards
from unisono.site.media.sources import counted_line, counted_rows, sources_line

FACTS = (
    s.Fact("day", "1931-05-04", "", "", "date", "plain", "", "current", s.Source("Log", "Archive", "1931", "", "")),
    s.Fact("decade", "2022", "2032", "", "year", "plain", "", "current", s.Source("Plan", "Council", "", "", "")),
    s.Fact("flood", "2002", "", "", "year", "plain", "", "current", s.Source("Diary", "Archive", "2003", "", "")),
    s.Fact("boats", "1250", "", "", "count", "plain", "", "current", s.Source("List", "Port", "2024", "", "")),
)


@cache
def river() -> s.Snapshot:
    """The river, whose files nobody asks for here."""
    with TemporaryDirectory() as folder:
        return river_story(store_in(Path(folder)))


MOMENTS = tuple(s.CardRow(key, key, "") for key in ("decade", "flood", "day"))
LABELS = (("title", "Since when"), ("row.day", "It begins"), ("row.decade", "Ten years"), ("row.flood", "Water"))


def shown(*cards: s.Card, language: str = "en", fields=(("title", "T"),), **changes) -> s.Snapshot:
    """The river in one language, with these cards and facts for them."""
    snapshot = river()
    said = tuple(s.CardWords(language, card.key, tuple(fields), "Alt.") for card in cards)
    words = (replace(snapshot.in_language(language), cards=said),)
    return replace(
        snapshot, languages=(language,), cards=cards, facts=(*snapshot.facts, *FACTS), words=words, **changes
    )


def job_of(snapshot: s.Snapshot):
    return next(iter(card_jobs(snapshot)))[2]


def members(*rows: tuple[str, str]) -> tuple[s.Member, ...]:
    return tuple(
        s.Member(f"m{at}", f"Body {at}", country, "", "partner", basis, ()) for at, (country, basis) in enumerate(rows)
    )


def test_points_in_time_come_in_their_order_with_figures_in_the_language():
    card = s.Card("since", "timeline", "", ("square",), MOMENTS)
    rows = job_of(shown(card, fields=LABELS)).fields["rows"]
    assert [(row.label, row.figure, round(row.value, 2)) for row in rows] == [
        ("It begins", "4 May 1931", 1931.34),
        ("Water", "2002", 2002.0),
        ("Ten years", "2022–2032", 2022.0),
    ]
    rows = job_of(shown(card, language="ar", fields=LABELS)).fields["rows"]
    assert [row.figure for row in rows] == ["٤ مايو ١٩٣١", "٢٠٠٢", "٢٠٢٢–٢٠٣٢"]


def test_choices_are_the_cards_own_or_the_first():
    rows = (s.CardRow("a", "boats", ""), s.CardRow("b", "boats", ""))
    assert job_of(shown(s.Card("c", "bars", "", ("square",), rows))).fields["order"] == "given"
    chosen = s.Card("c", "bars", "", ("square",), rows, (("order", "descending"),))
    assert job_of(shown(chosen)).fields["order"] == "descending"


def test_countries_are_named_in_the_language():
    card = s.Card("where", "map", "", ("square",), (s.CardRow("fr", "boats", "FR"),))
    assert job_of(shown(card, language="ar")).fields["rows"] == (Row("فرنسا", "١٬٢٥٠", 1250.0, "FR"),)


def test_a_map_without_rows_counts_the_organisations_without_the_samples():
    card = s.Card("where", "map", "", ("square",))
    counted = members(("FR", "named"), ("FR", "confirmed"), ("BD", "named"), ("KE", "sample"))
    job = job_of(shown(card, members=counted))
    assert job.fields["rows"] == (Row("France", "2", 2, "FR"), Row("Bangladesh", "1", 1, "BD"))
    assert "sample" not in job.source
    assert job.source.startswith("Counted on ")


def test_samples_are_counted_only_where_there_is_nothing_else_and_the_card_says_so():
    snapshot = shown(s.Card("where", "map", "", ("square",)), members=members(("KE", "sample"), ("BD", "sample")))
    assert counted_rows(snapshot, "en") == (Row("Bangladesh", "1", 1, "BD"), Row("Kenya", "1", 1, "KE"))
    assert counted_line(snapshot, "en").startswith("The samples are spread over 2 countries. Counted on ")
    assert counted_line(snapshot, "ar") != counted_line(snapshot, "en")


def test_the_day_of_counting_is_that_of_the_zone_in_which_the_campaign_opens():
    snapshot = shown(members=members(("FR", "named")), opening=s.Opening("2026-02-20T23:01:00Z", "Europe/Paris"))
    counts = replace(snapshot.counts, as_of="2026-02-20T23:30:00Z")
    assert counted_line(replace(snapshot, counts=counts), "en") == "Counted on 21 February 2026."
    utc = replace(snapshot, counts=counts, opening=None)
    assert counted_line(utc, "en") == "Counted on 20 February 2026."


def test_one_source_is_named_in_full_and_several_by_their_publishers_once():
    one, two, three = (fact.source for fact in FACTS[:3])
    assert sources_line((one,), "en") == "Source: Archive, Log, 1931"
    assert sources_line((one, two, three), "en") == "Sources: Archive · Council"
    assert "\u2066Archive\u2069 · \u2066Council\u2069" in sources_line((one, two), "ar")


def test_rows_of_the_same_source_name_it_once():
    rows = (s.CardRow("a", "boats", ""), s.CardRow("b", "boats", ""))
    assert job_of(shown(s.Card("c", "bars", "", ("square",), rows))).source == "Source: Port, List, 2024"


def test_a_row_whose_fact_is_gone_is_named():
    card = s.Card("c", "bars", "", ("square",), (s.CardRow("a", "gone", ""),))
    with pytest.raises(ValueError, match='"c" shows the fact "gone"'):
        list(card_jobs(shown(card)))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_cards_with_rows_are_drawn(language):
    snapshot = shown(
        s.Card("since", "timeline", "", ("square",), MOMENTS),
        s.Card("where", "map", "", ("square",)),
        language=language,
        fields=LABELS,
        members=members(("FR", "named"), ("BD", "named")),
    )
    drawn = [render_card(job, small=False) for _, _, job in card_jobs(snapshot)]
    assert [png[:4] for png in drawn] == [b"\x89PNG"] * 2
    assert drawn[0] != drawn[1]


def test_paper_carries_the_short_address_and_its_code_and_pictures_do_not():
    links = (s.ShortLink("k7m2", "", "en", "", "print"), s.ShortLink("w4tt", "", "en", "", ""))
    card = s.Card("where", "map", "", ("square", "poster", "leaflet"))
    snapshot = shown(card, members=members(("FR", "named")), links=links)
    host = snapshot.origin.partition("://")[2]
    jobs = {job.format: job for _, _, job in card_jobs(snapshot)}
    assert {format: job.link for format, job in jobs.items()} == {
        "square": "",
        "poster": f"{host}/s/k7m2",
        "leaflet": f"{host}/s/k7m2",
    }
    assert jobs["poster"].qr == qr_svg(f"{snapshot.origin}/s/k7m2")
    assert jobs["square"].qr is None
    before = {output.name: output.key for output in plan_cards(snapshot)}
    after = {output.name: output.key for output in plan_cards(replace(snapshot, links=links[1:]))}
    assert {name for name, key in after.items() if key != before[name]} == {
        "card:where:en:poster",
        "card:where:en:leaflet",
    }
    assert render_card(jobs["leaflet"], "pdf") != render_card(replace(jobs["leaflet"], link="", qr=None), "pdf")


def test_cards_on_the_same_ground_follow_each_other():
    snapshot = river()
    names = [output.name.split(":") for output in plan_cards(snapshot)]
    designs = {card.key: card.design for card in snapshot.cards}
    grounds = [(designs[card], format, language == "ar") for _, card, language, format in names]
    assert len(names) == len(list(card_jobs(snapshot)))
    assert [ground for at, ground in enumerate(grounds) if ground not in grounds[:at]] == [
        ground for at, ground in enumerate(grounds) if at == 0 or ground != grounds[at - 1]
    ]
