"""What pages with pictures or the film show, with every file to download."""

from collections.abc import Iterable
from typing import Any

from unisono.site.contexts.film import film_files
from unisono.site.contexts.frame import file_of, late, picture_file, preview_of
from unisono.site.contexts.sharing import share_of
from unisono.site.contexts.survey import Page, Survey


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
            "film": {**(teaser or {}), **film_files(survey, code)},
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
