"""Originals without what their makers did not mean to publish: places, cameras, names, hidden second pictures.

Photographs carry where they were taken and with whose camera; where supporting a campaign is dangerous that can
cost a life. Pixels are left as they are: only the parts of a file that hold pixels and their colours are kept.
"""

import struct
import zlib
from collections.abc import Iterator

_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split(),
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_METADATA_FLAGS = 0x0C
_MP4_CONTAINERS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl"))
_MP4_METADATA = frozenset((b"udta", b"meta", b"uuid"))


class Unreadable(ValueError):
    """A file that is not what it says it is; the message says what to do."""

    def __init__(self, type: str, fault: str) -> None:
        super().__init__(type, fault)
        self.type, self.fault = type, fault

    def __str__(self) -> str:
        return f"this is no whole file of the type {self.type}: {self.fault}; save it again and upload it anew"


def cleaned(content: bytes, type: str) -> bytes:
    """Return a picture or film without metadata; the very same bytes when there is none.

    `type` is image/jpeg, image/png, image/webp, video/mp4 or video/quicktime; others come back as they are.
    Raises `Unreadable`.
    """
    clean = {
        "image/jpeg": _clean_jpeg,
        "image/png": _clean_png,
        "image/webp": _clean_webp,
        "video/mp4": _clean_mp4,
        "video/quicktime": _clean_mp4,
    }.get(type)
    try:
        return clean(content) if clean else content
    except (struct.error, IndexError) as fault:
        raise Unreadable(type, "it breaks off in the middle") from fault


def _clean_png(content: bytes) -> bytes:
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        raise Unreadable("image/png", "it does not begin as a PNG does")
    kept, at = [content[:8]], 8
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise Unreadable("image/png", "it breaks off in the middle")
        if kind in _PNG_KEPT:
            chunk = content[at:end]
            kept.append(_without_profile_name(chunk) if kind == b"iCCP" else chunk)
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def _without_profile_name(chunk: bytes) -> bytes:
    """A colour profile under a neutral name: programs write the monitor's or its owner's there."""
    name, _, rest = chunk[8:-4].partition(b"\0")
    if name == b"ICC Profile":
        return chunk
    body = b"iCCPICC Profile\0" + rest
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _clean_webp(content: bytes) -> bytes:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Unreadable("image/webp", "it does not begin as a WebP does")
    kept, at = [], 12
    end = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while at + 8 <= end:
        kind, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        after = at + 8 + length + length % 2
        if after > len(content) + length % 2:
            raise Unreadable("image/webp", "it breaks off in the middle")
        if kind in _WEBP_KEPT:
            chunk = bytearray(content[at:after])
            if kind == b"VP8X":
                chunk[8] &= ~_WEBP_METADATA_FLAGS
            kept.append(bytes(chunk))
        at = after
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _clean_jpeg(content: bytes) -> bytes:
    if content[:2] != b"\xff\xd8":
        raise Unreadable("image/jpeg", "it does not begin as a JPEG does")
    return b"\xff\xd8" + b"".join(_jpeg_parts(content)) + b"\xff\xd9"


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    """The segments and scans to keep, up to the end of the first picture: what follows may hold others."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise Unreadable("image/jpeg", "there are stray bytes between its parts")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == 0xD9:
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        segment = content[at:end]
        if _is_kept(marker, segment):
            yield segment
        if marker == 0xDA:
            scan_end = _scan_end(content, end)
            yield content[end:scan_end]
            end = scan_end
        at = end


def _is_kept(marker: int, segment: bytes) -> bool:
    """Whether a JPEG segment holds pixels or their colours: JFIF, ICC profile and Adobe's colour mark among them."""
    if marker == 0xE2:
        return segment[4:15] == b"ICC_PROFILE"
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _scan_end(content: bytes, start: int) -> int:
    """Where the compressed pixels that begin at `start` end: at the next marker that is not part of them."""
    at = content.index(b"\xff", start) if b"\xff" in content[start:] else len(content)
    while content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7 or content[at + 1] == 0xFF:
        at = content.find(b"\xff", at + (1 if content[at + 1] == 0xFF else 2))
        if at < 0:
            raise Unreadable("image/jpeg", "it breaks off in the middle")
    return at


def _clean_mp4(content: bytes) -> bytes:
    if content[4:8] != b"ftyp":
        raise Unreadable("video/mp4", "it does not begin as an MP4 does")
    clean = bytearray(content)
    found = list(_metadata_boxes(content, 0, len(content)))
    for start, header, end in found:
        # The place is kept and emptied: positions of the pictures are counted from the file's beginning.
        clean[start + 4 : start + 8] = b"free"
        clean[start + header : end] = bytes(end - start - header)
    return bytes(clean) if found else content


def _metadata_boxes(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Boxes that hold metadata: (start, length of the header, end)."""
    at = start
    while at + 8 <= end:
        size, header = struct.unpack_from(">I", content, at)[0], 8
        kind = content[at + 4 : at + 8]
        if size == 1:
            size, header = struct.unpack_from(">Q", content, at + 8)[0], 16
        size = end - at if size == 0 else size
        if size < header or at + size > end:
            raise Unreadable("video/mp4", "one of its parts is longer than the file")
        if kind in _MP4_METADATA:
            yield at, header, at + size
        elif kind in _MP4_CONTAINERS:
            yield from _metadata_boxes(content, at + header, at + size)
        at += size
