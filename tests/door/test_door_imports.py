"""What the door and the supervisor load."""

import subprocess
import sys

import pytest
from door_place import child_environment

LOADED = "import sys; import {}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        (
            "unisono.door.__main__, unisono.door.app, unisono.door.proxy, unisono.door.oneprocess",
            {"django", "wagtail", "httpx", "jinja2", "numpy", "rich"},
        ),
        (
            "unisono.cli.serve",
            {"django", "wagtail", "httpx", "granian", "asyncio", "multiprocessing", "msgspec", "rich"},
        ),
    ],
)
def test_nothing_heavy_is_loaded(modules, unwanted):
    command = [sys.executable, "-c", LOADED.format(modules)]
    loaded = subprocess.run(command, env=child_environment(), capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & unwanted == set()
