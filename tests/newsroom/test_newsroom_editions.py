"""The screen of editions: prepare, open, go back; and what happens by itself."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from newsroom_screens import speak

from unisono.base.home import home
from unisono.base.tasks import errands, run_worker
from unisono.campaigns.models import Moment, MomentKind
from unisono.kit.models import Card
from unisono.launch import tasks as launch_tasks
from unisono.launch.models import Edition
from unisono.launch.queries import edition_at
from unisono.ledger.models import Entry
from unisono.words.models import NewsPost, Texts

SCREEN = "/newsroom/editions/"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A content store for all tests of this module: what one has drawn, the others find."""
    return tmp_path_factory.mktemp("editions")


@pytest.fixture
def small(river, place, drawn):
    """The river's campaign without what takes time to draw: one card in one format."""
    (place / "editions").symlink_to(drawn)
    Card.objects.exclude(key="closed").delete()
    Card.objects.update(formats=["square"])
    return river


@pytest.fixture
def prepared(small, person, browse):
    """The campaign with an edition, and the client of its organiser."""
    client = browse(person("organiser"))
    client.post(f"{SCREEN}{small.public_id}/prepare/")
    run_worker(until_empty=True)
    return small, client


def now() -> datetime:
    return datetime.now(UTC)


def said(answer) -> str:
    return answer.content.decode()


def open_link(campaign) -> str:
    return f"{SCREEN}{campaign.public_id}/open/{campaign.editions.first().name}/"


def test_screen_before_anything(river, person, browse):
    page = said(browse(person("organiser")).get(SCREEN))
    assert "A river for all" in page
    assert "Nothing is open: visitors see a page that says so" in page
    assert "No edition has been prepared yet." in page
    assert "The campaign's opening moment is <bdi>2031-03-22 00:01</bdi> (<bdi>Europe/Brussels</bdi>)" in page
    assert "Open …" not in page


def test_prepare_in_the_background(small, person, browse):
    editor = person("editor")
    client = browse(editor)
    answer = client.post(f"{SCREEN}{small.public_id}/prepare/", follow=True)
    assert "Nothing opens by this" in said(answer)
    assert "A preparation is waiting for the worker." in said(answer)
    line = client.get(f"{SCREEN}{small.public_id}/progress/")
    assert line.headers["X-Newsroom-Over"] == "no"

    run_worker(until_empty=True)

    edition = Edition.objects.get()
    assert edition.frozen_by == str(editor.public_id)
    assert edition_at(small, now()) is None
    assert errands(small.public_id)[0].result == {"edition": edition.name, "opened": False}
    assert client.get(f"{SCREEN}{small.public_id}/progress/").headers["X-Newsroom-Over"] == "yes"
    page = said(client.get(SCREEN))
    assert edition.name[:12] in page
    assert "<bdi>Texts</bdi>: the source text is shown, with a note (<bdi>العربية</bdi>, <bdi>Français</bdi>)" in page
    assert "News post “the-call”</bdi>: left out in this language (<bdi>Français</bdi>)" in page
    assert "The latest edition holds everything that is approved, and is not open." in page


def test_progress_is_told_while_it_runs(small, person, browse, edit, monkeypatch):
    client, seen = browse(person("organiser")), []

    def spy(what, done, of):
        report(what, done, of)
        seen.append(said(client.get(f"{SCREEN}{small.public_id}/progress/")))

    report = launch_tasks.report_progress
    monkeypatch.setattr(launch_tasks, "report_progress", spy)
    monkeypatch.setattr("unisono.base.tasks.NOTE_EVERY", 0)  # every step is noted, however quick this machine is
    edit(client, Texts.objects.get(), name="A brook for all", publish=True)  # stands on every card and page
    run_worker(until_empty=True)
    assert any("Preparing: pictures and documents" in line and "<progress" in line for line in seen)
    assert any("Preparing: pages" in line for line in seen)


def test_open_now_asks_then_opens(prepared):
    campaign, client = prepared
    page = said(client.get(open_link(campaign)))
    assert "The campaign becomes public, in every language at the same instant." in page
    assert "opening moment is still to come. Opening now is before it." in page
    assert "9 pieces are late" in page
    assert edition_at(campaign, now()) is None

    answer = client.post(open_link(campaign), {"when": "now"}, follow=True)

    assert "The edition is open, in all its languages." in said(answer)
    edition = Edition.objects.get()
    assert edition_at(campaign, now()) == edition
    doors = msgspec.json.decode((home().public / "doors.json").read_bytes())
    assert doors["campaigns"][0]["schedule"][0]["edition"] == edition.name
    assert "The open edition holds everything that is approved." in said(client.get(SCREEN))


def test_open_at_the_moment_planned(prepared):
    campaign, client = prepared
    answer = client.post(open_link(campaign), {"when": "planned"}, follow=True)
    assert "The edition opens by itself at the moment planned." in said(answer)
    assert edition_at(campaign, now()) is None
    entry = campaign.schedule.get()
    assert entry.at == campaign.moments.get(kind=MomentKind.OPENING).at
    assert (
        f"Planned: edition <bdi><code>{entry.edition.name[:12]}</code></bdi> opens <bdi>2031-03-22 00:01</bdi>"
        in said(client.get(SCREEN))
    )


def test_open_a_rolling_opening_in_the_background(prepared):
    campaign, client = prepared
    campaign.moments.all().delete()
    first = now() + timedelta(days=1)
    for days, languages in ((0, ["ar"]), (1, ["en", "fr"])):
        Moment.objects.create(
            campaign=campaign,
            kind=MomentKind.OPENING,
            at=first + timedelta(days=days),
            zone="UTC",
            languages=languages,
        )
    answer = client.post(open_link(campaign), {"when": "planned"}, follow=True)
    assert "editions of the rolling opening are being prepared" in said(answer)
    run_worker(until_empty=True)
    assert errands(campaign.public_id, launch_tasks.open_as_planned)[0].result == {
        "edition": Edition.objects.last().name,
        "rows": 2,
    }
    rows = list(campaign.schedule.all())
    assert [row.at for row in rows] == [first, first + timedelta(days=1)]
    assert rows[0].edition != rows[1].edition


def test_go_back_asks_then_goes_back(prepared, edit):
    campaign, client = prepared
    client.post(open_link(campaign), {"when": "now"})
    first = Edition.objects.get()
    edit(client, NewsPost.objects.get(), title="The second call", publish=True)
    page = said(client.get(open_link(campaign)))
    assert "Something was approved or changed after this edition was prepared" in page
    run_worker(until_empty=True)
    second = campaign.editions.first()
    assert second != first
    client.post(open_link(campaign), {"when": "now"})
    assert edition_at(campaign, now() + timedelta(seconds=2)) == second

    back = f"{SCREEN}{campaign.public_id}/back/"
    assert "is open again, in every language at the same instant" in said(client.get(back))
    assert "is open again" in said(client.post(back, follow=True))

    assert edition_at(campaign, now() + timedelta(seconds=4)) == first


def test_go_back_to_nothing_is_refused(prepared):
    campaign, client = prepared
    answer = client.post(f"{SCREEN}{campaign.public_id}/back/", follow=True)
    assert "there is nothing to go back to" in said(answer)


def test_open_without_a_responsible_body_is_refused(prepared, settings):
    campaign, client = prepared
    settings.PUBLIC_ORIGIN = "https://river.example.org"
    campaign.responsible_name = campaign.responsible_email = ""
    campaign.save()
    page = said(client.get(SCREEN))
    assert "The body responsible for the campaign has no name." in page
    assert "The responsible body has no e-mail address." in page
    assert "Open …" not in page
    answer = client.post(open_link(campaign), {"when": "now"}, follow=True)
    assert "The body responsible for the campaign has no name." in said(answer)
    assert edition_at(campaign, now()) is None


def test_preparation_that_cannot_be_done_says_why(small, person, browse):
    client = browse(person("organiser"))
    Texts.objects.all().delete()
    client.post(f"{SCREEN}{small.public_id}/prepare/")
    run_worker(until_empty=True)
    assert "The last preparation could not be done: The campaign has no approved texts" in said(client.get(SCREEN))
    Card.objects.all().delete()


def test_card_that_does_not_fit_says_so(small, person, browse, edit):
    client = browse(person("organiser"))
    Card.objects.update(fields={"text": "of the banks are closed " * 40})
    from unisono.campaigns.operations import approve

    approve(piece=Card.objects.get(), at=now(), by="command:test")
    client.post(f"{SCREEN}{small.public_id}/prepare/")
    run_worker(until_empty=True)
    page = said(client.get(SCREEN))
    assert "The last preparation could not be done: card:closed:en:square" in page
    assert "too long for the format Square 1080 × 1080" in page
    in_arabic = said(browse(speak(person("organiser"), "ar")).get(SCREEN))
    assert "\u2068card:closed:en:square\u2069: النص «جملة توضيحية» (الإنجليزية) أطول بنحو " in in_arabic
    assert "too long" not in in_arabic


@pytest.mark.parametrize(
    ("role", "prepare", "opens"), [("editor", True, False), ("translator", False, False), ("organiser", True, True)]
)
def test_screen_shows_what_the_role_may_do(prepared, person, browse, role, prepare, opens):
    campaign, _ = prepared
    client = browse(person(role))
    page = said(client.get(SCREEN))
    assert (">Prepare</button>" in page) == prepare
    assert ("Open …" in page) == opens
    client.post(open_link(campaign), {"when": "now"})
    assert (edition_at(campaign, now()) is not None) == opens
    asked = len(errands(campaign.public_id))
    client.post(f"{SCREEN}{campaign.public_id}/prepare/")
    assert len(errands(campaign.public_id)) == asked + prepare


def test_acts_are_done_by_post_alone(prepared, browse):
    campaign, client = prepared
    assert client.get(f"{SCREEN}{campaign.public_id}/prepare/").status_code == 405
    strict = type(client)(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1")
    strict.cookies = client.cookies
    assert strict.post(f"{SCREEN}{campaign.public_id}/prepare/").status_code == 403
    assert strict.post(open_link(campaign), {"when": "now"}).status_code == 403


# -- what happens by itself -----------------------------------------------------------------------------------


def by_itself(campaign) -> None:
    campaign.opens_by_itself = True
    campaign.save()


def test_approved_words_open_by_themselves_after_the_opening(prepared, edit):
    campaign, client = prepared
    client.post(open_link(campaign), {"when": "now"})
    by_itself(campaign)
    edit(client, NewsPost.objects.get(), title="The second call", publish=True)
    run_worker(until_empty=True)
    latest = campaign.editions.first()
    assert edition_at(campaign, now() + timedelta(seconds=2)) == latest
    assert errands(campaign.public_id)[0].result == {"edition": latest.name, "opened": True}
    assert Entry.objects.filter(act="edition.scheduled").last().by != "command"


def test_nothing_opens_by_itself_unless_the_campaign_says_so(prepared, edit):
    campaign, client = prepared
    client.post(open_link(campaign), {"when": "now"})
    first = edition_at(campaign, now())
    edit(client, NewsPost.objects.get(), title="The second call", publish=True)
    run_worker(until_empty=True)
    assert campaign.editions.count() == 2
    assert edition_at(campaign, now() + timedelta(seconds=2)) == first


def test_nothing_opens_by_itself_before_the_opening(prepared, edit):
    campaign, client = prepared
    by_itself(campaign)
    edit(client, NewsPost.objects.get(), title="The second call", publish=True)
    run_worker(until_empty=True)
    assert campaign.editions.count() == 2
    assert not campaign.schedule.exists()


def test_nothing_opens_by_itself_while_openings_are_planned(prepared, edit):
    campaign, client = prepared
    client.post(open_link(campaign), {"when": "now"})
    campaign.schedule.create(
        at=now() + timedelta(days=1), edition=Edition.objects.get(), decided_at=now(), decided_by="x"
    )
    by_itself(campaign)
    edit(client, NewsPost.objects.get(), title="The second call", publish=True)
    run_worker(until_empty=True)
    assert campaign.schedule.count() == 2


def test_tasks_for_a_campaign_that_is_no_more(db):
    nobody = "00000000-0000-0000-0000-000000000000"
    assert launch_tasks.prepare_edition.call(campaign=nobody, by="x") == {"refused": "The campaign is no more."}
    assert launch_tasks.open_as_planned.call(campaign=nobody, edition="e", by="x") == {
        "refused": "The campaign is no more."
    }
