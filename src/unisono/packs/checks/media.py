"""Pictures, film and captions: files that are there, whole, and what their names say."""

import re
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from unisono.base.said import Named, Said
from unisono.kit import webvtt
from unisono.kit.engine.harmless import FORMATS, wrong_image
from unisono.kit.film.errors import NoFfmpeg, NotAFilm
from unisono.kit.film.probing import probe
from unisono.kit.film.shapes import SHAPES
from unisono.packs import limits, sentences
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings

PICTURES, FILM = "pictures.toml", "film.toml"
MASTERS = {"mp4", "webm", "mov"}
#: Seconds by which “seconds” may differ from the film's true length.
SLACK = 0.5


def check_media(findings: Findings) -> None:
    """Check pictures, film, captions, and the names of all files under `media/`."""
    _check_pictures(findings)
    _check_film(findings)
    _check_captions(findings)
    _check_names(findings)


def _check_names(findings: Findings) -> None:
    pack = findings.pack
    used = {picture.file for picture in pack.pictures} | {one.logo for one in pack.organisations}
    used |= {pack.film.master, pack.film.poster} if pack.film else set()
    used |= {fact.source.copy.file for fact in pack.facts}
    for name, content in pack.media.items():
        path = PurePosixPath(name)
        digest = sha256(content).hexdigest()
        if name.startswith("media/") and path.stem != digest:
            mend = sentences.call_it(f"media/{digest}{path.suffix.lower()}")
            findings.error((name, 0), Said("is not called by its SHA-256"), mend)
        if name not in used:
            mend = Said("Name it in pictures.toml, film.toml, facts.toml or organisations.csv, or remove it.")
            findings.error((name, 0), Said("is not used by anything"), mend)


def _check_pictures(findings: Findings) -> None:
    names = Counter(picture.name.casefold() for picture in findings.pack.pictures)
    for picture in findings.pack.pictures:

        def error(field: str, what: Said, mend: Said, key: str = picture.key) -> None:
            findings.error(findings.row(PICTURES, "pictures", key, field), what, mend)

        if wrong := forms.wrong_key(picture.key):
            error("key", *wrong)
        if picture.file not in findings.pack.media or not picture.file.startswith("media/"):
            error("file", sentences.no_file(picture.file), sentences.UNDER_MEDIA)
        elif wrong := wrong_image(picture.file, findings.pack.media[picture.file]):
            findings.error((picture.file, 0), *wrong)
        if re.search(r"[/\\:*?\"<>|\x00-\x1f]", picture.name) or picture.name.startswith("."):
            error("name", *sentences.no_file_name(picture.name, "voices.png"))
        elif FORMATS.get(_ending(picture.name)) != FORMATS.get(_ending(picture.file)):
            what = Said("“%(name)s” has another ending than its file", name=picture.name)
            error("name", what, Said("Let it end in %(ending)s, as the file does.", ending=f".{_ending(picture.file)}"))
        elif names[picture.name.casefold()] > 1:
            what = Said("two pictures are called “%(name)s”", name=picture.name)
            error("name", what, Said("Give each its own name."))
        for field, what, mend in forms.wrong_lengths(picture, limits.PICTURE):
            error(field, what, mend)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _check_film(findings: Findings) -> None:
    film = findings.pack.film
    if film is None:
        return
    for field in ("master", "poster"):
        name = getattr(film, field)
        content = findings.pack.media.get(name)
        if not content and (name or field == "master"):
            mend = Said("Put it under %(folder)s.", folder="film/")
            findings.error(findings.at(FILM, field), sentences.no_file(name), mend)
        elif content and field == "poster" and (wrong := wrong_image(name, content)):
            findings.error((name, 0), *wrong)
        elif content and field == "master":
            _check_master(findings, name, content)
    if not 0 < film.seconds <= 86_400:
        what = Said("%(seconds)s seconds cannot be right", seconds=film.seconds)
        findings.error(findings.at(FILM, "seconds"), what, Said("Give the film's length."))
    _check_versions(findings)


def _check_master(findings: Findings, name: str, content: bytes) -> None:
    if _ending(name) not in MASTERS:
        what = Said("is no film that can be read here")
        findings.error((name, 0), what, Said("Save it as MP4 (H.264, AAC) or WebM."))
        return
    try:
        seconds = film_seconds(content)
    except NotAFilm as fault:
        findings.error((name, 0), sentences.in_small(fault.what), fault.mend)
        return
    film = findings.pack.film
    if film and seconds is not None and abs(seconds - film.seconds) > SLACK:
        said, lasts = f"{film.seconds:g}", f"{seconds:g}"
        what = Said("“%(name)s” is %(said)s, but the film lasts %(seconds)s", name="seconds", said=said, seconds=lasts)
        mend = Said("Write %(line)s", line=f"seconds = {seconds:.1f}")
        findings.error(findings.at(FILM, "seconds"), what, mend)


@lru_cache(maxsize=8)
def film_seconds(content: bytes) -> float | None:
    """Return how long a film is, after measuring it; `None` where this machine cannot. Raises `NotAFilm`."""
    with TemporaryDirectory(prefix="unisono-pack-") as folder:
        path = Path(folder, "film")
        path.write_bytes(content)
        try:
            return probe(path).headers.seconds
        except NoFfmpeg:
            return None


def _check_versions(findings: Findings) -> None:
    pack = findings.pack
    for wanted in pack.film.versions if pack.film else ():
        language, _, shape = wanted.partition(":")
        place = findings.at(FILM, "versions")
        if shape not in SHAPES:
            known = tuple(f"{language}:{one}" for one in SHAPES)
            what = Said("“%(wanted)s” names no shape", wanted=wanted)
            findings.error(place, what, Said("Write one of %(known)s", known=known))
        elif language not in pack.campaign.languages:
            what = Said("“%(wanted)s” names no language of the campaign", wanted=wanted)
            findings.error(place, what, Said("Mend it, or take it out."))
        elif language not in pack.captions:
            values = {"wanted": wanted, "language": Named("language", language)}
            what = Said("“%(wanted)s” needs captions in “%(language)s”, and there are none", **values)
            mend = Said("Add %(file)s, or take it out.", file=f"film/captions/{language}.vtt")
            findings.error(place, what, mend)


def _check_captions(findings: Findings) -> None:
    pack = findings.pack
    for language, text in pack.captions.items():
        name = f"film/captions/{language}.vtt"
        if pack.film is None:
            mend = Said("Add %(file)s, or remove the captions.", file=FILM)
            findings.error((name, 0), Said("there is no film"), mend)
        cues, faults = webvtt.parse(text)
        for fault in faults:
            findings.error((name, fault.line), fault.what, fault.mend)
        for cue in cues:
            if pack.film and cue.end_ms > pack.film.seconds * 1000:
                ends = {"caption": f"{cue.end_ms / 1000:g}", "film": f"{pack.film.seconds:g}"}
                what = Said("the caption ends at %(caption)s s, the film at %(film)s s", **ends)
                mend = Said("Change the times, or “%(name)s” in %(file)s.", name="seconds", file=FILM)
                findings.error((name, cue.line), what, mend)
    for language in pack.campaign.languages if pack.film else ():
        if language not in pack.captions:
            name = f"film/captions/{language}.vtt"
            what = Said("the film has no captions in “%(language)s”", language=Named("language", language))
            findings.gap((name, 0), what, Said("Add them as WebVTT."))
