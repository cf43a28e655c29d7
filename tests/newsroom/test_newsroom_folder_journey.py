"""An organiser has the campaign worked on outside, and brings it back to a newsroom that went on writing."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_desk_journey import box, state

from browser_hands import asked, barriers, keep_picture, overflow, serving, sitting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from browser_hands import let_in, session_of, take_river_in, told
campaign = take_river_in()
from unisono.words.models import NewsPost
told(
    campaign=str(campaign.public_id),
    post=str(NewsPost.objects.get().public_id),
    ada=session_of(let_in(campaign, "ada", "organiser")),
    lina=session_of(let_in(campaign, "lina", "reviewer", "ar"), is_strong=False),
)
"""
STANDS = """
import django; django.setup()
from browser_hands import told
from unisono.languages.models import EarlierText, Translation
from unisono.words.models import NewsPost
post = NewsPost.objects.get()
of_it = Translation.objects.get(object_id=post.public_id, language="ar", key="summary")
told(title=post.title, summary=of_it.text, earlier=list(EarlierText.objects.values_list("text", flat=True)))
"""
ENGLISH, ARABIC = "river/news/the-call/en.md", "river/news/the-call/ar.md"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running newsroom with the river's campaign; the sessions of its organiser and of an Arabic reviewer."""
    with serving(tmp_path_factory.mktemp("folder"), PREPARE) as found:
        yield found


def worked_on(taken: bytes, *, line: str, **instead: str) -> bytes:
    """The folder in which somebody outside has written other words into the post, in English and in Arabic."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(taken)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in (ENGLISH, ARABIC):
                lines = content.decode().split("\n")
                key, words = ("title", instead["title"]) if name == ENGLISH else ("summary", instead["summary"])
                lines = [f'{key} = "{words}"{line}' if one.startswith(f"{key} = ") else one for one in lines]
                content = "\n".join(lines).encode()
            new.writestr(name, content)
    return written.getvalue()


def bring(page: Page, content: bytes, name: str = "river.zip") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/zip", "buffer": content})
    page.locator("form[action$='/in/'] button").click()
    page.wait_for_load_state("networkidle")


def look_at(page: Page, name: str) -> None:
    """Nothing stands out at the side, nothing keeps anybody out."""
    keep_picture(page, f"folder-{name}")
    assert overflow(page) == 0, name
    assert barriers(page) == [], name


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("ar", 390)])
def test_what_was_written_outside_and_inside_is_settled_by_who_looks(browser, place, locale, width):
    outside, inside = f"بدأ في الخارج ({locale}).", f"بدأ هنا ({locale})."
    title = f"Their call ({locale})"
    folder = f"{place['url']}/newsroom/folder/{place['campaign']}/"
    with sitting(browser, place, "ada", width=width, height=844, locale=locale) as ada:
        ada.goto(folder)
        assert ada.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
        look_at(ada, f"{locale}-{width}-folder")
        with ada.expect_download() as coming:
            ada.locator("a[href$='/out/']").click()
        assert coming.value.suggested_filename == "river.zip"
        taken = Path(coming.value.path()).read_bytes()

        with sitting(browser, place, "lina", width=390) as lina:
            lina.goto(f"{place['url']}/newsroom/desk/{place['campaign']}/ar/{place['post']}/")
            lina.wait_for_selector("form[data-ready]")
            box(lina, "summary").fill(inside)
            lina.keyboard.press("Control+Shift+Enter")
            expect(state(lina, "summary")).to_have_text("ready")

        bring(ada, worked_on(taken, line="", title=title, summary=outside))
        look_at(ada, f"{locale}-{width}-report")
        conflict = ada.locator(".folder-conflict")
        expect(conflict).to_have_count(1)
        sides = conflict.locator(".folder-text")
        assert sides.all_inner_texts() == [inside, outside]
        assert [side.get_attribute("dir") for side in sides.all()] == ["rtl", "rtl"]
        expect(conflict).to_contain_text("Lina")
        ours, theirs = conflict.locator("input[type=radio]").all()
        expect(ours).to_be_checked()
        before = asked(place, STANDS)
        assert (before["summary"], before["title"] == title) == (inside, False)
        # By keys alone: the other side, and what else would change.
        ours.focus()
        ada.keyboard.press("ArrowDown")
        expect(theirs).to_be_checked()
        taking = ada.locator(".folder-list", has_text=title)
        taking.locator("summary").press("Enter")
        expect(taking.get_by_text(title)).to_be_visible()
        look_at(ada, f"{locale}-{width}-chosen")
        ada.locator("button[value=take]").click()
        expect(conflict).to_have_count(0)
        if locale == "en":
            expect(ada.locator(".folder-report")).to_contain_text("This was taken in:")
        look_at(ada, f"{locale}-{width}-taken")
        after = asked(place, STANDS)
        assert (after["title"], after["summary"]) == (title, outside)
        assert inside in after["earlier"]  # what was not chosen is kept

        ada.goto(folder)
        expect(ada.locator(".folder-waits")).to_have_count(0)


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("ar", 390)])
def test_a_broken_folder_is_refused_in_words(browser, place, locale, width):
    folder = f"{place['url']}/newsroom/folder/{place['campaign']}/"
    before = asked(place, STANDS)
    with sitting(
        browser, place, "ada", width=width, height=844, locale=locale, expected=("422 (Unprocessable",)
    ) as ada:  # fmt: skip
        ada.goto(folder)
        bring(ada, b"this is no archive", "a letter.zip")
        expect(ada.locator(".folder-report li")).to_have_count(1)
        expect(ada.locator(".folder-report li")).to_contain_text("a letter.zip")
        if locale == "en":
            expect(ada.get_by_role("alert")).to_contain_text("Nothing was taken from this pack.")
        look_at(ada, f"{locale}-{width}-no-archive")

        with ada.expect_download() as coming:
            ada.locator("a[href$='/out/']").click()
        taken = Path(coming.value.path()).read_bytes()
        bring(ada, worked_on(taken, line=" and more", title="T", summary="S"))
        expect(ada.locator(".folder-report code").first).to_contain_text("news/the-call/ar.md")
        look_at(ada, f"{locale}-{width}-no-words")
        expect(ada.locator(".folder-waits")).to_have_count(0)
    assert asked(place, STANDS) == before
