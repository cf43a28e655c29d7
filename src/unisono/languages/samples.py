"""Words in every language the product promises, to fill any design with: drafts by the makers of Unisono.

One table a language in `sample_words/`. `longest` makes the longest plausible version of it: two fifths more of the
language's own words, which is what translations grow by at most.
"""

import re
import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from unisono.languages.rules import rules_for

FOLDER = Path(__file__).with_name("sample_words")
#: Every language that has a table, the demo's thirteen among them.
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
GROWTH = 1.4
GROWTH_OF_SOURCES = 1.15  # names and dates do not grow


@dataclass(frozen=True, slots=True)
class Sample:
    """What a campaign says in one language. `sentence` goes on from "40 %", `tall` holds words as high and as deep
    as the language gets."""

    campaign: str
    slogan: str
    hashtag: str
    before: str
    sentence: str
    title: str
    aims: tuple[str, ...]
    quote: str
    who: str
    role: str
    bars: tuple[str, ...]
    moments: tuple[str, ...]
    source: str
    tall: str

    def words(self) -> list[str]:
        """Every text of the sample, one after the other."""
        found: list[str] = []
        for field in fields(self):
            value = getattr(self, field.name)
            found += [value] if isinstance(value, str) else value
        return found


@cache
def sample(language: str) -> Sample:
    """The sample of a language."""
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return Sample(**said)


@cache
def longest(language: str) -> Sample:
    """The longest plausible sample of a language: every text but the hashtag grown by two fifths."""
    base = sample(language)
    more = _bits(f"{base.quote} {base.aims[0]}", language)

    def grown(text: str, by: float = GROWTH) -> str:
        bits, wanted = _bits(text, language), len(text) * by
        gap = " " if rules_for(language).wrap in ("spaces", "words") else ""
        while len(gap.join(bits)) < wanted:
            bits.append(more[len(bits) % len(more)])
        return gap.join(bits)

    changed: dict[str, Any] = {
        field.name: tuple(map(grown, value)) if isinstance(value := getattr(base, field.name), tuple) else grown(value)
        for field in fields(base)
        if field.name != "hashtag"
    }
    changed["source"] = grown(base.source, GROWTH_OF_SOURCES)
    return replace(base, **changed)


@cache
def tallest(language: str) -> Sample:
    """A sample in which whatever takes several lines is words as high and as deep as the language gets."""
    base = sample(language)
    words = base.tall.split()
    lines = [_turned(words, at) for at in range(4)]
    return replace(base, sentence=lines[0], aims=tuple(lines[1:]), source=lines[2], quote=lines[3], title=base.title)


def _turned(words: list[str], at: int) -> str:
    """The words from another start, so that others stand above one another."""
    return " ".join(words[at:] + words[:at])


def _bits(text: str, language: str) -> list[str]:
    """Words; where no space parts them, runs of four signs with the marks and the letters below that cling to them."""
    if rules_for(language).wrap in ("spaces", "words"):
        return text.split()
    return re.findall(r"(?:\w(?:[\u1039\u17d2]\w|[^\w\s])*){1,4}\s?|[^\w\s]+\s?", text)
