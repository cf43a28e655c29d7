"""A press statement alone becomes a readable one-language site with a card of its aims."""

from datetime import date
from pathlib import Path

import pytest
from tests.launch.river import AT, take_in

from unisono.launch.operations import freeze, open_now
from unisono.launch.store import Store
from unisono.packs.press_statement import read_statement
from unisono.packs.press_statement.text import decoded
from unisono.packs.skeleton import skeleton_files

STATEMENTS = Path(__file__).parents[1] / "packs" / "statements"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["ar.txt", "en-furniture.txt"])
def test_bare_skeleton_imports_freezes_and_opens(home, settings, name):
    settings.PUBLIC_ORIGIN = "http://127.0.0.1:8000"
    read = read_statement(decoded((STATEMENTS / name).read_bytes()))
    campaign = take_in(skeleton_files(read, "bare", read.language, date(2026, 5, 1)))
    done = freeze(campaign=campaign, at=AT, by="test", home=home, origin=settings.PUBLIC_ORIGIN)
    assert done.late == []
    files = done.frozen.manifest.files
    statement = Store(home.editions).get(files[f"{read.language}/statement/index.html"].sha256).decode()
    for _, aim in read.aims:
        assert aim.split()[0] in statement
    assert [path for path in files if path.endswith("-1080x1080.png")], "there is no card of the aims"
    (entry,) = open_now(edition=done.edition, at=AT, by="test", home=home)
    assert entry.edition == done.edition
