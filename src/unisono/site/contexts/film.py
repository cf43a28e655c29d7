"""What the page of the film shows: files to play, captions, versions for feeds, everything to download."""

from typing import Any

from unisono.site.contexts.frame import file_of, picture_file
from unisono.site.contexts.survey import Survey, named_language
from unisono.site.contexts.transcript import cues_from_vtt
from unisono.site.outputs import FileRef

#: Shapes of the versions for feeds, in the order in which they are offered.
SHAPES = ("story", "square", "landscape")
#: The outputs that a page may play, the largest first.
PLAYED = ("film:720", "film:480")


def film_files(survey: Survey, code: str) -> dict[str, Any]:
    """Return the film's files: videos, a large poster, captions in all open languages, what there is to download in
    one language, and its transcript."""
    assets = survey.assets
    own = assets.one(f"captions:{code}")
    posters = assets.pictures("film:poster")
    large = next((file for file in reversed(posters) if (file.pixels or (0, 0))[0] <= 1280), None)
    return {
        **_videos(survey),
        "poster": picture_file(large) if large else None,
        "tracks": _tracks(survey, code),
        "versions": _versions(survey, code),
        "captions": [
            file_of(file) for name in ("captions", "subtitles") if own and (file := assets.one(f"{name}:{code}"))
        ],
        "text": file_of(assets.one(f"transcript:{code}")),
        "broadcast": file_of(assets.one("broadcast")),
        "transcript": cues_from_vtt(assets.read(own.sha256).decode(), code) if own else [],
    }


def _videos(survey: Survey) -> dict[str, Any]:
    """Return the files to play (`played`, the smallest first) and to download (`files`, the largest first)."""
    master = survey.assets.one("film:master")
    smaller = [file for name in PLAYED if (file := survey.assets.one(name))]
    largest = [master] if master and master.sha256 not in {file.sha256 for file in smaller} else []
    played = smaller or largest
    return {
        "played": [_video(survey, file) for file in reversed(played)],
        "files": [_video(survey, file) for file in [*largest, *smaller]],
    }


def _video(survey: Survey, file: FileRef) -> dict[str, Any]:
    film = survey.snapshot.film
    size = (film.master.width, film.master.height) if film else (0, 0)
    return {**(file_of(file) or {}), "pixels": file.pixels or (size if all(size) else None)}


def _tracks(survey: Survey, code: str) -> list[dict[str, Any]]:
    found = []
    for language in survey.snapshot.languages:
        if file := survey.assets.one(f"captions:{language}"):
            found.append({**named_language(language), "path": file.path, "own": language == code})
    return found


def _versions(survey: Survey, code: str) -> list[dict[str, Any]]:
    """Return the versions with captions burnt in: those in the page's language first, then the others."""
    ordered = [code, *(language for language in survey.snapshot.languages if language != code)]
    found = []
    for language in ordered:
        files = [(shape, survey.assets.one(f"film:{language}:{shape}")) for shape in SHAPES]
        offered = [{"shape": shape, **(file_of(file) or {})} for shape, file in files if file]
        if offered:
            found.append({**named_language(language), "own": language == code, "files": offered})
    return found
