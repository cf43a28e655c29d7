"""Every screen of the newsroom, found by following its links as an organiser: nothing that axe finds, nothing wider
than a phone."""

import json
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import sync_playwright
from test_newsroom_journey import serving

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
from people_entering import signed_in_strongly
from unisono.mail.content import Content
from unisono.mail.operations import post
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack
from unisono.people.models import Grant, User
from unisono.people.operations import invite
at = datetime.now(UTC)
pack, faults = read_pack(river_files())
campaign = import_pack(pack=pack, at=at, by="command:test").campaign
ada = User.objects.create_user("ada@example.org", "a-long-password-for-a-test", first_name="Ada")
nour = User.objects.create_user("nour@example.org", "a-long-password-for-a-test", first_name="Nour")
Grant.objects.create(person=ada, campaign_id=campaign.public_id, role="organiser")
Grant.objects.create(person=nour, campaign_id=campaign.public_id, role="translator", language="ar")
invite(campaign_id=campaign.public_id, role="moderator", languages=[], name="Olga", email="olga@example.org",
       language="en", at=at, by=str(ada.pk))
post(to="nour@example.org", language="ar", kind="reminder", at=at, by="command:test", campaign_id=campaign.public_id,
     content=Content("مرحبا", ("أهلا وسهلا.",), "افتح", "https://river.example/"))
print(json.dumps({"session": signed_in_strongly(ada).cookies["sessionid"].value}))
"""
#: Screens of the editor's own making, which are the same for everything that can be written: not looked at here.
EDITORS_OWN = frozenset({"delete", "usage", "history", "revisions_view", "revisions_revert", "revisions_compare"})
#: What answers with a file, or sends on, or is not for whoever is signed in with all that is needed.
NOT_PAGES = frozenset(
    {
        "csv",
        "po",
        "qr",
        "progress",
        "preview",
        "stored",
        "letter_html",
        "picture",
        "folder:out",
        "preview_on_add",
        "preview_on_edit",
    }
)
#: Screens to which links must have led, whatever else they have led to.
LED_TO = (
    "",
    "begin/",
    "board/<uuid:campaign>/",
    "board/<uuid:campaign>/reminders/",
    "campaign-languages/<uuid:campaign>/",
    "campaign-languages/<uuid:campaign>/<str:code>/out/",
    "desk/<uuid:campaign>/<str:language>/",
    "desk/<uuid:campaign>/<str:language>/<uuid:piece>/",
    "editions/",
    "folder/<uuid:campaign>/",
    "glossary/<uuid:campaign>/",
    "glossary/<uuid:campaign>/new/",
    "links/",
    "mail/",
    "mail/inbox/<uuid:letter>/",
    "mail/sender/<uuid:campaign>/",
    "me/",
    "people/<uuid:campaign>/",
    "people/<uuid:campaign>/<uuid:person>/",
    "people/<uuid:campaign>/activity/",
    "people/<uuid:campaign>/invite/",
    "pieces/<slug:model>/<uuid:piece>/",
    "previews/<uuid:campaign>/",
    "previews/<uuid:campaign>/links/",
    "snippets/campaigns/campaign/edit/<int:pk>/",
    "snippets/kit/card/edit/<int:pk>/",
    "snippets/words/statement/edit/<int:pk>/",
    "snippets/words/texts/edit/<int:pk>/",
    "steps/<uuid:campaign>/",
)


def kind_of(path: str) -> str:
    """The route to which a path belongs; "" where it is no screen to be looked at."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    where = module_of(found.func)
    is_ours = where.startswith("unisono.newsroom") or "/snippets/" in path or path == "/newsroom/"
    names = {found.url_name, found.view_name}
    if not is_ours or names & (EDITORS_OWN | NOT_PAGES) or "logout" in path:
        return ""
    return found.route


def module_of(view) -> str:
    return getattr(view, "view_class", view).__module__


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """An installation with the river's campaign; its address and the session of an organiser."""
    with serving(tmp_path_factory.mktemp("accessible"), PREPARE) as (url, printed):
        yield url, json.loads(printed.splitlines()[-1])["session"]


@pytest.mark.parametrize(("locale", "width"), [("ar", 390), ("en", 1280)])
def test_every_screen_is_accessible_and_fits(newsroom, locale, width):
    url, session = newsroom
    faults: dict[str, list] = {}
    looked_at: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 844}, locale=locale, accept_downloads=False)
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"{url}/newsroom/", "httpOnly": True}])
        page = context.new_page()
        waiting = ["/newsroom/", "/newsroom/begin/", "/newsroom/mail/inbox/", "/newsroom/desk/", "/newsroom/me/"]
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if not kind or kind in looked_at:
                continue
            looked_at[kind] = path
            answer = page.goto(url + path)
            page.wait_for_load_state("networkidle")
            if answer.status != 200:
                faults[path] = [answer.status]
                continue
            waiting += [
                urlsplit(href).path
                for href in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
                if href.startswith(f"{url}/newsroom/")
            ]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = Axe().run(page).response["violations"]
            faults[path] = [(one["id"], one["nodes"][0]["html"][:300], len(one["nodes"])) for one in found]
            if wide > 0:
                faults[path].append(("wider than the screen", wide))
            if folder := os.environ.get("NEWSROOM_PICTURES"):
                name = path.strip("/").replace("/", "-")[9:60] or "home"
                page.screenshot(path=str(Path(folder) / f"{locale}-{width}-{name}.png"), full_page=True)
        browser.close()
    faulty = {path: found for path, found in faults.items() if found}
    assert not faulty, "\n".join(f"{path}: {found}" for path, found in faulty.items())
    assert [route for route in LED_TO if f"newsroom/{route}" not in looked_at] == []
