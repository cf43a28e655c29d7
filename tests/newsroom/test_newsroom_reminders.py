"""Reminders: who gets one on which day, in which language, and what it says."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from unisono.campaigns.models import CampaignLanguage
from unisono.facts.models import Fact
from unisono.languages.models import State, Translation
from unisono.newsroom.board.reading import Deadline, board_of
from unisono.newsroom.board.reminders import is_day, next_reminder, reminders_due
from unisono.people.models import Grant, Role, User

OPENS = datetime(2031, 3, 21, 23, 1, tzinfo=UTC)
DEADLINE = Deadline(OPENS, "Europe/Brussels")
#: In the morning of the third day before it opens.
THREE_DAYS = OPENS - timedelta(days=3) + timedelta(hours=9)


@pytest.fixture
def translator(river):
    def made(language: str, email: str = "t@example.org"):
        user = User.objects.create_user(email, "secret")
        Grant.objects.create(person=user, campaign_id=river.public_id, role=Role.TRANSLATOR, language=language)
        return user

    return made


def test_reminders_come_weekly_and_daily_in_the_last_week():
    days = [days for days in range(40) if is_day(DEADLINE, OPENS - timedelta(days=days))]
    assert days == [1, 2, 3, 4, 5, 6, 7, 14, 21, 28, 35]


def test_after_the_opening_and_without_one_they_come_on_mondays():
    monday = datetime(2031, 3, 24, 9, tzinfo=UTC)
    for deadline in (DEADLINE, None):
        assert [is_day(deadline, monday + timedelta(days=day)) for day in range(7)] == [True] + [False] * 6


def test_days_are_those_of_the_place_where_it_opens():
    almost_midnight = datetime(2031, 3, 14, 23, 30, tzinfo=UTC)  # the 15th in Brussels, a week before the 22nd
    assert is_day(DEADLINE, almost_midnight)
    assert not is_day(DEADLINE, almost_midnight - timedelta(hours=1))


def test_a_reminder_says_exactly_what_is_left_with_links(river, translator):
    translator("ar")
    Translation.objects.filter(language="ar").update(state=State.READY)
    Translation.objects.filter(language="ar", key="claim").update(state=State.DRAFT)
    UserProfile.objects.create(user=User.objects.get(), preferred_language="en")
    [reminder] = reminders_due(campaign=river, at=THREE_DAYS)
    assert reminder.subject == "A river for all, Arabic: 1 piece is left to translate"
    assert reminder.paragraphs[1:] == (
        "7 words are left in all:",
        "Fact “river”: 0 of 1 parts are ready\n"
        f"http://127.0.0.1:8000/newsroom/desk/{river.public_id}/ar/{Fact.objects.get().public_id}/",
    )
    assert reminder.paragraphs[0].startswith("It opens on 22 March 2031, 00:01")
    assert "by 20 March 2031" in reminder.paragraphs[0]
    assert reminder.url == f"http://127.0.0.1:8000/newsroom/board/{river.public_id}/?into=ar"


def test_a_reminder_speaks_the_readers_language(river, translator):
    translator("ar")
    [reminder] = reminders_due(campaign=river, at=THREE_DAYS)
    assert reminder.language == "ar"
    assert "العربية" in reminder.subject
    assert "left" not in " ".join((reminder.subject, reminder.button, *reminder.paragraphs))
    sentences = [reminder.subject, *(one.splitlines()[0] for one in reminder.paragraphs)]
    assert not re.search("[0-9]", "".join(sentences))
    assert "٢٢ مارس ٢٠٣١" in reminder.paragraphs[0]


def test_who_translates_into_a_language_without_catalogue_is_written_to_in_english(river, translator):
    CampaignLanguage.objects.create(campaign=river, code="de")
    translator("de")
    assert [(one.about, one.language) for one in reminders_due(campaign=river, at=THREE_DAYS)] == [(("de",), "en")]


def test_a_translator_of_all_languages_gets_one_letter(river, translator):
    UserProfile.objects.create(user=translator(""), preferred_language="en")
    [reminder] = reminders_due(campaign=river, at=THREE_DAYS)
    assert reminder.about == ("ar", "fr")
    assert reminder.subject.startswith("A river for all, Arabic, French: ")
    ends = [one.splitlines()[-1].rpartition("/")[2] for one in reminder.paragraphs]
    assert ends == ["?into=ar", "?into=fr"]
    assert reminder.url.endswith(f"/{river.public_id}/")


def test_nobody_is_reminded_at_night(river, translator):
    translator("ar")
    days = [reminders_due(campaign=river, at=THREE_DAYS + timedelta(hours=hours)) for hours in (-3, -2, -1, 0, 14, 15)]
    assert [len(one) for one in days] == [0, 0, 1, 1, 1, 0]


def test_the_next_reminder_is_the_morning_of_the_next_day_that_is_one(river, translator):
    Translation.objects.filter(language="ar", key="claim").update(state=State.DRAFT)
    morning = datetime(2031, 3, 19, 7, tzinfo=UTC)  # eight o'clock in Brussels
    assert next_reminder(board_of(river, morning - timedelta(minutes=1))) == morning
    assert next_reminder(board_of(river, morning)) == morning + timedelta(days=1)
    assert next_reminder(board_of(river, morning - timedelta(days=10))) == morning - timedelta(days=4)


def test_where_nothing_is_left_no_reminder_comes(river):
    board = board_of(river, THREE_DAYS)
    board.lines.clear()
    assert next_reminder(board) is None


def test_nothing_left_means_no_reminder(river, translator):
    translator("ar")
    Translation.objects.filter(language="ar").update(state=State.REVIEW)
    assert reminders_due(campaign=river, at=THREE_DAYS) == []


def test_nobody_but_translators_at_work_is_reminded(river, translator, person):
    person("organiser")
    person("reviewer")
    User.objects.filter(pk=translator("ar").pk).update(is_active=False)
    assert reminders_due(campaign=river, at=THREE_DAYS) == []


def test_the_same_day_gives_the_same_keys_and_the_next_day_others(river, translator):
    translator("")
    keys = [
        {one.key for one in reminders_due(campaign=river, at=THREE_DAYS + timedelta(hours=hours))}
        for hours in (1, 2, 25)
    ]
    assert (keys[0], len(keys[0])) == (keys[1], 1)
    assert keys[0].isdisjoint(keys[2])


def test_a_long_list_ends_with_how_many_more(river, translator, monkeypatch):
    monkeypatch.setattr("unisono.newsroom.board.reminders.NAMED", 2)
    UserProfile.objects.create(user=translator("fr"), preferred_language="en")
    [reminder] = reminders_due(campaign=river, at=THREE_DAYS)
    named = [one for one in reminder.paragraphs if "/desk/" in one]
    number = int(reminder.subject.rpartition(": ")[2].split()[0])
    assert (len(named), reminder.paragraphs[-1]) == (2, f"and {number - 2} more pieces")


def test_the_first_screen_has_a_line_a_language(river, person, browse):
    page = browse(person("organiser")).get("/newsroom/").content.decode()
    lines = page.split("board-lines")[1].split("</ul>")[0]
    assert f"/newsroom/board/{river.public_id}/?into=ar" in lines
    assert "8 of 10 settled" in lines
    assert "0 of 10 settled" in lines


def test_the_lines_of_the_first_screen_take_as_many_queries_for_any_number_of_languages(river):
    from django.db import connection

    from unisono.newsroom.board.numbers import settled_numbers

    counted = []
    admin = User.objects.create_superuser("a@example.org", "secret")
    for codes in ((), ("de", "es", "he")):
        for code in codes:
            CampaignLanguage.objects.create(campaign=river, code=code)
        with CaptureQueriesContext(connection) as queries:
            settled_numbers(type(river).objects.get(pk=river.pk), admin)
        counted.append(len(queries))
    assert counted == [4, 4]
