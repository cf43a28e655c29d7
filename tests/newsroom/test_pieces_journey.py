"""In two browsers: handed in, sent back, mended, approved; and two people with the same piece open."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from browser_hands import barriers, overflow, serving, sitting

PREPARE = """
from browser_hands import let_in, session_of, take_river_in, told
campaign = take_river_in()
from people_entering import with_app
from wagtail.users.models import UserProfile
campaign.four_eyes = True
campaign.save()
found = {}
for name, role, language in (("ada", "editor", "en"), ("ben", "organiser", "en"), ("noor", "editor", "ar")):
    person = let_in(campaign, name, role)
    with_app(person)
    UserProfile.objects.create(user=person, preferred_language=language)
    found[name] = session_of(person)
told(**found)
"""
POST = "snippets/words/newspost/edit/1/"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An installation with the river's campaign, where a second person must approve; and everybody's session."""
    with serving(tmp_path_factory.mktemp("pieces"), PREPARE) as place:
        yield place


@contextmanager
def sit(browser, installation, name, width=1280, locale="en"):
    """A page of somebody's own browser, in which every question is answered with yes."""
    # A draft that is not overwritten is refused with 400 or 409, which the browser notes as well.
    with sitting(
        browser, installation, name, width=width, locale=locale, expected=(" 400 ", " 409 ")
    ) as page:  # fmt: skip
        page.on("dialog", lambda dialog: dialog.accept())
        yield page


def has_no_barrier(page, within) -> None:
    """Axe finds nothing in what is ours; the editor's frame around it is not."""
    assert barriers(page, within) == []
    assert overflow(page) == 0, page.url


def kept_by(page) -> list[str]:
    """Under which names the device keeps something that was written."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('piece:'))")


def write_title(page, words) -> None:
    """Type a title and wait until the editor has saved it by itself."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3_000)  # the editor begins to watch a while after it is there
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        page.fill("[name=title]", words)
    page.wait_for_load_state("networkidle")


@pytest.mark.browser
@pytest.mark.slow
def test_handed_in_sent_back_mended_approved(browser, installation):
    url = f"{installation['url']}/newsroom/"
    with sit(browser, installation, "ada") as ada, sit(browser, installation, "ben", 390) as ben:
        ada.goto(url + POST)
        expect(ada.get_by_text("A second person must approve what you write here. These may:")).to_be_visible()
        write_title(ada, "The second call")
        ada.get_by_role("button", name="More actions").click()
        expect(ada.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
        ada.get_by_role("button", name="Hand in for review …").click()
        ada.wait_for_url("**/pieces/newspost/**")
        ada.fill("#note", "Please look at the title.")
        has_no_barrier(ada, ".piece")
        ada.get_by_role("button", name="Hand in for review", exact=True).click()
        expect(ada.get_by_text("Handed in for review. Those who may approve it")).to_be_visible()
        expect(ada.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

        ben.goto(url)
        has_no_barrier(ben, ".piece-waiting")
        ben.get_by_role("link", name="News post: The call").click()
        expect(ben.get_by_text("Please look at the title.")).to_be_visible()
        expect(ben.locator("ins").first).to_have_text("second ")
        ben.locator(".piece-change summary").first.click()
        ben.locator("[name='remark:title']").fill("Is there a first one?")
        ben.fill("#reason", "The title is not clear.")
        has_no_barrier(ben, ".piece")
        ben.get_by_role("button", name="Send back with this reason").click()
        expect(ben.get_by_text("Sent back, with your reason.")).to_be_visible()

        ada.goto(url)
        ada.get_by_role("link", name="News post: The call").click()
        expect(ada.get_by_text("The title is not clear.")).to_be_visible()
        expect(ada.get_by_text("Is there a first one?")).to_be_visible()
        ada.locator("[name=answer]").fill("Yes: in May.")
        ada.get_by_role("button", name="Answer", exact=True).click()
        ada.get_by_role("link", name="Edit", exact=True).click()
        expect(ada.get_by_text("The title is not clear.")).to_be_visible()
        has_no_barrier(ada, ".piece-standing")
        write_title(ada, "The call, once more")
        ada.get_by_role("button", name="More actions").click()
        ada.get_by_role("button", name="Hand in for review …").click()
        ada.get_by_role("button", name="Hand in for review", exact=True).click()

        ben.goto(url)
        ben.get_by_role("link", name="News post: The call").click()
        ben.get_by_role("button", name="Resolved").click()
        ben.get_by_role("button", name="Approve", exact=True).click()
        expect(ben.get_by_text("Approved. Translators see it from now on")).to_be_visible()
        told = ben.locator(".newsroom-activity li span").all_inner_texts()
        assert told[0] == "Ben approved: News post “The call, once more”."
        assert "Ada handed in for review: News post “The call, once more”." in told

        ben.get_by_role("button", name="Compare").click()
        has_no_barrier(ben, ".piece")


@pytest.mark.browser
@pytest.mark.slow
def test_two_people_with_the_same_piece_open(browser, installation):
    url = f"{installation['url']}/newsroom/"
    with sit(browser, installation, "ada") as ada, sit(browser, installation, "ben") as ben:
        ada.goto(url + "snippets/facts/fact/edit/1/")
        ben.goto(url + "snippets/facts/fact/edit/1/")
        expect(ben.locator("#newsroom-others")).to_contain_text("Ada has had this open since", timeout=20_000)
        expect(ada.locator("#newsroom-others")).to_contain_text("Ben has had this open since", timeout=20_000)
        ada.wait_for_load_state("networkidle")

        with ada.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
            ada.fill("[name=caveat]", "Ada's caveat.")
        expect(ben.locator("#newsroom-others")).to_contain_text("saved a newer version", timeout=20_000)
        ben.fill("[name=caveat]", "Ben's caveat.")
        # It is not saved over hers; his device keeps it, also when the page is gone.
        for _try in range(40):
            if kept_by(ben):
                break
            ben.wait_for_timeout(250)
        assert len(kept_by(ben)) == 1
        ben.goto(url)
        ben.goto(url + "snippets/facts/fact/edit/1/")
        assert ben.input_value("[name=caveat]") == "Ada's caveat."
        ben.get_by_role("button", name="Show it beside what is saved").click()
        expect(ben.get_by_role("heading", name="Kept on this device, not saved yet")).to_be_visible()
        assert ben.input_value("[name=caveat]") == "Ben's caveat."
        expect(ben.locator(".piece-change del")).to_have_text("Ada's")
        has_no_barrier(ben, ".piece-standing")

        with ada.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as saved:
            ada.fill("[name=caveat]", "Ada's second caveat.")
        assert saved.value.status == 200
        ben.get_by_role("button", name="Save it").click()
        expect(ben.get_by_role("heading", name="There are two versions")).to_be_visible()
        has_no_barrier(ben, ".piece-standing")
        ben.get_by_role("button", name="Save mine").click()
        expect(ben.locator(".messages .success")).to_be_visible()
        assert ben.input_value("[name=caveat]") == "Ben's caveat."
        assert kept_by(ben) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_in_arabic_too(browser, installation, width):
    url = f"{installation['url']}/newsroom/"
    with sit(browser, installation, "noor", width, "ar") as noor:
        for screen in ("", "snippets/words/statement/edit/1/"):
            noor.goto(url + screen)
            noor.wait_for_load_state("networkidle")
        noor.locator(".piece-standing .newsroom-ways a").last.click()
        noor.wait_for_url("**/pieces/statement/**")
        assert noor.locator("html").get_attribute("dir") == "rtl"
        has_no_barrier(noor, ".piece")
