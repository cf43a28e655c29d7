"""The film: its master, smaller files for pages, its poster, and captions in every open language: as WebVTT, as SRT,
as a text to read. Versions with captions burnt in are `versions`' business."""

import io
from collections.abc import Iterator
from functools import partial
from mimetypes import guess_extension

import PIL
from PIL import Image

from unisono.kit.film.errors import NoFfmpeg
from unisono.kit.film.ffmpeg import ffmpeg
from unisono.kit.film.making import is_ready, make_poster, make_rendition, rendition_size
from unisono.kit.webvtt import parse, srt
from unisono.site.contexts.transcript import cues_from_vtt
from unisono.site.media.cleaning import cleaned
from unisono.site.media.pictures import jpeg, smaller
from unisono.site.media.versions import film_version, on_disk, plan_versions
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.plain_text import written
from unisono.site.snapshot import Picture, Snapshot, Words
from unisono.site.store import Blobs

POSTER_WIDTHS = (480, 960, 1280)
#: Pixels of the shorter side of the files that pages play.
RENDITIONS = (720, 480)
VTT = "text/vtt; charset=utf-8"
SRT = "application/x-subrip; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
_VERSION = 2


def plan_film(snapshot: Snapshot, blobs: Blobs) -> Iterator[Output]:
    """Yield `film:master`, `film:720`, `film:480`, `film:poster`, the versions with captions burnt in
    (`film:ar:story`), and for each open language that has captions `captions:ar` (WebVTT), `subtitles:ar` (SRT, for
    players and editors that know nothing else) and `transcript:ar`."""
    film = snapshot.film
    if film is None or not any(words.film for words in snapshot.words):
        return
    stem, master = f"{snapshot.slug}-film", film.master
    yield Output(
        "film:master", key_of("film:master", _VERSION, stem, master), partial(make_master, blobs, master, stem)
    )
    for lines in RENDITIONS:
        key = key_of("film:rendition", _VERSION, film_version(), stem, master.sha256, lines)
        yield Output(f"film:{lines}", key, partial(make_smaller, blobs, master, stem, lines))
    yield _poster(film.poster, master, stem, blobs)
    yield from plan_versions(snapshot, blobs)
    for language, sha256 in film.captions:
        if language not in snapshot.languages:
            continue
        for name, make in (("captions", make_captions), ("subtitles", make_subtitles)):
            key = key_of(name, _VERSION, stem, language, sha256)
            yield Output(f"{name}:{language}", key, partial(make, blobs, sha256, f"{stem}-{language}"))
        head = _head(snapshot.in_language(language), snapshot.origin)
        key = key_of("transcript", _VERSION, stem, language, sha256, head)
        make_it = partial(make_transcript, blobs, sha256, f"{stem}-{language}", language, head)
        yield Output(f"transcript:{language}", key, make_it)


def make_master(blobs: Blobs, master: Picture, stem: str) -> Made:
    """Return the film's file without metadata. Raises `Unreadable`."""
    content = cleaned(blobs.get(master.sha256), master.type)
    ending = {"video/mp4": ".mp4", "video/webm": ".webm"}.get(master.type) or guess_extension(master.type) or ""
    size = f"-{master.width}x{master.height}" if master.width else ""
    name = f"{stem}{size}{ending}"
    return [(hashed_path(content, name), content, master.type)]


def make_smaller(blobs: Blobs, master: Picture, stem: str, lines: int) -> Made:
    """Return the film for pages with so many lines, as MP4: the film itself where it is small enough, nothing where
    that would be no smaller than another file, or where there is no ffmpeg. Raises `NotAFilm`, `FfmpegFailed`."""
    try:
        ffmpeg()
    except NoFfmpeg:
        return []  # pages then play the film as it is
    with on_disk(blobs, master) as (folder, path, headers):
        if is_ready(headers, lines):
            return make_master(blobs, master, stem)
        width, height = rendition_size(headers, lines)
        if not width:
            return []
        content = make_rendition(path, headers, lines, folder).read_bytes()
    return [(hashed_path(content, f"{stem}-{width}x{height}.mp4"), content, "video/mp4")]


def make_poster_files(blobs: Blobs, sha256: str, stem: str) -> Made:
    """Return the film's poster as WebP in several widths, and as JPEG."""
    return _poster_files(blobs.get(sha256), stem)


def make_taken_poster(blobs: Blobs, master: Picture, stem: str) -> Made:
    """Return a poster that is taken from the film; none where there is no ffmpeg."""
    try:
        ffmpeg()
    except NoFfmpeg:
        return []
    with on_disk(blobs, master) as (folder, path, headers):
        return _poster_files(make_poster(path, headers, folder), stem)


def make_captions(blobs: Blobs, sha256: str, stem: str) -> Made:
    """Return captions as they were given."""
    content = blobs.get(sha256)
    return [(hashed_path(content, f"{stem}.vtt"), content, VTT)]


def make_subtitles(blobs: Blobs, sha256: str, stem: str) -> Made:
    """Return captions as SRT."""
    content = srt_from_vtt(blobs.get(sha256).decode("utf-8-sig")).encode()
    return [(hashed_path(content, f"{stem}.srt"), content, SRT)]


def make_transcript(blobs: Blobs, sha256: str, stem: str, language: str, head: tuple[str, ...]) -> Made:
    """Return what the captions say as a plain text with times; `head` are the lines above it."""
    cues = cues_from_vtt(blobs.get(sha256).decode("utf-8-sig"), language)
    said = [f"{cue['at']}  {cue['says']}" for cue in cues]
    content = written(language, [*head, "", *said]).encode()
    return [(hashed_path(content, f"{stem}.txt"), content, TEXT)]


def srt_from_vtt(text: str) -> str:
    """Return WebVTT as SRT: numbered cues, comma before the milliseconds; voices and places are left out.

    Bold, italic and underlined words keep their marks, which players of SRT know.
    """
    return srt([cue for cue in parse(text)[0] if cue.plain.strip()])


def _poster(poster: Picture | None, master: Picture, stem: str, blobs: Blobs) -> Output:
    if poster is None:
        key = key_of("film:poster", _VERSION, PIL.__version__, film_version(), stem, master.sha256, POSTER_WIDTHS)
        return Output("film:poster", key, partial(make_taken_poster, blobs, master, f"{stem}-poster"))
    key = key_of("film:poster", _VERSION, PIL.__version__, stem, poster.sha256, POSTER_WIDTHS)
    return Output("film:poster", key, partial(make_poster_files, blobs, poster.sha256, f"{stem}-poster"))


def _poster_files(content: bytes, stem: str) -> Made:
    picture = Image.open(io.BytesIO(content))
    found = [(name, content, "image/webp") for name, content in smaller(picture, stem, POSTER_WIDTHS)]
    found.append((*jpeg(picture, stem, POSTER_WIDTHS[-1]), "image/jpeg"))
    return [(hashed_path(content, name), content, type) for name, content, type in found]


def _head(words: Words, origin: str) -> tuple[str, ...]:
    title = (words.film.title, words.film.summary) if words.film and words.film.language == words.code else ()
    return (words.texts.name, *title, f"{origin}/{words.code}/film/")
