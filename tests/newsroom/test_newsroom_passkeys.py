"""A moderator opens the invitation, makes a passkey in a real browser, signs out, and signs in with it."""

import json

import pytest
from playwright.sync_api import expect

from browser_hands import serving, sitting
from people_entering import browser_of_nobody

PREPARE = """
from datetime import UTC, datetime
from browser_hands import take_river_in, told
campaign = take_river_in()
from unisono.people.operations import invite
_invitation, token = invite(
    campaign_id=campaign.public_id, role="moderator", languages=[], name="Mona", email="", language="ar",
    at=datetime.now(UTC), by="command:test",
)
told(token=token)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Door, web and worker, with an open invitation: its address under a name, since passkeys belong to names."""
    with serving(tmp_path_factory.mktemp("passkeys"), PREPARE, host="localhost") as place:
        yield place


@pytest.mark.browser
@pytest.mark.slow
def test_moderator_makes_a_passkey_and_signs_in_with_it(browser, installation):
    with sitting(browser, installation, width=390, height=844) as page:
        make_and_use_a_passkey(page, installation["url"], installation["token"])


def make_and_use_a_passkey(page, url, token) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    page.goto(f"{url}/newsroom/enter/{token}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto(f"{url}/newsroom/enter/{token}/?language=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are invited")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("One step is missing")).to_be_visible()
    page.goto(f"{url}/newsroom/snippets/coalition/signon/")
    expect(page).to_have_url(f"{url}/newsroom/me/")

    page.get_by_role("link", name="Set up a passkey").click()
    page.fill("[name=name]", "My telephone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My telephone")).to_be_visible()
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [(one["isResidentCredential"], one["rpId"]) for one in kept] == [(True, "localhost")]
    page.goto(f"{url}/newsroom/snippets/coalition/signon/")
    expect(page.get_by_text("Eel Watch")).to_be_visible()

    page.goto(f"{url}/newsroom/me/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{url}/newsroom/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{url}/newsroom/")
    page.goto(f"{url}/newsroom/snippets/coalition/signon/")
    expect(page.get_by_text("Eel Watch")).to_be_visible()

    # Whoever does not unlock the device is not let in, and is told so on the page.
    page.goto(f"{url}/newsroom/me/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{url}/newsroom/login/")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work.")).to_be_visible()


@pytest.mark.django_db
def test_credential_that_is_made_up_signs_nobody_in(place):
    browser = browser_of_nobody()
    for credential in (
        "",
        "no JSON",
        "{}",
        json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": "AAAA"}}),
    ):
        answer = browser.post("/newsroom/login/passkey/", {"credential": credential})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/newsroom/login/")
        assert browser.get("/newsroom/").status_code == 302
