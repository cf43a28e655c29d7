"""What all tests stand on: an installation of its own for each run, and no socket beyond this machine."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

HOME = Path(tempfile.mkdtemp(prefix="unisono-tests-"))
# Before Django reads its settings, which it does as soon as it is named. The database may be named outside.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "unisono.settings",
    "UNISONO_HOME": str(HOME),
    "UNISONO_SECRET_KEY": "known to every test, and to nothing else",
}

import unisono.base.sqlite  # noqa: E402,F401,I001  before anybody imports Python's own

from django.conf import settings  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402
from pytest_socket import socket_allow_hosts  # noqa: E402

from unisono.kit.engine import fonts  # noqa: E402
from unisono.languages.catalogues import compile_catalogues  # noqa: E402

hypothesis_settings.register_profile("unisono", deadline=None, database=None, derandomize=True)
hypothesis_settings.load_profile("unisono")


def pytest_configure() -> None:
    """Read the settings, which tells pytest-django to load the rooms; the newsroom speaks from compiled words.

    Cards are drawn with the fonts of packages alone: pictures are the same whatever else a machine has.
    """
    fonts.SYSTEM_FOLDERS = ()
    settings.DATABASES  # noqa: B018
    compile_catalogues()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, so that it can be run on another one as well."""
    for item in items:
        if "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_runtest_setup() -> None:
    """Let no socket leave the loopback."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium, for one module: its loop must have ended before Django's tests go on in this process.

    Where there is none, the journeys are skipped and say so.
    """
    if shutil.which("chromium") is None:
        pytest.skip("there is no chromium here (apt install chromium): the journeys were not made")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def media_folder(settings, tmp_path: Path) -> Path:
    """An empty folder for uploaded files, of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
