"""The sample words of every language (`languages.samples`) as cards, for the proofs."""

from collections.abc import Callable
from dataclasses import replace

from unisono.kit.engine import CardJob, FieldValue, Row, Theme
from unisono.languages.figures import decimal_text, figure, figure_parts
from unisono.languages.names import country_name
from unisono.languages.rules import rules_for
from unisono.languages.samples import LANGUAGES, Sample, longest, sample, tallest

__all__ = ["FILLED", "LANGUAGES", "RTL", "THEME", "Sample", "job", "longest", "sample", "tallest"]

RTL = tuple(code for code in LANGUAGES if rules_for(code).is_rtl)
THEME = Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")


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
