"""What an uploaded film really is: read from its headers by libmediainfo, then measured by decoding a part of it.

The file comes from a stranger. Its first bytes decide what it may be (an MP4 by its boxes, a WebM by its mark), so a
playlist, a page or a program that is merely called film.mp4 is refused before any film library sees it. What reads
it afterwards runs as a process of its own, without network, under limits of memory and time.
"""

import json
import mmap
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from unisono.base.said import Said
from unisono.kit import mp4
from unisono.kit.film.errors import FfmpegFailed, NotAFilm, TookTooLong
from unisono.kit.film.ffmpeg import limited, run

#: A campaign's film: bytes, seconds, pixels of a side, pictures a second.
MOST_BYTES = 1024**3
MOST_SECONDS = 3600
MOST_PIXELS, FEWEST_PIXELS = 4096, 160
MOST_RATE = 120
#: Seconds that are decoded to see whether it can be, and to find black pictures at the beginning.
DECODED = 20
#: Seconds for each step of reading, bytes of memory for it.
PATIENCE = 60
MEMORY = 3 * 1024**3
#: By how much the headers may be mistaken about the length: seconds, and a share.
SLACK, SHARE = 1.0, 0.02
_MEDIAINFO = Path(__file__).with_name("mediainfo.py")
_HDR = ("PQ", "HLG", "SMPTE ST 2084", "ARIB STD-B67")


@dataclass(frozen=True, slots=True)
class Headers:
    """What a film's file says of itself.

    `container` is mp4, mov or webm; `codec` and `audio` are libmediainfo's names (AVC, HEVC, VP9; AAC, Opus; "" for
    no sound). `width` and `height` are those that are shown: turned as the camera was, of square pixels. `matrix` is
    how its colours must be taken where it does not say so itself ("" where it does). `is_plain`: upright, of square
    pixels, eight bits, 4:2:0, as every player wants it. `seconds` is its length, `size` its bytes.
    """

    container: str
    codec: str
    width: int
    height: int
    rate: Fraction
    seconds: float
    audio: str
    matrix: str
    is_hdr: bool
    is_interlaced: bool
    is_varying: bool
    is_plain: bool
    is_streamable: bool
    size: int

    @property
    def demuxer(self) -> str:
        """The one reader of ffmpeg that may open the file."""
        return "matroska" if self.container == "webm" else "mov"

    @property
    def kilobits(self) -> float:
        """Thousand bits a second, sound included."""
        return self.size * 8 / 1000 / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Probe:
    """What was measured of a film: its headers; seconds of black at its beginning; loudness of its sound in LUFS and
    its highest peak in dBTP (`None` where there is no sound, or nothing to hear); whether pictures are damaged."""

    headers: Headers
    black: float
    loudness: float | None
    peak: float | None
    is_damaged: bool


def read_headers(path: Path) -> Headers:
    """Return what a film's file says of itself; raises `NotAFilm`, naming what is wrong with it."""
    container, is_streamable = _container(path)
    tracks = _tracks(path)
    general = next((track for track in tracks if track["kind"] == "General"), {})
    video = next((track for track in tracks if track["kind"] == "Video"), None)
    audio = next((track for track in tracks if track["kind"] == "Audio"), None)
    if video is None or not video["width"] or not video["height"]:
        raise NotAFilm(Said("There are no moving pictures in this file"), Said("Choose the film itself."))
    if video["encryption"]:
        raise NotAFilm(Said("The film is encrypted"), Said("Export it without copy protection."))
    width, height = _shown(video)
    return Headers(
        container=container,
        codec=str(video["format"] or ""),
        width=width,
        height=height,
        rate=_rate(video),
        seconds=_number(video["duration"] or general.get("duration")) / 1000,
        audio=str(audio["format"] or "sound") if audio else "",
        matrix=_matrix(video, width, height),
        is_hdr=str(video["transfer_characteristics"] or "").startswith(_HDR),
        is_interlaced=str(video["scan_type"] or "Progressive") not in ("Progressive", ""),
        is_varying=video["frame_rate_mode"] == "VFR",
        is_plain=_is_plain(video),
        is_streamable=is_streamable,
        size=path.stat().st_size,
    )


def probe(path: Path) -> Probe:
    """Read and measure a film. Raises `NotAFilm` for what cannot be taken, `NoFfmpeg` where nothing can be measured."""
    headers = read_headers(path)
    _refuse_beyond_limits(headers)
    with tempfile.TemporaryDirectory(prefix="unisono-probe-") as folder:
        place = Path(folder)
        _refuse_false_length(headers, _last_picture(headers, path, place))
        said = _decoded(headers, path, place)
        loudness, peak = _loudness(headers, path, place) if headers.audio else (None, None)
    return Probe(headers, _black(said), loudness, peak, "Error" in said or "error" in said)


def reading(headers: Headers, path: Path, *before: str) -> list[str]:
    """Return ffmpeg's arguments for reading the film: this file, this reader, nothing that it names."""
    safe = ["-protocol_whitelist", "file,pipe", "-f", headers.demuxer]
    return [*safe, *before, "-t", str(MOST_SECONDS), "-i", f"file:{path}"]


# -- headers


def _container(path: Path) -> tuple[str, bool]:
    """Return what the file is by its first bytes, and whether it can be streamed; raises `NotAFilm`."""
    size = path.stat().st_size
    if size == 0:
        raise NotAFilm(Said("The file is empty"), Said("Upload it again; if that does not help, export the film anew."))
    if size > MOST_BYTES:
        raise NotAFilm(
            Said(
                "The file has %(size)s MB; at most %(most)s MB are taken",
                size=round(size / 1e6),
                most=round(MOST_BYTES / 1e6),
            ),
            Said("Export the film in 1080p with a lower bit rate."),
        )
    with _mapped(path) as content:
        start = bytes(content[:64])
        if start[:4] == b"\x1a\x45\xdf\xa3":
            return "webm", True
        if start[4:8] != b"ftyp":
            raise _no_film(start)
        if not mp4.is_whole(content):
            raise NotAFilm(
                Said("The file breaks off in the middle"),
                Said("Copy or export it again, wait until that has ended, and upload the new file."),
            )
        if mp4.leads_elsewhere(content):
            raise NotAFilm(
                Said("The file only points to pictures that lie in other files"),
                Said("Export the film as one self-contained file."),
            )
        return ("mov" if start[8:12] == b"qt  " else "mp4"), mp4.is_streamable(content)


@contextmanager
def _mapped(path: Path) -> Iterator[memoryview]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        view = memoryview(content)
        try:
            yield view
        finally:
            view.release()


def _no_film(start: bytes) -> NotAFilm:
    try:
        text = start[:48].decode().strip()
    except UnicodeDecodeError:
        text = ""
    if text and all(one.isprintable() or one in "\r\n\t" for one in text):
        return NotAFilm(
            Said("This is a text file, not a film: it begins with “%(start)s”", start=text.splitlines()[0][:30]),
            Said("Choose the film itself, as MP4, MOV or WebM."),
        )
    return NotAFilm(
        Said("This is no film that can be read here"), Said("Export it as MP4 with H.264 pictures and AAC sound.")
    )


def _tracks(path: Path) -> list[dict[str, Any]]:
    lines: list[str] = []
    command = [sys.executable, "-I", str(_MEDIAINFO), str(path)]
    with tempfile.TemporaryDirectory(prefix="unisono-probe-") as folder:
        said, status = limited(command, folder=Path(folder), seconds=PATIENCE, memory=MEMORY, told=lines.append)
    if "No module named 'pymediainfo'" in said:
        raise NotAFilm(
            Said("This machine cannot look into films"), Said("Install Unisono with the extra “video”, then try again.")
        )
    if status != 0 or not lines:
        raise _unreadable()
    return json.loads(lines[-1])


def _unreadable() -> NotAFilm:
    return NotAFilm(
        Said("The film cannot be read; the file is damaged"),
        Said("Export it again as MP4 with H.264 pictures and AAC sound."),
    )


def _shown(video: dict[str, Any]) -> tuple[int, int]:
    width, height = round(_number(video["width"])), round(_number(video["height"]))
    aspect = _number(video["pixel_aspect_ratio"]) or 1.0
    if not 0.99 < aspect < 1.01:
        width = round(width * aspect)
    turned = round(_number(video["rotation"])) % 180 == 90
    return (height, width) if turned else (width, height)


def _is_plain(video: dict[str, Any]) -> bool:
    is_upright = round(_number(video["rotation"])) == 0 and 0.99 < (_number(video["pixel_aspect_ratio"]) or 1.0) < 1.01
    return is_upright and _number(video["bit_depth"]) == 8 and video["chroma_subsampling"] == "4:2:0"


def _matrix(video: dict[str, Any], width: int, height: int) -> str:
    """What players take an unmarked film for: television's old colours, or those of HD."""
    if video["matrix_coefficients"]:
        return ""
    return "bt709" if max(width, height) >= 1280 or min(width, height) >= 720 else "smpte170m"


def _rate(video: dict[str, Any]) -> Fraction:
    """Pictures a second; those of the television standards exactly."""
    said = _number(video["frame_rate"]) or 25.0
    exact = [Fraction(number * 1000, 1001) for number in (24, 30, 48, 60, 120)]
    return next((rate for rate in exact if abs(rate - said) < 0.004), Fraction(said).limit_denominator(100))


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0


# -- measuring


def _refuse_beyond_limits(headers: Headers) -> None:
    sides = sorted((headers.width, headers.height))
    if sides[1] > MOST_PIXELS or sides[0] < FEWEST_PIXELS:
        raise NotAFilm(
            Said(
                "The film has %(width)s × %(height)s pixels; each side must have %(fewest)s to %(most)s",
                width=headers.width,
                height=headers.height,
                fewest=FEWEST_PIXELS,
                most=MOST_PIXELS,
            ),
            Said("Export it in 1080p (1920 × 1080)."),
        )
    if not 0 < headers.seconds <= MOST_SECONDS:
        raise NotAFilm(
            Said(
                "The file says that the film is %(minutes)s minutes long; at most %(most)s are taken",
                minutes=round(headers.seconds / 60),
                most=MOST_SECONDS // 60,
            ),
            Said("Cut it shorter, or export it again if it is shorter in truth."),
        )
    if headers.rate > MOST_RATE:
        raise NotAFilm(
            Said("The film has %(rate)s pictures a second", rate=round(headers.rate)),
            Said("Export it with 25 or 30 pictures a second."),
        )


def _last_picture(headers: Headers, path: Path, folder: Path) -> float:
    """Return when the last picture ends, in seconds, by reading every packet without decoding any."""
    ends = [0.0]
    arguments = ["-v", "error", *reading(headers, path), "-map", "0:v:0", "-c", "copy", "-f", "null", "-"]
    _read(arguments, folder, ends.append)
    return max(ends)


def _refuse_false_length(headers: Headers, ends: float) -> None:
    if abs(ends - headers.seconds) > max(SLACK, SHARE * headers.seconds):
        raise NotAFilm(
            Said(
                "The file says that the film is %(said)s seconds long, but its pictures end after %(true)s",
                said=f"{headers.seconds:.1f}",
                true=f"{ends:.1f}",
            ),
            Said("The file is damaged or was cut off: export the film again."),
        )


def _decoded(headers: Headers, path: Path, folder: Path) -> str:
    """Decode the beginning and the end; return what ffmpeg said of both."""
    black = "scale=320:-2,blackdetect=d=0.3:pix_th=0.08"
    start = [*reading(headers, path), "-t", str(DECODED), "-map", "0:v:0", "-vf", black]
    end = [*reading(headers, path, "-sseof", "-2"), "-map", "0:v:0"]
    ends: list[float] = [0.0]
    said = _read(["-v", "info", *start, "-threads", "2", "-f", "null", "-"], folder, ends.append)
    lines = [line for line in said.splitlines() if "black_start" in line or re.search(r"\berror\b", line, re.I)]
    errors = _read(["-v", "error", *end, "-threads", "2", "-f", "null", "-"], folder, ends.append)
    if max(ends) <= 0:
        raise _unreadable()
    return "\n".join([*lines, *("Error: " + line for line in errors.splitlines() if line.strip())])


def _black(said: str) -> float:
    found = re.search(r"black_start:0(?:\.0*)? black_end:([\d.]+)", said)
    return float(found[1]) if found else 0.0


def _loudness(headers: Headers, path: Path, folder: Path) -> tuple[float | None, float | None]:
    arguments = ["-v", "info", *reading(headers, path), "-map", "0:a:0", "-vn", "-af", "ebur128=peak=true"]
    said = _read([*arguments, "-f", "null", "-"], folder, None)
    summary = said.rpartition("Summary:")[2]
    integrated, peak = re.search(r"I:\s+(-?[\d.]+) LUFS", summary), re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    if integrated is None or float(integrated[1]) <= -69:  # the meter's floor: nothing can be heard
        return None, None
    return float(integrated[1]), float(peak[1]) if peak and "inf" not in peak[1] else None


def _read(arguments: list[str], folder: Path, progress: Any) -> str:
    try:
        return run(
            arguments, doing="reading the film", folder=folder, seconds=PATIENCE, memory=MEMORY, progress=progress
        )
    except FfmpegFailed as fault:
        raise _unreadable() from fault
    except TookTooLong as fault:
        raise NotAFilm(
            Said("It takes too long to read this film"), Said("Export it as MP4 in 1080p, with H.264 pictures.")
        ) from fault
