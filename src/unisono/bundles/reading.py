"""The bytes of a bundle, a little at a time: what is sent, exported or checked."""

from collections.abc import Callable, Iterator
from pathlib import Path

from unisono.bundles.layout import Bundle, Span

#: Bytes given out at a time, and so what one reader holds in memory.
CHUNK = 128 * 1024


class Incomplete(OSError):
    """A blob of the bundle is shorter than its plan says."""


def chunks(bundle: Bundle, path_of: Callable[[str], Path], start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield bytes [start, stop) of the ZIP, `CHUNK` at a time.

    `path_of` says where the blob with a SHA-256 is. Raises `OSError` where one cannot be read, `Incomplete`
    where one has been cut off.
    """
    gathered = bytearray()
    for part in bundle.parts(start, stop):
        for piece in _read(part, path_of(part.sha256)) if isinstance(part, Span) else (part,):
            gathered += piece
            while len(gathered) >= CHUNK:
                yield bytes(gathered[:CHUNK])
                del gathered[:CHUNK]
    if gathered:
        yield bytes(gathered)


def _read(span: Span, path: Path) -> Iterator[bytes]:
    left = span.stop - span.start
    with path.open("rb", buffering=0) as blob:
        blob.seek(span.start)
        while left:
            piece = blob.read(min(left, CHUNK))
            if not piece:
                raise Incomplete(f"{left} bytes are missing at the end of {path}")
            left -= len(piece)
            yield piece
