"""Words in every language the product promises, to fill any design with: drafts written for these tests.

One table a language in `languages/`. `longest` makes the longest plausible version of it: two fifths more of the
language's own words, which is what translations grow by at most.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from unisono.kit.engine import CardJob, FieldValue, Row, Theme
from unisono.languages.figures import decimal_text, figure, figure_parts
from unisono.languages.names import country_name
from unisono.languages.rules import rules_for

FOLDER = Path(__file__).with_name("languages")
#: Every language that has a table, the demo's thirteen among them.
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
RTL = tuple(code for code in LANGUAGES if rules_for(code).is_rtl)
GROWTH = 1.4
GROWTH_OF_SOURCES = 1.15  # names and dates do not grow
THEME = Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")


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
    return Sample(**{name: tuple(value) if isinstance(value, list) else value for name, value in table.items()})


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

    changed = {
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
    rows = {"bars": tuple(lines), "moments": (*lines, lines[0])}
    return replace(base, sentence=lines[0], aims=tuple(lines[1:]), source=lines[2], quote=lines[3], **rows)


def _turned(words: list[str], at: int) -> str:
    """The words from another start, so that others stand above one another."""
    return " ".join(words[at:] + words[:at])


def _bits(text: str, language: str) -> list[str]:
    """Words; where no space parts them, runs of four signs with the marks and the letters below that cling to them."""
    if rules_for(language).wrap in ("spaces", "words"):
        return text.split()
    return re.findall(r"(?:\w(?:[\u1039\u17d2]\w|[^\w\s])*){1,4}\s?|[^\w\s]+\s?", text)


def job(design: str, language: str, format: str = "square", words: Sample | None = None, **changes: object) -> CardJob:
    """A card in a language and format, filled from its sample (or `words`); `changes` replace parts of the job."""
    said = words or sample(language)
    made = CardJob(
        design=design,
        format=format,
        language=language,
        fields=FILLED[design](said, language),
        source=said.source,
        campaign=said.campaign,
        slogan=said.slogan,
        hashtag=said.hashtag,
        sample_note="",
        theme=THEME,
        alt=said.title,
        credit="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


#: What the bars measure, when the moments were, and how many of us there are by country.
QUANTITIES = (40.0, 17.0, 25.0, 8.0)
DATES = (("1952-02-21", 1952.14), ("1999-11-17", 1999.88), ("2000-02-21", 2000.14), ("2022-01-01", 2022.0),
         ("2025-02-21", 2025.14))  # fmt: skip
COUNTS = {"BR": 14, "IN": 12, "FR": 9, "NG": 9, "DE": 7, "EG": 6, "ID": 5, "BD": 5, "MX": 5, "KE": 4, "GB": 4, "JP": 1}


def _number(said: Sample, language: str) -> dict[str, FieldValue]:
    number, unit = figure_parts("40", "percent", "plain", language)
    return {"before": said.before, "figure": number, "unit": unit, "text": said.sentence}


def _bars(said: Sample, language: str) -> dict[str, FieldValue]:
    figures = [figure(str(int(value)), "percent", "plain", language) for value in QUANTITIES]
    rows = tuple(Row(*row) for row in zip(said.bars, figures, QUANTITIES, strict=True))
    return {"title": said.title, "rows": rows, "order": "descending"}


def _timeline(said: Sample, language: str) -> dict[str, FieldValue]:
    rows = tuple(
        Row(label, figure(day, "date", "plain", language), year)
        for label, (day, year) in zip(said.moments, DATES, strict=True)
    )
    return {"title": said.title, "rows": rows}


def _map(said: Sample, language: str) -> dict[str, FieldValue]:
    rows = tuple(
        Row(country_name(code, language), decimal_text(count, language), count, code) for code, count in COUNTS.items()
    )
    return {"title": said.title, "text": said.slogan, "rows": rows, "style": "dots"}


#: design → its fields, from a sample and its language. A further design joins every proof by one line here.
FILLED: dict[str, Callable[[Sample, str], dict[str, FieldValue]]] = {
    "number": _number,
    "aims": lambda said, language: {"title": said.title, "items": said.aims},
    "quote": lambda said, language: {"quote": said.quote, "who": said.who, "role": said.role},
    "timeline": _timeline,
    "bars": _bars,
    "map": _map,
}
