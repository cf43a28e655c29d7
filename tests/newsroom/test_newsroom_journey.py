"""An editor changes a post, sees it in Arabic, publishes; an edition is prepared and opened; nobody else is asked."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from people_entering import SECRET, code_now

CHROMIUM = shutil.which("chromium")
PASSWORD = "a-long-password-for-a-test"
PREPARE = """
from datetime import UTC, datetime
from stories import river_files
from unisono.cli.processes import prepare_to_serve
prepare_to_serve()
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack
from unisono.people.models import Grant, User
pack, faults = read_pack(river_files())
campaign = import_pack(pack=pack, at=datetime.now(UTC), by="command:test").campaign
person = User.objects.create_user("ada@example.org", "a-long-password-for-a-test", first_name="Ada")
Grant.objects.create(person=person, campaign_id=campaign.public_id, role="organiser")
from people_entering import with_app
with_app(person)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Door, web and worker of an installation with the river's campaign; nothing is open."""
    with serving(tmp_path_factory.mktemp("newsroom"), PREPARE) as (url, _printed):
        yield url


@contextmanager
def serving(home: Path, prepare: str, host: str = "127.0.0.1"):
    """Run an installation that a program has prepared; yields its address and what the program printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://{host}:{port}"
    environment = {
        **os.environ,
        "UNISONO_HOME": str(home),
        "UNISONO_DATABASE": f"sqlite:///{home}/unisono.sqlite3",
        "UNISONO_PUBLIC_ORIGIN": url,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]),
    }
    prepared = subprocess.run(
        [sys.executable, "-c", prepare], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    command = [sys.executable, "-m", "unisono.cli.main", "serve", "--port", str(port)]
    with (home / "log").open("w") as log:
        served = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{url}/newsroom/login/")
            yield url, prepared.stdout
        finally:
            served.send_signal(signal.SIGTERM)
            assert served.wait(30) == 0, (home / "log").read_text()


def wait_for(url: str, seconds: float = 60) -> str:
    """Return what `url` answers, as soon as it does."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


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
def visit(url: str, locale: str, width: int = 1280):
    """A browser that notes every request and everything that its console complains of."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{url}/newsroom/")
        page.fill("[name=login]", "ada@example.org")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        sign_in_with_code(page)
        page.wait_for_url(f"{url}/newsroom/")
        yield page
        browser.close()
        assert [one for one in asked if not one.startswith((f"{url}/", "data:", "blob:"))] == []
        assert len(asked) > 10
        assert complaints == []


@pytest.mark.browser
@pytest.mark.slow
def test_editor_changes_previews_publishes_and_opens_a_post(installation):
    url = installation
    with visit(url, "en") as page:
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
def test_newsroom_speaks_the_language_of_the_person(installation, locale, direction, width):
    screens = [
        "",
        "editions/",
        "snippets/words/statement/edit/1/",
        "snippets/kit/card/add/",
        "snippets/campaigns/campaign/",
    ]
    with visit(installation, locale, width) as page:
        for screen in screens:
            page.goto(f"{installation}/newsroom/{screen}")
            page.wait_for_load_state("networkidle")
            assert page.locator("html").get_attribute("dir") == direction
            assert page.locator("html").get_attribute("lang") == locale
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, screen
