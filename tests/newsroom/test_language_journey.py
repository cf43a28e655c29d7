"""An organiser adds Persian on a phone; the board gains it, the next edition has it by the late rule."""

import pytest
from playwright.sync_api import expect

from browser_hands import barriers, keep_picture, overflow, serving, sitting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from browser_hands import let_in, session_of, take_river_in, told
told(ada=session_of(let_in(take_river_in(), "ada", "organiser")))
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Door, web and worker of an installation with the river's campaign; nothing is open."""
    with serving(tmp_path_factory.mktemp("languages"), PREPARE) as place:
        yield place


def look_at(page, screen: str) -> None:
    """Nothing stands out at the side, everything can be reached and heard."""
    assert overflow(page) == 0, screen
    # The editor's own messages fade in: while they do, they have no contrast yet.
    assert barriers(page, {"include": [["#main"]], "exclude": [[".messages"]]}) == [], screen
    keep_picture(page, screen)


def test_an_organiser_adds_persian_on_a_phone_and_the_next_edition_has_it(browser, installation):
    url = installation["url"]
    with sitting(browser, installation, "ada", width=390) as page:
        page.goto(f"{url}/newsroom/campaign-languages/")
        look_at(page, "languages")
        page.get_by_label("Its own name").fill("فارسی")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="فارسی")).to_be_visible()
        expect(page.get_by_text("from right to left")).to_be_visible()
        card = page.get_by_alt_text("A sample card in Persian")
        card.scroll_into_view_if_needed()
        expect(card).to_have_js_property("complete", value=True, timeout=60_000)
        assert card.evaluate("card => card.naturalWidth") == 720
        assert page.locator(".languages-line").evaluate("line => getComputedStyle(line).direction") == "rtl"
        look_at(page, "persian")
        page.get_by_role("button", name="Add Persian").press("Enter")
        expect(page.get_by_text("Persian is added.")).to_be_visible()
        expect(page.locator("#language-fa")).to_contain_text("Nobody translates it yet.")
        look_at(page, "added")

        page.locator("#language-fa").get_by_role("link", name="Board").click()
        expect(page.get_by_role("heading", name="فارسی")).to_be_visible()
        look_at(page, "board-of-persian")
        expect(page.get_by_text("the source text is shown, with a note").first).to_be_visible()

        page.goto(f"{url}/newsroom/editions/")
        page.get_by_role("button", name="Prepare").click()
        expect(page.locator(".newsroom-editions summary").first).to_be_visible(timeout=240_000)
        campaign = page.locator("form[action*='/prepare/']").get_attribute("action").split("/")[-3]
        page.locator(".newsroom-editions summary").first.click()
        expect(page.locator(".newsroom-editions").get_by_text("فارسی").first).to_be_visible()

        page.goto(f"{url}/newsroom/preview/{campaign}/fa/")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_text("Let the banks be open").first).to_be_visible()

        page.goto(f"{url}/newsroom/campaign-languages/{campaign}/fa/out/")
        look_at(page, "taking-out")
        page.get_by_role("button", name="Yes, take out").press("Enter")
        expect(page.get_by_text("Its translations are kept")).to_be_visible()
        expect(page.locator("#language-fa")).to_have_count(0)
