"""An Arabic translator finishes the statement on a phone, loses the signal on the way and nothing else."""

import re
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import expect

from browser_hands import asked, barriers, keep_picture, overflow, serving, sitting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from browser_hands import let_in, session_of, take_river_in, told
campaign = take_river_in()
from unisono.kit.models import Card
from unisono.languages.models import SettledCopy, Translation
from unisono.words.models import Statement, Texts
statement = Statement.objects.get()
Translation.objects.filter(object_id=statement.public_id, language="ar").delete()
SettledCopy.objects.filter(object_id=statement.public_id, language="ar").delete()
found = {"campaign": str(campaign.public_id), "statement": str(statement.public_id)}
found |= {"texts": str(Texts.objects.get().public_id), "card": str(Card.objects.get(key="closed").public_id)}
for name, role in (("nour", "translator"), ("salma", "translator"), ("lina", "reviewer")):
    found[name] = session_of(let_in(campaign, name, role, "ar"), is_strong=False)
told(**found)
"""
STANDS = """
import django; django.setup()
from browser_hands import told
from unisono.languages.models import SettledCopy
copies = SettledCopy.objects.filter(label="words.Statement", language="ar")
told(titles=[one.segments[0][2] for one in copies])
"""
WORDS = {
    "title": "النهر ملك الجميع",
    "place": "مدينة النهر",
    "lead-1": "نحن منظمتان ونقول ذلك.",
    "aim-a1": "افتحوا الضفاف.",
    "aim-a2": "أبقوها مفتوحة.",
    "affirmation-b1": "نؤكد حق الأنقليس.",
    "closing-1": "شكرًا.",
    "signatory-1": "أصدقاء النهر",
    "signatory-2": "مرصد الأنقليس",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running newsroom with the river's campaign, whose statement has no Arabic yet; and three people's sessions."""
    with serving(tmp_path_factory.mktemp("desk"), PREPARE) as found:
        yield found


@contextmanager
def phones(browser, place, *names, locale="en", width=390):
    """A phone for each of the people: their pages."""
    # Lost connections and two texts at once are what these journeys are about.
    expected = ("net::ERR_INTERNET_DISCONNECTED", "409 (Conflict)", "422 (Unprocessable")
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                sitting(browser, place, name, width=width, height=844, locale=locale, expected=expected)
            )
            for name in names
        ]


def open_piece(page, place, piece="statement"):
    page.goto(f"{place['url']}/newsroom/desk/{place['campaign']}/ar/{place[piece]}/")
    page.wait_for_selector("form[data-ready]")


def box(page, anchor):
    """The field that one writes in."""
    return page.locator(f"#s-{anchor} :is(textarea.desk-words:not([hidden]), .desk-editor)").first


def kept(page, anchor):
    return page.locator(f"#s-{anchor} [data-desk-kept]")


def state(page, anchor):
    return page.locator(f"#s-{anchor} .desk-line .desk-state").first


def settled(place) -> list[str]:
    """The titles of settled Arabic statements."""
    return asked(place, STANDS)["titles"]


def test_translator_finishes_the_statement_without_losing_a_word(browser, place):
    with phones(browser, place, "nour", "lina") as (nour, lina):
        nour.goto(f"{place['url']}/newsroom/desk/{place['campaign']}/ar/")
        nour.get_by_role("link", name="The river belongs to all").click()
        nour.wait_for_selector("form[data-ready]")
        box(nour, "title").click()
        nour.keyboard.insert_text(WORDS["title"])
        nour.keyboard.press("Control+Enter")  # saves, and goes to the next one that is not finished
        expect(kept(nour, "title")).to_have_text("saved")
        expect(box(nour, "place")).to_be_focused()
        nour.keyboard.insert_text(WORDS["place"])
        nour.keyboard.press("Tab")
        expect(box(nour, "lead-1")).to_be_focused()  # one tab stop a text
        nour.keyboard.insert_text(WORDS["lead-1"])

        nour.context.set_offline(True)
        nour.keyboard.press("Tab")
        expect(kept(nour, "lead-1")).to_contain_text("kept on this device")
        # A link of the source, by its button; then words beside it that cannot break it.
        nour.keyboard.insert_text("الماء ")
        nour.keyboard.press("Control+k")
        nour.keyboard.insert_text(" دائمًا.")
        nour.keyboard.press("Tab")
        for anchor in ("aim-a1", "aim-a2"):
            expect(box(nour, anchor)).to_be_focused()
            nour.keyboard.insert_text(WORDS[anchor])
            nour.keyboard.press("Tab")
        expect(kept(nour, "aim-a2")).to_contain_text("kept on this device")
        nour.get_by_role("button", name="Hand in for review").click()
        expect(nour.locator("[data-desk-status]")).to_contain_text("There is no connection.")

        # The phone forgets the page; the words are still there, and are sent as soon as there is a signal.
        nour.goto("about:blank")
        nour.context.set_offline(False)
        open_piece(nour, place)
        expect(box(nour, "aim-a1")).to_have_text(WORDS["aim-a1"])
        for anchor in ("lead-1", "lead-2", "aim-a1", "aim-a2"):
            expect(kept(nour, anchor)).to_have_text("saved")
        expect(box(nour, "lead-2").locator("a")).to_have_attribute("href", "https://river.example.org/water")
        for anchor in ("affirmation-b1", "closing-1", "signatory-1", "signatory-2"):
            box(nour, anchor).fill(WORDS[anchor])
        nour.get_by_role("button", name="Hand in for review").click()
        expect(nour.get_by_text("10 texts handed in for review.")).to_be_visible()
        assert settled(place) == []

        open_piece(lina, place)
        lina.locator("#s-aim-a2 summary", has_text="Comment").click()
        lina.get_by_label("Comment: aim a2").fill("Which banks?")
        lina.locator("#s-aim-a2").get_by_role("button", name="Send back").click()
        expect(state(lina, "aim-a2")).to_have_text("draft")
        lina.get_by_role("button", name="Accept all under review (9)").click()
        expect(lina.get_by_text("9 texts are ready.")).to_be_visible()
        assert settled(place) == []

        open_piece(nour, place)
        expect(nour.locator("#s-aim-a2")).to_contain_text("Which banks?")
        box(nour, "aim-a2").fill("أبقوا الضفاف مفتوحة.")
        nour.get_by_role("button", name="Hand in for review").click()
        expect(nour.get_by_text("1 text handed in for review.")).to_be_visible()

        open_piece(lina, place)
        expect(box(lina, "aim-a2")).to_have_text("أبقوا الضفاف مفتوحة.")
        box(lina, "aim-a2").focus()
        lina.keyboard.press("Control+Shift+Enter")
        expect(state(lina, "aim-a2")).to_have_text("ready")
        expect(lina.locator("[data-desk-status]")).to_contain_text("Everything here is ready")
        box(lina, "aim-a2").fill("أبقوا ضفافنا مفتوحة.")  # a text that was ready, and is again by the same keys
        lina.keyboard.press("Control+Shift+Enter")
        expect(kept(lina, "aim-a2")).to_have_text("saved")
        expect(state(lina, "aim-a2")).to_have_text("ready")
        assert settled(place) == [WORDS["title"]]


def test_two_write_at_once_and_both_texts_are_seen(browser, place):
    with phones(browser, place, "nour", "salma") as (nour, salma):
        for page in (nour, salma):
            open_piece(page, place, "texts")
        box(salma, "name").fill("نهر لنا")
        box(salma, "name").blur()
        expect(kept(salma, "name")).to_have_text("saved")
        box(nour, "name").fill("نهرنا جميعا")
        box(nour, "name").blur()
        expect(kept(nour, "name")).to_have_text("not saved: somebody else has written")
        expect(nour.locator("#s-name .desk-conflict")).to_contain_text("نهر لنا")
        expect(nour.locator("#s-name .desk-conflict")).to_contain_text("Salma")
        expect(box(nour, "name")).to_have_value("نهرنا جميعا")
        open_piece(nour, place, "texts")  # not even now is anything lost, or written over
        expect(box(nour, "name")).to_have_value("نهرنا جميعا")
        expect(nour.locator("#s-name .desk-conflict")).to_contain_text("نهر لنا")
        nour.locator("#s-name").get_by_role("button", name="Save mine").click()
        expect(kept(nour, "name")).to_have_text("saved")
        box(salma, "name").fill("نهر آخر")
        box(salma, "name").blur()
        salma.locator("#s-name").get_by_role("button", name="Take theirs").click()
        expect(box(salma, "name")).to_have_value("نهرنا جميعا")
        expect(salma.locator("#s-name .desk-conflict")).to_have_count(0)


def test_placeholders_and_marks_outlive_typing_and_pasting(browser, place):
    with phones(browser, place, "nour") as (nour,):
        open_piece(nour, place, "texts")
        post = box(nour, "post-default")
        expect(post.locator(".desk-chip")).to_have_text("{link}")
        post.focus()
        nour.keyboard.press("Control+a")
        nour.keyboard.press("Delete")
        nour.keyboard.insert_text("افتحوا ")
        nour.keyboard.press("Control+k")
        expect(post.locator(".desk-chip")).to_have_count(1)
        nour.keyboard.press("Enter")  # a post has one line
        post.blur()
        expect(kept(nour, "post-default")).to_have_text("saved")
        expect(nour.locator("#s-post-default .desk-fault")).to_have_count(0)
        about = box(nour, "about-1")
        about.evaluate(
            """(editor) => { editor.focus(); getSelection().selectAllChildren(editor);
            const given = new DataTransfer();
            given.setData("text/plain", "سطر\\nآخر");
            given.setData("text/html", "<h1 style='color:red'>x</h1>");
            const how = { clipboardData: given, bubbles: true, cancelable: true };
            editor.dispatchEvent(new ClipboardEvent("paste", how)); }"""
        )
        nour.keyboard.press("Control+a")
        nour.keyboard.press("Control+b")
        about.blur()
        expect(kept(nour, "about-1")).to_have_text("saved")
        open_piece(nour, place, "texts")
        expect(box(nour, "about-1").locator("b")).to_have_text("سطر آخر")
        email = box(nour, "post-email-body")
        email.focus()
        nour.keyboard.press("Control+End")
        nour.keyboard.press("Enter")
        nour.keyboard.insert_text("سلام")
        email.blur()
        expect(kept(nour, "post-email-body")).to_have_text("saved")
        open_piece(nour, place, "texts")
        assert re.search(r"\{link\}\s*\n+سلام", box(nour, "post-email-body").inner_text())


def test_keys_reach_every_button_and_come_back(browser, place):
    with phones(browser, place, "nour") as (nour,):
        open_piece(nour, place, "texts")
        box(nour, "about-1").focus()
        nour.keyboard.press("Escape")
        expect(nour.locator("#s-about-1 [data-mark=bold]")).to_be_focused()
        nour.keyboard.press("ArrowRight")
        expect(nour.locator("#s-about-1 [data-mark=italic]")).to_be_focused()
        nour.keyboard.press("Escape")
        expect(box(nour, "about-1")).to_be_focused()


@pytest.mark.parametrize(
    ("locale", "width", "direction"), [("en", 390, "ltr"), ("ar", 390, "rtl"), ("ar", 1280, "rtl")]
)
def test_desk_is_accessible_and_fits(browser, place, locale, width, direction):
    base = f"/newsroom/desk/{place['campaign']}/ar/"
    screens = ["/newsroom/desk/", base, f"{base}{place['texts']}/", f"{base}{place['card']}/"]
    screens.append(f"{base}{place['texts']}/history/?key=name")
    with phones(browser, place, "nour", locale=locale, width=width) as (nour,):
        for number, screen in enumerate(screens):
            nour.goto(place["url"] + screen)
            nour.wait_for_load_state("networkidle")
            assert nour.locator("html").get_attribute("dir") == direction
            assert overflow(nour) == 0, screen
            assert barriers(nour) == [], screen
            keep_picture(nour, f"{locale}-{width}-{number}")


def test_page_without_a_script_is_a_form_that_works(browser, place):
    with sitting(browser, place, "nour", width=390, height=844, java_script_enabled=False) as page:
        page.goto(f"{place['url']}/newsroom/desk/{place['campaign']}/ar/{place['texts']}/")
        page.locator("#s-about-1-text").fill("النهر **طويل** جدًا.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        expect(page.locator("#s-about-1-text")).to_have_value("النهر **طويل** جدًا.")
