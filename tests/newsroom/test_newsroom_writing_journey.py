"""An organiser writes a post that is too long for X, and a card whose every format changes as the headline does."""

import re

import pytest
from playwright.sync_api import expect

from browser_hands import barriers, overflow, serving, sitting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from browser_hands import let_in, session_of, take_river_in, told
from stories import river_files
files = river_files()
languages = b'languages = ["ar", "en", "fr"]'
assert languages in files["campaign.toml"]
files["campaign.toml"] = files["campaign.toml"].replace(languages, b'languages = ["ar", "en", "fr", "hi", "ur"]')
campaign = take_river_in(files)
from unisono.kit.models import Card
from unisono.words.models import Texts
found = {"texts": Texts.objects.get().pk, "card": Card.objects.get(key="closed").pk}
found |= {"campaign": str(campaign.public_id), "texts_id": str(Texts.objects.get().public_id)}
for name, role, language in (("ada", "organiser", ""), ("nour", "translator", "ar")):
    found[name] = session_of(let_in(campaign, name, role, language))
told(**found)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running newsroom with the river's campaign in five languages; the sessions of two people."""
    with serving(tmp_path_factory.mktemp("writing"), PREPARE) as place:
        yield place


def number_in(item) -> int:
    """The first number of a line, whatever digits the language writes."""
    return int(re.search(r"\d+", item.inner_text())[0])


def look_for_barriers(page):
    """Rules of accessibility, on what this screen adds to the editor's own."""
    own = ("post-", "card-strip", "newsroom-post")
    assert [(rule, html) for rule, html in barriers(page, "main") if any(part in html for part in own)] == []
    assert overflow(page) == 0


@pytest.mark.parametrize(("width", "locale"), [(1280, "en"), (390, "ar")])
def test_organiser_writes_a_post_and_sees_what_x_has_left(browser, place, width, locale):
    with sitting(browser, place, "ada", width=width, locale=locale) as page:
        page.goto(f"{place['url']}/newsroom/snippets/words/texts/edit/{place['texts']}/")
        field = page.locator("textarea[data-newsroom-post]").first
        room = page.locator(f"#{field.get_attribute('id')}-counts")
        words = "a" * 240
        x = room.locator("li").first
        field.fill(f"{words} {{link}}")
        expect(x).to_have_text(re.compile(r"^X: \D*\d{1,2}\D*$"))
        expect(x).not_to_have_class(re.compile("post-over"))
        left = number_in(x)
        field.fill(f"{words} https://example.org/{'long/' * 30} {{link}}")
        expect(x).to_have_class("post-over")
        assert number_in(x) == 24 - left  # an address counts 23, however long it is, and the space before it
        if locale == "en":
            expect(x).to_have_text(f"⚠ X: {24 - left} over. Shorten it, or give X a text of its own.")
            says = page.get_by_role("status").filter(has_text="Too long for")
            expect(says).to_have_text("Too long for: X, Bluesky.")
        assert room.get_attribute("id") in field.get_attribute("aria-describedby")
        look_for_barriers(page)


def test_translator_sees_what_networks_have_left_for_the_words_of_the_language(browser, place):
    with sitting(browser, place, "nour", width=390) as page:
        page.goto(f"{place['url']}/newsroom/desk/{place['campaign']}/ar/{place['texts_id']}/")
        page.wait_for_selector("form[data-ready]")
        box = page.locator("#s-post-default .desk-editor")
        box.click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("ا" * 300)
        x = page.locator("#s-post-default-counts li").first
        expect(x).to_have_text(
            re.compile(r"^⚠ X: \d+ over\. Shorten it, or give X a text of its own\.$"), timeout=10_000
        )
        expect(page.locator("[data-desk-counts-say]")).to_contain_text("Too long for")


def drawn(page) -> list[str]:
    """The pictures of the formats that are shown, in their order."""
    return page.eval_on_selector_all("[data-card-format]:not([hidden]) img", "all => all.map(one => one.src)")


def changed_from(page, before):
    """Wait until every format shows another picture."""
    page.wait_for_function(
        "old => { const now = [...document.querySelectorAll('[data-card-format]:not([hidden]) img')]"
        ".map(one => one.src);"
        " return now.length === old.length && now.every((one, n) => one && one !== old[n]); }",
        arg=before,
        timeout=30_000,
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_organiser_writes_a_headline_and_sees_every_format_change(browser, place, width):
    with sitting(browser, place, "ada", width=width) as page:
        page.goto(f"{place['url']}/newsroom/snippets/kit/card/edit/{place['card']}/")
        if width == 390:
            page.locator(".card-strip:not([open]) summary").click()  # on a phone it begins folded
        page.fill("[name=fields_text]", "of the banks are closed")  # an earlier visit may have left a draft
        changed_from(page, ["", ""])
        first = drawn(page)
        page.fill("[name=fields_text]", "of the banks of this river are closed")
        changed_from(page, first)
        look_for_barriers(page)

        for language in ("ar", "ur", "hi"):
            before = drawn(page)
            page.select_option("#card-strip-language", language)
            changed_from(page, before)
            missing = page.locator("[data-card-missing]")
            if language == "ar":
                expect(missing).to_be_hidden()
            else:
                expect(missing).to_contain_text("Not translated yet, shown in English: ")
            look_for_barriers(page)

        page.select_option("#card-strip-language", "en")
        page.fill("[name=fields_text]", "w" * 120)
        fault = page.locator("#card-fault-text")
        expect(fault).to_contain_text("too long for the card in the format “Story 1080 × 1920”", timeout=30_000)
        assert "card-fault-text" in page.locator("[name=fields_text]").get_attribute("aria-describedby")
        expect(page.locator("[data-card-bad]:visible").first).to_have_text("does not fit")
        page.fill("[name=fields_text]", "of the banks are closed")
        expect(fault).to_have_count(0, timeout=30_000)

        # Keys alone: to another format, and large.
        story = page.locator("[data-card-format=story] button")
        story.focus()
        page.keyboard.press("Enter")
        expect(story).to_have_attribute("aria-pressed", "true")
        page.locator("[data-card-enlarge]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog[open]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
