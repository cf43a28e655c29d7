"""The screens “Preview” and “Links for people without an account”: who sees which words, who makes and ends links."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from newsroom_screens import Form, got

from people_entering import browser_of_nobody
from unisono.campaigns.models import Campaign, CampaignLanguage, Moment
from unisono.languages.models import Translation
from unisono.launch.models import Edition, PreviewLink
from unisono.launch.preview_links import LONGEST, make_preview_link
from unisono.newsroom.activity import activity_of
from unisono.newsroom.showing.screen import PAGES
from unisono.newsroom.standing import standing_of
from unisono.people.models import Grant, Role, User
from unisono.words.models import NewsPost, Statement

DRAFT = "A title nobody has approved"
UNFINISHED = "عنوان لم ينته"
#: Roles that are held for a language are held for Arabic here.
SEES_SCREEN = {Role.ORGANISER, Role.EDITOR, Role.TRANSLATOR, Role.REVIEWER}


@pytest.fixture
def drafted(river):
    """A draft of the statement's title, and an unfinished translation of it."""
    statement = Statement.objects.get()
    statement.title = DRAFT
    statement.save_revision()
    Translation.objects.filter(object_id=statement.public_id, language="ar", key="title").update(
        text=UNFINISHED, version=2
    )


@pytest.fixture
def holding(river, browse):
    """Sign somebody in who has one role; for Arabic where it is held for a language."""

    def signed_in(role, campaign=river):
        user = User.objects.create_user(f"{role}@example.org", "secret", first_name="Ben")
        language = "ar" if role in (Role.TRANSLATOR, Role.REVIEWER) else ""
        Grant.objects.create(person=user, campaign_id=campaign.public_id, role=role, language=language)
        return browse(user)

    return signed_in


def screen(river, tail: str = "") -> str:
    return f"/newsroom/previews/{river.public_id}/{tail}"


def made(river, by="command:preview", **given) -> PreviewLink:
    at = datetime.now(UTC)
    values = {"languages": [], "wording": "approved", "note": "The board", "until": at + timedelta(days=7)} | given
    return make_preview_link(campaign=river, at=at, by=by, **values)[0]


# -- looking


@pytest.mark.parametrize("role", Role)
def test_who_edits_or_translates_sees_the_screen_and_nobody_else(river, holding, role):
    client = holding(role)
    answers = [client.get(screen(river)), client.get("/newsroom/previews/")]
    if role in SEES_SCREEN:
        assert answers[0].status_code == 200
        assert answers[1]["Location"] == screen(river)
    else:
        assert answers[0].status_code in (302, 403)
        assert "iframe" not in answers[0].content.decode()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_pages_are_shown_as_far_as_the_role_reaches(river, drafted, holding, role, drafts, language):
    client = holding(role)
    middle = "drafts/" if drafts else ""
    answer = client.get(f"/newsroom/preview/{river.public_id}/{middle}{language}/statement/")
    words = answer.content.decode()
    is_editor = role in (Role.ORGANISER, Role.EDITOR)
    is_own = role in (Role.TRANSLATOR, Role.REVIEWER) and language == "ar"
    assert (answer.status_code == 200) == (is_editor or is_own)
    assert (DRAFT in words) == (is_editor and drafts and language != "ar")
    assert (UNFINISHED in words) == (drafts and language == "ar" and (is_editor or is_own))


def test_a_translators_switcher_leads_to_their_own_languages_alone(river, holding):
    client = holding(Role.TRANSLATOR)
    html = client.get(f"/newsroom/preview/{river.public_id}/drafts/ar/").content.decode()
    assert 'hreflang="en"' not in html
    page = client.get(screen(river)).content.decode()
    assert 'value="ar"' in page
    assert 'value="fr"' not in page
    assert "Links for people without an account" not in page


def test_a_translator_gets_the_files_of_their_pages_alone(river, holding, browse, person):
    client = holding(Role.TRANSLATOR)
    html = client.get(f"/newsroom/preview/{river.public_id}/drafts/ar/").content.decode()
    own = re.search(r"assets/[0-9a-f]{16}/style[^\"]*\.css", html)[0]
    assert got(client, f"/newsroom/preview/{river.public_id}/drafts/{own}").status_code == 200
    editor = browse(person("editor"))
    english = editor.get(f"/newsroom/preview/{river.public_id}/drafts/en/kit/closed/").content.decode()
    card = re.search(r"assets/[0-9a-f]{16}/river-closed-en-square[^\"]*\.png", english)[0]
    assert got(editor, f"/newsroom/preview/{river.public_id}/drafts/{card}").status_code == 200
    assert got(client, f"/newsroom/preview/{river.public_id}/drafts/{card}").status_code == 404


def test_the_screen_shows_what_was_chosen(river, drafted, browse, person):
    client = browse(person("editor"))
    page = client.get(
        screen(river), {"page": "news/the-call/", "into": "fr", "words": "drafts", "width": "768"}
    ).content.decode()
    frame = re.search(r"<iframe[^>]*>", page)[0]
    assert f'src="/newsroom/preview/{river.public_id}/drafts/fr/news/the-call/"' in frame
    assert 'width="768"' in frame
    assert 'sandbox="allow-same-origin allow-scripts allow-downloads"' in frame
    form = Form()
    form.feed(page.partition('<form method="get"')[2].partition("</form>")[0])
    assert form.data == {"page": ["news/the-call/"], "into": ["fr"], "words": ["drafts"], "width": ["768"]}
    assert re.search(r"\d+ texts have no translation into", page)


@pytest.mark.parametrize(
    "asked", [{"page": "../../", "into": "de", "words": "all", "width": "x"}, {"width": "1"}, {"width": "999999"}]
)
def test_the_screen_falls_back_where_nothing_fits(river, browse, person, asked):
    page = browse(person("editor")).get(screen(river), asked).content.decode()
    assert f'src="/newsroom/preview/{river.public_id}/en/"' in page
    assert re.search(r'<iframe[^>]* width="(\d+)"', page)[1] in ("360", "240")


def test_every_page_of_the_site_has_a_name(river, browse, person):
    page = browse(person("editor")).get(screen(river), {"words": "drafts"}).content.decode()
    places = re.findall(r'<option value="([^"]*)" dir="auto"', page)
    assert set(places) - set(PAGES) == {"news/the-call/", "kit/closed/", "kit/aims/"}
    assert len(places) == len(PAGES) + 3
    assert NewsPost.objects.get().title in page


def test_the_screen_says_why_nothing_can_be_shown(river, browse, person):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    page = browse(person("editor", campaign=lake)).get(screen(lake)).content.decode()
    assert "approve its name and slogan first" in page
    assert "<iframe" not in page


def test_translators_frame_is_allowed_by_the_policy(river, holding):
    policy = holding(Role.TRANSLATOR).get(screen(river))["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("frame-src 'self'")


def test_the_ways_lead_to_the_preview(river, browse, person):
    client = browse(person("organiser"))
    for address in (
        "/newsroom/",
        "/newsroom/editions/",
        f"/newsroom/steps/{river.public_id}/",
        f"/newsroom/board/{river.public_id}/?into=ar",
        f"/newsroom/desk/{river.public_id}/ar/",
    ):
        assert "/newsroom/previews/" in client.get(address).content.decode(), address


# -- links


@pytest.mark.parametrize("role", Role)
def test_organisers_alone_make_see_and_withdraw_links(river, holding, role):
    client, link = holding(role), made(river)
    answers = [
        client.get(screen(river, "links/")),
        client.get(screen(river, "links/new/")),
        client.post(screen(river, "links/new/"), {"note": "N", "wording": "approved", "lasts": "7"}),
        client.post(screen(river, f"links/{link.public_id}/withdraw/")),
    ]
    may = role == Role.ORGANISER
    link.refresh_from_db()
    assert (link.withdrawn_at is not None) == may
    assert PreviewLink.objects.count() == (2 if may else 1)
    if may:
        assert [answer.status_code for answer in answers] == [200, 200, 200, 302]
    else:
        assert all(answer.status_code in (302, 403) for answer in answers)
        assert "The board" not in "".join(answer.content.decode() for answer in answers)


def test_an_organiser_of_another_campaign_reaches_no_link(river, holding):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    client, link = holding(Role.ORGANISER, lake), made(river)
    assert client.get(screen(river, "links/")).status_code in (302, 403)
    assert client.post(screen(river, f"links/{link.public_id}/withdraw/")).status_code in (302, 403)
    assert client.post(screen(lake, f"links/{link.public_id}/withdraw/")).status_code == 404
    link.refresh_from_db()
    assert link.withdrawn_at is None


def test_a_link_is_made_shown_once_and_works(river, browse, person):
    client = browse(person("organiser"))
    form = client.get(screen(river, "links/new/")).content.decode()
    assert "Whoever has the link can read words that are under embargo" in form
    assert re.search(r'name="lasts" value="7"[^>]*checked', form)
    answer = client.post(
        screen(river, "links/new/"), {"note": "Reed", "wording": "newest", "lasts": "3", "languages": ["ar", "fr"]}
    )
    page = answer.content.decode()
    address = re.search(r"http://127\.0\.0\.1:8000(/newsroom/preview-link/[\w-]{43}/)", page)[1]
    assert answer["Cache-Control"] == "private, no-store"
    assert "data-newsroom-copy" in page
    assert "data-newsroom-share" in page
    link = PreviewLink.objects.get()
    assert (link.note, link.wording, link.languages) == ("Reed", "newest", ["ar", "fr"])
    assert timedelta(days=2, hours=23) < link.expires_at - datetime.now(UTC) < timedelta(days=3)
    assert address not in client.get(screen(river, "links/")).content.decode()
    assert browser_of_nobody().get(address).status_code == 302


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"wording": "newest", "lasts": "7"}, "note"),
        ({"note": "N", "wording": "translated", "lasts": "7"}, "wording"),
        ({"note": "N", "wording": "newest", "lasts": "61"}, "lasts"),
        ({"note": "N", "wording": "newest", "lasts": "7", "languages": ["de"]}, "languages"),
    ],
)
def test_what_cannot_be_made_is_said_at_its_field(river, browse, person, sent, field):
    answer = browse(person("organiser")).post(screen(river, "links/new/"), sent)
    assert answer.status_code == 422
    assert list(answer.context_data["form"].errors) == [field]
    assert not PreviewLink.objects.exists()


def test_days_beyond_the_opening_are_not_offered(river, browse, person):
    Moment.objects.filter(kind="opening").update(at=datetime.now(UTC) + timedelta(days=5))
    client = browse(person("organiser"))
    page = client.get(screen(river, "links/new/")).content.decode()
    assert re.findall(r'name="lasts" value="(\w+)"', page) == ["1", "3", "opening"]
    assert re.search(r'name="lasts" value="opening"[^>]*checked', page)
    client.post(screen(river, "links/new/"), {"note": "N", "wording": "approved", "lasts": "opening"})
    assert PreviewLink.objects.get().expires_at == Moment.objects.get(kind="opening").at
    Moment.objects.filter(kind="opening").delete()
    page = client.get(screen(river, "links/new/")).content.decode()
    assert re.findall(r'name="lasts" value="(\w+)"', page) == ["1", "3", "7", "14", "30", str(LONGEST.days)]


def test_the_list_says_how_each_link_stands(river, browse, person):
    organiser = person("organiser")
    client = browse(organiser)
    gone = User.objects.create_user("gone@example.org", first_name="Gone")
    made(river, note="Open one", by=str(organiser.pk))
    made(river, note="Stopped one", by=str(gone.pk))
    ended = made(river, note="Ended one")
    past = datetime.now(UTC) - timedelta(days=9)
    PreviewLink.objects.filter(pk=ended.pk).update(made_at=past, expires_at=past + timedelta(days=1), opened=3)
    page = client.get(screen(river, "links/")).content.decode()
    assert page.index("Stopped one") < page.index("Open one") < page.index("Ended one")
    for said in ("works", "expired", "stopped: whoever made it", "opened 3 times", "opened 0 times", "Ben"):
        assert said in page
    assert page.count("/withdraw/") == 2  # what has expired needs no withdrawing


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    river, browse, person, django_assert_num_queries, number
):
    organisers = [person("organiser") for _ in range(number)]
    client = browse(organisers[0])
    for one in organisers:
        made(river, by=str(one.pk))
    client.get(screen(river, "links/"))
    with django_assert_num_queries(42):
        assert client.get(screen(river, "links/")).content.decode().count("newsroom-invitation") == number


def test_activity_tells_of_links_and_no_newer_words_are_claimed(river, browse, person):
    organiser = person("organiser")
    client = browse(organiser)
    Edition.objects.create(
        campaign=river, name="a" * 64, frozen_at=datetime.now(UTC), frozen_by="command", files=1, bytes=1
    )
    client.post(screen(river, "links/new/"), {"note": "Secret board", "wording": "approved", "lasts": "7"})
    client.post(screen(river, "links/new/"), {"note": "N", "wording": "approved", "lasts": "7", "languages": ["fr"]})
    client.post(screen(river, f"links/{PreviewLink.objects.first().public_id}/withdraw/"))
    told = [one.sentence for one in activity_of(river, 3)]
    assert told[0] == "Ben withdrew a preview link."
    assert re.fullmatch(r"Ben made a preview link until .*, in: French\.", told[1])
    assert re.fullmatch(r"Ben made a preview link until .*, in all languages\.", told[2])
    assert not standing_of(river, organiser).has_newer_words
