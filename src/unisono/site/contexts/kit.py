"""What the kit's pages show: cards sorted by shape and kind, each card in every shape, the frame for a photo."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from unisono.kit.engine.jobs import FORMATS, FRAME_VARIANTS
from unisono.languages.rules import rules_for
from unisono.site.contexts.facts import fact_shown
from unisono.site.contexts.frame import file_of, late, picture_file, preview_of
from unisono.site.contexts.linked import address
from unisono.site.contexts.sharing import offered, share_of
from unisono.site.contexts.survey import FRAME, Page, Survey
from unisono.site.outputs import FileRef
from unisono.site.snapshot import Card, CardWords

#: Formats in which a card is hung on the wall and shown first, the best first.
SHOWN = ("portrait", "square", "landscape", "story", "link")
#: Kinds of files in the order in which they are offered: what every device and network takes comes first.
OFFERED = ("image/png", "image/jpeg", "image/webp", "image/svg+xml", "application/pdf")


def kit_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the wall of cards, one page a card, and the page of the frame."""
    cards = list(survey.cards(code))
    if not cards:
        return
    texts = survey.snapshot.in_language(code).texts
    designs = list(dict.fromkeys(card.design for card, _ in cards))
    yield Page(
        "kit",
        "kit/",
        {
            "cards": [_hung(survey, code, card, words, designs.index(card.design) + 1) for card, words in cards],
            "shapes": [shape for shape in FORMATS if any(shape in _shapes(card) for card, _ in cards)],
            "designs": designs,
            "numbering": rules_for(code).numbering,
            "worn": next((one["worn"] for one in _frames(survey, code)), None) if _has_frame(cards) else None,
            "bundle": file_of(survey.assets.one(f"kit:{code}")),
            "everything": file_of(survey.assets.one("kit:everything")) if len(survey.snapshot.languages) > 1 else None,
            "has_partners": bool(survey.snapshot.members),
            "licence": asdict(survey.snapshot.licence),
            "posts": offered(dict(texts.posts), address(survey, code, "kit/")),
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
    if _has_frame(cards):
        yield _frame_page(survey, code)


def poster_of(survey: Survey, card: Card, words: CardWords) -> dict[str, Any]:
    """Return a card as it hangs on the wall: its smallest picture in the best of its formats."""
    found = (_smallest(survey, card, words, format) for format in SHOWN)
    return {
        "key": card.key,
        "alt": words.alt,
        "language": words.language,
        "picture": next((picture_file(picture) for picture in found if picture), None),
    }


def _hung(survey: Survey, code: str, card: Card, words: CardWords, kind: int) -> dict[str, Any]:
    """Return a card on the wall of the kit: a small picture and the files of every format, and what is shared."""
    title = title_of(survey, code, card, words)
    panes = [
        {**pane, "picture": picture_file(small) if (small := _smallest(survey, card, words, pane["format"])) else None}
        for pane in _panes(survey, card, words)
    ]
    return {
        "key": card.key,
        "alt": words.alt,
        "language": words.language,
        "kind": kind,
        "panes": panes,
        "share": {"url": address(survey, code, f"kit/{card.key}/"), "title": title, "text": title},
    }


def _card_page(survey: Survey, code: str, card: Card, words: CardWords, others: list[dict[str, Any]]) -> Page:
    place = f"kit/{card.key}/"
    title = title_of(survey, code, card, words)
    square = survey.assets.one(f"card:{card.key}:{words.language}:square", "image/png")
    link = survey.assets.one(f"card:{card.key}:{words.language}:link", "image/png")
    panes = [
        {**pane, "picture": picture_file(large) if (large := _largest(survey, card, words, pane["format"])) else None}
        for pane in _panes(survey, card, words)
    ]
    return Page(
        "card",
        place,
        {
            "card": {
                "key": card.key,
                "alt": words.alt,
                "language": words.language,
                "title": title,
                "facts": _facts(survey, code, card),
                "panes": panes,
            },
            "others": others,
            "share": share_of(survey, code, place, title, title, square.path if square else ""),
            "late": late(code, (words.language,), whole=words.language != code),
            "preview": preview_of(survey, code, place, words.alt, link),
        },
    )


def _frame_page(survey: Survey, code: str) -> Page:
    """Return the page on which visitors put a frame around a photo of theirs."""
    texts = survey.snapshot.in_language(code).texts
    return Page(
        "frame",
        FRAME,
        {
            "frames": list(_frames(survey, code)),
            "words": texts.hashtag or texts.name,
            "language": texts.language,
            "name": f"{survey.snapshot.slug}-{code}",
            "share": share_of(survey, code, FRAME, texts.name),
            "late": late(code, (texts.language,)),
            "preview": preview_of(survey, code, FRAME, texts.summary, None),
        },
    )


def _has_frame(cards: Iterable[tuple[Card, CardWords]]) -> bool:
    """Say whether the frame has its address for itself: a card of that key, which no pack may have, would keep it."""
    return FRAME not in {f"kit/{card.key}/" for card, _ in cards}


def _frames(survey: Survey, code: str) -> Iterator[dict[str, Any]]:
    """Yield the frames that were made in the language of a page's words: files to take, and a picture of one worn."""
    language = survey.snapshot.in_language(code).texts.language
    for variant in FRAME_VARIANTS:
        name = f"frame:{language}:{variant}"
        picture, worn = survey.assets.one(name, "image/png"), survey.assets.one(name, "image/webp")
        if picture and worn:
            drawing = survey.assets.one(name, "image/svg+xml")
            files = [file_of(file) for file in (picture, drawing) if file]
            yield {"variant": variant, "path": picture.path, "worn": picture_file(worn), "files": files}


def _panes(survey: Survey, card: Card, words: CardWords) -> list[dict[str, Any]]:
    """Return a card's formats that have files, the one that is shown first marked `first`; and what may be shared."""
    found = []
    for format in _shapes(card):
        files = _files(survey, card, words, format)
        if files:
            picture = next((file for file in files if file["type"] in ("image/png", "image/jpeg")), None)
            found.append({"format": format, "files": files, "shared": picture["path"] if picture else ""})
    best = next((one for one in SHOWN if any(pane["format"] == one for pane in found)), None)
    return [{**pane, "first": pane["format"] == best if best else pane is found[0]} for pane in found]


def _files(survey: Survey, card: Card, words: CardWords, format: str) -> list[dict[str, Any]]:
    """Return what there is to download of a card in one format. A small picture of a sheet of paper is not."""
    name = f"card:{card.key}:{words.language}:{format}"
    offered = OFFERED if FORMATS[format].is_picture else ("application/pdf", "image/svg+xml")
    found = (file_of(survey.assets.one(name, type)) for type in offered)
    return [file for file in found if file]


def _shapes(card: Card) -> tuple[str, ...]:
    """Return a card's formats; a card that names none has all."""
    return card.formats or tuple(FORMATS)


def _smallest(survey: Survey, card: Card, words: CardWords, format: str) -> FileRef | None:
    return next(iter(survey.assets.pictures(f"card:{card.key}:{words.language}:{format}")), None)


def _largest(survey: Survey, card: Card, words: CardWords, format: str) -> FileRef | None:
    return survey.assets.one(f"card:{card.key}:{words.language}:{format}", "image/webp")


def title_of(survey: Survey, code: str, card: Card, words: CardWords) -> str:
    """Return what a card is called: its title, the words it quotes, or the claim of its fact, which stands alone."""
    said = dict(words.fields)
    claims = {fact.key: fact.claim for fact in survey.snapshot.in_language(code).facts}
    return said.get("title") or said.get("quote") or claims.get(card.fact) or words.alt


def _facts(survey: Survey, code: str, card: Card) -> list[dict[str, Any]]:
    """Return the facts that a card shows, with claim and source, each once."""
    snapshot = survey.snapshot
    said = {fact.key: fact for fact in snapshot.in_language(code).facts}
    facts = {fact.key: fact for fact in snapshot.facts}
    shown = dict.fromkeys(key for key in (card.fact, *(row.fact for row in card.rows)) if key in facts and key in said)
    return [fact_shown(survey, facts[key], said[key]) for key in shown]
