"""Which pages there are, in which language, before any of them is made: links never lead nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unisono.languages.rules import rules_for
from unisono.site.environment import html_lang
from unisono.site.outputs import Assets
from unisono.site.snapshot import Card, CardWords, Picture, Snapshot, Words

FRAME = "kit/frame/"
"""Where visitors put a frame around a photo of theirs."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a language: its kind (which names its template), its place (`news/the-call/`) and what it shows."""

    kind: str
    place: str
    shows: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Survey:
    """A snapshot, the files made for it, and the places that each open language has."""

    snapshot: Snapshot
    assets: Assets
    places: Mapping[str, frozenset[str]]

    def has(self, code: str, place: str) -> bool:
        """Say whether a language has a page at this place."""
        return place in self.places.get(code, frozenset())

    def nearest(self, code: str, place: str) -> str:
        """Return this place if the language has it, else the nearest above it, at last its home page."""
        while place and place not in self.places[code]:
            place = "".join(f"{part}/" for part in place.split("/")[:-2])
        return place

    def cards(self, code: str) -> Iterator[tuple[Card, CardWords]]:
        """Yield the cards that a language shows, in the campaign's order."""
        return _cards(self.snapshot, self.snapshot.in_language(code))

    def picture(self, key: str) -> Picture | None:
        """Return an original picture by its key."""
        return next((picture for picture in self.snapshot.pictures if picture.key == key), None)


def survey(snapshot: Snapshot, assets: Assets) -> Survey:
    """Return the survey of a snapshot."""
    places = {words.code: frozenset(_places(snapshot, words)) for words in snapshot.words}
    return Survey(snapshot, assets, places)


def named_language(code: str) -> dict[str, str]:
    """Return how a language is named in a list of languages: code for `lang`, direction, own name."""
    rules = rules_for(code)
    return {
        "code": code,
        "lang": html_lang(code),
        "dir": rules.direction,
        "script": rules.script,
        "endonym": rules.endonym,
    }


def _places(snapshot: Snapshot, words: Words) -> Iterator[str]:
    yield from ("", "act/", "press/", "about/", "privacy/", "accessibility/")
    if snapshot.statement and words.statement:
        yield "statement/"
    if words.news:
        yield "news/"
        yield from (f"news/{post.slug}/" for post in words.news)
    cards = [card.key for card, _ in _cards(snapshot, words)]
    if cards:
        yield "kit/"
        yield from (f"kit/{key}/" for key in cards)
        yield FRAME
    if snapshot.film and words.film:
        yield "film/"
    if words.facts:
        yield from ("facts/", "corrections/")
    if snapshot.members:
        yield "coalition/"


def _cards(snapshot: Snapshot, words: Words) -> Iterator[tuple[Card, CardWords]]:
    by_key = {card.key: card for card in words.cards}
    return ((card, by_key[card.key]) for card in snapshot.cards if card.key in by_key)
