"""Where every byte of a ZIP lies, before one is written: headers, contents, directory.

Follows PKWARE's APPNOTE 6.3 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT): sizes and checksums
stand in front of each content, names are UTF-8, and the 64-bit forms are used only where a number needs them.
The same plan gives the same bytes: there is no clock, and modes are those of a plain readable file on Unix.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from typing import NamedTuple

import msgspec

from unisono.bundles.plan import BadPlan, BundledFile, Plan, checked

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")

_STORED, _DEFLATED = 0, 8
_UTF8_NAMES = 0x0800
_NEEDS_ZIP_2, _NEEDS_ZIP_4_5 = 20, 45
_MADE_ON_UNIX = 3 << 8 | _NEEDS_ZIP_4_5
_PLAIN_FILE = 0o100644 << 16
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_SIZES_64 = 1
"""The extra field that holds numbers of 64 bits."""


class Span(NamedTuple):
    """Bytes [start, stop) of the blob named by its SHA-256."""

    sha256: str
    start: int
    stop: int


class Bundle:
    """The ZIP of a plan: its `size`, and what any range of it is made of. Raises `BadPlan`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._parts = _laid_out(plan)
        self._starts = [0, *accumulate(map(_length, self._parts))]
        if self.size != plan.size:
            raise BadPlan(f"the ZIP of this plan has {self.size} bytes, not {plan.size}")

    @property
    def size(self) -> int:
        """Bytes of the whole ZIP."""
        return self._starts[-1]

    def parts(self, start: int = 0, stop: int | None = None) -> Iterator[bytes | Span]:
        """Yield what bytes [start, stop) of the ZIP are: bytes themselves, or where they are to be read."""
        stop = self.size if stop is None else min(stop, self.size)
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self._parts)):
            first = self._starts[at]
            if first >= stop:
                return
            part = self._parts[at]
            begin, end = max(start - first, 0), min(stop - first, _length(part))
            if begin < end:
                yield Span(part.sha256, begin, end) if isinstance(part, Span) else part[begin:end]


def plan_of(name: str, at: datetime, files: Iterable[BundledFile]) -> Plan:
    """Return the plan of a bundle of these files, sorted by name. Raises `BadPlan`."""
    ordered = tuple(sorted(files, key=lambda file: file.name))
    plan = checked(Plan(name, at.astimezone(UTC).replace(microsecond=0), 0, ordered))
    return msgspec.structs.replace(plan, size=sum(map(_length, _laid_out(plan))))


def _laid_out(plan: Plan) -> list[bytes | Span]:
    """Return everything that stands in the ZIP, in order."""
    parts: list[bytes | Span] = []
    directory: list[bytes] = []
    offset = 0
    when = _dos_time(plan.at)
    for file in plan.files:
        head = _local_header(file, when)
        parts += [head, Span(file.sha256, 0, file.size) if file.sha256 else file.deflated]
        directory.append(_central_header(file, when, offset))
        offset += len(head) + file.packed_size
    entries = b"".join(directory)
    return [*parts, entries, _end(len(directory), len(entries), offset)]


def _length(part: bytes | Span) -> int:
    return part.stop - part.start if isinstance(part, Span) else len(part)


def _dos_time(at: datetime) -> tuple[int, int]:
    """Return time and date as a ZIP says them: two-second steps, 1980 to 2107, in no zone (here: UTC)."""
    if not 1980 <= at.year <= 2107:
        return 0, 1 << 5 | 1
    return at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day


def _described(file: BundledFile) -> tuple[int, int, int]:
    """Return method, size in the ZIP, and size of the content."""
    return (_STORED if file.sha256 else _DEFLATED), file.packed_size, file.size


def _local_header(file: BundledFile, when: tuple[int, int]) -> bytes:
    name = file.name.encode()
    method, packed, size = _described(file)
    extra = b""
    if max(packed, size) >= _FULL_32:  # here both must be given, whichever needs it
        extra = struct.pack("<2H2Q", _SIZES_64, 16, size, packed)
        packed = size = _FULL_32
    needs = _NEEDS_ZIP_4_5 if extra else _NEEDS_ZIP_2
    fixed = (b"PK\3\4", needs, _UTF8_NAMES, method, *when, file.crc32, packed, size, len(name), len(extra))
    return _LOCAL.pack(*fixed) + name + extra


def _central_header(file: BundledFile, when: tuple[int, int], offset: int) -> bytes:
    name = file.name.encode()
    method, packed, size = _described(file)
    large = [number for number in (size, packed, offset) if number >= _FULL_32]
    extra = struct.pack(f"<2H{len(large)}Q", _SIZES_64, 8 * len(large), *large) if large else b""
    needs = _NEEDS_ZIP_4_5 if extra else _NEEDS_ZIP_2
    size, packed, offset = (min(number, _FULL_32) for number in (size, packed, offset))
    fixed = (b"PK\1\2", _MADE_ON_UNIX, needs, _UTF8_NAMES, method, *when, file.crc32, packed, size)
    return _CENTRAL.pack(*fixed, len(name), len(extra), 0, 0, 0, _PLAIN_FILE, offset) + name + extra


def _end(entries: int, size: int, offset: int) -> bytes:
    """Return the end of a ZIP whose directory of so many entries and bytes begins at `offset`."""
    large = b""
    if entries >= _FULL_16 or max(size, offset) >= _FULL_32:
        made = (_MADE_ON_UNIX, _NEEDS_ZIP_4_5)
        large = _END_64.pack(b"PK\6\6", _END_64.size - 12, *made, 0, 0, entries, entries, size, offset)
        large += _LOCATOR_64.pack(b"PK\6\7", 0, offset + size, 1)
    counted, size, offset = min(entries, _FULL_16), min(size, _FULL_32), min(offset, _FULL_32)
    return large + _END.pack(b"PK\5\6", 0, 0, counted, counted, size, offset, 0)
