"""The demo campaign's pictures and film: named by their hashes, small enough to keep, ready to stream."""

import hashlib
import io
import re
import struct
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from unisono.kit.film.checking import check_captions, check_film
from unisono.kit.film.probing import probe
from unisono.kit.film.shapes import SHAPES

PACK = Path(__file__).parents[1] / "demo" / "mother-language-day"
PICTURES = tomllib.loads((PACK / "pictures.toml").read_text(encoding="utf-8"))["pictures"]
FILM = tomllib.loads((PACK / "film.toml").read_text(encoding="utf-8"))
LANGUAGES = tomllib.loads((PACK / "campaign.toml").read_text(encoding="utf-8"))["languages"]
CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
CUE = re.compile(r"^(\d+):(\d\d):(\d\d\.\d{3}) --> (\d+):(\d\d):(\d\d\.\d{3})$", re.MULTILINE)


def boxes(content: bytes) -> list[tuple[bytes, bytes]]:
    """Return the boxes of an MP4, those inside containers after their container, as (kind, body)."""
    found, at = [], 0
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        start = 8
        if size == 1:
            size, start = struct.unpack_from(">Q", content, at + 8)[0], 16
        assert size >= start, f"a box of {size} bytes at {at}"
        assert at + size <= len(content), f"the box {kind!r} at {at} is cut off"
        body = content[at + start : at + size]
        found.append((kind, body))
        if kind in CONTAINERS:
            found += boxes(body)
        at += size
    return found


@pytest.fixture(scope="module")
def master() -> list[tuple[bytes, bytes]]:
    return boxes((PACK / FILM["master"]).read_bytes())


def seconds_of(hours: str, minutes: str, seconds: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def cues(code: str) -> list[tuple[float, float]]:
    text = (PACK / "film" / "captions" / f"{code}.vtt").read_text(encoding="utf-8")
    return [(seconds_of(*found[:3]), seconds_of(*found[3:])) for found in CUE.findall(text)]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture["key"])
def test_name_picture_by_hash_of_its_bytes(picture: dict) -> None:
    path = PACK / picture["file"]
    content = path.read_bytes()
    assert path.stem == hashlib.sha256(content).hexdigest()
    assert len(content) <= 200_000
    opened = Image.open(io.BytesIO(content))
    opened.load()
    assert (opened.format, opened.size) == ("PNG", (1600, 1200))


def test_keep_no_media_that_nothing_names() -> None:
    named = {picture["file"] for picture in PICTURES}
    assert {f"media/{path.name}" for path in (PACK / "media").iterdir()} == named


def test_draw_pictures_on_the_ground_of_the_theme() -> None:
    ground = tomllib.loads((PACK / "campaign.toml").read_text(encoding="utf-8"))["theme"]["colours"]["ground"]
    for picture in PICTURES:
        opened = Image.open(PACK / picture["file"]).convert("RGB")
        colours = opened.getcolors(maxcolors=opened.width * opened.height)
        share, colour = max(colours)
        assert "#{:02x}{:02x}{:02x}".format(*colour) == ground
        # Neither empty nor full: at least two percent of it is drawn, at most forty.
        assert 0.02 < 1 - share / (opened.width * opened.height) < 0.40, picture["key"]


def test_put_table_of_contents_before_the_film(master: list[tuple[bytes, bytes]]) -> None:
    kinds = [kind for kind, _ in master]
    assert kinds[0] == b"ftyp"
    assert kinds.index(b"moov") < kinds.index(b"mdat")


def test_say_true_duration_of_the_film(master: list[tuple[bytes, bytes]]) -> None:
    header = dict(master)[b"mvhd"]
    assert header[0] == 0, "the short form of the header"
    scale, duration = struct.unpack_from(">II", header, 12)
    assert duration / scale == pytest.approx(FILM["seconds"], abs=0.1)
    assert FILM["seconds"] == 26.0


def test_film_is_silent_h264_of_650_frames(master: list[tuple[bytes, bytes]]) -> None:
    tracks = [body[8:12] for kind, body in master if kind == b"hdlr"]
    assert tracks == [b"vide"]
    found = dict(master)
    entry = found[b"stsd"][8:]
    assert entry[4:8] == b"avc1"
    assert struct.unpack_from(">HH", entry, 32) == (1280, 720)
    configuration = entry[entry.index(b"avcC") + 4 :]
    assert configuration[1] == 100, "the high profile"
    assert struct.unpack_from(">I", found[b"stsz"], 8) == (26 * 25,)


def test_film_and_poster_are_small_enough_to_keep() -> None:
    assert (PACK / FILM["master"]).stat().st_size <= 1_500_000
    assert (PACK / FILM["poster"]).stat().st_size <= 120_000
    with Image.open(PACK / FILM["poster"]) as poster:
        poster.load()
        assert poster.size == (1280, 720)


@pytest.mark.parametrize("code", LANGUAGES)
def test_end_captions_before_the_film_ends(code: str) -> None:
    found = cues(code)
    assert found == cues("en")
    assert len(found) == 7
    assert all(start < end for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert found[-1][1] <= FILM["seconds"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_captions_have_nothing_to_mend(code: str) -> None:
    text = (PACK / "film" / "captions" / f"{code}.vtt").read_text(encoding="utf-8")
    assert check_captions(text, FILM["seconds"]) == []


def test_film_has_nothing_to_mend_but_that_it_is_silent() -> None:
    found = [str(one) for one in check_film(probe(PACK / FILM["master"]))]
    assert [one.partition(".")[0] for one in found] == ["The film has no sound"]


def test_versions_are_of_languages_and_shapes_that_there_are() -> None:
    wanted = [one.split(":") for one in FILM["versions"]]
    assert wanted
    assert all(language in LANGUAGES and shape in SHAPES for language, shape in wanted)
