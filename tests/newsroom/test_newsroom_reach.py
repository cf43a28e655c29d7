"""Every address of the newsroom, asked for as every kind of person: nothing of others comes out."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from newsroom_screens import AT

from people_entering import browser_of_nobody, signed_in_by_link, signed_in_strongly, signed_in_weakly
from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.people import operations
from unisono.people.models import Grant, Invitation, Membership, Role, User
from unisono.words.models import NewsPost, Texts

#: What must not be seen: approved words, a draft of another language, a person, an address, an organisation.
SECRETS = ("The call", "A river for all", "Un fleuve pour tous", "النداء", "Olga", "olga@example.org", "Eel Watch")
#: What a person reaches who has no business in the editor.
OWN = ("login/", "logout/", "enter/", "me/", "languages/", "jsi18n/", "sprite", "password_reset/", "desk/", "previews/")


@pytest.fixture
def lake(river):
    """Another campaign, of other people."""
    lake = Campaign.objects.create(slug="lake", source_language="en")
    for code in ("en", "ar"):
        CampaignLanguage.objects.create(campaign=lake, code=code)
    Texts.objects.create(campaign=lake, name="A lake", slogan="S", hashtag="#L", summary="S", action="A", live=True)
    return lake


@pytest.fixture
def olga(river):
    """The river's organiser, whom others do not see, with an invitation that is open."""
    olga = User.objects.create_user("olga@example.org", "secret", first_name="Olga")
    Grant.objects.create(person=olga, campaign_id=river.public_id, role=Role.ORGANISER)
    Membership.objects.create(person=olga, campaign_id=river.public_id, joined_at=AT)
    operations.invite(
        campaign_id=river.public_id, role=Role.MODERATOR, languages=[], name="Olga the second",
        email="olga@example.org", language="en", at=AT, by=str(olga.pk),
    )  # fmt: skip
    return olga


def addresses(river, olga) -> list[str]:
    """Every route of the newsroom, filled in with things of the river's campaign."""
    found: list[str] = []

    def walk(patterns, before: str) -> None:
        for one in patterns:
            route = before + _plain(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, route)
            elif isinstance(one, URLPattern):
                found.append(route)

    walk(get_resolver().url_patterns, "/")
    post = NewsPost.objects.get()
    values = {
        "campaign": river.public_id, "person": olga.pk, "invitation": Invitation.objects.first().public_id,
        "path": "en/", "token": "x", "link": olga.pk, "kind": "svg", "edition": "x", "code": "x", "app_label": "words",
        "model_name": "newspost", "app_name": "words", "action": "delete", "object_id": post.pk, "pk": post.pk,
        "model": "newspost", "piece": post.public_id,
    }  # fmt: skip
    return sorted({re.sub(r"<(?:(\w+):)?(\w+)>", lambda m: str(values.get(m[2], post.pk)), one) for one in found})


def _plain(pattern) -> str:
    text = str(pattern)
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", text)
    return text.lstrip("^").rstrip("$").replace("\\Z", "").replace("\\", "")


def asked(client, address: str):
    client.raise_request_exception = False
    return client.get(address)


def body(answer) -> str:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace")


def leaks(client, found: list[str], but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Addresses that show something they must not, with what they show. The library of images makes pictures only."""
    shown = []
    for address in found:
        if address.startswith(("/newsroom/logout/", "/newsroom/images/")):
            continue
        words = body(asked(client, address))
        shown += [(address, secret) for secret in SECRETS if secret in words and secret not in but]
    return shown


def test_routes_are_found(river, olga):
    found = addresses(river, olga)
    assert len(found) > 150
    assert f"/newsroom/people/{river.public_id}/{olga.pk}/remove/" in found
    assert f"/newsroom/snippets/words/newspost/edit/{NewsPost.objects.get().pk}/" in found


# The library of images leaves a temporary file to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_those_secrets_are_there_to_be_seen(river, olga):
    """An organiser sees them: the tests below could fail."""
    client = signed_in_strongly(olga)
    found = addresses(river, olga)
    assert {secret for _address, secret in leaks(client, found)} >= {
        "The call",
        "Olga",
        "olga@example.org",
        "Eel Watch",
    }


def test_translator_reaches_nothing_of_the_editor(river, lake, olga):
    _invitation, token = operations.invite(
        campaign_id=river.public_id, role=Role.TRANSLATOR, languages=["ar"], name="Ines", email="", language="en",
        at=datetime.now(UTC), by="command:test",
    )  # fmt: skip
    client = signed_in_by_link(token)
    found = [one for one in addresses(river, olga) if not one.removeprefix("/newsroom/").startswith(OWN)]
    assert len(found) > 120
    # The board says where languages stand; who sees it sees no word of any. The glossary shows the own language.
    open_to_all = ("/board/", "/glossary/")
    reached = [(one, asked(client, one).status_code) for one in found if not any(map(one.count, open_to_all))]
    assert [one for one in reached if one[1] not in (301, 302, 403, 404, 405)] == []
    assert [one for one in leaks(client, found) if one[1] != "A river for all"] == []
    page = body(client.get("/newsroom/languages/"))
    assert "العربية" in page
    assert "français" not in page.lower()
    assert "A river for all" in page  # the campaign's own name, which they were invited to
    assert "A lake" not in page


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.EDITOR, Role.MODERATOR, Role.PRESS_OFFICER])
def test_people_of_another_campaign_see_nothing_of_this_one(river, lake, olga, role):
    ben = User.objects.create_user("ben@example.org", "secret", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=lake.public_id, role=role)
    assert leaks(signed_in_strongly(ben), addresses(river, olga)) == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.EDITOR, {"The call", "A river for all"}),
        (Role.MODERATOR, {"Eel Watch", "A river for all"}),
        (Role.PRESS_OFFICER, {"A river for all"}),
    ],
)
def test_roles_see_what_is_theirs_alone(river, olga, role, sees):
    ben = User.objects.create_user("ben@example.org", "secret", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=role)
    shown = {secret for _address, secret in leaks(signed_in_strongly(ben), addresses(river, olga))}
    assert shown - sees - ({"النداء", "Eel Watch"} if role == Role.EDITOR else set()) == set()


def test_moderator_without_a_second_factor_gets_only_the_page_to_set_it(river, olga):
    ben = User.objects.create_user("ben@example.org", "secret", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=Role.MODERATOR)
    client = signed_in_weakly(ben)
    found = addresses(river, olga)
    without_factor = ("login/", "logout/", "enter/", "me/", "static/")
    guarded = [one for one in found if not one.removeprefix("/newsroom/").startswith(without_factor)]
    for address in guarded:
        answer = asked(client, address)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/newsroom/me/"), address
        assert client.post(address).status_code == 403
    assert leaks(client, found, but=("A river for all",)) == []
    assert "One step is missing" in body(client.get("/newsroom/me/"))


def test_nobody_reaches_nothing(river, olga):
    client = browser_of_nobody()
    assert leaks(client, addresses(river, olga)) == []
