"""A board member looks at the site on a phone, in Arabic, by link; an organiser makes such a link and withdraws it."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from browser_hands import asked_elsewhere, barriers, complaints_of, overflow, serving, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from datetime import UTC, datetime, timedelta
from browser_hands import let_in, session_of, take_river_in, told
campaign = take_river_in()
from unisono.launch.preview_links import make_preview_link, withdraw_preview_link
at = datetime.now(UTC)
found = {"campaign": str(campaign.public_id)}
for name, role, language in (("ada", "organiser", ""), ("nour", "translator", "ar")):
    found[name] = session_of(let_in(campaign, name, role, language))
for name in ("open", "gone"):
    link, found[name] = make_preview_link(
        campaign=campaign, languages=["ar", "en"], wording="newest", note="N", until=at + timedelta(days=7), at=at,
        by="command:test",
    )
withdraw_preview_link(link=link, at=at, by="command:test")
told(**found)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Door, web and worker with the river's campaign; nothing is open."""
    with serving(tmp_path_factory.mktemp("preview"), PREPARE) as place:
        yield place["url"], place


@pytest.fixture
def visit(browser, installation):
    """Open a browser of somebody's own; what its console complains of, and what it asks elsewhere, ends the test."""
    url, found = installation
    pages, complaints, elsewhere, sent = [], [], [], []

    def opened(who="", locale="en", width=390, **options):
        page = sit_down(browser, found, who, locale=locale, width=width, height=844, **options)
        pages.append(page)
        complaints.append(complaints_of(page))
        elsewhere.append(asked_elsewhere(page, url))
        page.on("request", lambda request: sent.append(request.headers.get("referer", "")))
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert [one for some in elsewhere for one in some] == []
    secrets = [found[name] for name in ("open", "gone")]
    assert not [one for one in sent if any(secret in one for secret in secrets)]
    # A page that is closed on purpose answers 404 or 403, of which a console tells.
    said = [one for some in complaints for one in some]
    assert [one for one in said if "404" not in one and "403" not in one] == []


def test_board_member_looks_at_the_site_on_a_phone_in_arabic(visit, installation):
    url, found = installation
    page = visit(locale="ar")
    page.goto(f"{url}/newsroom/preview-link/{found['open']}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page).to_have_url(re.compile(r"/newsroom/preview-link/of/[0-9a-f-]{36}/ar/$"))
    band = page.locator(".preview-band")
    expect(band).to_be_in_viewport()
    assert band.evaluate("band => getComputedStyle(band).position") == "sticky"  # its style is let in by the policy
    assert page.evaluate("[...document.styleSheets].some(sheet => sheet.cssRules.length > 50)")
    assert overflow(page) == 0
    assert barriers(page) == []

    page.locator(".menu-button").click()
    page.locator("#menu a[href*='statement/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("النهر ملك الجميع")
    page.mouse.wheel(0, 1200)
    expect(band).to_be_in_viewport()
    page.locator(".tongues summary").click()
    tongues = page.locator(".tongues li a")
    assert sorted(tongues.evaluate_all("all => all.map(one => one.lang)")) == ["ar", "en"]
    page.locator(".tongues a[lang=en]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The river belongs to all")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(band).to_contain_text("Preview: not public.")
    page.goto(re.sub("/en/.*", "/en/kit/", page.url))
    page.wait_for_load_state("networkidle")
    broken = "() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
    assert page.evaluate(broken) == []


def test_partner_finds_her_kit_before_anything_is_open(visit, installation):
    url, found = installation
    page = visit(locale="ar")
    page.goto(f"{url}/newsroom/preview-link/{found['open']}/")
    page.goto(re.sub("/ar/$", "/ar/coalition/", page.url))
    page.locator("a[href*='kits/reed/']").click()
    expect(page).to_have_url(re.compile(r"/newsroom/preview-link/of/[0-9a-f-]{36}/kits/reed/ar/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Reed, Rush and Sons")
    expect(page.locator(".preview-band")).to_be_in_viewport()
    page.wait_for_load_state("networkidle")
    pictures = page.locator(".wall img")
    assert pictures.count() > 0
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("complete", True)
        assert pictures.nth(number).evaluate("image => image.naturalWidth") > 0
    assert overflow(page) == 0
    assert barriers(page) == []
    with page.expect_download() as coming:
        page.locator("a[href$='ar.zip']").click()
    with zipfile.ZipFile(coming.value.path()) as opened:
        assert opened.testzip() is None
    page.locator(".tongues summary").click()
    page.locator(".tongues a[lang=en]").click()
    expect(page).to_have_url(re.compile(r"/kits/reed/en/$"))


def test_organiser_follows_the_list_of_organisations_to_a_kit(visit, installation):
    url, found = installation
    page = visit("ada", width=1280)
    page.goto(f"{url}/newsroom/previews/{found['campaign']}/?page=coalition/&into=ar&words=drafts&width=1280")
    frame = page.frame_locator("[data-showing-frame]")
    frame.locator("a[href*='kits/reed/']").click(timeout=20_000)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Reed, Rush and Sons", timeout=20_000)
    expect(page.locator("[data-showing-tab]")).to_have_attribute("href", re.compile("/drafts/kits/reed/ar/$"))
    expect(page.locator("[name=page]")).to_have_value("coalition/")
    frame.locator(".tongues summary").click()
    frame.locator(".tongues a[lang=en]").click()
    expect(page.locator("[name=into]")).to_have_value("en", timeout=20_000)


def test_without_cookies_one_is_told_and_a_closed_link_says_so(visit, installation):
    url, found = installation
    page = visit(locale="ar")
    page.goto(f"{url}/newsroom/preview-link/{found['gone']}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.get_by_role("heading", level=1).is_visible()
    assert overflow(page) == 0
    assert barriers(page) == []
    page.goto(f"{url}/newsroom/preview-link/{found['open']}/")
    page.context.clear_cookies()
    answer = page.goto(page.url)
    assert answer.status == 403
    assert barriers(page) == []


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("ar", 390)])
def test_organiser_looks_at_a_page_at_any_width(visit, installation, locale, width):
    url, found = installation
    page = visit("ada", locale, width)
    page.goto(f"{url}/newsroom/previews/{found['campaign']}/")
    frame = page.frame_locator("[data-showing-frame]")
    expect(frame.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    assert overflow(page) == 0
    assert barriers(page) == []
    for pixels in (360, 768, 1280):
        page.click(f"[data-showing-width='{pixels}']")
        assert frame.locator("html").evaluate("() => innerWidth") == pixels
        assert overflow(page) == 0
    shown = page.locator("[data-showing-frame]").bounding_box()
    assert shown["width"] <= width
    page.fill("[name=width]", "500")
    page.press("[name=width]", "Enter")
    assert frame.locator("html").evaluate("() => innerWidth") == 500
    page.focus("[data-showing-edge]")
    page.keyboard.press("ArrowUp")
    assert frame.locator("html").evaluate("() => innerWidth") == 510
    edge = page.locator("[data-showing-edge]").bounding_box()
    outwards = -40 if locale == "ar" else 40
    page.mouse.move(edge["x"] + 8, edge["y"] + 200)
    page.mouse.down()
    page.mouse.move(edge["x"] + 8 + outwards, edge["y"] + 200, steps=4)
    page.mouse.up()
    dragged = frame.locator("html").evaluate("() => innerWidth")
    assert dragged > 560

    # What is chosen is shown, and what is followed inside the frame is what is chosen then.
    page.select_option("[name=page]", "statement/")
    expect(frame.get_by_role("heading", level=1)).to_have_text("The river belongs to all", timeout=20_000)
    page.select_option("[name=into]", "ar")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl", timeout=20_000)
    assert frame.get_by_role("heading", level=1).inner_text() == "The river belongs to all"  # its title is a draft
    page.check("[name=words][value=drafts]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("النهر ملك الجميع", timeout=20_000)
    assert frame.locator("html").evaluate("() => innerWidth") == dragged
    frame.locator(".brand").click()
    expect(page.locator("[name=page]")).to_have_value("")
    page.check("[name=words][value=approved]")
    expect(page.locator("[data-showing-frame]")).to_have_attribute("src", re.compile("/ar/$"))


def test_translator_looks_at_her_language_on_a_phone(visit, installation):
    url, found = installation
    page = visit("nour", "ar")
    page.goto(f"{url}/newsroom/desk/{found['campaign']}/ar/")
    page.locator("a[href*='/newsroom/previews/']").click()
    frame = page.frame_locator("[data-showing-frame]")
    expect(frame.locator("html")).to_have_attribute("lang", "ar", timeout=20_000)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_organiser_makes_a_link_and_withdraws_it(visit, installation):
    url, found = installation
    page = visit("ada", "en", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{url}/newsroom/previews/{found['campaign']}/links/")
    assert barriers(page) == []
    page.get_by_role("link", name="Make a link").click()
    assert overflow(page) == 0
    assert barriers(page) == []
    page.get_by_label("For whom").fill("Reed Foundation, board")
    page.get_by_label("3 days").check()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("it is shown once, and kept nowhere")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")

    visitor = visit(locale="fr")
    visitor.goto(address)
    expect(visitor.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="Done").click()
    box = page.locator(".newsroom-invitation", has_text="Reed Foundation, board")
    expect(box).to_contain_text("opened 1 time")
    box.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("it opens nothing any more")).to_be_visible()
    answer = visitor.reload()
    assert answer.status == 404
    assert barriers(visitor) == []
