"""What the site needs of a content store. The store itself belongs to the room that freezes editions."""

from typing import Protocol


class Blobs(Protocol):
    """Content by its SHA-256 (hex)."""

    def put(self, content: bytes) -> str:
        """Keep content; return its SHA-256."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return content; raises `FileNotFoundError` when it is not there."""
        ...
