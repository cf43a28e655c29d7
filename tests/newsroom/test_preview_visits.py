"""What a preview link opens: the whole site for who has it, nothing for who has not, and nobody hears of it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client
from newsroom_screens import got

from people_entering import browser_of_nobody
from unisono.base.home import home
from unisono.campaigns.models import Campaign, CampaignLanguage, Late
from unisono.door.replies import PAGE_POLICY
from unisono.launch import looking
from unisono.launch.models import PreviewLink
from unisono.launch.operations import freeze, open_now
from unisono.launch.preview_links import make_preview_link, withdraw_preview_link
from unisono.launch.store import Store
from unisono.launch.turns import Turns
from unisono.ledger.models import Entry
from unisono.people.models import Grant, Role, User
from unisono.people.operations import remove
from unisono.words.models import NewsPost, Statement, Texts

DRAFT = "A title nobody has approved"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@pytest.fixture
def share(river):
    """Make a link for the river, as its organiser; returns the link and its address."""

    def made(languages=(), wording="approved", campaign=river, by="command:preview", lasts=timedelta(days=7)):
        at = datetime.now(UTC)
        link, token = make_preview_link(
            campaign=campaign, languages=languages, wording=wording, note="The board of Reed", until=at + lasts, at=at,
            by=by,
        )  # fmt: skip
        return link, f"/newsroom/preview-link/{token}/"

    return made


@pytest.fixture
def drafted(river):
    """A draft of the statement's title."""
    statement = Statement.objects.get()
    statement.title = DRAFT
    statement.save_revision()


def ask(client: Client, address: str, language: str = "en"):
    return client.get(address, headers={"accept-language": language})


def come_in(address: str, language: str = "en"):
    """A browser that has opened a link; returns it with the address of the first page."""
    client = browser_of_nobody()
    first = ask(client, address, language)
    assert first.status_code == 302
    second = ask(client, first["Location"], language)
    assert second.status_code == 302
    return client, second["Location"]


def words(answer) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


# -- coming in


def test_a_link_leads_to_the_site_in_the_readers_language(share):
    _link, address = share()
    client, first = come_in(address, "ar-EG,ar;q=0.9,en;q=0.5")
    assert first.endswith("/ar/")
    assert 'lang="ar"' in words(ask(client, first))
    assert come_in(address, "de")[1].endswith("/en/")


def test_a_language_that_is_held_back_is_not_led_to(share, river):
    river.late = Late.HOLD
    river.save()
    _link, address = share()
    assert come_in(address, "fr")[1].endswith("/en/")
    assert come_in(share(wording="newest")[1], "fr")[1].endswith("/fr/")


def test_the_secret_is_exchanged_for_a_cookie_of_this_link_alone(share):
    link, address = share()
    secret = address.split("/")[-2]
    client = browser_of_nobody()
    answer = client.get(address)
    assert secret not in answer["Location"]
    cookie = answer.cookies["unisono_preview"]
    assert secret not in cookie.value
    assert cookie["path"] == f"/newsroom/preview-link/of/{link.public_id}/"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = words(ask(client, f"{cookie['path']}en/"))
    assert secret not in page
    assert cookie.value not in page


def test_the_cookie_is_for_secure_connections_where_the_site_is(share, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = browser_of_nobody().get(share()[1])
    assert answer.cookies["unisono_preview"]["secure"] is True


def test_a_messenger_that_unfurls_the_link_uses_nothing_up_and_learns_nothing(share):
    link, address = share()
    for _ in range(3):
        bot = browser_of_nobody()
        answer = bot.get(address)
        bot.cookies.clear()
        shown = bot.get(bot.get(answer["Location"]).headers.get("Location", answer["Location"]))
        assert shown.status_code == 403
        assert "river" not in words(shown)
    link.refresh_from_db()
    assert link.opened == 0
    client, first = come_in(address)
    assert ask(client, first).status_code == 200


def test_a_browser_without_cookies_is_told(share):
    link, _address = share()
    answer = browser_of_nobody().get(f"/newsroom/preview-link/of/{link.public_id}/en/")
    assert answer.status_code == 403
    assert "your browser keeps no cookies" in words(answer)


def test_a_visit_is_counted_once(share):
    link, address = share()
    client, first = come_in(address)
    for _ in range(3):
        client.get(first)
        client.get(first.replace("/en/", "/en/statement/"))
    link.refresh_from_db()
    assert link.opened == 1
    come_in(address)[0].head(first)
    link.refresh_from_db()
    assert link.opened == 1  # nobody has looked
    other, first = come_in(address)
    other.get(first)
    link.refresh_from_db()
    assert link.opened == 2


# -- what is seen


def test_the_pages_are_those_of_the_next_edition_under_a_band(share, river, place):
    edition = freeze(campaign=river, at=datetime.now(UTC), by="test", home=home(), origin="http://127.0.0.1:8000")
    client, first = come_in(share()[1])
    html = words(ask(client, first.replace("/en/", "/ar/statement/")))
    band = re.search(r'<aside class="preview-band" lang="ar" dir="rtl".*?</aside>', html, re.DOTALL)
    assert band
    plain = html.replace(band[0], "")
    plain = plain.replace('<link rel="stylesheet" href="/newsroom/static/newsroom/band.css">', "")
    plain = plain.replace('content="no-referrer"', 'content="same-origin"')
    frozen = Store(home().editions).get(edition.frozen.manifest.files["ar/statement/index.html"].sha256).decode()
    assert plain == frozen
    assert "preview-band" not in frozen


def test_every_answer_is_kept_by_nobody_and_has_the_public_policy(share):
    _link, address = share()
    client, first = come_in(address)
    page = ask(client, first)
    assert page["Content-Security-Policy"] == PAGE_POLICY
    assert '<meta name="referrer" content="no-referrer">' in words(page)
    picture = re.search(r'"(\.\./assets/[^"]+\.(?:webp|png))"', words(page))
    assert picture
    answers = [
        page,
        client.get(address),
        client.get(first.replace("/en/", "/en/nowhere/")),
        got(client, first.replace("/en/", "/" + picture[1].removeprefix("../"))),
        browser_of_nobody().get(first),
        browser_of_nobody().get("/newsroom/preview-link/unknown/"),
    ]
    for answer in answers:
        assert {name: answer[name] for name in HEADERS} == HEADERS
    assert client.post(first).status_code == 405


def test_what_holds_no_words_may_be_kept_for_a_while(share):
    _link, address = share()
    client, first = come_in(address)
    style = re.search(r'href="\.\./(assets/[^"]+\.css)"', words(ask(client, first)))
    answer = got(client, first.replace("en/", style[1]))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, max-age=3600")
    assert answer["X-Robots-Tag"] == HEADERS["X-Robots-Tag"]


def test_navigation_and_the_language_switcher_stay_inside_the_link(share):
    _link, address = share(languages=["ar", "en"])
    client, first = come_in(address)
    html = words(ask(client, first))
    inner = [one for one in re.findall(r'<a [^>]*?href="([^"#]+)"', html, re.DOTALL) if ":" not in one]
    assert len(inner) > 8
    assert not [one for one in inner if one.startswith("/")]
    for one in sorted(set(inner)):
        assert client.get(urljoin(first, one)).status_code == 200, one
    assert 'hreflang="ar"' in html
    assert 'hreflang="fr"' not in html


def test_the_band_says_what_is_unfinished(share, drafted):
    client, first = come_in(share(wording="newest")[1])
    html = words(ask(client, first.replace("/en/", "/fr/")))
    assert re.search(r"\d+ texts are not translated yet|\d+ textes", html)
    assert "preview-band" in html


# -- what is not seen


def test_without_the_link_nothing_is_seen(share, drafted, client):
    link, address = share(wording="newest")
    come_in(address)
    for path in ("en/", "en/statement/", "ar/", "fr/", ""):
        answer = browser_of_nobody().get(f"/newsroom/preview-link/of/{link.public_id}/{path}")
        assert answer.status_code == 403
        assert DRAFT not in words(answer)
        assert "river" not in words(answer).lower()


def test_approved_words_only_means_no_draft(share, drafted):
    client, first = come_in(share()[1])
    assert DRAFT not in words(ask(client, first.replace("/en/", "/en/statement/")))
    client, first = come_in(share(wording="newest")[1])
    assert DRAFT in words(ask(client, first.replace("/en/", "/en/statement/")))


def test_other_languages_than_the_links_are_not_there(share):
    client, first = come_in(share(languages=["fr"])[1], "ar")
    assert first.endswith("/fr/")
    for code in ("ar", "en", "de"):
        answer = client.get(first.replace("/fr/", f"/{code}/"))
        assert answer.status_code == 404
        assert "النهر" not in words(answer)
    assert "نهر" not in words(ask(client, first))


def test_pictures_of_another_language_are_not_there(share, river):
    arabic, first_arabic = come_in(share(languages=["ar"])[1])
    html = words(arabic.get(first_arabic.replace("/ar/", "/ar/kit/closed/")))
    card = re.search(r"(assets/[0-9a-f]{16}/river-closed-ar-square[^\"]+\.png)", html)[1]
    assert got(arabic, first_arabic.replace("ar/", card)).status_code == 200
    french, first_french = come_in(share(languages=["fr"])[1])
    french.get(first_french)
    assert french.get(first_french.replace("fr/", card)).status_code == 404
    assert french.get(first_french.replace("fr/", "assets/0000000000000000/x.png")).status_code == 404


def test_a_cookie_of_one_link_opens_no_other_campaign(share, drafted, river):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    Texts.objects.create(
        campaign=lake, name="A lake", slogan="S", hashtag="#L", summary="S", action="A"
    ).save_revision().publish()
    own, own_address = share(campaign=lake)
    other, _address = share(wording="newest")
    client, first = come_in(own_address)
    assert "A lake" in words(ask(client, first))
    value = client.cookies["unisono_preview"].value
    client.cookies["unisono_preview"] = value  # sent everywhere, as no browser would
    foreign = first.replace(str(own.public_id), str(other.public_id)).replace("/en/", "/en/statement/")
    answer = client.get(foreign)
    assert answer.status_code == 403
    assert DRAFT not in words(answer)


def test_nobody_is_named(share, river):
    olga = User.objects.create_user("olga@example.org", "secret", first_name="Olga")
    Grant.objects.create(person=olga, campaign_id=river.public_id, role=Role.ORGANISER)
    link, address = share(by=str(olga.pk), wording="newest")
    client, first = come_in(address)
    pages = [words(ask(client, first.replace("/en/", f"/en/{one}"))) for one in ("", "press/", "coalition/", "about/")]
    link.expires_at = datetime.now(UTC)
    link.made_at = datetime.now(UTC) - timedelta(days=1)
    link.save()
    pages.append(words(ask(client, address)))
    for page in pages:
        assert "Olga" not in page
        assert "olga@" not in page
        assert "board of Reed" not in page


# -- when it has ended


def test_an_expired_link_says_so_in_the_readers_language(share):
    link, address = share()
    client, first = come_in(address)
    PreviewLink.objects.filter(pk=link.pk).update(
        made_at=datetime.now(UTC) - timedelta(days=8), expires_at=datetime.now(UTC) - timedelta(days=1)
    )
    for answer in (ask(client, address), ask(client, first), ask(browser_of_nobody(), address)):
        assert answer.status_code == 410
        assert "This preview has ended" in words(answer)
        assert "Ask whoever gave you the link" in words(answer)
    assert 'dir="rtl"' in words(ask(client, address, "ar"))
    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_an_expired_link_leads_to_the_campaign_once_that_is_open(share, river, place):
    link, address = share()
    edition = freeze(
        campaign=river, at=datetime.now(UTC), by="test", home=home(), origin="http://127.0.0.1:8000"
    ).edition
    open_now(edition=edition, at=datetime.now(UTC), by="test", home=home())
    PreviewLink.objects.filter(pk=link.pk).update(
        made_at=datetime.now(UTC) - timedelta(days=8), expires_at=datetime.now(UTC) - timedelta(days=1)
    )
    assert 'href="http://127.0.0.1:8000/"' in words(ask(browser_of_nobody(), address))


def test_unknown_and_withdrawn_links_are_answered_alike(share, django_assert_num_queries):
    link, address = share()
    withdraw_preview_link(link=link, at=datetime.now(UTC), by="test")
    client = browser_of_nobody()
    with django_assert_num_queries(1):
        withdrawn = ask(client, address)
    with django_assert_num_queries(1):
        unknown = ask(client, "/newsroom/preview-link/never-made/")
    assert withdrawn.status_code == unknown.status_code == 404
    assert withdrawn.content == unknown.content
    assert dict(withdrawn.headers) == dict(unknown.headers)


def test_a_withdrawn_link_ends_visits_at_once(share, river):
    link, address = share()
    client, first = come_in(address)
    assert ask(client, first).status_code == 200
    style = re.search(r'href="\.\./(assets/[^"]+\.css)"', words(ask(client, first)))[1]
    withdraw_preview_link(link=link, at=datetime.now(UTC), by="test")
    for path in (first, first.replace("en/", style), first.replace("en/", "ar/kit/")):
        assert client.get(path).status_code == 404


def test_a_link_ends_when_its_maker_leaves(share, river):
    people = [User.objects.create_user(f"p{number}@example.org") for number in range(2)]
    for one in people:
        Grant.objects.create(person=one, campaign_id=river.public_id, role=Role.ORGANISER)
    _link, address = share(by=str(people[0].pk))
    client, first = come_in(address)
    assert ask(client, first).status_code == 200
    remove(person=people[0], campaign_id=river.public_id, at=datetime.now(UTC), by=str(people[1].pk))
    assert ask(client, first).status_code == 404
    assert ask(browser_of_nobody(), address).status_code == 404


def test_a_link_ends_with_its_last_language(share, river):
    _link, address = share(languages=["fr"])
    client, first = come_in(address)
    CampaignLanguage.objects.filter(campaign=river, code="fr").delete()
    assert client.get(first).status_code == 404


def test_guessing_is_ended_after_twenty_tries(share):
    _link, address = share()
    client = browser_of_nobody()
    for number in range(20):
        assert client.get(f"/newsroom/preview-link/guess-{number}/").status_code == 404
    assert client.get("/newsroom/preview-link/one-more/").status_code == 429
    assert client.get(address).status_code == 429
    assert client.get(address, headers={"x-forwarded-for": "203.0.113.7"}).status_code == 302


def test_too_many_at_once_are_asked_to_wait(share, monkeypatch):
    client, first = come_in(share()[1])
    turns = Turns(at_once=1, waiting=0, seconds=1)
    monkeypatch.setattr(looking, "TURNS", turns)
    with turns.turn("something heavy"):
        answer = client.get(first)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert client.get(first).status_code == 200


def test_visits_are_in_no_ledger(share, river):
    client, first = come_in(share()[1])
    before = Entry.objects.count()
    client.get(first)
    assert Entry.objects.count() == before
    assert NewsPost.objects.count() == 1
