"""After an approval: editions read what is whole at once; drafts follow in the background, and one sees how far."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from unisono.base.models import Lease
from unisono.base.tasks import run_worker
from unisono.campaigns.languages import add_language
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import named
from unisono.languages.filling import Filled, fill_missing, fillers
from unisono.languages.models import EarlierText, SettledCopy, State, Translation
from unisono.languages.operations import Given, take_translations
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.newsroom.instep import InStep, ask_to_bring_in_step, bring_languages_in_step, under_way
from unisono.packs.pieces import pieces
from unisono.words.models import NewsPost

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
STEP = bring_languages_in_step.module_path


def said(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def post_saying(campaign, title: str, body: str) -> NewsPost:
    """A new post, published as the editor does it."""
    post = NewsPost(campaign=campaign, slug="again", title=title, summary="Only here.", date=AT, body=body, live=False)
    post.save()
    post.save_revision().publish()
    return post


@pytest.fixture
def post(river):
    """A post of which two parts are said elsewhere in the campaign, and two are not."""
    return post_saying(river, "The call", "<p>Today it begins.</p><p>Never said before.</p>")


def filled(post, language="ar"):
    rows = Translation.objects.filter(object_id=post.public_id, language=language)
    return {row.key: (row.text, row.state, row.changed_by) for row in rows}


def step(campaign) -> dict[str, int]:
    return bring_languages_in_step.func(campaign=str(campaign.public_id))


# -- what is filled in


def test_words_that_the_campaign_says_elsewhere_come_as_drafts(river, post):
    assert filled(post) == {}
    assert step(river) == {"languages": 2, "filled": 2}
    assert filled(post) == {
        "title": ("النداء", State.DRAFT, "command:same-words"),
        "body.1": ("اليوم يبدأ.", State.DRAFT, "command:same-words"),
    }
    assert filled(post, "fr") == {}
    assert step(river) == {"languages": 2, "filled": 0}


def test_nothing_is_written_where_something_stands_or_has_stood(river, post):
    source = post.segments()
    take_translations(
        named=named(post), language="ar", source=source, given={"title": Given("نداء", State.REVIEW)}, at=AT, by="nour"
    )
    EarlierText.objects.create(
        campaign_id=river.public_id, object_id=post.public_id, key="body.1", language="ar", source_text="x", text="x",
        state=State.DRAFT, version=1, written_at=AT, written_by="nour",
    )  # fmt: skip
    assert step(river)["filled"] == 0
    assert filled(post) == {"title": ("نداء", State.REVIEW, "nour")}


@pytest.mark.parametrize("state", [State.MACHINE, State.DRAFT, State.REVIEW, State.STALE])
def test_only_what_is_ready_is_taken(river, post, state):
    Translation.objects.filter(language="ar").update(state=state)
    assert step(river)["filled"] == 0


def test_where_the_campaign_says_two_things_for_the_same_words_somebody_chooses(river, post):
    texts = pieces(river)["texts"]
    row = Translation.objects.get(language="ar", text="النداء")
    assert step(river)["filled"] == 2
    Translation.objects.filter(object_id=post.public_id).delete()
    Translation.objects.filter(language="ar", object_id=texts.public_id, key="action").update(
        source_text=row.source_text
    )
    texts.action = row.source_text
    texts.save_revision().publish()
    Translation.objects.filter(language="ar", object_id=texts.public_id, key="action").update(state=State.READY)
    assert step(river)["filled"] == 1
    assert set(filled(post)) == {"body.1"}


def test_a_text_that_came_meanwhile_stands(river, post):
    """Somebody writes the first text between the reading and the writing."""
    place = (post.public_id, "title")

    @fillers.add("aaa-meanwhile")
    def meanwhile(here):
        if here.language == "ar" and place in here.missing:
            values = {"campaign_id": river.public_id, "label": post._meta.label, "changed_at": AT, "changed_by": "nour"}
            Translation.objects.create(
                object_id=place[0], key=place[1], language="ar", source_text="The call", text="ندائي",
                state=State.DRAFT, **values,
            )  # fmt: skip
        return {}

    try:
        step(river)
    finally:
        del fillers._things["aaa-meanwhile"]
    assert filled(post)["title"] == ("ندائي", State.DRAFT, "nour")


def test_an_earlier_filler_goes_before_a_later_one_and_may_be_a_machine(river, post):
    @fillers.add("zzz-machine")
    def machine(here):
        return {place: Filled(f"[{here.language}]", State.MACHINE, "command:machine") for place in here.missing}

    try:
        step(river)
    finally:
        del fillers._things["zzz-machine"]
    assert filled(post)["title"] == ("النداء", State.DRAFT, "command:same-words")
    assert filled(post)["body.2"] == ("[ar]", State.MACHINE, "command:machine")
    assert filled(post, "fr")["title"] == ("[fr]", State.MACHINE, "command:machine")


# -- nobody sees half of it


class Killed(BaseException):
    """What ends a worker in the middle."""


def test_a_worker_that_is_killed_loses_nothing_and_no_edition_sees_a_difference(river, post, place):
    def snapshot():
        return read_snapshot(campaign=Campaign.objects.get(), at=AT, origin="", blobs=Store(place / "editions"))

    add_language(campaign=river, code="fa", at=AT, by="test")
    before, copies = snapshot(), list(SettledCopy.objects.order_by("pk").values())
    languages = []

    @fillers.add("zzz-kills")
    def kills(here):
        languages.append(here.language)
        if len(languages) == 2:
            raise Killed
        return {place: Filled("[filled]") for place in here.missing}

    try:
        with pytest.raises(Killed):
            step(river)
        held = {code: Translation.objects.filter(language=code, text="[filled]").count() for code in ("ar", "fa", "fr")}
        assert held["ar"] > 0 == held["fa"] == held["fr"]
        assert snapshot() == before
        result = step(river)
    finally:
        del fillers._things["zzz-kills"]
    assert (result["languages"], languages) == (3, ["ar", "fa", "fa", "fr"])
    for code in ("ar", "fa", "fr"):
        assert Translation.objects.filter(language=code, object_id=post.public_id).count() == len(post.segments())
    assert snapshot() == before
    assert list(SettledCopy.objects.order_by("pk").values()) == copies


def test_filling_a_language_takes_as_many_queries_whatever_there_is(river, post):
    found = pieces(river).values()
    labels = {piece.public_id: piece._meta.label for piece in found}
    segments = {(piece.public_id, one.key): one for piece in found for one in piece.segments()}
    with CaptureQueriesContext(connection) as queries:
        fill_missing(
            campaign_id=river.public_id, language="ar", source_language="en", labels=labels, segments=segments, at=AT
        )
    asked = [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 3


# -- when it is asked for, and what one sees


def test_approving_asks_once_and_a_campaign_in_one_language_never(river, post):
    assert DBTaskResult.objects.filter(task_path=STEP).count() == 1
    ask_to_bring_in_step(campaign=river)
    assert DBTaskResult.objects.filter(task_path=STEP).count() == 1
    lonely = Campaign.objects.create(slug="lonely", source_language="en")
    assert ask_to_bring_in_step(campaign=lonely) is None


def test_board_piece_and_list_say_how_far_it_is_and_stop_saying_so(river, post, person, browse):
    client = browse(person("organiser"))
    screens = (
        f"/newsroom/board/{river.public_id}/",
        f"/newsroom/board/{river.public_id}/?into=ar",
        f"/newsroom/snippets/words/newspost/edit/{post.pk}/",
        "/newsroom/snippets/words/newspost/",
    )
    progress = f"/newsroom/board/{river.public_id}/step/"
    for screen in screens:
        page = said(client.get(screen))
        assert "2 languages wait to be brought in step." in page
        assert f'data-newsroom-progress="{progress}' in page
        assert 'aria-live="polite"' in page
    task = DBTaskResult.objects.get(task_path=STEP)
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING")
    Lease.objects.filter(pk=task.pk).update(progress={"what": "languages", "done": 24, "of": 60})
    for screen in screens:
        assert "Bringing 60 languages in step: 24 done." in said(client.get(screen))
    answer = client.get(progress)
    assert (answer["X-Newsroom-Over"], "24 done" in said(answer)) == ("no", True)
    DBTaskResult.objects.filter(pk=task.pk).update(status="READY")
    run_worker(until_empty=True)
    for screen in screens:
        assert "data-newsroom-progress" not in said(client.get(screen)).replace(f"editions/{river.public_id}", "")
    assert client.get(progress)["X-Newsroom-Over"] == "yes"
    answer = client.get(f"{progress}?on=piece")
    assert answer["X-Newsroom-Over"] == "quietly"
    assert "All languages are in step. 2 texts were filled in as drafts" in said(answer)


def test_what_broke_off_for_good_is_said(river, post, person, browse):
    DBTaskResult.objects.filter(task_path=STEP).update(status="FAILED")
    page = said(browse(person("organiser")).get(f"/newsroom/board/{river.public_id}/"))
    assert "Bringing the languages in step broke off. No word is lost" in page


def test_others_see_nothing_of_it(river, post, person, browse):
    assert under_way(person("organiser", campaign=Campaign.objects.create(slug="o", source_language="en"))) == []
    stranger = browse(person("press-officer"))
    assert stranger.get(f"/newsroom/board/{river.public_id}/step/").status_code in (302, 403)
    assert InStep(river).languages == 2


@pytest.mark.parametrize("languages", [1, 3, 18])
def test_publishing_takes_as_many_queries_whatever_the_number_of_languages(river, languages):
    from test_newsroom_languages import CODES

    statement = pieces(river)["statement"]
    source = statement.segments()
    for code in CODES[:languages]:
        add_language(campaign=river, code=code, at=AT, by="test")
        given = {one.key: Given(f"{code} {one.text}") for one in source}
        take_translations(named=named(statement), language=code, source=source, given=given, at=AT, by="nour")
    statement.title = "The river belongs to everybody"
    revision = statement.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    assert len(queries) == PUBLISHING


PUBLISHING = 67
