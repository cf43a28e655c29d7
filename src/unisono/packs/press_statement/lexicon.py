"""What statements say around their own words, per language, and how it is recognised.

Matching works on *folded* text: case, accents, vowel points and hamza forms do not count, digits of any script
are digits. `Folded` keeps the way back to the original characters, so that a match can be cut out of them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

WORD = r"[\w\u0900-\u0963\u0966-\u0a4d\u0b82-\u0d4d]"
"""A character of a word. Python's \\w leaves the vowel signs of Indic scripts out."""
DROPPED = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670\u0591-\u05c7\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
DECORATION = ' \t\u00a0\u3000*_#:：|•·–—―-−=~.,،。।۔›»«>[]()（）!…&/\\"'


@dataclass(frozen=True)
class Folded:
    """A text folded for matching; `starts[i]` is where folded character i stands in the original."""

    text: str
    starts: tuple[int, ...]

    def span(self, match: re.Match[str], group: int = 0) -> tuple[int, int]:
        """The match's place in the original text."""
        return self.starts[match.start(group)], self.starts[match.end(group)]


def fold(text: str) -> str:
    """The text folded for matching."""
    return folded(text).text


def folded(text: str) -> Folded:
    """The text folded, with the way back."""
    characters: list[str] = []
    starts: list[int] = []
    for at, character in enumerate(text):
        plain = "'" if character in "’ʼ′`" else unicodedata.normalize("NFD", character.casefold())
        for part in DROPPED.sub("", plain).replace("ı", "i"):
            characters.append(part)
            starts.append(at)
    return Folded("".join(characters), (*starts, len(text)))


@lru_cache(maxsize=64)
def table(code: str) -> dict[str, Any]:
    """The words of one language, or an empty table. `zh-hant` falls back to `zh-hans`, `pt-br` to `pt`."""
    folder = resources.files(__package__) / "words"
    primary = code.split("-")[0]
    for name in (code, primary, {"zh": "zh-hans"}.get(primary, primary)):
        file = folder / f"{name}.toml"
        if file.is_file():
            return tomllib.loads(file.read_text(encoding="utf-8"))
    return {}


def known_languages() -> tuple[str, ...]:
    """The languages that have a table."""
    folder = resources.files(__package__) / "words"
    return tuple(sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".toml")))


@dataclass(frozen=True)
class Lexicon:
    """The words of a language, with the English ones beside them: sites mix them."""

    code: str
    own: dict[str, Any] = field(hash=False)
    english: dict[str, Any] = field(hash=False)
    _cache: dict[tuple[str, str], re.Pattern[str]] = field(default_factory=dict, hash=False, compare=False)

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words too common to be part of a name."""
        return frozenset(fold(word) for word in self.own.get("stop", ()))

    def entries(self, kind: str) -> list[str]:
        """The entries of a kind, longest first."""
        both = {*self.own.get(kind, ()), *self.english.get(kind, ())}
        return sorted(both, key=lambda entry: (-len(entry), entry))

    def alternatives(self, kind: str) -> str:
        """The entries as one regular expression for folded text, longest first, never empty."""
        return "|".join(self._expression(entry) for entry in self.entries(kind)) or r"(?!)"

    def _expression(self, entry: str) -> str:
        stem = entry.rstrip("*")
        body = re.escape(fold(stem)).replace(r"\ ", r"\s+")
        if entry.endswith("*"):
            return body + WORD + "*"
        spaced = self.own.get("spaces", True) or stem.isascii()
        return body + (rf"(?!{WORD})" if spaced and re.match(r"\w", fold(stem[-1])) else "")

    def pattern(self, kind: str, shape: str) -> re.Pattern[str]:
        """`shape` with `{}` standing for the entries of `kind`, compiled once."""
        key = (kind, shape)
        if key not in self._cache:
            self._cache[key] = re.compile(shape.replace("{}", f"(?:{self.alternatives(kind)})"))
        return self._cache[key]

    def before(self) -> str:
        """What must not stand before a word: a letter, unless the language joins particles to words."""
        prefixes = self.own.get("prefixes", "")
        if not self.own.get("spaces", True):
            return ""
        return rf"(?:(?<!{WORD})|(?<=(?<!{WORD})[{prefixes}]))" if prefixes else rf"(?<!{WORD})"

    def last_place(self, kind: str, text: str) -> int:
        """Where the last entry of a kind begins in the folded text; -1 without one."""
        places = [match.start() for match in self.pattern(kind, self.before() + "{}").finditer(fold(text))]
        return places[-1] if places else -1

    def is_whole(self, kind: str, text: str) -> bool:
        """Whether a line is nothing but an entry of this kind and decoration."""
        return self.pattern(kind, "{}").fullmatch(fold(text.strip(DECORATION))) is not None

    def opening(self, kind: str, text: str) -> int:
        """How many characters of the original an entry at the line's beginning takes; 0 without one."""
        line = folded(text)
        match = self.pattern(kind, r"[\W_]*{}").match(line.text)
        return line.span(match)[1] if match else 0


@lru_cache(maxsize=64)
def lexicon(code: str) -> Lexicon:
    """The lexicon of a language; English alone where there is no table for it."""
    return Lexicon(code, table(code) or table("en"), table("en"))
