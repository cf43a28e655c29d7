"""Pages in a real browser: accessible, within any screen, quiet under the door's own policy, whole without scripts."""

from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from site_story import pages, told

from unisono.door.replies import PAGE_POLICY
from unisono.site.feeds import plan_feeds
from unisono.site.pages import kind_of, page_kinds

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The story's edition, served with the policy that the door sends."""
    story, assets = told()
    files = {
        path if path.endswith(".html") else f"{path}index.html": (html.encode(), "text/html; charset=utf-8")
        for path, html in pages().items()
    }
    files |= {file.path: (assets.read(file.sha256), file.type) for made in assets.files.values() for file in made}
    files |= {path: (content, type) for output in plan_feeds(story, assets) for path, content, type in output.make()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answer, files))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Answer(BaseHTTPRequestHandler):
    def __init__(self, files, *arguments) -> None:
        self.files = files
        super().__init__(*arguments)

    def do_GET(self) -> None:
        path = self.path.lstrip("/").partition("?")[0]
        found = self.files.get(f"{path}index.html" if path.endswith("/") else path)
        self.send_response(200 if found else 404)
        self.send_header("content-security-policy", PAGE_POLICY)
        content, type = found or (b"", "text/plain")
        self.send_header("content-type", type)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments) -> None:
        """Say nothing."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce").new_page()
    yield opened
    opened.context.close()


def one_of_each_kind(code: str) -> list[str]:
    found = {kind_of(path): path for path in sorted(pages(), reverse=True) if path.startswith(f"{code}/")}
    return [found[kind] for kind in page_kinds()]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("code", ["en", "ar"])
def test_every_kind_of_page_is_accessible(page: Page, address: str, code: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for path in one_of_each_kind(code):
        page.goto(f"{address}/{path}")
        found = Axe().run(page, options={"runOnly": TAGS})
        assert found.response["violations"] == [], (path, found.generate_report())


@pytest.mark.parametrize("code", ["en", "ar"])
def test_no_page_is_wider_than_a_small_screen(page: Page, address: str, code: str):
    page.set_viewport_size({"width": 320, "height": 640})
    for path in one_of_each_kind(code):
        page.goto(f"{address}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_doors_policy_blocks_nothing(page: Page, address: str):
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("response", lambda reply: reply.status >= 400 and said.append(reply.url))
    page.on("request", lambda request: asked.append(request.url))
    for path in one_of_each_kind("en"):
        page.goto(f"{address}/{path}", wait_until="networkidle")
    assert said == []
    assert {url for url in asked if not url.startswith(address)} == set()


def test_menu_and_languages_work_without_scripts(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/en/statement/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="News", exact=True).first.click()
    assert page.url == f"{address}/en/news/"
    page.locator(".tongues summary").click()
    page.locator(".tongues").get_by_role("link", name="العربية").click()
    assert page.url == f"{address}/ar/news/"
    assert page.get_by_role("button", name="Copy the link").count() == 0
    context.close()


def test_copying_takes_the_description_of_a_card(browser: Browser, address: str):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/en/kit/water/")
    page.get_by_role("button", name="Copy the description").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "A figure."
    context.close()


def test_keyboard_reaches_the_content_first(page: Page, address: str):
    page.goto(f"{address}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_first_view_with_pictures_is_light(browser: Browser, address: str):
    for path in ("en/", "en/kit/", "en/kit/water/", "en/statement/", "en/film/"):
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        sizes: list[int] = []
        page.on("response", lambda reply, sizes=sizes: sizes.append(len(reply.body())))
        page.goto(f"{address}/{path}", wait_until="networkidle")
        assert sum(sizes) < 250_000, (path, sizes)
        context.close()
