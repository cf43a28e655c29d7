"""An organiser keeps a copy of a source, sees its hash on the page to come, replaces it and takes it away."""

import hashlib
import json
import shutil

import pytest
from playwright.sync_api import expect
from test_newsroom_journey import serving
from test_newsroom_writing_journey import visit

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt install chromium)"),
]
PREPARE = """
import json
from datetime import UTC, datetime
from stories import river_files
from unisono.cli.processes import prepare_to_serve
prepare_to_serve()
from unisono.facts.models import Fact
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack
from unisono.people.models import Grant, User
pack, faults = read_pack(river_files())
campaign = import_pack(pack=pack, at=datetime.now(UTC), by="command:test").campaign
from people_entering import signed_in_strongly
person = User.objects.create_user("ada@example.org", "a-long-password-for-a-test", first_name="Ada")
Grant.objects.create(person=person, campaign_id=campaign.public_id, role="organiser")
print(json.dumps({"fact": Fact.objects.get().pk, "ada": signed_in_strongly(person).cookies["sessionid"].value}))
"""
PDF = b"%PDF-1.7\nForty per cent.\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running newsroom with the river's campaign; the session of its organiser."""
    with serving(tmp_path_factory.mktemp("sources"), PREPARE) as (url, printed):
        yield {"url": url} | json.loads(printed.splitlines()[-1])


def fits(page) -> bool:
    """Whether nothing of a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("width", "locale"), [(1280, "en"), (390, "ar")])
def test_organiser_keeps_a_copy_and_takes_it_away(place, width, locale):
    content = PDF + locale.encode()
    digest = hashlib.sha256(content).hexdigest()
    address = f"{place['url']}/newsroom/snippets/facts/fact/edit/{place['fact']}/"
    with visit(place, width, locale) as page:
        page.goto(address)
        page.set_input_files("#id_copy_upload", {"name": "banks.pdf", "mimeType": "application/pdf", "buffer": content})
        page.fill("#id_copy_date", "2026-02-01")
        page.fill("#id_copy_address", "https://web.archive.org/web/2026/https://water.example.org/banks")
        page.keyboard.press("Escape")
        page.locator("button.action-save").first.click()
        shown = page.locator(".newsroom-copy code").first
        expect(shown).to_have_text(digest)
        assert fits(page)
        with page.expect_download() as saved:
            page.locator(".newsroom-copy a").first.click()
        assert saved.value.suggested_filename == "banks.pdf"
        assert saved.value.path().read_bytes() == content
        page.locator("a[href$='/away/']").click()
        expect(page.locator(".newsroom-copy code")).to_have_text(digest)
        assert fits(page)
        page.locator("form.newsroom-acts button").click()
        expect(page.locator("a[href$='/away/']")).to_have_count(0)
        expect(page.locator(".newsroom-copies code").first).to_have_text(digest)
        assert page.url == address
