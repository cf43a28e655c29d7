"""What a campaign has in every language: its pieces, the captions of its film, the interface's own words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.kit.models import CaptionTrack, Film
from unisono.kit.webvtt import parse
from unisono.languages.catalogues import public_coverage
from unisono.languages.progress import Tally, word_count
from unisono.languages.queries import work_done
from unisono.newsroom.naming import PIECE_WORDS

#: The kinds, in the order in which the board shows them.
KINDS: Mapping[str, Promise] = {
    "texts": PIECE_WORDS["texts"],
    "posts": _("Post texts"),
    **{kind: PIECE_WORDS[kind] for kind in ("statement", "news", "fact", "correction", "card", "picture", "film")},
    "captions": _("Captions"),
    "press": PIECE_WORDS["press"],
    "interface": _("The interface's words"),
}
ORDER = {kind: number for number, kind in enumerate(KINDS)}
#: What of the texts is an asset of its own.
POSTS = "post."


@dataclass(frozen=True, slots=True)
class Asset:
    """One row of the board. `piece` is its name in a pack; `object_id` the piece's public id, where it is one."""

    kind: str
    key: str
    piece: str = ""
    object_id: UUID | None = None
    edit_url: str = ""

    @property
    def object_hex(self) -> str:
        """The piece's public id without hyphens; "" where it is none."""
        return self.object_id.hex if self.object_id else ""

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{KINDS[self.kind]} “{self.key}”" if self.key else str(KINDS[self.kind])

    @property
    def full_name(self) -> str:
        """What the table that is taken out calls it."""
        return f"{self.kind}.{self.key}" if self.key else self.kind


@dataclass(frozen=True, slots=True)
class Size:
    """How large the source of an asset is: segments that must be translated, words of all, words by segment."""

    required: int
    words: int
    by_key: Mapping[str, tuple[int, bool]]

    def tally(self) -> Tally:
        """Return a count in which nothing is done."""
        return Tally(segments=self.required, words=self.words, required=self.required)


def assets_of(found: Mapping[str, Piece]) -> dict[Asset, Size]:
    """Return the assets that the approved pieces of a campaign are, in the order of the board."""
    sizes: dict[Asset, Size] = {}
    for name, piece in found.items():
        kind, _dot, key = name.partition(".")
        url = reverse(f"wagtailsnippets_{piece._meta.app_label}_{piece._meta.model_name}:edit", args=[piece.pk])
        counted = {one.key: (word_count(one.text), one.optional) for one in piece.segments()}
        parts = {kind: counted}
        if kind == "texts":
            posts = {key: count for key, count in counted.items() if key.startswith(POSTS)}
            parts = {"texts": {key: counted[key] for key in counted if key not in posts}, "posts": posts}
        for part, by_key in parts.items():
            if by_key:
                required = [words for words, optional in by_key.values() if not optional]
                sizes[Asset(part, key, name, piece.public_id, url)] = Size(len(required), sum(required), by_key)
    return dict(sorted(sizes.items(), key=lambda one: ORDER[one[0].kind]))


def piece_tallies(
    campaign: Campaign, sizes: Mapping[Asset, Size], languages: Collection[str]
) -> dict[tuple[Asset, str], Tally]:
    """Return what is done of each piece in each language, from one reading of all translations."""
    tallies = {(asset, code): size.tally() for asset, size in sizes.items() for code in languages}
    places: dict[tuple[str, str], tuple[dict[str, Tally], int, bool]] = {}
    for asset, size in sizes.items():
        by_language = {code: tallies[asset, code] for code in languages}
        for key, (words, optional) in size.by_key.items():
            places[asset.object_hex, key] = (by_language, words, optional)
    for object_hex, language, key, state, at, by in work_done(campaign.public_id):
        by_language, words, optional = places.get((object_hex, key), ({}, 0, False))
        if language in by_language:
            by_language[language].add(words, optional, state, at, by)
    return tallies


def caption_tallies(film: Film, source: str, languages: Iterable[str]) -> dict[str, Tally]:
    """Return for each language whether the film has captions; nothing where it has none in the source language."""
    tracks = dict(CaptionTrack.objects.filter(film_id=film.pk).values_list("language", "webvtt"))
    if source not in tracks:
        return {}
    cues, _faults = parse(tracks[source])
    words = sum(word_count(cue.plain) for cue in cues)
    return {code: whole(len(cues), words, len(cues) if code in tracks else 0, words) for code in languages}


def interface_tallies(languages: Iterable[str]) -> dict[str, Tally]:
    """Return how much of what the public reads of the interface each language has."""
    found = {}
    for code in languages:
        one = public_coverage(code)
        found[code] = whole(one.messages, one.words, one.done, one.words_done)
    return found


def whole(segments: int, words: int, done: int, words_done: int) -> Tally:
    """Return the count of something that is there or not."""
    return Tally(
        segments=segments,
        words=words,
        required=segments - done,
        done=done,
        words_done=words_done if done else 0,
    )


def film_of(found: Mapping[str, Piece]) -> Any:
    """Return the campaign's film; None where it has none."""
    film = found.get("film")
    return film if isinstance(film, Film) else None
