"""One real installation for all journeys: the demo campaign in three languages, taken in, frozen, opened, served."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from browser_hands import asked_elsewhere, complaints_of, free_port, wait_for
from unisono.packs.files import read_files, write_files
from unisono.packs.reading import read_pack
from unisono.packs.writing import written

DEMO = Path(__file__).parents[2] / "demo" / "mother-language-day"
LANGUAGES = ("ar", "en", "hi")
CARDS = ("understand", "three-aims")


@dataclass(frozen=True)
class Installation:
    """A running installation: its address, its home, the process that supervises it, its environment."""

    url: str
    home: Path
    supervisor: subprocess.Popen
    environment: dict[str, str]

    def unisono(self, *arguments: str) -> str:
        """Run one command of this installation; returns what it prints."""
        command = [sys.executable, "-m", "unisono.cli.main", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def small_demo(folder: Path) -> Path:
    """Write the demo campaign with three languages and two cards."""
    pack, faults = read_pack(read_files(DEMO))
    assert not [fault for fault in faults if fault.level == "error"], faults
    pack.campaign = msgspec.structs.replace(pack.campaign, languages=LANGUAGES)
    pack.cards = [card for card in pack.cards if card.key in CARDS]
    pack.organisations = [
        msgspec.structs.replace(one, languages=tuple(code for code in one.languages if code in LANGUAGES))
        for one in pack.organisations[:40]
    ]
    write_files(written(pack), folder)
    return folder


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """The demo campaign, open."""
    folder = tmp_path_factory.mktemp("installation")
    port = free_port()
    environment = {
        **os.environ,
        "UNISONO_HOME": str(folder / "var"),
        "UNISONO_SECRET_KEY": "a key for journeys only",
        "UNISONO_PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
        "UNISONO_DATABASE": f"sqlite:///{folder / 'var' / 'unisono.sqlite3'}",
    }
    started = Installation(f"http://127.0.0.1:{port}", folder / "var", None, environment)
    started.unisono("pack", "import", str(small_demo(folder / "pack")))
    started.unisono("freeze", "mother-language-day")
    started.unisono("open", "mother-language-day")
    command = [sys.executable, "-m", "unisono.cli.main", "serve", "--port", str(port)]
    supervisor = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_for(f"{started.url}/en/")
        yield replace(started, supervisor=supervisor)
    finally:
        supervisor.send_signal(signal.SIGINT)
        supervisor.communicate(timeout=20)


@pytest.fixture
def visit(browser, installation):
    """Open a page as a visitor: `visit(language, javascript=…, width=…)`; no request may leave the campaign's host."""
    contexts = []

    def start(language: str, *, javascript: bool = True, width: int = 390):
        context = browser.new_context(
            base_url=installation.url,
            locale=language,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 800},
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.elsewhere = asked_elsewhere(page, installation.url)
        page.complaints = complaints_of(page)
        return page

    yield start
    for context in contexts:
        context.close()
