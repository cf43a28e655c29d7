"""A visitor in Arabic finds a card and downloads it, then reads on in Hindi."""

import io

import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]


def test_visitor_lands_in_own_language_and_downloads_a_card(visit):
    page = visit("ar")
    page.goto("/")
    assert page.url.endswith("/ar/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.goto("/ar/kit/")
    page.locator("a.poster:visible").first.click()
    assert page.url.endswith("/ar/kit/understand/#portrait")
    page.locator(".shapes a[href='#square']").click()
    with page.expect_download() as downloading:
        page.locator("a.download:visible").first.click()
    download = downloading.value
    assert download.suggested_filename == "mother-language-day-understand-ar-square-1080x1080.png"
    assert Image.open(io.BytesIO(download.path().read_bytes())).size == (1080, 1080)
    assert page.elsewhere == []
    assert page.complaints == []


def test_visitor_switches_language_and_stays_on_the_page(visit):
    page = visit("ar")
    page.goto("/ar/kit/understand/")
    page.locator("details.tongues summary").click()
    page.locator("details.tongues a[hreflang=hi]").click()
    assert page.url.endswith("/hi/kit/understand/")
    assert page.locator("html").get_attribute("lang") == "hi"
    assert page.locator("html").get_attribute("dir") == "ltr"


def test_visitor_without_javascript_reads_switches_and_downloads(visit):
    page = visit("hi", javascript=False)
    page.goto("/")
    assert page.url.endswith("/hi/")
    page.locator("details.tongues summary").click()
    page.locator("details.tongues a[hreflang=ar]").click()
    assert page.url.endswith("/ar/")
    page.goto("/ar/kit/understand/")
    with page.expect_download() as downloading:
        page.locator("a.download:visible").first.click()
    assert downloading.value.suggested_filename.endswith("portrait-1080x1350.png")
    # What only a script can do is not offered.
    assert page.locator("[data-do]:visible").count() == 0


def test_visitor_with_the_keyboard_alone_reaches_a_card(visit):
    page = visit("en", width=1280)
    page.goto("/en/kit/")
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    assert skip == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(3):  # the choice of a shape, the choice of a kind, the first card
        page.keyboard.press("Tab")
    assert "poster" in page.evaluate("document.activeElement.className")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/kit/understand/#portrait")


def test_visitor_copies_the_description_of_a_card(visit):
    page = visit("en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/kit/understand/")
    page.locator(".card-side [data-do=copy]").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".alt-text").inner_text()


def test_visitor_shares_the_picture_where_the_browser_can(visit):
    page = visit("en")
    page.add_init_script(
        "navigator.canShare = () => true;"
        "navigator.share = async given => {"
        "  window.shared = {text: given.text, url: given.url, name: given.files[0].name};"
        "};"
    )
    page.goto("/en/kit/understand/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#portrait [data-do=share]").hover()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url.endswith("-portrait-1080x1350.png")]  # before anybody clicks
    page.locator("#portrait [data-do=share]").click()
    page.wait_for_function("window.shared")
    shared = page.evaluate("window.shared")
    assert shared["name"].endswith("-portrait-1080x1350.png")
    assert shared["url"].endswith("/en/kit/understand/")


def test_visitor_shares_a_card_from_the_kit_even_where_the_browser_forgets_the_click(visit):
    page = visit("en")
    page.add_init_script(
        "navigator.canShare = () => true; let calls = 0;"
        "navigator.share = async given => {"
        "  if (!calls++) throw new DOMException('too late', 'NotAllowedError');"
        "  window.shared = {url: given.url, title: given.title, name: given.files[0].name};"
        "};"
    )
    page.goto("/en/kit/")
    button = page.locator(".hung > li").first.locator("[data-do=share]:visible")
    button.click()
    page.get_by_role("button", name="Ready: share now").click()
    page.wait_for_function("window.shared")
    shared = page.evaluate("window.shared")
    assert shared["name"].endswith("understand-en-portrait-1080x1350.png")
    assert shared["url"].endswith("/en/kit/understand/")
    assert shared["title"].startswith("40")
    assert page.complaints == []
