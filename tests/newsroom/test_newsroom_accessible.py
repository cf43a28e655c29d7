"""Every screen of the newsroom, found by following its links as an organiser: nothing that axe finds, nothing wider
than a phone."""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from browser_hands import barriers, keep_picture, overflow, serving, sitting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from datetime import UTC, datetime
from browser_hands import let_in, session_of, take_river_in, told
campaign = take_river_in()
from unisono.mail.content import Content
from unisono.mail.operations import post
from unisono.people.operations import invite
at = datetime.now(UTC)
ada = let_in(campaign, "ada", "organiser")
let_in(campaign, "nour", "translator", "ar")
invite(campaign_id=campaign.public_id, role="moderator", languages=[], name="Olga", email="olga@example.org",
       language="en", at=at, by=str(ada.pk))
post(to="nour@example.org", language="ar", kind="reminder", at=at, by="command:test", campaign_id=campaign.public_id,
     content=Content("مرحبا", ("أهلا وسهلا.",), "افتح", "https://river.example/"))
told(ada=session_of(ada))
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
    with serving(tmp_path_factory.mktemp("accessible"), PREPARE) as place:
        yield place


@pytest.mark.parametrize(("locale", "width"), [("ar", 390), ("en", 1280)])
def test_every_screen_is_accessible_and_fits(browser, newsroom, locale, width):
    url = newsroom["url"]
    faults: dict[str, list] = {}
    looked_at: dict[str, str] = {}
    with sitting(
        browser, newsroom, "ada", width=width, height=844, locale=locale, accept_downloads=False
    ) as page:  # fmt: skip
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
            faults[path] = barriers(page)
            if wide := overflow(page):
                faults[path].append(("wider than the screen", wide))
            keep_picture(page, f"{locale}-{width}-{path.strip('/').replace('/', '-')[9:60] or 'home'}")
    faulty = {path: found for path, found in faults.items() if found}
    assert not faulty, "\n".join(f"{path}: {found}" for path, found in faulty.items())
    assert [route for route in LED_TO if f"newsroom/{route}" not in looked_at] == []
