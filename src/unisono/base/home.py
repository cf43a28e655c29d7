"""Where this installation keeps what it writes: one folder, `UNISONO_HOME` (default `var/`)."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folders under `UNISONO_HOME`. Paths only: nothing is created by asking for one."""

    root: Path

    @property
    def database(self) -> Path:
        """The embedded database of newsroom and web (SQLite)."""
        return self.root / "unisono.sqlite3"

    @property
    def media(self) -> Path:
        """Originals, for staff only; never served to the public."""
        return self.root / "media"

    @property
    def editions(self) -> Path:
        """Content store and manifests of frozen editions."""
        return self.root / "editions"

    @property
    def themes(self) -> Path:
        """Files of themes as the engine reads them, one folder a content: made again when they are missing."""
        return self.editions / "themes"

    @property
    def public(self) -> Path:
        """What the door reads besides editions: the schedule, holding and missing pages."""
        return self.root / "public"


def home() -> Home:
    """Return the home of this process, from the environment, as absolute paths."""
    return Home(Path(os.environ.get("UNISONO_HOME", "var")).absolute())
