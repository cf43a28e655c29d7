"""Where previews keep what they have made: beside the editions, and only for as long as somebody looks."""

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from unisono.base.home import Home
from unisono.kit.themes import laid_out
from unisono.launch.store import Store
from unisono.site.outputs import FileRef

#: Seconds after which what was made for a preview alone, and not shown again, is thrown away; and between two looks
#: for it.
KEPT = 24 * 3600
TIDIED_EVERY = 3600
#: As many hex digits of its hash stand in the path of a file that never changes.
STARTS = 16


class PreviewStore(Store):
    """What editions have made, and beside it what previews alone have made."""

    def __init__(self, place: Home) -> None:
        super().__init__(place.root / "preview")
        self.editions = Store(place.editions)

    def path(self, sha256: str) -> Path:
        """Return where the content is, in either; what is in neither belongs here."""
        return self.editions.path(sha256) if self.editions.has(sha256) else super().path(sha256)

    def made(self, key: str) -> tuple[FileRef, ...] | None:
        """Return what an edition or a preview has made for a key."""
        if (found := self.editions.made(key)) is not None:
            return found
        found = super().made(key)
        if found is not None:
            for path in (self._made_path(key), *(super(PreviewStore, self).path(file.sha256) for file in found)):
                _use(path)
        return found

    def laid_out(self, files: Iterable[tuple[str, str]]) -> str:
        """Return where a theme's files lie: beside the editions, where nothing is thrown away."""
        return laid_out(self.editions.folder / "themes", files, lambda _, sha256: self.get(sha256))

    def find(self, start: str) -> Path | None:
        """Return where the one content is whose SHA-256 begins with `start` (at least 16 hex digits)."""
        for folder in (self.editions.folder, self.folder):
            for path in sorted((folder / "blobs" / start[:2]).glob(f"{start}*")):
                if "." not in path.name:
                    return path
        return None

    def tidy(self) -> None:
        """Throw away what was made for previews long ago; at most once an hour."""
        mark, now = self.folder / "tidied", time.time()
        if mark.exists() and now - mark.stat().st_mtime < TIDIED_EVERY:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        mark.touch()
        for path in self.folder.glob("*/*/*"):
            if path.is_file() and now - path.stat().st_mtime > KEPT:
                path.unlink(missing_ok=True)

    def let_see(self, look: str, files: Mapping[str, Iterable[FileRef]]) -> None:
        """Note that a look (a name in hex) has shown these files: who looks so may ask for them, and for no others."""
        folder = self.folder / "seen" / look
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in folder.iterdir()}
        for start in {file.sha256[:STARTS] for made in files.values() for file in made}:
            if start not in there:
                (folder / start).touch()
            else:
                _use(folder / start)

    def may_see(self, look: str, start: str) -> bool:
        """Say whether a look has shown the content whose SHA-256 begins so."""
        return (self.folder / "seen" / look / start).exists()


def _use(path: Path) -> None:
    """Keep a file for another while; what another request has thrown away in this moment is made again later."""
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > TIDIED_EVERY:
            os.utime(path)
