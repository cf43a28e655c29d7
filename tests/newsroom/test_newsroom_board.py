"""The board: what every language has of every piece, and in how many queries it is read."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from babel.localedata import locale_identifiers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from unisono.campaigns.models import CampaignLanguage, Moment, MomentKind
from unisono.campaigns.operations import approve
from unisono.kit.models import Card, CardRow
from unisono.languages.models import State, Translation
from unisono.launch.late import Late
from unisono.launch.reading import read_snapshot, what_is_late
from unisono.launch.store import Store
from unisono.ledger.models import Entry
from unisono.newsroom.board.assets import KINDS
from unisono.newsroom.board.reading import board_of
from unisono.newsroom.board.table import defused
from unisono.packs.pieces import pieces
from unisono.people.models import Grant, Role, User
from unisono.words.models import NewsPost, Statement

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)


def address(campaign, query: str = "") -> str:
    return f"/newsroom/board/{campaign.public_id}/{query}"


def said(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def cells_of(campaign, code: str):
    line = next(line for line in board_of(campaign, AT).lines if line.code == code)
    return {cell.asset.full_name: cell for cell in line.cells}


# -- what a cell says


def test_a_cell_has_the_worst_state_of_its_parts_and_counts_what_is_ready(river):
    statement = cells_of(river, "ar")["statement"]
    assert (statement.state, statement.tally.done, statement.tally.segments) == ("draft", 9, 10)
    assert statement.tally.words - statement.tally.words_done == len(["The", "river", "belongs", "to", "all"])
    assert cells_of(river, "ar")["texts"].state == "stale"
    assert cells_of(river, "ar")["posts"].state == "ready"
    texts = cells_of(river, "fr")["texts"]
    assert (texts.state, texts.tally.done) == ("missing", 1)
    assert cells_of(river, "fr")["news.the-call"].state == "missing"


@pytest.mark.parametrize("state", [State.MACHINE, State.DRAFT, State.STALE, State.REVIEW])
def test_one_part_in_a_state_gives_the_cell_that_state(river, state):
    Translation.objects.filter(language="ar").update(state=State.READY)
    Translation.objects.filter(language="ar", key="claim").update(state=state)
    assert cells_of(river, "ar")["fact.river"].state == state
    Translation.objects.filter(language="ar", key="claim").update(state=State.READY)
    assert cells_of(river, "ar")["fact.river"].state == "ready"


def test_words_that_a_language_may_do_without_are_never_missing(river):

    ar = cells_of(river, "ar")["card.closed"].tally
    fr = cells_of(river, "fr")["card.closed"].tally
    assert (fr.segments, ar.segments, ar.done) == (2, 3, 3)


def test_captions_and_the_interface_are_assets_as_well(river):
    arabic, board = cells_of(river, "ar"), board_of(river, AT)
    assert (arabic["captions"].state, arabic["captions"].tally.words) == ("ready", 3)
    assert arabic["interface"].state == "ready"
    assert arabic["interface"].tally.words > arabic["interface"].tally.segments > 100
    assert [asset.kind for asset in board.assets] == sorted(
        [asset.kind for asset in board.assets], key=list(KINDS).index
    )


def test_a_language_without_captions_and_catalogue_lacks_them(river):
    CampaignLanguage.objects.create(campaign=river, code="de")
    german = cells_of(river, "de")
    assert (german["captions"].state, german["captions"].tally.done) == ("missing", 0)
    assert (german["interface"].state, german["interface"].tally.done) == ("missing", 0)


def test_who_did_last_and_when_is_the_last_change_of_the_cell(river, person):
    ben = person("translator")
    row = Translation.objects.get(language="ar", key="claim")
    Translation.objects.filter(pk=row.pk).update(changed_at=AT, changed_by=str(ben.public_id))
    board = board_of(river, AT)
    cell = cells_of(river, "ar")["fact.river"]
    assert (cell.last_at, board.names[cell.tally.last_by]) == (AT, "Ben")


# -- what an edition would do


def variants(campaign):
    """Change the river step by step, and say after each that it has changed."""
    yield "as it is"
    Translation.objects.filter(language="ar").update(state=State.READY)
    yield "words that nobody has settled"
    post = NewsPost.objects.get()
    post.title = "Another call"
    post.save()
    approve(piece=post, at=AT, by="test")
    yield "an older translation"
    campaign.late = "hold"
    campaign.save()
    yield "held back"


def test_what_would_be_late_is_what_the_freeze_finds(river, place):
    store = Store(place / "editions")
    for step in variants(river):
        _, late = read_snapshot(campaign=river, at=AT, origin="", blobs=store)
        assert what_is_late(river, pieces(river)) == late, step
        shown = {(cell.asset.piece, cell.language): cell.shown for cell in board_of(river, AT).cells if cell.is_late}
        named = {(one.piece, one.language): one.outcome for one in late if one.outcome != "language-held-back"}
        assert {one: outcome for one, outcome in shown.items() if one[0]} == named, step
    assert Late("texts", "fr", "language-held-back") in late


def test_a_piece_whose_newer_words_are_not_ready_shows_the_earlier_ones(river):
    Translation.objects.filter(language="ar", key="claim").update(state=State.REVIEW, text="جديد")
    cell = cells_of(river, "ar")["fact.river"]
    assert (cell.state, cell.shown, cell.is_late) == ("review", "earlier", False)


def test_the_screen_says_which_languages_the_other_rule_would_hold(river, person, browse):
    page = said(browse(person("organiser")).get(address(river)))
    assert "hold the language back" in page
    assert "(<bdi>العربية</bdi>, <bdi>Français</bdi>)" in page.replace("&nbsp;", " ")
    assert "These languages do not open" not in page


def test_an_organiser_changes_the_rule_and_it_is_on_record(river, person, browse):
    organiser = person("organiser")
    client = browse(organiser)
    page = said(client.post(address(river, "late/"), {"late": "hold"}, follow=True))
    river.refresh_from_db()
    assert river.late == "hold"
    assert "These languages do not open:" in page
    entry = Entry.objects.filter(act="campaign.changed").get()
    assert (entry.by, entry.details) == (str(organiser.public_id), {"late": "hold"})
    client.post(address(river, "late/"), {"late": "hold"})
    assert Entry.objects.filter(act="campaign.changed").count() == 1
    assert "Choose what happens" in said(client.post(address(river, "late/"), {"late": "both"}, follow=True))


@pytest.mark.parametrize("role", ["editor", "translator", "reviewer"])
def test_nobody_else_changes_the_rule(river, person, browse, role):
    client = browse(person(role))
    assert 'name="late" value="hold"' not in said(client.get(address(river)))
    assert client.post(address(river, "late/"), {"late": "hold"}).status_code in (302, 403)
    river.refresh_from_db()
    assert river.late == "source"


# -- who sees it, and where it leads


@pytest.mark.parametrize("role", ["organiser", "editor", "translator", "reviewer"])
def test_whoever_works_on_words_sees_the_board(river, person, browse, role):
    assert "A river for all" in said(browse(person(role)).get(address(river)))


@pytest.mark.parametrize("path", ["", "board.csv"])
def test_others_do_not_see_it(river, person, browse, path):
    assert browse(person("press-officer")).get(address(river, path)).status_code in (302, 403)
    stranger = User.objects.create_user("s@example.org", "secret")
    Grant.objects.create(person=stranger, campaign_id=stranger.pk, role=Role.ORGANISER)
    assert browse(stranger).get(address(river, path)).status_code in (302, 403)


@pytest.mark.parametrize(("role", "is_plain"), [("editor", False), ("translator", True), ("reviewer", True)])
def test_those_who_cannot_enter_the_editor_see_a_plain_page_under_the_strict_policy(
    river, person, browse, role, is_plain
):
    client = browse(person(role))
    for path in ("", "?into=ar"):
        answer = client.get(address(river, path))
        assert ('class="board-plain"' in said(answer)) == is_plain
        assert ("default-src 'none'" in answer["Content-Security-Policy"]) == is_plain
        assert not is_plain or not any(mark in said(answer) for mark in ("<style", " style=", "<script"))
    assert "django_language" not in client.cookies


def test_nobody_sees_it_without_signing_in(river, client):
    assert client.get(address(river))["Location"].startswith("/newsroom/login/?next=")


def test_translators_begin_with_a_way_to_the_board_of_each_language(river, person, browse):
    page = said(browse(person("translator")).get("/newsroom/languages/"))
    assert f'href="{address(river, "?into=ar")}"' in page


def test_the_menu_leads_to_the_only_board(river, person, browse):
    answer = browse(person("translator")).get("/newsroom/board/")
    assert answer["Location"] == address(river)


def test_cells_lead_to_the_desk_for_languages_one_may_translate(river, person, browse):
    translator = User.objects.create_user("t@example.org", "secret")
    Grant.objects.create(person=translator, campaign_id=river.public_id, role=Role.TRANSLATOR, language="ar")
    page = said(browse(translator).get(address(river)))
    statement = Statement.objects.get()
    assert f"/newsroom/desk/{river.public_id}/ar/{statement.public_id}/" in page
    assert f"/newsroom/desk/{river.public_id}/fr/" not in page
    assert f"/statement/edit/{statement.pk}/" not in page
    page = said(browse(person("editor")).get(address(river)))
    assert f"/newsroom/desk/{river.public_id}/" not in page
    assert f"/statement/edit/{statement.pk}/" in page


def test_the_screen_of_a_language_says_all_about_it(river, person, browse):
    Grant.objects.create(person=person("translator"), campaign_id=river.public_id, role=Role.REVIEWER, language="ar")
    page = said(browse(person("organiser")).get(address(river, "?into=ar")))
    assert "9 of 10 parts" in page
    assert "the source text is shown, with a note" in page
    assert "Translates: <bdi>Ben</bdi>" in page
    assert "Reviews: <bdi>Ben</bdi>" in page
    assert "command" not in page.split("board-pieces")[1].split("</table>")[0]


# -- when it must be ready


def test_a_language_must_be_ready_two_days_before_it_opens(river):
    opens = Moment.objects.get(campaign=river, kind=MomentKind.OPENING).at
    line = board_of(river, AT).lines[0]
    assert (line.deadline.opens_at, line.deadline.ready_by) == (opens, opens - timedelta(days=2))


def test_a_rolling_opening_gives_each_language_its_own_deadline(river):
    first = Moment.objects.get(campaign=river, kind=MomentKind.OPENING)
    Moment.objects.filter(pk=first.pk).update(languages=["en", "fr"])
    later = first.at + timedelta(days=7)
    Moment.objects.create(campaign=river, kind=MomentKind.OPENING, at=later, zone="UTC", languages=["ar"])
    opens = {line.code: (line.deadline.opens_at, line.deadline.zone) for line in board_of(river, AT).lines}
    assert opens == {"ar": (later, "UTC"), "fr": (first.at, "Europe/Brussels")}


def test_a_language_in_no_opening_says_so(river, person, browse):
    Moment.objects.filter(campaign=river).update(languages=["en"])
    assert "no opening is planned" in said(browse(person()).get(address(river)))


# -- filters and the table


def rows(answer) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?into=ar&kind=statement", {("ar", "statement")}),
        ("?kind=news", {("ar", "news.the-call"), ("fr", "news.the-call")}),
        ("?state=draft", {("ar", "statement")}),
        ("?kind=captions&late=on", set()),
        ("?into=fr&kind=film&late=on", {("fr", "film")}),
        ("?into=xx&kind=nothing&state=odd&kind=posts", {("ar", "posts"), ("fr", "posts")}),
    ],
)
def test_filters_let_through_what_is_asked_for(river, person, browse, query, expected):
    client = browse(person())
    found = rows(client.get(address(river, f"board.csv{query}")))
    assert {(row["Language"], row["Kind"]) for row in found} == expected
    page = said(client.get(address(river, query)))
    assert ("Nothing on the board is as you ask." in page) == (not expected)


def test_the_table_has_every_cell_and_its_numbers(river, person, browse):
    found = rows(browse(person()).get(address(river, "board.csv")))
    assert len(found) == len(board_of(river, AT).cells)
    row = next(one for one in found if (one["Language"], one["Kind"]) == ("ar", "statement"))
    assert (row["State"], row["Parts ready"], row["Parts"]) == ("draft", "9", "10")
    assert (row["Ready by"], row["Time zone"]) == ("2031-03-19T23:01:00Z", "Europe/Brussels")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_of_the_table_is_a_formula(text):
    assert defused(text) == f"'{text}"
    assert defused(f"a{text}") == f"a{text}"


def test_a_name_that_looks_like_a_formula_comes_out_harmless(river, person, browse):
    evil = User.objects.create_user("e@example.org", "secret", first_name="=HYPERLINK(1)")
    Translation.objects.filter(language="ar").update(changed_by=str(evil.public_id))
    found = rows(browse(person()).get(address(river, "board.csv?into=ar&kind=statement")))
    assert found[0]["By"] == "'=HYPERLINK(1)"


# -- queries


CODES = [code for code in locale_identifiers() if len(code) == 2 and code not in ("ar", "en")]
#: How many queries the board takes, by whom it is for and what there is.
QUERIES = 35


def grow(campaign, languages: int, posts: int) -> None:
    """Give a campaign so many languages besides its source, each with what Arabic has, and so many news posts."""
    campaign.languages.exclude(code__in=["en", "ar"]).delete()
    rows = list(Translation.objects.filter(campaign_id=campaign.public_id, language="ar"))
    for code in CODES[: languages - 1]:
        CampaignLanguage.objects.create(campaign=campaign, code=code)
        for row in rows:
            row.pk, row.language = None, code
        Translation.objects.bulk_create(rows)
    for number in range(1, posts):
        post = NewsPost(campaign=campaign, slug=f"post-{number}", title="One more", summary="More.", date=AT)
        post.save()
        approve(piece=post, at=AT, by="test")
    for number, card in enumerate([Card.objects.get(key="closed")] * (posts - 1)):
        more = Card(campaign=campaign, key=f"more-{number}", design=card.design, fields=card.fields, alt="More.")
        more.rows = [CardRow(key="one", fact=card.fact, label="One")]
        more.save()
        approve(piece=more, at=AT, by="test")


@pytest.mark.parametrize(("languages", "posts"), [(1, 1), (3, 1), (3, 9), (60, 3)])
def test_the_board_takes_as_many_queries_whatever_its_size(river, person, browse, languages, posts):
    grow(river, languages, posts)
    client = browse(person())
    client.get(address(river))
    with CaptureQueriesContext(connection) as queries:
        page = said(client.get(address(river)))
    assert page.count('class="board-column"') == languages
    assert len(queries) == QUERIES
