"""An organiser keeps a copy of a source, sees its hash on the page to come, replaces it and takes it away."""

import hashlib

import pytest
from playwright.sync_api import expect

from browser_hands import overflow, serving, sitting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from browser_hands import let_in, session_of, take_river_in, told
campaign = take_river_in()
from unisono.facts.models import Fact
told(fact=Fact.objects.get().pk, ada=session_of(let_in(campaign, "ada", "organiser")))
"""
PDF = b"%PDF-1.7\nForty per cent.\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running newsroom with the river's campaign; the session of its organiser."""
    with serving(tmp_path_factory.mktemp("sources"), PREPARE) as place:
        yield place


@pytest.mark.parametrize(("width", "locale"), [(1280, "en"), (390, "ar")])
def test_organiser_keeps_a_copy_and_takes_it_away(browser, place, width, locale):
    content = PDF + locale.encode()
    digest = hashlib.sha256(content).hexdigest()
    address = f"{place['url']}/newsroom/snippets/facts/fact/edit/{place['fact']}/"
    with sitting(browser, place, "ada", width=width, locale=locale) as page:
        page.goto(address)
        page.set_input_files("#id_copy_upload", {"name": "banks.pdf", "mimeType": "application/pdf", "buffer": content})
        page.fill("#id_copy_date", "2026-02-01")
        page.fill("#id_copy_address", "https://web.archive.org/web/2026/https://water.example.org/banks")
        page.keyboard.press("Escape")
        page.locator("button.action-save").first.click()
        shown = page.locator(".newsroom-copy code").first
        expect(shown).to_have_text(digest)
        assert overflow(page) == 0
        with page.expect_download() as saved:
            page.locator(".newsroom-copy a").first.click()
        assert saved.value.suggested_filename == "banks.pdf"
        assert saved.value.path().read_bytes() == content
        page.locator("a[href$='/away/']").click()
        expect(page.locator(".newsroom-copy code")).to_have_text(digest)
        assert overflow(page) == 0
        page.locator("form.newsroom-acts button").click()
        expect(page.locator("a[href$='/away/']")).to_have_count(0)
        expect(page.locator(".newsroom-copies code").first).to_have_text(digest)
        assert page.url == address
