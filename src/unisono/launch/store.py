"""The content store: blobs named by their SHA-256, what each output's key has made, and manifests.

Layout under `editions/`: `blobs/ab/abcd…` (content), `blobs/ab/abcd….br` and `.gz` (derived, only where they
are smaller), `made/ab/abcd….json` (files made for an output's key), `manifests/{edition}.json`, and
`indexes/{edition}.json` (what it was made from), `themes/{content}/…` (files of
themes as the engine reads them). Plain Python.
"""

import fcntl
import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli
import msgspec

from unisono.kit.themes import laid_out
from unisono.site.outputs import FileRef, Made
from unisono.site.snapshot import Snapshot

#: Types that shrink well; pictures and films are compressed already.
TEXT_TYPES = (
    "text/",
    "image/svg+xml",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/feed+json",
    "application/manifest+json",
    "application/ld+json",
)
WORTH = 0.95


@dataclass(frozen=True, slots=True)
class Index:
    """What an edition was made from: the snapshot, and the files by the name of the output that made them."""

    snapshot: Snapshot
    files: dict[str, tuple[FileRef, ...]]


class Store:
    """A folder of content, shared by all editions of all campaigns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- blobs

    def path(self, sha256: str) -> Path:
        """Return where the content with this hash is, or would be."""
        return self.folder / "blobs" / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Say whether the content is there."""
        return self.path(sha256).exists()

    def put(self, content: bytes) -> str:
        """Keep `content`; return its SHA-256 (hex)."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.has(sha256):
            replace_file(self.path(sha256), content, mode=0o444)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return content; raises `FileNotFoundError` when it is not there."""
        return self.path(sha256).read_bytes()

    def laid_out(self, files: Iterable[tuple[str, str]]) -> str:
        """Return a folder in which these files (path, SHA-256) of a theme lie, the same for the same files; "" for
        none. Raises `FileNotFoundError` where content is not there."""
        return laid_out(self.folder / "themes", files, lambda _, sha256: self.get(sha256))

    def compress(self, sha256: str, type: str) -> None:
        """Make the precompressed variants of a text, where they are worth it and not there yet."""
        if not type.startswith(TEXT_TYPES):
            return
        path = self.path(sha256)
        if path.with_name(path.name + ".gz").exists() or path.with_name(path.name + ".br").exists():
            return
        content = path.read_bytes()
        packed = {".br": brotli.compress(content, quality=9), ".gz": gzip.compress(content, 9, mtime=0)}
        for suffix, small in packed.items():
            if len(small) < WORTH * len(content):
                replace_file(path.with_name(path.name + suffix), small, mode=0o444)

    # -- what was made

    def made(self, key: str) -> tuple[FileRef, ...] | None:
        """Return the files made for an output's key; None when it must be made (again)."""
        try:
            files = msgspec.json.decode(self._made_path(key).read_bytes(), type=tuple[FileRef, ...])
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        return files if all(self.has(file.sha256) for file in files) else None

    def keep(self, key: str, made: Made) -> tuple[FileRef, ...]:
        """Keep the files made for an output's key, and note that they are its."""
        for _, content, _ in made:
            self.put(content)
        files = tuple(FileRef.of(path, content, type) for path, content, type in made)
        replace_file(self._made_path(key), msgspec.json.encode(files))
        return files

    def _made_path(self, key: str) -> Path:
        return self.folder / "made" / key[:2] / f"{key}.json"

    # -- manifests

    def put_manifest(self, manifest: bytes) -> str:
        """Keep a manifest; return the edition's name, its SHA-256 (hex)."""
        name = hashlib.sha256(manifest).hexdigest()
        if not self.manifest_path(name).exists():
            replace_file(self.manifest_path(name), manifest, mode=0o444, durable=True)
        return name

    def manifest_path(self, name: str) -> Path:
        """Return where the manifest of an edition is."""
        return self.folder / "manifests" / f"{name}.json"

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Let one process at a time do `what`; the others wait for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # -- what an edition was made from: for what is made on demand once it is open, never served itself

    def put_index(self, name: str, index: Index) -> None:
        """Keep what the edition `name` was made from."""
        replace_file(self._index_path(name), msgspec.json.encode(index), mode=0o400)

    def index(self, name: str) -> Index:
        """Return what an edition was made from; raises `FileNotFoundError` for one of an older release."""
        return msgspec.json.decode(self._index_path(name).read_bytes(), type=Index)

    def _index_path(self, name: str) -> Path:
        return self.folder / "indexes" / f"{name}.json"


def replace_file(path: Path, content: bytes, *, mode: int = 0o644, durable: bool = False) -> None:
    """Write a file so that readers see the old one or the new one, never a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:16]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if durable:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
