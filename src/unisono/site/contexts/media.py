"""What pages with pictures show: the kit's cards and the film, with every file to download."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from unisono.site.contexts.frame import file_of, late, picture_file, preview_of
from unisono.site.contexts.sharing import share_of
from unisono.site.contexts.survey import Page, Survey, named_language
from unisono.site.contexts.transcript import cues_from_vtt
from unisono.site.outputs import FileRef
from unisono.site.snapshot import Card, CardWords

WALL = "portrait"
#: Formats in which a card is hung on the wall and shown large, the best first.
SHOWN = ("portrait", "square", "landscape", "story", "link")


def kit_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the wall of cards and one page a card."""
    cards = list(survey.cards(code))
    if not cards:
        return
    texts = survey.snapshot.in_language(code).texts
    yield Page(
        "kit",
        "kit/",
        {
            "cards": [
                {**poster_of(survey, card, words), "files": _files(survey, card, words)} for card, words in cards
            ],
            "bundle": file_of(survey.assets.one(f"kit:{code}")),
            "everything": file_of(survey.assets.one("kit:everything")) if len(survey.snapshot.languages) > 1 else None,
            "licence": asdict(survey.snapshot.licence),
            "posts": [text for place, text in texts.posts if place == "default"],
            "posts_language": texts.language,
            "share": share_of(survey, code, "kit/", texts.name),
            "late": late(code, (words.language for _, words in cards)),
            "preview": preview_of(survey, code, "kit/", texts.summary, None),
        },
    )
    for at, (card, words) in enumerate(cards):
        before, after = cards[at - 1], cards[(at + 1) % len(cards)]
        others = [poster_of(survey, *other) for other in (before, after)] if len(cards) > 2 else []
        yield _card_page(survey, code, card, words, others)


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


def poster_of(survey: Survey, card: Card, words: CardWords) -> dict[str, Any]:
    """Return a card as it hangs on the wall: its smallest picture."""
    pictures = _pictures(survey, card, words)
    return {
        "key": card.key,
        "alt": words.alt,
        "language": words.language,
        "picture": picture_file(pictures[0]) if pictures else None,
    }


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


def _card_page(survey: Survey, code: str, card: Card, words: CardWords, others: list[dict[str, Any]]) -> Page:
    place = f"kit/{card.key}/"
    pictures = _pictures(survey, card, words)
    largest = next((file for file in reversed(pictures) if (file.pixels or (0, 0))[0] <= 1100), None)
    title, fact = _title(survey, code, card, words)
    square = survey.assets.one(f"card:{card.key}:{words.language}:square", "image/png")
    link = survey.assets.one(f"card:{card.key}:{words.language}:link", "image/png")
    return Page(
        "card",
        place,
        {
            "card": {
                **poster_of(survey, card, words),
                "title": title,
                "fact": fact,
                "picture": picture_file(largest) if largest else None,
                "files": _files(survey, card, words),
            },
            "others": others,
            "share": share_of(survey, code, place, title, title, square.path if square else ""),
            "late": late(code, (words.language,), whole=words.language != code),
            "preview": preview_of(survey, code, place, words.alt, link),
        },
    )


def _title(survey: Survey, code: str, card: Card, words: CardWords) -> tuple[str, dict[str, Any] | None]:
    """Return what a card is called, and its fact with the source: a claim stands alone, a list of aims has a title."""
    snapshot = survey.snapshot
    claims = {fact.key: fact for fact in snapshot.in_language(code).facts}
    fact = next((fact for fact in snapshot.facts if fact.key == card.fact), None)
    if fact is not None and card.fact in claims:
        said = claims[card.fact]
        return said.claim, {**asdict(fact), "caveat": said.caveat, "language": said.language}
    return dict(words.fields).get("title", words.alt), None


def _pictures(survey: Survey, card: Card, words: CardWords) -> tuple[FileRef, ...]:
    """Return a card's pictures in the format that is shown, narrowest first."""
    for format in SHOWN:
        found = survey.assets.pictures(f"card:{card.key}:{words.language}:{format}")
        if found:
            return found
    return ()


def _files(survey: Survey, card: Card, words: CardWords) -> list[dict[str, Any]]:
    """Return one download a format: the PNG with the WebP of the same pixels (`small`), or the PDF for paper."""
    found = []
    for format in card.formats:
        name = f"card:{card.key}:{words.language}:{format}"
        file = survey.assets.one(name, "image/png") or survey.assets.one(name, "application/pdf")
        if file is not None:
            small = survey.assets.one(name, "image/webp")
            found.append({"format": format, **(file_of(file) or {}), "small": file_of(small)})
    return found


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
