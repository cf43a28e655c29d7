"""A task that keeps a worker busy."""

import time
from pathlib import Path

from unisono.base.tasks import task


@task()
def keep_busy(folder: str) -> str:
    """Say that it has begun, then wait until it may end."""
    (Path(folder) / "begun").touch()
    while not (Path(folder) / "enough").exists():
        time.sleep(0.1)
    return "done"
