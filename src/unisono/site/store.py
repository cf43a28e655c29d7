"""What the site needs of a content store. The store itself belongs to the room that freezes editions."""

from collections.abc import Iterable
from typing import Protocol


class Blobs(Protocol):
    """Content by its SHA-256 (hex)."""

    def put(self, content: bytes) -> str:
        """Keep content; return its SHA-256."""
        ...

    def has(self, sha256: str) -> bool:
        """Say whether the content is there."""
        ...

    def laid_out(self, files: Iterable[tuple[str, str]]) -> str:
        """Return a folder in which these files (path, SHA-256) lie, the same for the same files; "" for none."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return content; raises `FileNotFoundError` when it is not there."""
        ...
