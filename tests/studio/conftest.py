"""An edition of the river's story, frozen once, with a logo and short links of its organisations."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.site.river_story import river_story

from unisono.launch.freezing import freeze_snapshot
from unisono.launch.store import Store
from unisono.site.snapshot import ShortLink, Snapshot

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" rx="20"'
    b' fill="#c2185b"/><circle cx="60" cy="50" r="30" fill="#fff"/></svg>'
)


@dataclass(frozen=True)
class Frozen:
    """A home with one edition in it."""

    home: Path
    edition: str
    snapshot: Snapshot


def freeze_story(home: Path) -> Frozen:
    """Freeze the story into `home`."""
    store = Store(home / "editions")
    told = river_story(store)
    boats, fishers, *others = told.members
    members = (replace(boats, logo=store.put(LOGO)), replace(fishers, logo=store.put(b"<svg>not a logo")), *others)
    members += (replace(others[-1], key="endless", name="Association of all who live along the river " * 12),)
    links = (
        ShortLink("k7m2q", "", "ar", "boats", ""),
        ShortLink("w3x4z", "", "ar", "boats", "print"),
        ShortLink("b5c6d", "", "en", "", ""),
    )
    told = replace(told, film=None, members=members, links=links)
    return Frozen(home, freeze_snapshot(told, store).name, told)


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    return freeze_story(tmp_path_factory.mktemp("studio"))
