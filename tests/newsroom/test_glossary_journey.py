"""An Arabic translator on a phone puts an agreed word in by a key, and takes a machine's suggestion."""

import pytest
from playwright.sync_api import expect
from test_desk_journey import PREPARE, box, kept, open_piece, phones, state

from browser_hands import barriers, keep_picture, overflow, serving
from machine_server import KEY, machine_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GLOSSARY = """
from datetime import UTC, datetime
from unisono.languages.glossary.operations import Given, add_term, settle
from unisono.languages.machine.filling import switch_on
from unisono.languages.models import Term
from django.conf import settings
now = {"at": datetime.now(UTC), "by": "command:test"}
note = "The living water, never a canal."
for text, stays in (("Eel Watch", True), ("river", False), ("banks", False)):
    add_term(campaign_id=campaign.public_id, given=Given(text, stays, note=note), **now)
for text, words in (("river", "نهر"), ("banks", "ضفاف")):
    settle(term=Term.objects.get(text=text), language="ar", text=words, may_settle=True, **now)
settle(term=Term.objects.get(text="banks"), language="ar", text="شطآن", may_settle=False, at=now["at"], by="x")
switch_on(campaign_id=campaign.public_id, machine=settings.MACHINE, offered=["ar", "fr"], confirmed=True, **now)
found["term"] = str(Term.objects.get(text="banks").public_id)
found["olga"] = session_of(let_in(campaign, "olga", "organiser"))
told(**found)
"""


@pytest.fixture(scope="module")
def server():
    with machine_server() as running:
        yield running


@pytest.fixture(scope="module")
def place(tmp_path_factory, server):
    """A running newsroom with the river's campaign, a glossary, and a machine that is switched on."""
    home = tmp_path_factory.mktemp("glossary")
    settings = {"UNISONO_MACHINE_URL": f"libretranslate:{server.address}", "UNISONO_MACHINE_KEY": KEY}
    with serving(home, PREPARE + GLOSSARY, **settings) as found:
        yield found


def test_agreed_words_are_put_in_by_a_key_and_a_suggestion_is_taken(browser, place, server):
    with phones(browser, place, "nour", locale="ar") as (nour,):
        open_piece(nour, place)
        box(nour, "title").click()
        nour.keyboard.insert_text("ال ملك الجميع")
        for _ in range(len(" ملك الجميع")):
            nour.keyboard.press("ArrowRight")  # back to after the first two letters: the text runs to the left
        nour.keyboard.press("Control+j")
        expect(box(nour, "title")).to_have_value("النهر ملك الجميع")
        expect(box(nour, "title")).to_be_focused()
        nour.keyboard.press("Tab")
        expect(kept(nour, "title")).to_have_attribute("data-is", "saved")

        # In an editor with marks: by the buttons, reached by keys alone.
        box(nour, "aim-a1").focus()
        nour.keyboard.insert_text("افتحوا ")
        nour.keyboard.press("Escape")
        for _ in range(4):
            if nour.evaluate("document.activeElement.dataset.term || ''") == "ضفاف":
                break
            nour.keyboard.press("ArrowDown")
        nour.keyboard.press("Enter")
        expect(box(nour, "aim-a1")).to_have_text("افتحوا ضفاف")
        nour.keyboard.press("Tab")
        expect(kept(nour, "aim-a1")).to_have_attribute("data-is", "saved")

        part = nour.locator("#s-affirmation-b1")
        part.locator("button[value^=suggest]").click()
        expect(part.locator(".desk-offer")).to_contain_text("WE AFFIRM THE EEL.")
        assert server.texts == ["We affirm the eel."]
        part.locator("button[value^=take-suggestion]").click()
        expect(box(nour, "affirmation-b1")).to_have_text("«ar» WE AFFIRM THE EEL.")
        expect(nour.locator("#s-affirmation-b1")).to_have_attribute("data-state", "draft")
        expect(state(nour, "affirmation-b1")).to_have_class("desk-state desk-draft")


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("en", 390), ("ar", 390), ("ar", 1280)])
def test_screens_are_accessible_and_fit(browser, place, locale, width):
    glossary, machine = f"/newsroom/glossary/{place['campaign']}/", f"/newsroom/machine/{place['campaign']}/"
    term = f"{glossary}{place['term']}/"
    screens = {
        "nour": [glossary, f"{term}?into=ar", f"{term}ar/", f"/newsroom/desk/{place['campaign']}/ar/{place['texts']}/"],
        "olga": [glossary, f"{glossary}new/", term, f"{term}?into=ar", machine],
    }
    for who, addresses in screens.items():
        with phones(browser, place, who, locale=locale, width=width) as (page,):
            for number, address in enumerate(addresses):
                page.goto(place["url"] + address)
                page.wait_for_load_state("networkidle")
                assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
                assert overflow(page) == 0, address
                # The editor's own frame is not ours to judge.
                assert barriers(page, "#main" if who == "olga" else None) == [], address
                keep_picture(page, f"{who}-{locale}-{width}-{number}")
