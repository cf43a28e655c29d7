"""Somebody who has given no name: colleagues read neutral words in the editor, never the address."""

import pytest
from django.utils import translation
from newsroom_screens import AT, speak
from piece_hands import address, do
from wagtail.admin.models import EditingSession
from wagtail.admin.utils import get_user_display_name
from wagtail.models import ModelLogEntry

from unisono.people.models import Credit, Membership, User
from unisono.words.models import NewsPost

ADDRESS = "nour.private@example.org"


def post() -> NewsPost:
    return NewsPost.objects.get()


def snippet(view: str) -> str:
    return f"/newsroom/snippets/words/newspost/{view}/{post().pk}/"


def ping(client):
    return client.post(f"/newsroom/editing-sessions/ping/words/newspost/{post().pk}/0/", {})


@pytest.fixture
def nour(person):
    """An editor with an address and no name."""
    user = person("editor")
    User.objects.filter(pk=user.pk).update(first_name="", email=ADDRESS)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def worked(nour, browse, edit):
    """What Nour has done to the post: saved twice, commented, handed in; they still have it open."""
    client = browse(nour)
    edit(client, post(), title="One")
    edit(client, post(), title="Two", overwrite_revision_id=str(post().latest_revision_id))
    do(client, post(), "say", **{"remark:title": "Is it so?"})
    do(client, post(), "hand-in")
    client.get(snippet("edit"))
    return client


def test_presence_history_and_comments_say_neutral_words(nour, worked, person, browse):
    ben = browse(person("organiser"))
    called = f"Account {str(nour.pk)[:8]}"
    told = ping(ben).json()
    assert [one["user"] for one in told["other_sessions"]] == [called]
    assert EditingSession.objects.filter(user=nour).exists()
    pages = {
        "presence": told["html"],
        "history": ben.get(snippet("history")).content.decode(),
        "comments": ben.get(address(post())).content.decode(),
        "editor": ben.get(snippet("edit")).content.decode(),
        "activity": ben.get(f"/newsroom/people/{post().campaign.public_id}/activity/").content.decode(),
    }
    assert {name: called in page for name, page in pages.items()} == dict.fromkeys(pages, True)
    assert {name: ADDRESS in page for name, page in pages.items()} == dict.fromkeys(pages, False)


def test_words_are_in_the_readers_language_and_a_name_takes_their_place(nour, worked, person, browse):
    assert get_user_display_name(nour) == nour.name == str(nour) == f"Account {str(nour.pk)[:8]}"
    assert ModelLogEntry.objects.filter(user=nour).last().user_display_name == nour.name
    with translation.override("ar"):
        assert str(nour.pk)[:8] in get_user_display_name(nour)
    User.objects.filter(pk=nour.pk).update(first_name="Nour")
    ben = browse(speak(person("editor"), "ar"))
    assert [one["user"] for one in ping(ben).json()["other_sessions"]] == ["Nour"]


def test_neutral_words_are_nobodys_name(nour, browse, river):
    """They fill no form in, are credited nowhere, and organisers still see whom they have before them."""
    member = Membership.objects.create(person=nour, campaign_id=river.public_id, credit=Credit.NAME, joined_at=AT)
    assert (nour.own_name, member.credited_as) == ("", "")
    page = browse(nour).get("/newsroom/me/").content.decode()
    field = page[page.index('name="first_name"') :].partition(">")[0]
    assert "Account" not in field


def test_organisers_alone_see_the_address_of_somebody_without_a_name(nour, river, person, browse):
    page = browse(person("organiser")).get(f"/newsroom/people/{river.public_id}/").content.decode()
    assert ADDRESS in page
    assert f"Account {str(nour.pk)[:8]}" in page
