"""Doors to knock at."""

from pathlib import Path

import pytest
from door_place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty `UNISONO_HOME`."""
    return Place(tmp_path / "home")
