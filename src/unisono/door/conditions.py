"""Conditions of a request: entity tags and ranges (RFC 9110 §13, §14)."""

from __future__ import annotations

import re

# 18 digits hold an exabyte; more would only be an attempt to make int() work hard.
_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


class UnsatisfiableRangeError(Exception):
    """The range lies wholly outside the file: the answer is 416."""


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the visitor already holds `etag` (weak comparison, as If-None-Match wants)."""
    if if_none_match.strip() == "*":
        return True
    return any(known.strip().removeprefix("W/") == etag for known in if_none_match.split(","))


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """First and one-past-last byte of a single-range header, or None where the whole is to be sent.

    Several ranges, other units and malformed headers are answered with the whole, as RFC 9110 allows.
    Raises UnsatisfiableRangeError where a well-formed range touches no byte of the file.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        length = min(int(last), size)
        if length == 0:
            raise UnsatisfiableRangeError
        return size - length, size
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableRangeError
    return start, min(int(last) + 1, size) if last else size
