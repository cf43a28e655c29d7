"""Dates as statements write them: month names of the language (CLDR) and English, numbers of any script."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from .lexicon import Folded, fold, folded

OTHER_LOCALES = {"ar": ("ar_LB", "ar_DZ", "ar_MA", "ar_MR", "ar_SA"), "pt": ("pt_PT",), "hi": ("hi_Latn",)}
"""Countries that name the months differently in the same language."""
HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
NUMERIC = (
    (re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"), "ymd"),
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?!\d)"), "dmy"),
)
HAN_NUMBER = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
HAN_DATE = re.compile(rf"([〇零一二三四五六七八九]{{4}})年({HAN_NUMBER})月({HAN_NUMBER})日")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date and its place in the text; `ambiguous` when day and month could be the other way round."""

    date: dt.date
    start: int
    end: int
    ambiguous: bool = False


def find_date(text: str, code: str) -> DateFound | None:
    """The first whole date (day, month, year from 1900 to 2199) in the text."""
    line = folded(text)
    found = sorted(_all_dates(line, code), key=lambda one: (one.start, -one.end))
    return found[0] if found else None


def _all_dates(line: Folded, code: str) -> Iterator[DateFound]:
    day_first, month_first, months = _named_patterns(code)
    for match in day_first.finditer(line.text):
        yield from _made(line, match, match["year"], months[match["month"]], match["day"])
    for match in month_first.finditer(line.text):
        yield from _made(line, match, match["year"], months[match["month"]], match["day"])
    for match in HAN_DATE.finditer(line.text):
        year, month, day = (han_number(part) for part in match.groups())
        yield from _made(line, match, year, month, day)
    for pattern, order in NUMERIC:
        for match in pattern.finditer(line.text):
            first, second, third = (int(part) for part in match.groups())
            if order == "ymd":
                yield from _made(line, match, first, second, third)
            elif second > 12:
                yield from _made(line, match, third, first, second)
            else:
                yield from _made(line, match, third, second, first, ambiguous=first <= 12 and first != second)


def _made(
    line: Folded, match: re.Match[str], year: object, month: object, day: object, ambiguous: bool = False
) -> Iterator[DateFound]:
    try:
        date = dt.date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return
    if 1900 <= date.year <= 2199:
        yield DateFound(date, *line.span(match), ambiguous)


def han_number(text: str) -> int:
    """The value of 十二, 三, 二〇二六."""
    if "十" not in text:
        return int("".join(str(HAN_DIGITS[character]) for character in text))
    tens, ones = text.split("十")
    return (HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[ones] if ones else 0)


@lru_cache(maxsize=32)
def _named_patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    months = {
        fold(name).rstrip("."): number
        for locale in locales_of(code)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
        if not name.isdecimal() and len(name.rstrip(".")) > 2
    }
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    month = rf"(?P<month>{names})\.?(?!\w)"
    day, year = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)(?:\s?[ءم](?!\w))?"
    ordinal = r"(?:st|nd|rd|th|er|[ºª°.])?"
    of = r"[\s,،]*(?:(?:of|de|del)\s+)?"
    return (
        re.compile(rf"{day}{ordinal}{of}ב?-?{month}{of}{year}"),
        re.compile(rf"(?<!\w){month}\s+{day}{ordinal}[\s,،]+{year}"),
        months,
    )


@lru_cache(maxsize=32)
def locales_of(code: str) -> tuple[Locale, ...]:
    """CLDR's locales of a language code, and English."""
    found = []
    for name in (code.replace("-", "_"), *OTHER_LOCALES.get(code.split("-")[0], ()), "en"):
        try:
            found.append(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return tuple(found)


@lru_cache(maxsize=32)
def weekdays(code: str) -> re.Pattern[str]:
    """The names of the days of the week, for folded text."""
    names = {
        fold(name)
        for locale in locales_of(code)
        for width in ("wide", "abbreviated")
        for name in locale.days["format"][width].values()
        if len(name) > 2
    }
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?!\w)")
