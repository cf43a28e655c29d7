"""The film: its master, its poster, and captions in every open language, as WebVTT and as SRT."""

import io
from collections.abc import Iterator
from functools import partial
from mimetypes import guess_extension

import PIL
from PIL import Image

from unisono.kit.webvtt import parse, srt
from unisono.site.media.cleaning import cleaned
from unisono.site.media.pictures import jpeg, smaller
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Picture, Snapshot
from unisono.site.store import Blobs

POSTER_WIDTHS = (480, 960, 1280)
VTT = "text/vtt; charset=utf-8"
SRT = "application/x-subrip; charset=utf-8"
_VERSION = 1


def plan_film(snapshot: Snapshot, blobs: Blobs) -> Iterator[Output]:
    """Yield `film:master`, `film:poster`, and for each open language that has captions `captions:ar` (WebVTT)
    and `subtitles:ar` (SRT, for players and editors that know nothing else)."""
    film = snapshot.film
    if film is None or not any(words.film for words in snapshot.words):
        return
    stem = f"{snapshot.slug}-film"
    master, poster = film.master, film.poster
    yield Output(
        "film:master",
        key_of("film:master", _VERSION, stem, master),
        partial(make_master, blobs, master, stem),
    )
    yield Output(
        "film:poster",
        key_of("film:poster", _VERSION, PIL.__version__, stem, poster.sha256, POSTER_WIDTHS),
        partial(make_poster, blobs, poster.sha256, f"{stem}-poster"),
    )
    for language, sha256 in film.captions:
        if language in snapshot.languages:
            for name, make in (("captions", make_captions), ("subtitles", make_subtitles)):
                key = key_of(name, _VERSION, stem, language, sha256)
                yield Output(f"{name}:{language}", key, partial(make, blobs, sha256, f"{stem}-{language}"))


def make_master(blobs: Blobs, master: Picture, stem: str) -> Made:
    """Return the film's file without metadata. Raises `Unreadable`."""
    content = cleaned(blobs.get(master.sha256), master.type)
    ending = {"video/mp4": ".mp4", "video/webm": ".webm"}.get(master.type) or guess_extension(master.type) or ""
    size = f"-{master.width}x{master.height}" if master.width else ""
    name = f"{stem}{size}{ending}"
    return [(hashed_path(content, name), content, master.type)]


def make_poster(blobs: Blobs, sha256: str, stem: str) -> Made:
    """Return the film's poster as WebP in several widths, and as JPEG."""
    picture = Image.open(io.BytesIO(blobs.get(sha256)))
    found = [(name, content, "image/webp") for name, content in smaller(picture, stem, POSTER_WIDTHS)]
    found.append((*jpeg(picture, stem, POSTER_WIDTHS[-1]), "image/jpeg"))
    return [(hashed_path(content, name), content, type) for name, content, type in found]


def make_captions(blobs: Blobs, sha256: str, stem: str) -> Made:
    """Return captions as they were given."""
    content = blobs.get(sha256)
    return [(hashed_path(content, f"{stem}.vtt"), content, VTT)]


def make_subtitles(blobs: Blobs, sha256: str, stem: str) -> Made:
    """Return captions as SRT."""
    content = srt_from_vtt(blobs.get(sha256).decode("utf-8-sig")).encode()
    return [(hashed_path(content, f"{stem}.srt"), content, SRT)]


def srt_from_vtt(text: str) -> str:
    """Return WebVTT as SRT: numbered cues, comma before the milliseconds; voices and places are left out.

    Bold, italic and underlined words keep their marks, which players of SRT know.
    """
    return srt([cue for cue in parse(text)[0] if cue.plain.strip()])
