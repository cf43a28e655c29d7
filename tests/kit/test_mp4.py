"""What an MP4 says of itself."""

import struct
from pathlib import Path

import pytest

from unisono.kit.mp4 import pixels

DEMO = Path(__file__).parents[2] / "demo" / "mother-language-day" / "film" / "master.mp4"


def box(kind: bytes, body: bytes) -> bytes:
    """Write one box."""
    return struct.pack(">I4s", len(body) + 8, kind) + body


def track(width: int, height: int) -> bytes:
    """Write a track of this size; a sound track has none."""
    return box(b"trak", box(b"tkhd", bytes(76) + struct.pack(">II", width << 16, height << 16)))


def test_pixels_of_the_demo_film():
    assert pixels(DEMO.read_bytes()) == (1280, 720)


def test_pixels_are_those_of_the_picture_track():
    assert pixels(box(b"ftyp", b"isom") + box(b"moov", track(0, 0) + track(720, 1280))) == (720, 1280)


@pytest.mark.parametrize("content", [b"", b"not a film", box(b"moov", b""), box(b"moov", track(640, 360))[:60]])
def test_pixels_of_what_does_not_say_are_none(content):
    assert pixels(content) == (0, 0)


def test_pixels_of_a_box_that_lies_about_its_size_end_there():
    assert pixels(struct.pack(">I4s", 4, b"moov") + track(640, 360)) == (0, 0)
