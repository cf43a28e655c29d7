"""What an MP4 says of itself, read from its boxes (ISO/IEC 14496-12). Plain Python; nothing is decoded."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

#: Boxes that hold boxes, on the way to a track's header and to where its pictures lie.
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"dinf"}
#: Deeper than this no film nests its boxes; a file made to exhaust its readers does.
DEEPEST = 6


class Box(NamedTuple):
    """A box: its kind, its body, whether the file ends before it does."""

    kind: bytes
    body: memoryview
    is_cut_off: bool


def pixels(content: bytes | memoryview) -> tuple[int, int]:
    """Return width and height of the first picture track; (0, 0) where the file does not say.

    A file cut off in the middle is read as far as it goes.
    """
    for box in _boxes(memoryview(content)):
        if box.kind != b"tkhd" or len(box.body) < 84:
            continue
        width, height = struct.unpack(">II", box.body[-8:])
        if width and height:
            return width >> 16, height >> 16
    return 0, 0


def is_whole(content: bytes | memoryview) -> bool:
    """Say whether every box ends within the file, and the table of contents and the pictures are there."""
    boxes = list(_boxes(memoryview(content)))
    kinds = {box.kind for box in boxes}
    return b"mdat" in kinds and b"mvhd" in kinds and not any(box.is_cut_off for box in boxes)


def leads_elsewhere(content: bytes | memoryview) -> bool:
    """Say whether the film's pictures or sound lie in other files, by path or address."""
    for box in _boxes(memoryview(content)):
        if box.kind != b"dref":
            continue
        for entry in _boxes(box.body[8:]):
            # The lowest flag of an entry says "in this very file".
            if len(entry.body) < 4 or not entry.body[3] & 1:
                return True
    return False


def is_streamable(content: bytes | memoryview) -> bool:
    """Say whether the table of contents stands before the pictures: players begin without the whole file."""
    kinds = [box.kind for box in _boxes(memoryview(content))]
    return b"mvhd" in kinds and b"mdat" in kinds and kinds.index(b"mvhd") < kinds.index(b"mdat")


def _boxes(content: memoryview, depth: int = 0) -> Iterator[Box]:
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
        if kind in CONTAINERS and depth < DEEPEST:
            yield from _boxes(body, depth + 1)
        else:
            yield Box(kind, body, end > len(content))
        at = end
