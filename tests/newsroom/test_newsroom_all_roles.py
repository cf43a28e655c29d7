"""From a pasted statement to a frozen edition, by everybody who works on it: thirteen languages, four people, one
change of the source, one language that is not ready."""

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po, write_po
from playwright.sync_api import Browser, Page, expect

from browser_hands import asked, serving, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATEMENT = """\
# The river belongs to all

Riverton, 3 March 2031

We are neighbours of the river, and we call on the council.

## Our aims

1. Open the banks to everybody.
2. Keep them open.

## We affirm

1. The river was here before us.
2. Whoever drinks from it cares for it.

Friends of the River
"""
OTHERS = ("ar", "bn", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans")
PREPARE = """
from browser_hands import PASSWORD, session_of, told
from unisono.cli.processes import prepare_to_serve
prepare_to_serve()
from unisono.people.models import User
told(ada=session_of(User.objects.create_superuser("ada@example.org", PASSWORD, first_name="Ada")))
"""
STANDS = """
import django; django.setup()
from browser_hands import told
from unisono.languages.models import Translation
from unisono.words.models import Statement
of_it = Translation.objects.filter(object_id=Statement.objects.get().public_id)
told(
    stale=sorted(of_it.filter(state="stale").values_list("language", "key")),
    others=sorted(set(of_it.exclude(state="stale").values_list("state", flat=True))),
)
"""


class Newsroom:
    """An installation that runs, its organiser's browser, and what its command line says."""

    def __init__(self, place: dict[str, Any], home: Path, browser: Browser) -> None:
        self.place, self.url, self.home, self.browser = place, place["url"], home, browser
        self.campaign = ""
        self.organiser = sit_down(browser, place, "ada")

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.url}/newsroom/{path}")
        page.wait_for_load_state("networkidle")

    def command(self, *words: str) -> str:
        """What a command of the operator says."""
        command = [sys.executable, "-m", "unisono.cli.main", *words]
        done = subprocess.run(command, env=self.place["environment"], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def invite(self, name: str, role: str, language: str) -> str:
        """Let the organiser invite somebody; returns the link."""
        page = self.organiser
        self.go(page, f"people/{self.campaign}/invite/")
        page.fill("[name=name]", name)
        page.check(f"[name=role][value={role}]")
        page.check(f"[name=languages][value={language}]")
        page.get_by_role("button", name="Make the link").click()
        return page.locator(".newsroom-link").inner_text()

    def let_in(self, link: str, locale: str) -> Page:
        """Open an invitation on a telephone, and begin."""
        page = sit_down(self.browser, self.place, width=390, height=844, locale=locale)
        page.goto(link)
        page.locator("main button.main").click()
        page.wait_for_load_state("networkidle")
        return page

    def take_in(self, language: str) -> None:
        """Translate what a language lacks in another program: each text becomes itself, with the language before it."""
        page = self.organiser
        address = f"{self.url}/newsroom/board/{self.campaign}/po/{language}/"
        catalogue = read_po(io.BytesIO(page.request.get(address).body()))
        for message in catalogue:
            if message.id and (not message.string or message.fuzzy):
                message.string = f"{language}: {message.id}"
                message.flags.discard("fuzzy")
        written = io.BytesIO()
        write_po(written, catalogue, width=0)
        self.go(page, f"board/{self.campaign}/?into={language}")
        file = {"name": f"{language}.po", "mimeType": "text/x-gettext-translation", "buffer": written.getvalue()}
        page.set_input_files("[name=file]", files=[file])
        page.get_by_role("button", name="Take it in").click()
        page.wait_for_load_state("networkidle")
        assert page.url.endswith("/in/")


@pytest.fixture
def newsroom(browser, tmp_path):
    """An installation in which there is nothing but an organiser."""
    with serving(tmp_path, PREPARE) as place:
        yield Newsroom(place, tmp_path, browser)


def test_thirteen_languages_from_a_pasted_statement_to_an_edition(newsroom):
    ada = newsroom.organiser
    begin(newsroom)
    add_languages(newsroom, *OTHERS)
    links = [newsroom.invite(*one) for one in (
        ("Nour", "translator", "ar"), ("Asha", "translator", "hi"), ("Juma", "translator", "sw"),
        ("Lina", "reviewer", "ar"),
    )]  # fmt: skip
    nour, lina = newsroom.let_in(links[0], "ar"), newsroom.let_in(links[3], "en")
    for other in OTHERS[1:]:
        newsroom.take_in(other)
    translate_everything(newsroom, nour, lina)
    expect_green(newsroom)

    change_one_affirmation(newsroom)
    stands = asked(newsroom.place, STANDS)
    assert [language for language, _key in stands["stale"]] == sorted(OTHERS)
    assert len({key for _language, key in stands["stale"]}) == 1
    assert stands["others"] == ["ready"]

    for other in OTHERS:
        newsroom.take_in(other)
    expect_green(newsroom)

    add_languages(newsroom, "fa")
    newsroom.go(ada, f"board/{newsroom.campaign}/")
    ada.check("[name=late][value=hold]")
    ada.locator(".board-rule button").click()
    expect(ada.locator(".board-now")).to_contain_text("These languages do not open: فارسی")
    said = newsroom.command("freeze", "river")
    assert re.search(r"^late: .* in fa: the language does not open$", said, re.MULTILINE)
    place = newsroom.home / "out"
    newsroom.command("edition", "export", "river", str(place))
    assert sorted(one.name for one in place.iterdir() if (one / "index.html").is_file()) == sorted(["en", *OTHERS])
    newsroom.go(ada, "editions/")
    expect(ada.get_by_text("The latest edition holds everything that is approved")).to_be_visible(timeout=180_000)


def begin(newsroom: Newsroom) -> None:
    """Paste a statement, confirm what was found."""
    page = newsroom.organiser
    newsroom.go(page, "begin/")
    page.fill("[name=statement]", STATEMENT)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Whoever drinks from it cares for it.").first).to_be_visible()
    page.fill("[name=slug]", "river")
    page.get_by_role("button", name="Make the campaign").click()
    page.wait_for_url("**/newsroom/steps/**")
    newsroom.campaign = page.url.rstrip("/").rpartition("/")[2]


def translate_everything(newsroom: Newsroom, nour: Page, lina: Page) -> None:
    """Nour translates every piece into Arabic on a telephone; Lina sends one text back, and accepts the rest."""
    for piece in pieces_of(newsroom, nour):
        at_desk(nour, piece)
        for number in range(nour.locator(".desk-segment").count()):
            segment = nour.locator(".desk-segment").nth(number)
            writing = segment.locator("textarea.desk-words:not([hidden]), .desk-editor:not([hidden])").first
            kept = re.findall(r"\{\w+\}", segment.locator(".desk-source").inner_text())
            writing.fill(" ".join(["نص", segment.get_attribute("data-key").replace(".", " "), *kept]))
        press(nour, "hand-in", leaves="draft")
    pieces = pieces_of(newsroom, lina)
    statement = next(one for one in pieces if at_desk(lina, one).locator("[data-key^=affirmation]").count())
    at_desk(lina, statement)
    sent_back = lina.locator("[data-key^=affirmation]").first
    sent_back.locator("summary", has_text=re.compile(".")).last.click()
    sent_back.locator("textarea[name^=remark]").fill("أي نهر؟")
    sent_back.locator("button[value^='send-back']").click()
    expect(lina.locator(".desk-segment[data-state=draft]")).to_have_count(1)
    at_desk(nour, statement)
    expect(nour.locator(".desk-segment[data-state=draft]")).to_contain_text("أي نهر؟")
    press(nour, "hand-in", leaves="draft")
    for piece in pieces:
        at_desk(lina, piece)
        press(lina, "accept-all", leaves="review")


def at_desk(page: Page, piece: str) -> Page:
    page.goto(piece)
    page.wait_for_selector("form[data-ready]")
    return page


def press(page: Page, act: str, leaves: str) -> None:
    """Press a button of the desk's bar, and wait until no text is left in the state from which it leads."""
    page.locator(f"button[value={act}]").click()
    expect(page.locator(f".desk-segment[data-state={leaves}]")).to_have_count(0, timeout=20_000)


def pieces_of(newsroom: Newsroom, page: Page) -> list[str]:
    """The addresses of all pieces at the Arabic desk."""
    newsroom.go(page, f"desk/{newsroom.campaign}/ar/")
    found = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.href)")
    return sorted({one for one in found if re.search(r"/desk/[0-9a-f-]{36}/ar/[0-9a-f-]{36}/$", one)})


def expect_green(newsroom: Newsroom) -> None:
    """The board says that nothing is late, and that every piece is ready in twelve languages."""
    page = newsroom.organiser
    newsroom.go(page, f"board/{newsroom.campaign}/")
    expect(page.get_by_text("Nothing is late: every language shows its own words.")).to_be_visible()
    lines = [line.split() for line in page.locator(".board-languages tbody tr td:first-of-type").all_inner_texts()]
    assert len(lines) == len(OTHERS)
    assert all(line[0] == line[2] for line in lines), lines


def add_languages(newsroom: Newsroom, *chosen: str) -> None:
    """Add languages to the campaign, each in one step."""
    page = newsroom.organiser
    for code in chosen:
        newsroom.go(page, f"campaign-languages/{newsroom.campaign}/{code}/")
        page.locator(".languages-known form button").click()
        expect(page.locator(f"#language-{code}")).to_be_visible(timeout=20_000)


def change_one_affirmation(newsroom: Newsroom) -> None:
    """Write one sentence more into the first affirmation, and publish the statement."""
    page = newsroom.organiser
    newsroom.go(page, "snippets/words/statement/")
    page.get_by_role("link", name="The river belongs to all").first.click()
    page.wait_for_load_state("networkidle")
    writing = page.locator(".public-DraftEditor-content", has_text="The river was here before us.")
    writing.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" It will be here after us.")
    # The editor takes over what was typed a moment later than anybody could press the next button.
    page.locator("input[name^=affirmations][value*='after us']").wait_for(state="attached")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("updated and published")).to_be_visible(timeout=20_000)
