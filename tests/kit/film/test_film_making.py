"""What is made of a film: versions, end cards, smaller files, posters, sound."""

import hashlib
import subprocess
import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy
import pytest
from film_samples import DEMO, SENTENCES, TONE, box, film, frame, ink, need_ffmpeg, vtt

from unisono.kit import mp4
from unisono.kit.engine import FilmStill, Theme, render_still
from unisono.kit.film.ass import captions_for
from unisono.kit.film.ffmpeg import ffmpeg
from unisono.kit.film.making import (
    Wanted,
    broadcast_gain,
    burn,
    burnt_rate,
    is_ready,
    join,
    make_ending,
    make_poster,
    make_rendition,
    make_sound,
    rendition_size,
)
from unisono.kit.film.probing import Headers, probe, read_headers
from unisono.kit.film.shapes import SHAPES, head_of, layout_of
from unisono.kit.webvtt import parse

THEME = Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")


@pytest.fixture(autouse=True)
def _ffmpeg():
    need_ffmpeg()


def laid(folder: Path, content: bytes) -> tuple[Path, Headers]:
    path = folder / "master"
    path.write_bytes(content)
    return path, read_headers(path)


def still(kind: str, shape: str, language: str = "ar", **changes) -> FilmStill:
    wide, high = SHAPES[shape]
    words = {"campaign": "نهر للجميع", "slogan": "نهر واحد", "hashtag": "#نهر", "sample_note": "حملة"}
    if language != "ar":
        words = {"campaign": "A river for all", "slogan": "One river", "hashtag": "#River", "sample_note": "Sample"}
    return replace(
        FilmStill(kind, shape, wide, high, language, address="river.example.org/ar", theme=THEME, **words), **changes
    )


def packets(path: Path, video: str = "copy") -> list[str]:
    """The hash of every packet of a film, pictures and sound, without decoding; as "rawvideo", of every picture."""
    command = [ffmpeg().path, "-nostdin", "-v", "error", "-i", str(path), "-map", "0" if video == "copy" else "0:v"]
    command += ["-c", video, "-f", "framehash", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    rows = [line.split(",") for line in said.splitlines() if not line.startswith("#")]
    return [f"{row[0].strip()} {row[5].strip()}" for row in rows]  # track, hash


@pytest.mark.parametrize("sound", ["", TONE], ids=["silent", "with sound"])
def test_an_end_card_is_joined_without_encoding_the_body_again(tmp_path, sound):
    path, headers = laid(tmp_path, film("testsrc2=s=640x360:r=12:d=1", sound))
    layout = layout_of("landscape", 640, 360)
    captions = captions_for(parse(vtt("One."))[0], "en", layout)
    (body,) = burn(path, headers, layout, [Wanted(captions)], tmp_path)
    ending = make_ending(render_still(still("end", "landscape")), headers, tmp_path, THEME.ground)
    whole = join(body, ending, tmp_path)
    before, after, added = packets(body), packets(whole), packets(ending)
    for track in ("0", "1") if sound else ("0",):
        mine = [one for one in after if one.startswith(track)]
        parts = [[one for one in part if one.startswith(track)] for part in (before, added)]
        # Pictures from which playing can begin (every two seconds) are given the settings of their encoder along.
        keys = {*range(0, len(parts[0]), 24), *range(len(parts[0]), len(mine), 24)} if track == "0" else set()
        expected = [*parts[0], *parts[1]]
        assert len(mine) == len(expected)
        changed = {at for at, (one, other) in enumerate(zip(mine, expected, strict=True)) if one != other}
        assert changed <= keys
    assert packets(whole, "rawvideo") == packets(body, "rawvideo") + packets(ending, "rawvideo")
    joined = read_headers(whole)
    assert joined.seconds == pytest.approx(1 + 4, abs=0.2)
    assert (joined.audio != "") == bool(sound)
    assert mp4.is_streamable(whole.read_bytes())
    decoded = subprocess.run([ffmpeg().path, "-v", "error", "-i", whole, "-f", "null", "-"], capture_output=True)
    assert (decoded.returncode, decoded.stderr) == (0, b"")


def planes(content: bytes, folder: Path) -> list[int]:
    """Brightness and colours in the middle of a film's first picture, as they are stored."""
    (folder / "asked").write_bytes(content)
    command = [ffmpeg().path, "-nostdin", "-v", "error", "-i", str(folder / "asked"), "-frames:v", "1"]
    command += ["-vf", "crop=16:16", "-pix_fmt", "yuv444p", "-f", "rawvideo", "-"]
    raw = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout
    return [raw[at * 256 + 120] for at in range(3)]


def test_colours_of_an_unmarked_hd_film_are_kept(tmp_path):
    content = film("color=c=0x30a0e0:s=1280x720:r=12:d=0.3")
    path, headers = laid(tmp_path, content)
    captions = captions_for(parse(vtt("One."))[0], "en", layout_of("landscape", 1280, 720))
    (body,) = burn(path, headers, layout_of("landscape", 1280, 720), [Wanted(captions)], tmp_path)
    for one, other in zip(planes(content, tmp_path), planes(body.read_bytes(), tmp_path), strict=True):
        assert abs(one - other) <= 2


def test_versions_made_together_are_those_made_alone(tmp_path):
    path, headers = laid(tmp_path, film("testsrc2=s=640x360:r=12:d=1", TONE))
    layout = layout_of("landscape", 640, 360)
    wanted = [Wanted(captions_for(parse(vtt(SENTENCES[code]))[0], code, layout)) for code in ("ar", "hi", "zh-hans")]
    (tmp_path / "together").mkdir()
    together = [one.read_bytes() for one in burn(path, headers, layout, wanted, tmp_path / "together")]
    for number, one in enumerate(wanted):
        place = tmp_path / f"alone-{number}"
        place.mkdir()
        (alone,) = burn(path, headers, layout, [one], place)
        assert hashlib.sha256(alone.read_bytes()).hexdigest() == hashlib.sha256(together[number]).hexdigest()


@pytest.mark.parametrize("shape", ["square", "story"])
def test_a_film_of_another_shape_stands_on_the_ground_with_its_captions_under_it(tmp_path, shape):
    path, headers = laid(tmp_path, film("color=c=0x00a000:s=640x360:r=12:d=0.5"))
    layout = layout_of(shape, 640, 360)
    ground = render_still(still("ground", shape, head=head_of(layout)))
    captions = captions_for(parse(vtt(SENTENCES["ur"]))[0], "ur", layout, "#ffffff")
    (body,) = burn(path, headers, layout, [Wanted(captions, ground)], tmp_path)
    seen = frame(body.read_bytes(), 0.2)
    assert seen.shape == (layout.height, layout.width, 3)
    x, y, width, height = layout.picture
    inside = seen[y + 8 : y + height - 8, x + 8 : x + width - 8]
    assert inside[..., 1].mean() > 120
    assert inside[..., 0].mean() < 40
    corner = seen[2, 2].astype(int)
    assert numpy.abs(corner - numpy.array([0x10, 0x1C, 0x3D])).max() < 8
    under = seen[y + height :]
    _, top, _, bottom = box(ink(under))
    assert 0 < top < bottom <= layout.room + layout.em
    above = seen[: y - 4]
    assert ink(above).any(), "the campaign's name stands above the film"


def test_end_cards_carry_their_words_in_every_shape_and_a_code_that_can_be_scanned():
    import io

    import segno
    import zxingcpp
    from PIL import Image

    file = io.BytesIO()
    segno.make("https://river.example.org/ar/", error="m").save(file, kind="svg", border=2, xmldecl=False)
    for shape, (wide, high) in SHAPES.items():
        for language in ("ar", "en"):
            png = render_still(still("end", shape, language, qr_svg=file.getvalue()))
            picture = Image.open(io.BytesIO(png)).convert("RGB")
            assert picture.size == (wide, high)
            assert [one.text for one in zxingcpp.read_barcodes(picture)] == ["https://river.example.org/ar/"]
            left, _, right, _ = box(ink(numpy.asarray(picture)))
            assert wide * 0.03 < left < right < wide * 0.97


def test_renditions_are_smaller_and_stream(tmp_path):
    path, headers = laid(tmp_path, film("testsrc2=s=1920x1080:r=50:d=0.5", TONE))
    assert not is_ready(headers, 720)
    for lines, size in ((720, (1280, 720)), (480, (854, 480))):
        assert rendition_size(headers, lines) == size
        made = make_rendition(path, headers, lines, tmp_path)
        found = read_headers(made)
        assert (found.width, found.height, found.rate, found.codec, found.audio) == (*size, Fraction(25), "AVC", "AAC")
        assert found.is_streamable
        assert found.is_plain


def test_a_film_that_is_ready_is_not_made_again():
    headers = read_headers(DEMO / "master.mp4")
    assert is_ready(headers, 720)
    assert rendition_size(headers, 480) == (0, 0)
    heavy = replace(headers, size=headers.size * 20)
    assert not is_ready(heavy, 720)
    assert rendition_size(heavy, 480) == (854, 480)
    assert rendition_size(replace(heavy, width=720, height=1280), 480) == (480, 854)
    assert rendition_size(replace(heavy, width=640, height=360), 720) == (640, 360)


def test_pictures_a_second_are_those_of_the_film_up_to_thirty():
    headers = read_headers(DEMO / "master.mp4")
    given = {Fraction(25): 25, Fraction(30000, 1001): Fraction(30000, 1001), Fraction(50): 25, Fraction(60): 30}
    assert {rate: burnt_rate(replace(headers, rate=rate)) for rate in given} == given


def test_a_poster_is_taken_from_the_film(tmp_path):
    path, headers = laid(tmp_path, film("color=c=0x00a000:s=320x180:r=12:d=2"))
    (tmp_path / "poster").write_bytes(make_poster(path, headers, tmp_path))
    from PIL import Image

    with Image.open(tmp_path / "poster") as picture:
        assert picture.size == (320, 180)
        assert picture.convert("RGB").getpixel((10, 10))[1] > 120


def test_sound_for_radio_is_wav_at_the_loudness_of_broadcasting(tmp_path):
    path, headers = laid(tmp_path, film("testsrc2=s=320x180:r=12:d=4", TONE))
    found = probe(path)
    gain = broadcast_gain(found.loudness, found.peak)
    sound = make_sound(path, headers, gain, tmp_path)
    with wave.open(str(sound)) as opened:
        assert (opened.getframerate(), opened.getsampwidth(), opened.getnchannels()) == (48000, 2, 2)
        assert opened.getnframes() / 48000 == pytest.approx(4, abs=0.2)
        samples = numpy.frombuffer(opened.readframes(opened.getnframes()), numpy.int16) / 32768
    # Of a sine in both channels, loudness is its level and about three decibels for the second channel.
    assert 20 * numpy.log10(numpy.sqrt((samples**2).mean())) == pytest.approx(-23 - 2.4, abs=1.2)


def test_no_peak_is_cut_for_loudness():
    assert broadcast_gain(-14.0, -0.5) == -9.0
    assert broadcast_gain(-40.0, -3.0) == 2.0
    assert broadcast_gain(None, None) == 0.0
