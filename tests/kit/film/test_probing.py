"""Looking into films from strangers: what can be taken is measured, what cannot is refused in plain words."""

import struct
from fractions import Fraction

import pytest
from film_samples import DEMO, TONE, film, made, need_ffmpeg

from unisono.kit.film import probing
from unisono.kit.film.errors import FfmpegFailed, NoFfmpeg, NotAFilm, TookTooLong
from unisono.kit.film.ffmpeg import run
from unisono.kit.film.probing import probe


@pytest.fixture(autouse=True)
def _ffmpeg():
    need_ffmpeg()


@pytest.fixture
def look(tmp_path):
    """Probe content as an upload of this name."""

    def looked(content: bytes, name: str = "film.mp4"):
        (tmp_path / name).write_bytes(content)
        return probe(tmp_path / name)

    return looked


@pytest.fixture
def refused(look):
    """Probe content that must be refused; returns the sentence."""

    def said(content: bytes, name: str = "film.mp4") -> str:
        with pytest.raises(NotAFilm) as fault:
            look(content, name)
        return str(fault.value)

    return said


def test_measures_a_film_with_sound(look):
    found = look(film("testsrc2=s=640x360:r=25:d=2", TONE))
    headers = found.headers
    assert (headers.container, headers.codec, headers.audio) == ("mp4", "AVC", "AAC")
    assert (headers.width, headers.height, headers.rate) == (640, 360, Fraction(25))
    assert headers.seconds == pytest.approx(2, abs=0.1)
    assert headers.is_plain
    assert headers.is_streamable
    assert found.loudness == pytest.approx(-21.8, abs=1)  # a sine at an eighth of full scale
    assert found.peak == pytest.approx(-17, abs=2)
    assert (found.black, found.is_damaged) == (0.0, False)


def test_measures_the_demo_film():
    found = probe(DEMO / "master.mp4")
    assert (found.headers.width, found.headers.height, found.headers.seconds) == (1280, 720, 26.0)
    assert (found.headers.audio, found.loudness, found.black) == ("", None, 0.0)


def test_measures_black_at_the_beginning(look):
    black = [
        "-f",
        "lavfi",
        "-i",
        "color=black:s=320x180:r=12:d=1.5",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=12:d=1",
    ]
    found = look(made(*black, "-filter_complex", "concat", "-c:v", "libx264", "-pix_fmt", "yuv420p"))
    assert found.black == pytest.approx(1.5, abs=0.1)


def test_reads_webm_and_a_film_that_was_turned(look):
    found = look(film(name="film.webm"), "film.webm").headers
    assert (found.container, found.width, found.height) == ("webm", 320, 180)
    turned = made("-f", "lavfi", "-i", "testsrc2=s=320x180:r=12:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    found = look(made_turned(turned)).headers
    assert (found.width, found.height, found.is_plain) == (180, 320, False)


def made_turned(content: bytes) -> bytes:
    """The film with a note that the camera was held upright: a quarter turn in the track's matrix."""
    at = content.index(b"tkhd") + 4 + 40
    matrix = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    return content[:at] + matrix + content[at + 36 :]


def test_a_silent_sound_track_has_no_loudness(look):
    assert look(film("testsrc2=s=320x180:r=12:d=1", "anullsrc=r=48000:cl=stereo")).loudness is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty. Upload it again"),
        (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "This is a text file, not a film: it begins with “#EXTM3U”"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "This is a text file, not a film: it begins with “ffconcat"),
        ("Ein Brief über Flüsse.".encode(), "This is a text file, not a film: it begins with “Ein Brief"),
        (b"\x89PNG\r\n\x1a\n" + bytes(900), "This is no film that can be read here"),
        (bytes(range(256)) * 40, "This is no film that can be read here"),
        (b"\x00\x00\x00\x18ftypisom" + bytes(64), "The file breaks off in the middle"),
    ],
)
def test_refuses_what_is_no_film(refused, content, said):
    assert refused(content).startswith(said)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_refuses_a_film_that_breaks_off(refused, share):
    content = film()
    assert refused(content[: int(len(content) * share)]).startswith("The file breaks off in the middle")


def test_refuses_a_webm_that_breaks_off(refused):
    content = film("testsrc2=s=320x180:r=12:d=4", name="film.webm")
    assert "its pictures end after" in refused(content[: len(content) // 3], "film.webm")


def with_length(content: bytes, seconds: int) -> bytes:
    """The film with another length in every header that says one."""
    changed = bytearray(content)
    for kind, scale_at in ((b"mvhd", 16), (b"mdhd", 16)):
        start = content.index(kind)
        (scale,) = struct.unpack_from(">I", content, start + scale_at)
        struct.pack_into(">I", changed, start + scale_at + 4, min(seconds * scale, 0xFFFFFFFE))
    start = content.index(b"tkhd")
    (scale,) = struct.unpack_from(">I", content, content.index(b"mvhd") + 16)
    struct.pack_into(">I", changed, start + 24, min(seconds * scale, 0xFFFFFFFE))
    return bytes(changed)


def test_refuses_absurd_lengths(refused):
    assert "minutes long; at most 60 are taken" in refused(with_length(film(), 400_000))
    assert refused(with_length(film(), 1800)).startswith("The file says that the film is 1800.0 seconds long, but")


def test_refuses_huge_and_tiny_pictures(refused):
    assert "4200 × 200 pixels" in refused(film("color=c=teal:s=4200x200:r=12:d=0.2"))
    assert "96 × 54 pixels; each side must have 160 to 4096" in refused(film("testsrc2=s=96x54:r=12:d=1"))


def test_refuses_a_film_whose_pictures_lie_elsewhere(refused):
    content = film()
    start = content.index(b"url ")
    assert content[start + 7] == 1  # "in this very file"
    elsewhere = content[: start + 7] + b"\0" + content[start + 8 :]
    assert refused(elsewhere).startswith("The file only points to pictures that lie in other files")


def test_refuses_sound_alone(refused):
    assert refused(made("-f", "lavfi", "-i", f"{TONE}:d=1", "-c:a", "aac")).startswith("There are no moving pictures")


def test_refuses_garbage_inside_a_whole_frame_of_boxes(refused):
    content = bytearray(film("testsrc2=s=320x180:r=12:d=3"))
    start = content.index(b"mdat") + 8
    content[start:] = bytes((at * 37) % 251 for at in range(len(content) - start))
    assert "damaged" in refused(bytes(content)) or "cannot be read" in refused(bytes(content))


def test_stops_reading_when_it_takes_too_long(look, monkeypatch, refused):
    content = film("testsrc2=s=640x360:r=25:d=2", TONE)
    monkeypatch.setattr(probing, "PATIENCE", 0.001)
    assert "cannot be read" in refused(content) or "too long" in refused(content)


def test_ffmpeg_is_stopped_at_its_limits(tmp_path):
    endless = ["-f", "lavfi", "-i", "testsrc2=s=320x180", "-f", "null", "-"]
    with pytest.raises(TookTooLong, match="stopped after 0 seconds while making nothing"):
        run(endless, doing="making nothing", folder=tmp_path, seconds=0.4)
    with pytest.raises(FfmpegFailed, match="ffmpeg stopped while eating memory"):
        run(endless, doing="eating memory", folder=tmp_path, seconds=20, memory=60_000_000)


def test_says_how_to_get_ffmpeg(monkeypatch):
    monkeypatch.setattr("unisono.kit.film.ffmpeg._path", lambda: "")
    from unisono.kit.film.ffmpeg import ffmpeg, ffmpeg_version

    assert ffmpeg_version() == ""
    with pytest.raises(NoFfmpeg, match="install Unisono with the extra “video”"):
        ffmpeg()


def test_takes_unmarked_colours_as_players_do(look):
    assert look(film("testsrc2=s=320x180:r=12:d=1")).headers.matrix == "smpte170m"
    assert look(film("testsrc2=s=1280x720:r=12:d=0.3")).headers.matrix == "bt709"
    assert probe(DEMO / "master.mp4").headers.matrix == ""  # it says so itself
