"""Reminders as letters: to whom they go, once a day, and how their readers and organisers stop them."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from people_entering import browser_of_nobody, signed_in_strongly, signed_in_weakly
from unisono.base.tasks import errands
from unisono.campaigns.models import Campaign, Moment
from unisono.ledger.models import Entry
from unisono.mail.models import Letter, State
from unisono.newsroom.board import posting
from unisono.newsroom.board.posting import content_of, look_for_reminders, post_due, stop_token
from unisono.newsroom.board.reminders import reminders_due
from unisono.people import operations
from unisono.people.models import Grant, Membership, Role, User
from unisono.people.queries import addresses_of

OPENS = datetime(2031, 3, 21, 23, 1, tzinfo=UTC)
MORNING = OPENS - timedelta(days=3) + timedelta(hours=9)


@pytest.fixture
def nour(river):
    """Who translates into Arabic, with an address of her own."""
    nour = User.objects.create_user("nour@example.org", "a long password", first_name="Nour")
    Grant.objects.create(person=nour, campaign_id=river.public_id, role=Role.TRANSLATOR, language="ar")
    return nour


@pytest.fixture
def opens_soon(river):
    """The river opens in three days, by the clock on the wall: every day is a reminder's."""
    Moment.objects.update(at=datetime.now(UTC) + timedelta(days=3))


def said(answer) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def stop_address(letter) -> str:
    return "/newsroom/" + letter.content["small"][0].splitlines()[-1].split("/newsroom/")[1]


def by_link(river, email: str) -> User:
    """Somebody who came in by an invitation that was sent to an address."""
    invitation, _token = operations.invite(
        campaign_id=river.public_id, role=Role.TRANSLATOR, languages=["ar"], name="Salma", email=email, language="ar",
        at=MORNING, by="command:test",
    )  # fmt: skip
    return operations.accept(invitation=invitation, at=MORNING, name="Salma")


def without_own_address(person: User) -> User:
    person.email = None
    person.save()
    return person


def test_each_translator_gets_one_letter_a_day(river, nour):
    assert [post_due(campaign=river, at=MORNING + timedelta(hours=hours)) for hours in (0, 1, 9)] == [1, 0, 0]
    [letter] = Letter.objects.all()
    assert (letter.recipient, letter.kind, letter.language) == ("nour@example.org", "reminder", "ar")
    assert letter.content["subject"] == reminders_due(campaign=river, at=MORNING)[0].subject
    assert letter.content["address"].endswith(f"/newsroom/board/{river.public_id}/?into=ar")


def test_the_next_morning_a_letter_that_could_not_leave_gives_way(river, nour):
    post_due(campaign=river, at=MORNING)
    assert post_due(campaign=river, at=MORNING + timedelta(days=1)) == 1
    assert [letter.posted_at for letter in Letter.objects.all()] == [MORNING + timedelta(days=1)]
    assert Entry.objects.filter(act="letters.taken-back").count() == 1


def test_a_letter_that_has_left_stays(river, nour):
    post_due(campaign=river, at=MORNING)
    Letter.objects.update(state=State.SENT, rested_at=MORNING)
    post_due(campaign=river, at=MORNING + timedelta(days=1))
    assert Letter.objects.count() == 2


def test_who_came_by_link_is_written_to_where_the_invitation_went(river):
    salma = without_own_address(by_link(river, "salma@example.org"))
    assert addresses_of([salma], river.public_id) == {salma.pk: "salma@example.org"}
    assert post_due(campaign=river, at=MORNING) == 1


def test_who_has_no_address_gets_none(river):
    salma = by_link(river, "")
    assert addresses_of([salma], river.public_id) == {}
    assert post_due(campaign=river, at=MORNING) == 0


def test_an_invitation_that_was_taken_back_tells_no_address(river):
    salma = without_own_address(by_link(river, "salma@example.org"))
    salma.invitations.update(withdrawn_at=MORNING)
    assert addresses_of([salma], river.public_id) == {}


def test_the_worker_looks_now_and_then(river, nour, opens_soon, monkeypatch):
    monkeypatch.setattr(posting, "_looked", {})
    noon = datetime.now(UTC).replace(hour=12)
    for minutes in (0, 1, 14, 16):
        look_for_reminders(noon + timedelta(minutes=minutes))
    assert [one.name for one in errands("reminders")] == ["post_reminders"]  # the second found the first still waiting
    monkeypatch.setattr(posting, "datetime", type("Noon", (), {"now": staticmethod(lambda _zone: noon)}))
    assert posting.post_reminders.call() == {"posted": 1}
    Campaign.objects.update(reminds=False)
    Letter.objects.all().delete()
    assert posting.post_reminders.call() == {"posted": 0}


def test_looking_at_the_page_stops_nothing_and_a_press_does(river, nour):
    post_due(campaign=river, at=MORNING)
    address, nobody = stop_address(Letter.objects.get()), browser_of_nobody()
    assert "Stop them" in said(nobody.get(address))
    assert Membership.objects.filter(is_reminded=False).count() == 0
    assert "No more reminders from “A river for all” come to you" in said(nobody.post(address))
    assert post_due(campaign=river, at=MORNING + timedelta(days=1)) == 0
    assert "once a week" in said(nobody.post(address, {"again": "on"}))
    assert post_due(campaign=river, at=MORNING + timedelta(days=2)) == 1


def test_a_mail_program_stops_them_in_one_click(river, nour, settings):
    settings.PUBLIC_ORIGIN = "https://river.example"
    [reminder] = reminders_due(campaign=river, at=MORNING)
    content = content_of(reminder, river)
    assert content.unsubscribes_by_post
    assert content.unsubscribe == f"https://river.example/newsroom/board/reminders/{stop_token(nour.pk, river)}/"
    answer = Client(enforce_csrf_checks=True).post(
        content.unsubscribe.removeprefix("https://river.example"), {"List-Unsubscribe": "One-Click"}
    )
    assert (answer.status_code, Membership.objects.get().is_reminded) == (200, False)


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda _token: "x"])
def test_an_address_that_was_not_made_here_is_told_so(river, nour, spoil):
    answer = browser_of_nobody().post(f"/newsroom/board/reminders/{spoil(stop_token(nour.pk, river))}/")
    assert answer.status_code == 404
    assert "leads nowhere" in said(answer)
    assert Membership.objects.count() == 0


def test_a_person_stops_them_in_their_account(river):
    salma = by_link(river, "salma@example.org")
    client = signed_in_weakly(salma)
    page = said(client.get("/newsroom/me/?language=en"))
    assert "Letters tell you what is left to translate" in page
    client.post(f"/newsroom/me/reminders/{river.public_id}/", {"reminders": "off"})
    assert "No letters tell you" in said(client.get("/newsroom/me/"))
    assert Membership.objects.get(person=salma).is_reminded is False
    client.post(f"/newsroom/me/reminders/{river.public_id}/", {"reminders": "on"})
    assert Membership.objects.get(person=salma).is_reminded is True


def test_an_organiser_sees_who_is_reached_and_reads_the_letter(river, nour, person, opens_soon):
    by_link(river, "")
    page = signed_in_strongly(person("organiser")).get(f"/newsroom/board/{river.public_id}/reminders/")
    shown = said(page)
    assert "The next ones go on" in shown
    assert shown.count("by e-mail") == 1
    assert shown.count("no address is known") == 1
    assert shown.count('<div lang="ar" dir="rtl">') == 2


def test_an_organiser_reminds_now_and_nobody_twice(river, nour, person, opens_soon):
    client, url = signed_in_strongly(person("organiser")), f"/newsroom/board/{river.public_id}/reminders/"
    assert "1 letter is on its way." in said(client.post(f"{url}now/", follow=True))
    assert "No letter was written" in said(client.post(f"{url}now/", follow=True))
    assert Letter.objects.count() == 1


def test_an_organiser_turns_them_off_and_on(river, nour, person, opens_soon):
    client, url = signed_in_strongly(person("organiser")), f"/newsroom/board/{river.public_id}/reminders/"
    assert "No reminders go out at present." in said(client.post(f"{url}choose/", {"reminds": "off"}, follow=True))
    assert Campaign.objects.get().reminds is False
    client.post(f"{url}choose/", {"reminds": "on"})
    assert Campaign.objects.get().reminds is True
    assert Entry.objects.filter(act="campaign.changed").count() == 2


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ORGANISER])
@pytest.mark.parametrize("act", ["", "now/", "choose/"])
def test_nobody_else_sees_who_is_reached_or_sends(river, nour, person, role, act):
    client, url = signed_in_strongly(person(role)), f"/newsroom/board/{river.public_id}/reminders/{act}"
    answer = client.post(url) if act else client.get(url)
    assert answer.status_code in (302, 403)
    assert "nour" not in answer.content.decode().lower()
    assert Letter.objects.count() == 0
    assert Campaign.objects.get().reminds is True
