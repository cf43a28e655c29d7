"""An editor changes a post, sees it in Arabic, publishes; an edition is prepared and opened; nobody else is asked."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from browser_hands import PASSWORD, overflow, serving, sitting, wait_for
from people_entering import SECRET, code_now

PREPARE = """
from browser_hands import let_in, take_river_in, told
ada = let_in(take_river_in(), "ada", "organiser")
from people_entering import with_app
with_app(ada)
told()
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Door, web and worker of an installation with the river's campaign; nothing is open."""
    with serving(tmp_path_factory.mktemp("newsroom"), PREPARE) as place:
        yield place


def sign_in_with_code(page) -> None:
    """Give the code that the app shows; a code works once, so another visit may have to wait for the next."""
    page.wait_for_url("**/newsroom/login/second/")
    while page.url.endswith("/second/"):
        page.fill("[name=code]", code_now(SECRET))
        page.press("[name=code]", "Enter")
        page.wait_for_load_state("load")
        if page.url.endswith("/second/"):
            page.wait_for_timeout(5_000)


@contextmanager
def visit(browser, place, locale: str, width: int = 1280):
    """A browser in which Ada has come in by her password and a code."""
    with sitting(browser, place, width=width, locale=locale) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{place['url']}/newsroom/")
        page.fill("[name=login]", "ada@example.org")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        sign_in_with_code(page)
        page.wait_for_url(f"{place['url']}/newsroom/")
        yield page
        assert len(asked) > 10


@pytest.mark.browser
@pytest.mark.slow
def test_editor_changes_previews_publishes_and_opens_a_post(browser, installation):
    url = installation["url"]
    with visit(browser, installation, "en") as page:
        page.get_by_role("button", name="Words").click()
        page.get_by_role("list", name="Words").get_by_role("link", name="News").click()
        page.get_by_role("link", name="The call").first.click()
        page.fill("[name=title]", "The second call")
        page.click("[data-side-panel-toggle=preview]")
        preview = page.frame_locator("iframe[title='Preview']").last
        expect(preview.get_by_role("heading", level=1)).to_have_text("The second call", timeout=20_000)
        page.wait_for_load_state("networkidle")  # the draft is saved and shown: nothing is under way any more
        page.select_option("#id_preview_mode", "ar")
        expect(preview.locator("html")).to_have_attribute("dir", "rtl", timeout=20_000)
        expect(preview.get_by_role("heading", level=1)).to_have_text("النداء")
        shown = preview.locator("body")
        assert shown.evaluate("() => [...document.styleSheets].some(sheet => sheet.cssRules.length > 20)")
        broken = "() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
        assert shown.evaluate(broken) == []

        page.get_by_role("button", name="More actions").click()
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_text("'The second call' updated and published.")).to_be_visible()

        page.locator("#wagtail-sidebar").get_by_role("link", name="Editions").click()
        expect(page.get_by_text("Nothing is open")).to_be_visible()
        # It is being prepared already, because something was published; the screen follows by itself.
        expect(page.get_by_text("The latest edition holds everything that is approved")).to_be_visible(timeout=120_000)
        page.get_by_role("link", name="Open …").first.click()
        expect(page.get_by_text("The campaign becomes public")).to_be_visible()
        page.get_by_role("button", name="Open now").click()
        expect(page.get_by_text("The edition is open, in all its languages.")).to_be_visible()

        page.get_by_role("button", name="Prepare").click()
        expect(page.get_by_text("A new edition is being prepared. Nothing opens by this.")).to_be_visible()
        expect(page.get_by_text("The open edition holds everything that is approved.")).to_be_visible(timeout=60_000)
    assert "The second call" in wait_for(f"{url}/en/news/the-call/")
    assert "النداء" in wait_for(f"{url}/ar/news/the-call/")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("locale", "direction", "width"), [("ar", "rtl", 1280), ("fr", "ltr", 390)])
def test_newsroom_speaks_the_language_of_the_person(browser, installation, locale, direction, width):
    screens = [
        "",
        "editions/",
        "snippets/words/statement/edit/1/",
        "snippets/kit/card/add/",
        "snippets/campaigns/campaign/",
    ]
    with visit(browser, installation, locale, width) as page:
        for screen in screens:
            page.goto(f"{installation['url']}/newsroom/{screen}")
            page.wait_for_load_state("networkidle")
            assert page.locator("html").get_attribute("dir") == direction
            assert page.locator("html").get_attribute("lang") == locale
            assert overflow(page) == 0, screen
