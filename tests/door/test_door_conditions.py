"""Entity tags and ranges."""

import pytest

from unisono.door.conditions import UnsatisfiableRangeError, is_known, wanted_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=990-5000", (990, 1000)),
        ("bytes=-10", (990, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes= 0 - 9 ", (0, 10)),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=", None),
        ("bytes=0-1,5-9", None),
        ("bytes=a-b", None),
        ("bytes=0x1-2", None),
        ("bytes=٣-٤", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("items=0-1", None),
        ("0-1", None),
        ("", None),
    ],
)
def test_range_is_read(header, part):
    assert wanted_range(header, 1000) == part


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=1000-", 1000), ("bytes=-0", 1000), ("bytes=0-", 0), ("bytes=-5", 0)]
)
def test_range_outside_the_file_is_refused(header, size):
    with pytest.raises(UnsatisfiableRangeError):
        wanted_range(header, size)


@pytest.mark.parametrize(
    ("header", "expected"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("a", False), ("", False)],
)
def test_tag_is_compared_weakly(header, expected):
    assert is_known(header, '"a"') is expected
