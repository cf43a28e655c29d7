"""Who may do what follows from roles, in their campaign alone."""

import pytest
from django.core.exceptions import PermissionDenied

from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.newsroom.permissions import campaigns_of, require
from unisono.people.models import Role
from unisono.words.models import NewsPost, Texts

SCREENS = ["", "history/{pk}/", "edit/{pk}/", "usage/{pk}/", "delete/{pk}/", "unpublish/{pk}/", "preview/{pk}/"]


@pytest.fixture
def lake(river):
    """Another campaign, of other people."""
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    Texts.objects.create(campaign=lake, name="A lake", slogan="S", hashtag="#L", summary="S", action="A", live=True)
    return lake


def url(row, screen: str) -> str:
    return f"/newsroom/snippets/words/newspost/{screen.format(pk=row.pk)}"


@pytest.mark.parametrize("screen", SCREENS)
def test_editor_of_another_campaign_sees_nothing(river, lake, person, browse, screen):
    post = NewsPost.objects.get()
    answer = browse(person("editor", "organiser", campaign=lake)).get(url(post, screen))
    if screen:
        assert (answer.status_code, answer.headers["Location"]) == (302, "/newsroom/")
    else:
        assert "The call" not in answer.content.decode()


@pytest.mark.parametrize("screen", SCREENS[:-1])
def test_editor_of_the_campaign_sees_every_screen(river, person, browse, screen):
    assert browse(person("editor")).get(url(NewsPost.objects.get(), screen)).status_code == 200


def test_editor_of_another_campaign_changes_nothing(river, lake, person, browse):
    post = NewsPost.objects.get()
    client = browse(person("editor", "organiser", campaign=lake))
    for screen in ("edit/{pk}/", "delete/{pk}/", "unpublish/{pk}/"):
        assert client.post(url(post, screen), {"action-publish": "x"}).status_code == 302
    client.post(f"/newsroom/bulk/words/newspost/delete/?id={post.pk}")
    assert NewsPost.objects.get().live


def test_editor_adds_only_to_the_own_campaign(river, lake, person, browse, edit):
    client = browse(person("editor"))
    answer = edit(
        client, NewsPost(), view="add", title="Second", slug="second", date="2031-03-23 09:00", summary="S",
        body='{"blocks": [{"key": "a", "type": "unstyled", "text": "B", "depth": 0, "inlineStyleRanges": [], '
        '"entityRanges": []}], "entityMap": {}}', campaign=str(lake.pk), publish=True,
    )  # fmt: skip
    assert answer.status_code == 302
    assert NewsPost.objects.get(slug="second").campaign == river


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ORGANISER, {"edit", "publish", "settings", "organisations", "press", "enter"}),
        (Role.EDITOR, {"edit", "publish", "enter"}),
        (Role.TRANSLATOR, set()),
        (Role.REVIEWER, set()),
        (Role.MODERATOR, {"organisations", "enter"}),
        (Role.PRESS_OFFICER, {"press", "enter"}),
    ],
)
def test_roles_say_who_may(river, person, role, may):
    user = person(role)
    held = {
        "edit": user.has_perm("words.change_newspost"),
        "publish": user.has_perm("words.publish_newspost"),
        "settings": user.has_perm("campaigns.change_campaign"),
        "organisations": user.has_perm("coalition.change_signon"),
        "press": user.has_perm("press.publish_pressdesk"),
        "enter": user.has_perm("wagtailadmin.access_admin"),
    }
    assert {name for name, yes in held.items() if yes} == may
    assert not user.has_perm("people.change_user")
    assert not user.has_perm("wagtailcore.add_site")
    assert user.get_all_permissions() == set()


def test_nobody_without_a_role_enters(river, person, browse, client):
    from unisono.people.models import User

    stranger = User.objects.create_user("s@example.org", "secret", is_staff=True)
    assert not stranger.has_perm("wagtailadmin.access_admin")
    assert browse(stranger).get("/newsroom/").status_code == 302
    gone = person("editor")
    gone.is_active = False
    assert not gone.has_perm("words.change_newspost")
    assert client.get("/newsroom/", HTTP_HOST="127.0.0.1").headers["Location"] == "/newsroom/login/?next=/newsroom/"


def test_campaigns_of_are_those_of_the_roles(river, lake, person):
    assert list(campaigns_of(person())) == [lake, river]
    editor = person("editor")
    assert list(campaigns_of(editor)) == [river]
    assert list(campaigns_of(editor, "open")) == []
    with pytest.raises(PermissionDenied):
        require(editor, "edit", lake)


def test_settings_of_the_campaign_are_the_organisers(river, person, browse):
    edit = f"/newsroom/snippets/campaigns/campaign/edit/{river.pk}/"
    assert browse(person("editor")).get(edit).status_code == 302
    assert browse(person("organiser")).get(edit).status_code == 200
    assert browse(person("organiser")).get("/newsroom/snippets/campaigns/campaign/add/").status_code == 302
