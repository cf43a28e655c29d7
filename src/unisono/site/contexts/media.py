"""What pages with pictures or the film show, with every file to download."""

from collections.abc import Iterable
from typing import Any

from unisono.site.contexts.frame import file_of, late, picture_file, preview_of
from unisono.site.contexts.sharing import share_of
from unisono.site.contexts.survey import Page, Survey, named_language
from unisono.site.contexts.transcript import cues_from_vtt


def film_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the page of the film, with captions in every open language and a transcript."""
    words = survey.snapshot.in_language(code).film
    if not survey.has(code, "film/") or words is None:
        return
    teaser = film_teaser(survey, code)
    yield Page(
        "film",
        "film/",
        {
            "film": {**(teaser or {}), **_film_files(survey, code)},
            "share": share_of(survey, code, "film/", words.title),
            "late": late(code, (words.language,), whole=words.language != code),
            "preview": preview_of(survey, code, "film/", words.summary, None),
        },
    )


def pictures_of(survey: Survey, code: str, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return pictures with their words, a version to look at and the original to download."""
    words = {picture.key: picture for picture in survey.snapshot.in_language(code).pictures}
    found = []
    for key in keys:
        picture, said = survey.picture(key), words.get(key)
        if picture is None or said is None:
            continue
        shown = survey.assets.pictures(f"picture:{key}")
        original = file_of(survey.assets.one(f"picture:{key}", picture.type))
        found.append(
            {
                "alt": said.alt,
                "caption": said.caption,
                "language": said.language,
                "credit": picture.credit,
                "licence": picture.licence,
                "shown": [picture_file(file) for file in shown],
                "original": original,
            }
        )
    return found


def film_teaser(survey: Survey, code: str) -> dict[str, Any] | None:
    """Return what other pages show of the film."""
    film, words = survey.snapshot.film, survey.snapshot.in_language(code).film
    if film is None or words is None:
        return None
    posters = survey.assets.pictures("film:poster")
    return {
        "title": words.title,
        "summary": words.summary,
        "language": words.language,
        "seconds": round(film.seconds),
        "poster": picture_file(posters[0]) if posters else None,
    }


def _film_files(survey: Survey, code: str) -> dict[str, Any]:
    """Return the film's files: the video, a large poster, captions in all open languages, the transcript in one."""
    film, assets = survey.snapshot.film, survey.assets
    tracks = []
    for language in survey.snapshot.languages:
        file = assets.one(f"captions:{language}")
        if file is not None:
            tracks.append({**named_language(language), "path": file.path, "own": language == code})
    posters = assets.pictures("film:poster")
    own = assets.one(f"captions:{code}")
    large = next((file for file in reversed(posters) if (file.pixels or (0, 0))[0] <= 1280), None)
    master = file_of(assets.one("film:master"))
    if master and film:
        master["pixels"] = (film.master.width, film.master.height)
    return {
        "master": master,
        "poster": picture_file(large) if large else None,
        "tracks": tracks,
        "transcript": cues_from_vtt(assets.read(own.sha256).decode(), code) if own else [],
    }
