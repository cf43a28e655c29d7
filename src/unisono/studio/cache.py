"""What was made on demand, kept as long as there is room: a content store of its own, of bounded size."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress

import msgspec

from unisono.launch.store import Store
from unisono.site.outputs import FileRef, Made

#: Bytes that may be kept; then the longest unused goes, down to this share.
CAPACITY = 2 * 1024**3
DOWN_TO = 0.8
#: How many bytes are written before the folder is measured again.
_STEP = CAPACITY // 20


class Cache:
    """Files by the key of what made them, in `store`; whoever uses one touches it, so that it stays."""

    def __init__(self, store: Store, capacity: int = CAPACITY) -> None:
        self.store = store
        self._capacity = capacity
        self._unmeasured = _STEP

    def made(self, key: str, make: Callable[[], Made]) -> tuple[FileRef, ...]:
        """Return the files made for a key, made now unless they are there."""
        known = self.store.made(key)
        if known is not None:
            for file in known:
                with suppress(OSError):
                    os.utime(self.store.path(file.sha256))
            return known
        files = self.store.keep(key, make())
        self._unmeasured += sum(file.size for file in files)
        if self._unmeasured >= min(_STEP, self._capacity // 20):
            self._unmeasured = 0
            self.trim()
        return files

    def trim(self) -> None:
        """Let go of what was not used for longest, where there is more than may be kept."""
        found = []
        for path in self.store.folder.rglob("*"):
            with suppress(OSError):
                if path.is_file():
                    state = path.stat()
                    found.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in found)
        if total <= self._capacity:
            return
        for _, size, path in sorted(found):
            if total <= self._capacity * DOWN_TO:
                return
            with suppress(OSError):
                path.unlink()
            total -= size


def key_of_job(kind: str, version: str, job: object) -> str:
    """Return the key of a render: the hash of everything that it is made from."""
    return hashlib.sha256(msgspec.json.Encoder(order="deterministic").encode((kind, version, job))).hexdigest()
