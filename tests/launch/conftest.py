"""The river campaign, taken in, with a home of its own."""

import pytest
from tests.stories import river_files

from unisono.base.home import Home


@pytest.fixture
def home(tmp_path, media_folder) -> Home:
    """An empty home."""
    return Home(tmp_path / "var")


@pytest.fixture
def river(db, home):
    """The campaign in the database. Two card formats are enough here: the engine's own tests draw them all."""
    from tests.launch.river import take_in

    files = river_files()
    files["cards.toml"] = files["cards.toml"].replace(
        b'design = "aims"', b'design = "aims"\nformats = ["square", "link"]'
    )
    return take_in(files)
