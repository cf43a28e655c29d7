"""What an MP4 says of itself, read from its boxes (ISO/IEC 14496-12). Plain Python; nothing is decoded."""

import struct
from collections.abc import Iterator

#: Boxes that hold boxes, on the way to a track's header.
CONTAINERS = {b"moov", b"trak"}


def pixels(content: bytes) -> tuple[int, int]:
    """Return width and height of the first picture track; (0, 0) where the file does not say.

    A file cut off in the middle is read as far as it goes.
    """
    for kind, body in _boxes(content):
        if kind != b"tkhd" or len(body) < 84:
            continue
        width, height = struct.unpack(">II", body[-8:])
        if width and height:
            return width >> 16, height >> 16
    return 0, 0


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        start = at + 8
        if size == 1 and at + 16 <= len(content):
            size, start = struct.unpack(">Q", content[at + 8 : at + 16])[0], at + 16
        end = len(content) if size == 0 else at + size
        if end <= at or end < start:
            return
        body = content[start:end]
        if kind in CONTAINERS:
            yield from _boxes(body)
        else:
            yield kind, body
        at = end
