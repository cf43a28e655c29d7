"""The hands of journeys in a real browser: an installation that runs, people at it, what holds on every page.

What prepares an installation is a program of its own process: it begins with `take_river_in`, gives people a role with
`let_in`, and says with `told` what the journey must know.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from people_entering import signed_in_strongly, signed_in_weakly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "a-long-password-for-a-test"

# -- an installation


@contextmanager
def serving(home: Path, prepare: str, host: str = "127.0.0.1", **settings: str) -> Iterator[dict[str, Any]]:
    """Run door, web and worker of an installation that a program has prepared, with these settings.

    Yields what the program told, its address as `url` and its `environment`.
    """
    port = free_port()
    url = f"http://{host}:{port}"
    environment = {
        **os.environ,
        "UNISONO_HOME": str(home),
        "UNISONO_DATABASE": f"sqlite:///{home}/unisono.sqlite3",
        "UNISONO_PUBLIC_ORIGIN": url,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]),
        **settings,
    }
    place = {"url": url, "environment": environment}
    place |= asked(place, prepare)
    command = [sys.executable, "-m", "unisono.cli.main", "serve", "--port", str(port)]
    with (home / "log").open("w") as log:
        served = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"{url}/newsroom/login/")
            yield place
        finally:
            served.send_signal(signal.SIGTERM)
            assert served.wait(60) == 0, (home / "log").read_text()


def asked(place: Mapping[str, Any], program: str) -> dict[str, Any]:
    """What a program tells that runs in an installation."""
    done = subprocess.run(
        [sys.executable, "-c", program], env=place["environment"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def free_port() -> int:
    """Return a port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, seconds: float = 120) -> str:
    """Return what `url` answers, as soon as it does."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


# -- what prepares one, in a process of its own


def take_river_in(files: dict[str, bytes] | None = None) -> Any:
    """Make the installation ready and take the river's campaign in, or another folder of it; returns it."""
    from datetime import UTC, datetime

    from stories import river_files
    from unisono.cli.processes import prepare_to_serve

    prepare_to_serve()
    from unisono.packs.importing import import_pack
    from unisono.packs.reading import read_pack

    pack, faults = read_pack(files or river_files())
    assert faults == []
    return import_pack(pack=pack, at=datetime.now(UTC), by="command:test").campaign


def let_in(campaign: Any, name: str, role: str, language: str = "") -> Any:
    """Make somebody with a role in a campaign; returns the person."""
    from unisono.people.models import Grant, User

    person = User.objects.create_user(f"{name}@example.org", PASSWORD, first_name=name.title())
    Grant.objects.create(person=person, campaign_id=campaign.public_id, role=role, language=language)
    return person


def session_of(person: Any, *, is_strong: bool = True) -> str:
    """What somebody's browser keeps who has signed in, with a second factor or (where roles ask for none) without."""
    client = signed_in_strongly(person) if is_strong else signed_in_weakly(person)
    return client.cookies["sessionid"].value


def told(**found: Any) -> None:
    """Tell the journey what it must know."""
    sys.stdout.write(f"\n{json.dumps(found)}\n")


# -- people at it


def sit_down(
    browser: Browser,
    place: Mapping[str, Any],
    who: str = "",
    *,
    width: int = 1280,
    height: int = 900,
    locale: str = "en",
    **options: Any,
) -> Page:
    """Return a page in a browser of somebody's own; `who` names the session with which they are signed in, if any."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, **options)
    if who:
        cookie = {"name": "sessionid", "value": place[who], "url": f"{place['url']}/newsroom/", "httpOnly": True}
        context.add_cookies([cookie])
    return context.new_page()


@contextmanager
def sitting(
    browser: Browser, place: Mapping[str, Any], who: str = "", *, expected: tuple[str, ...] = (), **options: Any
) -> Iterator[Page]:
    """A page as of `sit_down`, until it is left.

    It must ask nobody else for anything, and its console complain of nothing but what is `expected`.
    """
    page = sit_down(browser, place, who, **options)
    elsewhere, complaints = asked_elsewhere(page, place["url"]), complaints_of(page)
    yield page
    page.context.close()
    assert elsewhere == []
    assert [one for one in complaints if not any(part in one for part in expected)] == []


def asked_elsewhere(page: Page, url: str) -> list[str]:
    """Addresses that a page asks and that are not the installation's: a list that grows."""
    found: list[str] = []
    own = (f"{url}/", "data:", "blob:", "about:")
    page.on("request", lambda request: None if request.url.startswith(own) else found.append(request.url))
    return found


def complaints_of(page: Page) -> list[str]:
    """What the console of a page complains of: a list that grows."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


# -- what holds on every page


def barriers(page: Page, within: Any = None) -> list[tuple[str, str]]:
    """What axe finds on a page, or in a part of it (a selector, or what axe takes): the rule and the place, each."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    found = Axe().run(page, context=within).response["violations"]
    return [(one["id"], node["html"][:300]) for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)")


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of a page, to be looked at, where `NEWSROOM_PICTURES` names a folder."""
    if folder := os.environ.get("NEWSROOM_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
