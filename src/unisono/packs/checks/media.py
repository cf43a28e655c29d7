"""Pictures, film and captions: files that are there, whole, and what their names say."""

import re
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from unisono.kit import webvtt
from unisono.kit.engine.harmless import FORMATS, wrong_image
from unisono.kit.film.errors import NoFfmpeg, NotAFilm
from unisono.kit.film.probing import probe
from unisono.kit.film.shapes import SHAPES
from unisono.packs import limits
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
            findings.error((name, 0), "is not called by its SHA-256", f"Call it media/{digest}{path.suffix.lower()}")
        if name not in used:
            mend = "Name it in pictures.toml, film.toml, facts.toml or organisations.csv, or remove it."
            findings.error((name, 0), "is not used by anything", mend)


def _check_pictures(findings: Findings) -> None:
    names = Counter(picture.name.casefold() for picture in findings.pack.pictures)
    for picture in findings.pack.pictures:

        def error(field: str, what: str, mend: str, key: str = picture.key) -> None:
            findings.error(findings.row(PICTURES, "pictures", key, field), what, mend)

        if wrong := forms.wrong_key(picture.key):
            error("key", *wrong)
        if picture.file not in findings.pack.media or not picture.file.startswith("media/"):
            error("file", f"there is no file “{picture.file}”", "Put it under media/, called by its SHA-256.")
        elif wrong := wrong_image(picture.file, findings.pack.media[picture.file]):
            findings.error((picture.file, 0), *wrong)
        if re.search(r"[/\\:*?\"<>|\x00-\x1f]", picture.name) or picture.name.startswith("."):
            error("name", f"“{picture.name}” is no file name", "Use letters, digits, spaces, hyphens: voices.png")
        elif FORMATS.get(_ending(picture.name)) != FORMATS.get(_ending(picture.file)):
            mend = f"Let it end in .{_ending(picture.file)}, as the file does."
            error("name", f"“{picture.name}” has another ending than its file", mend)
        elif names[picture.name.casefold()] > 1:
            error("name", f"two pictures are called “{picture.name}”", "Give each its own name.")
        for field, most in limits.PICTURE.items():
            if (length := len(getattr(picture, field))) > most:
                error(field, f"“{field}” has {length} characters; at most {most}", "Shorten it.")


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
            findings.error(findings.at(FILM, field), f"there is no file “{name}”", "Put it under film/.")
        elif content and field == "poster" and (wrong := wrong_image(name, content)):
            findings.error((name, 0), *wrong)
        elif content and field == "master":
            _check_master(findings, name, content)
    if not 0 < film.seconds <= 86_400:
        findings.error(
            findings.at(FILM, "seconds"), f"{film.seconds} seconds cannot be right", "Give the film's length."
        )
    _check_versions(findings)


def _check_master(findings: Findings, name: str, content: bytes) -> None:
    if _ending(name) not in MASTERS:
        findings.error((name, 0), "is no film that can be read here", "Save it as MP4 (H.264, AAC) or WebM.")
        return
    try:
        seconds = film_seconds(content)
    except NotAFilm as fault:
        findings.error((name, 0), f"{fault.what[:1].lower()}{fault.what[1:]}", fault.mend)
        return
    film = findings.pack.film
    if film and seconds is not None and abs(seconds - film.seconds) > SLACK:
        what = f"“seconds” is {film.seconds:g}, but the film lasts {seconds:g}"
        findings.error(findings.at(FILM, "seconds"), what, f"Write seconds = {seconds:.1f}")


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
            shapes = ", ".join(f"{language}:{one}" for one in SHAPES)
            findings.error(place, f"“{wanted}” names no shape", f"Write one of {shapes}")
        elif language not in pack.campaign.languages:
            findings.error(place, f"“{wanted}” names no language of the campaign", "Mend it, or take it out.")
        elif language not in pack.captions:
            mend = f"Add film/captions/{language}.vtt, or take it out."
            findings.error(place, f"“{wanted}” needs captions in “{language}”, and there are none", mend)


def _check_captions(findings: Findings) -> None:
    pack = findings.pack
    for language, text in pack.captions.items():
        name = f"film/captions/{language}.vtt"
        if pack.film is None:
            findings.error((name, 0), "there is no film", "Add film.toml, or remove the captions.")
        cues, faults = webvtt.parse(text)
        for fault in faults:
            findings.error((name, fault.line), fault.what, fault.mend)
        for cue in cues:
            if pack.film and cue.end_ms > pack.film.seconds * 1000:
                what = f"the caption ends at {cue.end_ms / 1000:g} s, the film at {pack.film.seconds:g} s"
                findings.error((name, cue.line), what, "Change the times, or “seconds” in film.toml.")
    for language in pack.campaign.languages if pack.film else ():
        if language not in pack.captions:
            name = f"film/captions/{language}.vtt"
            findings.gap((name, 0), f"the film has no captions in “{language}”", "Add them as WebVTT.")
