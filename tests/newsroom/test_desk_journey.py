"""An Arabic translator finishes the statement on a phone, loses the signal on the way and nothing else."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from test_newsroom_journey import wait_for

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
from django.test import Client
from unisono.kit.models import Card
from unisono.languages.models import SettledCopy, Translation
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack
from unisono.people.models import Grant, User
from unisono.words.models import Statement, Texts
pack, faults = read_pack(river_files())
campaign = import_pack(pack=pack, at=datetime.now(UTC), by="command:test").campaign
statement = Statement.objects.get()
Translation.objects.filter(object_id=statement.public_id, language="ar").delete()
SettledCopy.objects.filter(object_id=statement.public_id, language="ar").delete()
found = {"campaign": str(campaign.public_id), "statement": str(statement.public_id)}
found |= {"texts": str(Texts.objects.get().public_id), "card": str(Card.objects.get(key="closed").public_id)}
for name, role in (("nour", "translator"), ("salma", "translator"), ("lina", "reviewer")):
    person = User.objects.create_user(f"{name}@example.org", "a-long-password-for-a-test", first_name=name.title())
    Grant.objects.create(person=person, campaign_id=campaign.public_id, role=role, language="ar")
    client = Client()
    client.force_login(person)
    found[name] = client.cookies["sessionid"].value
print(json.dumps(found))
"""
STANDS = """
import django; django.setup()
from unisono.languages.models import SettledCopy
for one in SettledCopy.objects.filter(label="words.Statement", language="ar"):
    print(one.segments[0][2])
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


@contextmanager
def running_newsroom(home: Path, prepare: str, **more: str):
    """A running newsroom in which `prepare` has been done; what that printed, with `url` and `environment`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "UNISONO_HOME": str(home),
        "UNISONO_DATABASE": f"sqlite:///{home}/unisono.sqlite3",
        "UNISONO_PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]),
        **more,
    }
    made = subprocess.run([sys.executable, "-c", prepare], env=environment, check=True, capture_output=True, text=True)
    found = json.loads(made.stdout.splitlines()[-1]) | {"url": f"http://127.0.0.1:{port}", "environment": environment}
    command = [sys.executable, "-m", "unisono.cli.main", "serve", "--port", str(port)]
    with (home / "log").open("w") as log:
        served = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{found['url']}/newsroom/login/")
            yield found
        finally:
            served.send_signal(signal.SIGTERM)
            assert served.wait(30) == 0, (home / "log").read_text()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A running newsroom with the river's campaign, whose statement has no Arabic yet; and three people's sessions."""
    with running_newsroom(tmp_path_factory.mktemp("desk"), PREPARE) as found:
        yield found


@contextmanager
def phones(place, *names, locale="en", width=390):
    """A phone for each of the people; the page of each stands at the desk. Complaints of the console fail the test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        complaints: list[str] = []
        pages = []
        for name in names:
            context = browser.new_context(viewport={"width": width, "height": 844}, locale=locale)
            context.add_cookies(
                [{"name": "sessionid", "value": place[name], "url": f"{place['url']}/newsroom/", "httpOnly": True}]
            )
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            pages.append(page)
        yield pages
        browser.close()
        # Lost connections and two texts at once are what these journeys are about.
        expected = ("net::ERR_INTERNET_DISCONNECTED", "409 (Conflict)", "422 (Unprocessable")
        assert [one for one in complaints if not any(part in one for part in expected)] == []


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
    told = subprocess.run(
        [sys.executable, "-c", STANDS], env=place["environment"], check=True, capture_output=True, text=True
    )
    return told.stdout.split("\n")[:-1]


def test_translator_finishes_the_statement_without_losing_a_word(place):
    with phones(place, "nour", "lina") as (nour, lina):
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
        assert settled(place) == [WORDS["title"]]


def test_two_write_at_once_and_both_texts_are_seen(place):
    with phones(place, "nour", "salma") as (nour, salma):
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


def test_placeholders_and_marks_outlive_typing_and_pasting(place):
    with phones(place, "nour") as (nour,):
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


def test_keys_reach_every_button_and_come_back(place):
    with phones(place, "nour") as (nour,):
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
def test_desk_is_accessible_and_fits(place, locale, width, direction, tmp_path):
    base = f"/newsroom/desk/{place['campaign']}/ar/"
    screens = ["/newsroom/desk/", base, f"{base}{place['texts']}/", f"{base}{place['card']}/"]
    screens.append(f"{base}{place['texts']}/history/?key=name")
    with phones(place, "nour", locale=locale, width=width) as (nour,):
        for number, screen in enumerate(screens):
            nour.goto(place["url"] + screen)
            nour.wait_for_load_state("networkidle")
            assert nour.locator("html").get_attribute("dir") == direction
            wide = nour.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, screen
            found = Axe().run(nour).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], screen
            if folder := os.environ.get("DESK_PICTURES"):
                nour.screenshot(path=f"{folder}/{locale}-{width}-{number}.png", full_page=True)


def test_page_without_a_script_is_a_form_that_works(place):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "sessionid", "value": place["nour"], "url": f"{place['url']}/newsroom/"}])
        page = context.new_page()
        page.goto(f"{place['url']}/newsroom/desk/{place['campaign']}/ar/{place['texts']}/")
        page.locator("#s-about-1-text").fill("النهر **طويل** جدًا.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        expect(page.locator("#s-about-1-text")).to_have_value("النهر **طويل** جدًا.")
        browser.close()
