"""Inviting, coming in by link, changing roles, removing: as the people concerned do it in their browsers."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from people_entering import (
    browser_of_nobody,
    code_now,
    signed_in_by_link,
    signed_in_strongly,
    signed_in_weakly,
    with_app,
)
from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.ledger.models import Entry
from unisono.mail.models import Letter
from unisono.people import operations
from unisono.people.models import Grant, Invitation, Role, User

NEEDED = {"name": "Ines", "credit": "none", "credit_name": ""}


@pytest.fixture
def olga(river):
    """An organiser of the river's campaign."""
    olga = User.objects.create_user("olga@example.org", "a long password", first_name="Olga")
    Grant.objects.create(person=olga, campaign_id=river.public_id, role=Role.ORGANISER)
    return olga


@pytest.fixture
def letters():
    """Return the letters in the outbox, oldest first."""
    return lambda: list(Letter.objects.order_by("posted_at", "pk"))


def invited(river, role=Role.TRANSLATOR, languages=("ar",), **given) -> tuple[Invitation, str]:
    values = {
        "name": "Ines", "email": "", "language": "en", "at": datetime.now(UTC), "by": "command:test", **given,
    }  # fmt: skip
    return operations.invite(campaign_id=river.public_id, role=role, languages=list(languages), **values)


def said(answer) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def link_shown(answer) -> str:
    found = re.search(r'data-newsroom-copy="([^"]+/newsroom/enter/([^"/]+)/)"', answer.content.decode())
    assert found[1].startswith(settings.PUBLIC_ORIGIN)
    return found[2]


def people(river, *more: object) -> str:
    return "/".join(["/newsroom/people", str(river.public_id), *map(str, more), ""])


# -- the life of an invitation


def test_organiser_invites_and_the_link_lets_in(river, olga):
    browser = signed_in_strongly(olga)
    sent = {"name": "Ines", "role": "translator", "languages": ["ar"], "email": "", "language": ""}
    answer = browser.post(people(river, "invite"), sent)
    token = link_shown(answer)
    invitation = Invitation.objects.get()
    assert (invitation.language, invitation.invited_by) == ("ar", str(olga.pk))
    assert token not in said(browser.get(people(river)))
    assert "Ines" in said(browser.get(people(river)))

    guest = browser_of_nobody()
    page = guest.get(f"/newsroom/enter/{token}/")
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    english = said(guest.get(f"/newsroom/enter/{token}/?language=en"))
    assert "Olga</bdi> invites you" in english
    assert "A river for all" in english
    assert "translator" in english
    assert "Arabic" in english
    answer = guest.post(f"/newsroom/enter/{token}/?language=en", {**NEEDED, "credit": "other", "credit_name": "River"})
    assert answer.headers["Location"] == "/newsroom/languages/"
    assert "العربية" in said(guest.get("/newsroom/languages/"))
    person = Invitation.objects.get().person
    assert person.memberships.get().credited_as == "River"
    assert person.wagtail_userprofile.preferred_language == "en"
    assert int(guest.session.get_expiry_age()) > 29 * 24 * 3600


def test_looking_does_not_use_a_link_up(river):
    invitation, token = invited(river)
    for _ in range(3):
        assert browser_of_nobody().get(f"/newsroom/enter/{token}/").status_code == 200
        assert browser_of_nobody().head(f"/newsroom/enter/{token}/").status_code == 200
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.used_at) == (None, None)
    assert User.objects.count() == 0
    signed_in_by_link(token)
    assert User.objects.count() == 1


def test_page_of_a_link_is_kept_by_nobody_and_runs_nothing_inline(river):
    _invitation, token = invited(river)
    page = browser_of_nobody().get(f"/newsroom/enter/{token}/")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script(?![^>]*src)|<style|style=|onclick", page.content.decode())


@pytest.mark.parametrize("reason", ["expired", "withdrawn", "forged", "changed"])
def test_links_that_do_not_hold_let_nobody_in(river, reason):
    invitation, token = invited(river)
    if reason == "expired":
        Invitation.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    elif reason == "withdrawn":
        operations.take_back(invitation=invitation, at=datetime.now(UTC), by="command:test")
    elif reason == "forged":
        token = invitation.token_hash
    else:
        operations.renew_link(invitation=invitation, at=datetime.now(UTC), by="command:test")
    guest = browser_of_nobody()
    for answer in (guest.get(f"/newsroom/enter/{token}/"), guest.post(f"/newsroom/enter/{token}/", NEEDED)):
        assert answer.status_code in (404, 410)
        assert "A river for all" not in said(answer)
    assert User.objects.count() == 0
    assert guest.get("/newsroom/languages/").headers["Location"].startswith("/newsroom/login/")


def test_name_and_credit_that_are_missing_are_asked_for_and_nothing_is_lost(river):
    _invitation, token = invited(river)
    answer = browser_of_nobody().post(f"/newsroom/enter/{token}/", {"name": "", "credit": "other", "credit_name": ""})
    assert answer.status_code == 422
    assert "Write the name by which you want to be named." in said(answer)
    assert re.search(r'value="other"[^>]*checked', answer.content.decode())
    assert User.objects.count() == 0


def test_translators_link_signs_in_on_another_device(river):
    _invitation, token = invited(river)
    signed_in_by_link(token)
    other = browser_of_nobody()
    assert "Welcome back" in said(other.get(f"/newsroom/enter/{token}/"))
    assert other.get("/newsroom/languages/").status_code == 302  # looking signs nobody in
    assert other.post(f"/newsroom/enter/{token}/").status_code == 302
    assert other.get("/newsroom/languages/").status_code == 200
    assert User.objects.count() == 1


def test_link_of_a_moderator_works_once(river):
    _invitation, token = invited(river, Role.MODERATOR, ())
    signed_in_by_link(token)
    answer = browser_of_nobody().post(f"/newsroom/enter/{token}/", NEEDED)
    assert answer.status_code == 410
    assert "It worked once" in said(answer)


def test_renewed_and_taken_back_on_the_screen(river, olga):
    invitation, old = invited(river)
    browser = signed_in_strongly(olga)
    new = link_shown(browser.post(people(river, "invitations", invitation.public_id, "renew")))
    assert browser_of_nobody().get(f"/newsroom/enter/{old}/").status_code == 404
    assert browser_of_nobody().get(f"/newsroom/enter/{new}/").status_code == 200
    browser.post(people(river, "invitations", invitation.public_id, "take-back"))
    assert browser_of_nobody().get(f"/newsroom/enter/{new}/").status_code == 410
    assert "No invitation is open" in said(browser.get(people(river)))


def test_strong_account_joins_another_campaign_by_itself(river, olga):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="ar")
    _invitation, token = invited(lake)
    browser = signed_in_strongly(olga)
    assert "You are signed in as" in said(browser.get(f"/newsroom/enter/{token}/"))
    assert browser.post(f"/newsroom/enter/{token}/", NEEDED).status_code == 302
    assert User.objects.get() == olga
    assert olga.grants.filter(campaign_id=lake.public_id).get().role == Role.TRANSLATOR


def test_weak_account_is_not_joined_but_left(river, olga):
    """Whoever has only a password, or another's open browser, does not bring that account along."""
    _invitation, token = invited(river)
    browser = signed_in_weakly(olga)
    assert "You are signed in as" not in said(browser.get(f"/newsroom/enter/{token}/"))
    browser.post(f"/newsroom/enter/{token}/", NEEDED)
    assert User.objects.count() == 2
    assert browser.session["_auth_user_id"] != str(olga.pk)


# -- sessions


def test_session_gets_a_new_key_at_sign_in_and_safe_cookies(river):
    _invitation, token = invited(river)
    browser = browser_of_nobody()
    browser.get("/newsroom/login/")
    session = browser.session
    session["before"] = True
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    answer = browser.post(f"/newsroom/enter/{token}/", NEEDED)
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != session.session_key
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/newsroom/")
    assert settings.SESSION_COOKIE_SECURE is settings.PUBLIC_ORIGIN.startswith("https:")


def test_session_of_a_link_reaches_that_campaign_alone(river):
    _invitation, token = invited(river)
    browser = signed_in_by_link(token)
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="ar")
    person = User.objects.get()
    with_app(person)  # else two campaigns would ask for it
    Grant.objects.create(person=person, campaign_id=lake.public_id, role=Role.REVIEWER, language="ar")
    page = browser.get("/newsroom/languages/")
    assert page.headers["Location"] == "/newsroom/me/"
    assert "lake" not in said(browser.get("/newsroom/me/"))


@pytest.mark.parametrize("way", ["removed", "link taken back", "link renewed"])
def test_open_session_is_refused_at_the_next_request(river, olga, way):
    _invitation, token = invited(river)
    guest = signed_in_by_link(token)
    assert guest.get("/newsroom/languages/").status_code == 200
    person, browser = Invitation.objects.get().person, signed_in_strongly(olga)
    path = {"removed": "remove", "link taken back": "link/take-back", "link renewed": "link"}[way]
    assert browser.post(people(river, person.pk, path)).status_code in (200, 302)
    answer = guest.get("/newsroom/languages/")
    assert answer.headers["Location"].startswith("/newsroom/login/")
    assert guest.get("/newsroom/me/").status_code == 302


def test_removed_moderator_is_refused_at_the_next_request_and_cannot_sign_in(river, olga):
    ben = User.objects.create_user("ben@example.org", "a long password", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=Role.MODERATOR)
    secret = with_app(ben)
    guest = signed_in_strongly(ben)
    assert guest.get("/newsroom/snippets/coalition/signon/").status_code == 200
    signed_in_strongly(olga).post(people(river, ben.pk, "remove"))
    assert guest.get("/newsroom/snippets/coalition/signon/").status_code == 302
    assert guest.get("/newsroom/me/").status_code == 302
    again = browser_of_nobody()
    answer = again.post("/newsroom/login/", {"login": "ben@example.org", "password": "a long password"})
    assert answer.status_code == 200
    assert again.post("/newsroom/login/second/", {"code": code_now(secret)}).headers["Location"] == "/newsroom/login/"


def test_role_that_is_changed_holds_from_the_next_request_on(river, olga):
    ben = User.objects.create_user("ben@example.org", "a long password", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=Role.EDITOR)
    guest, browser = signed_in_strongly(ben), signed_in_strongly(olga)
    assert guest.get("/newsroom/snippets/words/newspost/").status_code == 200
    browser.post(people(river, ben.pk), {"roles": ["translator"], "translator": ["fr"]})
    assert guest.get("/newsroom/snippets/words/newspost/").status_code == 302
    assert "français" in said(guest.get("/newsroom/languages/")).lower()


def test_translator_who_becomes_an_editor_must_set_a_second_factor_first(river, olga):
    _invitation, token = invited(river)
    guest = signed_in_by_link(token)
    person = Invitation.objects.get().person
    signed_in_strongly(olga).post(people(river, person.pk), {"roles": ["editor"]})
    assert guest.get("/newsroom/").headers["Location"] == "/newsroom/me/"
    assert "One step is missing" in said(guest.get("/newsroom/me/"))


# -- the second factor


def add_app(browser) -> str:
    """Set up an app for codes in a browser; returns its secret."""
    page = browser.get("/newsroom/me/app/add/")
    assert page.status_code == 200, page.headers
    secret = re.search(r'class="secret" dir="ltr">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")
    answer = browser.post("/newsroom/me/app/add/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/newsroom/me/recovery/"
    return secret


def test_moderator_sets_up_an_app_and_is_let_in(river):
    _invitation, token = invited(river, Role.MODERATOR, ())
    browser = signed_in_by_link(token)
    assert browser.get("/newsroom/").headers["Location"] == "/newsroom/me/"
    before = browser.session.session_key
    secret = add_app(browser)
    assert browser.session.session_key != before
    assert len(re.findall(r"<li><code>", browser.get("/newsroom/me/recovery/").content.decode())) == 10
    assert browser.get("/newsroom/snippets/coalition/signon/").status_code == 200
    person = User.objects.get()
    assert secret not in str(list(person.authenticator_set.values_list("data", flat=True)))
    assert Entry.objects.filter(act="people.factor-set", campaign_id=river.public_id).get().details == {"kind": "totp"}


def test_password_alone_gets_no_further_than_the_code(river):
    ben = User.objects.create_user("ben@example.org", "a long password", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=Role.EDITOR)
    secret = with_app(ben)
    browser = browser_of_nobody()
    answer = browser.post("/newsroom/login/", {"login": "BEN@example.org", "password": "a long password"})
    assert answer.headers["Location"] == "/newsroom/login/second/"
    assert browser.get("/newsroom/").status_code == 302
    assert "did not fit" in said(browser.post("/newsroom/login/second/", {"code": "000000"}))
    assert browser.get("/newsroom/").status_code == 302
    code = code_now(secret)
    assert browser.post("/newsroom/login/second/", {"code": code}).headers["Location"] == "/newsroom/"
    assert browser.get("/newsroom/").status_code == 200
    other = browser_of_nobody()
    other.post("/newsroom/login/", {"login": "ben@example.org", "password": "a long password"})
    assert "did not fit" in said(other.post("/newsroom/login/second/", {"code": code}))  # a code works once


def test_last_factor_of_whoever_needs_one_stays(river):
    ben = User.objects.create_user("ben@example.org", "a long password", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=Role.EDITOR)
    with_app(ben)
    browser = signed_in_strongly(ben)
    assert "last second factor" in said(browser.post("/newsroom/me/app/remove/"))
    assert ben.authenticator_set.count() == 1
    Grant.objects.update(role=Role.TRANSLATOR)
    assert browser.post("/newsroom/me/app/remove/").status_code == 302
    assert ben.authenticator_set.count() == 0
    assert Entry.objects.filter(act="people.factor-removed").exists()


def test_factor_is_added_to_an_account_that_has_one_only_with_that_one(river):
    """A session that began with a password or a link alone does not get round the second factor by adding another."""
    ben = User.objects.create_user("ben@example.org", "a long password", first_name="Ben")
    Grant.objects.create(person=ben, campaign_id=river.public_id, role=Role.EDITOR)
    with_app(ben)
    browser = signed_in_weakly(ben)
    answer = browser.get("/newsroom/me/passkeys/add/")
    assert answer.headers["Location"].startswith("/newsroom/me/again/")
    assert browser.post("/newsroom/me/password/", {"password": "another long password"}).status_code == 302
    ben.refresh_from_db()
    assert ben.check_password("a long password")


def test_organiser_resets_what_somebody_has_lost(river, olga):
    _invitation, token = invited(river, Role.MODERATOR, ())
    signed_in_by_link(token)
    ben = Invitation.objects.get().person
    with_app(ben)
    open_one = signed_in_strongly(ben)
    new = link_shown(signed_in_strongly(olga).post(people(river, ben.pk, "link"), {"lost": "yes"}))
    assert open_one.get("/newsroom/me/").status_code == 302
    assert ben.authenticator_set.count() == 0
    browser = browser_of_nobody()
    browser.post(f"/newsroom/enter/{new}/")
    assert browser.get("/newsroom/").headers["Location"] == "/newsroom/me/"


def test_demo_organiser_is_excused_on_the_own_machine_alone(river, settings):
    demo = User.objects.create_superuser("organiser@example.org", "a long password")
    other = User.objects.create_superuser("other@example.org", "a long password")
    for is_demo, origin, person, excused in [
        (True, "http://127.0.0.1:8000", demo, True),
        (True, "http://localhost:8000", demo, True),
        (True, "http://127.0.0.1:8000", other, False),
        (True, "http://0.0.0.0:8000", demo, False),
        (True, "https://river.example.org", demo, False),
        (False, "http://127.0.0.1:8000", demo, False),
    ]:
        settings.DEMO, settings.PUBLIC_ORIGIN = is_demo, origin
        answer = signed_in_weakly(person).get("/newsroom/")
        assert (answer.status_code == 200) is excused, (is_demo, origin, person)
        if excused:
            assert "It asks for no second factor" in said(answer)


# -- trying too often


def test_guessing_links_is_stopped_plainly(river):
    _invitation, token = invited(river)
    guesser = browser_of_nobody()
    for number in range(20):
        assert guesser.get(f"/newsroom/enter/guess{number}/", REMOTE_ADDR="192.0.2.7").status_code == 404
    answer = guesser.get(f"/newsroom/enter/{token}/", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 429
    assert "quarter of an hour" in said(answer)
    assert guesser.get(f"/newsroom/enter/{token}/", REMOTE_ADDR="192.0.2.8").status_code == 200
    spoofed = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.1, 192.0.2.9"}
    for number in range(20):
        spoofed["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}, 192.0.2.9"
        guesser.get(f"/newsroom/enter/guess{number}/", **spoofed)
    assert guesser.get(f"/newsroom/enter/{token}/", **spoofed).status_code == 429


def test_guessing_passwords_is_stopped_and_an_unknown_address_is_answered_alike(river, olga):
    answers = {}
    for address in ("olga@example.org", "nobody@example.org"):
        browser = browser_of_nobody()
        tried = [
            said(browser.post("/newsroom/login/", {"login": address, "password": f"wrong {n}"}, REMOTE_ADDR=address))
            for n in range(9)
        ]
        assert "do not belong together" in tried[0]
        assert "Wait a quarter of an hour" in tried[-1]
        hide = re.compile(r"csrfmiddlewaretoken.+?>|olga@example.org|nobody@example.org")
        answers[address] = [hide.sub("", one) for one in tried]
    assert answers["olga@example.org"] == answers["nobody@example.org"]
    right = {"login": "olga@example.org", "password": "a long password"}
    assert "quarter of an hour" in said(browser_of_nobody().post("/newsroom/login/", right))


def test_new_link_is_sent_where_the_address_is_known_and_the_answer_is_the_same(river, letters):
    _invitation, token = invited(river, email="ines@example.org", language="fr")
    signed_in_by_link(token)
    answers = [
        said(browser_of_nobody().post("/newsroom/login/link/", {"email": address})).replace(address, "")
        for address in ("ines@example.org", "nobody@example.org")
    ]
    assert re.sub(r"csrf.+?>", "", answers[0]) == re.sub(r"csrf.+?>", "", answers[1])
    [letter] = letters()
    assert (letter.recipient, letter.language, letter.kind) == ("ines@example.org", "fr", "new-link")
    new = letter.content["address"].rstrip("/").rpartition("/")[2]
    signed_in_by_link(token)  # the old one goes on
    signed_in_by_link(new)
    for _ in range(5):
        browser_of_nobody().post("/newsroom/login/link/", {"email": "ines@example.org"})
    assert len(letters()) == 3
    for _ in range(5):
        answer = browser_of_nobody().post("/newsroom/login/link/", {"email": "ines@example.org"})
    assert answer.status_code == 429


def test_invitation_with_an_address_is_carried_there(river, olga, letters):
    sent = {"name": "Ines", "role": "reviewer", "languages": ["fr"], "email": "ines@example.org", "language": "fr"}
    answer = signed_in_strongly(olga).post(people(river, "invite"), sent)
    [letter] = letters()
    assert (letter.recipient, letter.kind, letter.campaign_id) == ("ines@example.org", "invitation", river.public_id)
    assert letter.content["address"].endswith(f"/newsroom/enter/{link_shown(answer)}/")
    assert "ines@example.org" in said(answer)


# -- the screen


def test_people_are_for_organisers_of_the_campaign_alone(river, olga, person, browse):
    lake = Campaign.objects.create(slug="lake", source_language="en")
    for one in (person("editor"), person("moderator"), person("organiser", campaign=lake)):
        for path in ((), ("invite",), ("activity",), (olga.pk,), (olga.pk, "remove")):
            assert browse(one).get(people(river, *path)).status_code == 302
            browse(one).post(people(river, *path))
    assert Invitation.objects.count() == 0
    assert olga.grants.exists()
    assert browse(olga).get("/newsroom/people/").headers["Location"] == people(river)


def test_last_organiser_is_told_why_they_stay(river, olga):
    browser = signed_in_strongly(olga)
    answer = browser.post(people(river, olga.pk), {"roles": ["editor"]})
    assert answer.status_code == 422
    assert "last organiser" in said(answer)
    assert "last organiser" in said(browser.get(people(river, olga.pk, "remove")))
    browser.post(people(river, olga.pk, "remove"))
    assert olga.grants.get().role == Role.ORGANISER


def test_invitation_without_a_language_keeps_what_was_typed(river, olga):
    answer = signed_in_strongly(olga).post(
        people(river, "invite"), {"name": "Ines", "role": "translator", "email": "nonsense", "language": "ar"}
    )
    assert answer.status_code == 422
    assert "Choose at least one language." in said(answer)
    assert 'value="Ines"' in answer.content.decode()
    assert 'value="nonsense"' in answer.content.decode()
    assert Invitation.objects.count() == 0


def test_list_says_who_is_in_and_activity_says_what_happened(river, olga):
    browser = signed_in_strongly(olga)
    browser.post(people(river, "invite"), {"name": "Ines", "role": "translator", "languages": ["ar"]})
    invitation = Invitation.objects.get()
    token = operations.renew_link(invitation=invitation, at=datetime.now(UTC), by=str(olga.pk))
    signed_in_by_link(token)
    ines = Invitation.objects.get().person
    browser.post(people(river, ines.pk), {"roles": ["reviewer"], "reviewer": ["ar"]})
    page = said(browser.get(people(river)))
    assert "Ines" in page
    assert "no: not needed" in page
    browser.post(people(river, ines.pk, "remove"))
    page = said(browser.get(people(river, "activity")))
    for sentence in (
        "Olga invited Ines as translator (Arabic).",
        "Olga made a new link for Ines.",
        "Ines came in as translator (Arabic).",
        "Olga changed what Ines is: reviewer (Arabic).",
        "Olga removed Ines from the campaign.",
    ):
        assert sentence in page, sentence


def test_own_account_changes_name_password_and_credit(river, olga):
    browser = signed_in_strongly(olga)
    browser.post("/newsroom/me/name/", {"first_name": "Olga B.", "email": "New@example.org"})
    browser.post("/newsroom/me/password/", {"password": "four words and more"})
    browser.post(f"/newsroom/me/credit/{river.public_id}/", {"credit": "name", "credit_name": ""})
    olga.refresh_from_db()
    assert (olga.first_name, olga.email) == ("Olga B.", "new@example.org")
    assert olga.check_password("four words and more")
    assert olga.memberships.get().credited_as == "Olga B."
    assert browser.get("/newsroom/me/").status_code == 200
    User.objects.create_user("taken@example.org")
    answer = browser.post("/newsroom/me/name/", {"first_name": "O", "email": "taken@example.org"})
    assert answer.status_code == 422
    assert browser.post("/newsroom/me/password/", {"password": "short"}).status_code == 422
    answer = browser.post(f"/newsroom/me/credit/{river.public_id}/", {"credit": "other", "credit_name": ""})
    assert answer.status_code == 422
