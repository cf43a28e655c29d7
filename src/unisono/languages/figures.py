"""Figures as CLDR writes them, in each language's own digits: percentages, counts, years, dates, weeks.

`unit` is one of `UNITS`; `notation` is "plain" (8,324) or "compact" (250 million), for counts.
Values are decimals as text, for the unit "date" ISO dates.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from unicodedata import combining

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.localedata import LocaleDataDict, load
from babel.numbers import format_decimal

from unisono.languages.rules import LanguageRules, rules_for

UNITS = ("percent", "count", "year", "date", "week")
NOTATIONS = ("plain", "compact")
#: Where a sentence of the interface has a whole number.
NUMBER_PLACE = re.compile(r"(%\(\w+\))d")


class BadFigure(ValueError):
    """A value that does not suit its unit; the message names both and says what would."""

    def __init__(self, value: str, unit: str, wanted: str) -> None:
        super().__init__(value, unit, wanted)
        self.value, self.unit, self.wanted = value, unit, wanted

    def __str__(self) -> str:
        return f'the value "{self.value}" does not suit the unit "{self.unit}": write {self.wanted}'


def figure(value: str | Decimal, unit: str, notation: str, code: str, value_to: str | Decimal | None = None) -> str:
    """Return the figure in the language `code`, as one string; raise `BadFigure` or `UnknownLanguage`.

    `value_to` makes a range: 2022–2032, 40–90 %.
    """
    before, number, after = _split(value, unit, notation, code, value_to)
    return f"{before}{number}{after}"


def figure_parts(
    value: str | Decimal, unit: str, notation: str, code: str, value_to: str | Decimal | None = None
) -> tuple[str, str]:
    """Return the figure as (number, rest): ("250", "million"), ("2", "weeks"), ("40 %", "").

    A percent sign stays with its number. Where the language puts the word first ("milioni 250" in Swahili),
    the two would change places on a card: then the whole is the number and the rest is empty.
    """
    before, number, after = _split(value, unit, notation, code, value_to)
    if not number:
        return f"{before}{after}", ""
    joined = bool(after) and combining(after[0]) > 0
    if unit == "percent" or joined or before.strip(" \u200f\u200e"):
        return f"{before}{number}{after}", ""
    return number, after.strip(" \u00a0\u202f,،")


def decimal_text(value: str | int | Decimal, code: str) -> str:
    """Return a plain number (8,324) in the language's own digits and separators."""
    rules = rules_for(code)
    text = format_decimal(
        Decimal(value), locale=rules.locale, numbering_system=rules.numbering, decimal_quantization=False
    )
    return rules.own_digits(text)


def filled(sentence: str, values: Mapping[str, object], code: str) -> str:
    """Return a sentence of the interface with its places filled, whole numbers in the language's own digits.

    Numbers inside of texts, such as the name of a campaign, stay as their writers have them.
    """
    written = {name: decimal_text(one, code) if isinstance(one, int) else one for name, one in values.items()}
    return NUMBER_PLACE.sub(r"\1s", sentence) % written


def _split(
    value: str | Decimal, unit: str, notation: str, code: str, value_to: str | Decimal | None
) -> tuple[str, str, str]:
    """The figure as what stands before the number, the number itself, what stands after it."""
    rules = rules_for(code)
    values = [value] if value_to in (None, "") else [value, value_to]
    if unit == "date":
        return _date_figure(values, rules)
    if unit not in UNITS:
        raise BadFigure(str(value), unit, f"one of the units {', '.join(UNITS)}")
    if notation not in NOTATIONS:
        raise BadFigure(str(value), unit, f'a notation "plain" or "compact", not "{notation}"')
    numbers = [_decimal(one, unit) for one in values]
    if unit == "year":
        return "", _joined([rules.own_digits(f"{number:f}") for number in numbers]), ""
    if unit == "percent":
        before, after = _percent_signs(rules)
    elif unit == "week":
        return _week_figure(numbers, rules)
    elif notation == "compact":
        return _compact_figure(numbers, rules)
    else:
        before, after = "", ""
    return before, _joined([decimal_text(number, code) for number in numbers]), after


def _decimal(value: str | Decimal, unit: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation as fault:
        raise BadFigure(str(value), unit, 'a plain decimal such as "8324" or "2.5"') from fault
    if not number.is_finite() or (unit == "year" and number != int(number)):
        raise BadFigure(str(value), unit, "a whole year" if unit == "year" else "a finite decimal")
    return number


def _joined(numbers: list[str]) -> str:
    """A range as CLDR joins it in nearly every locale: an en dash without spaces."""
    return "–".join(dict.fromkeys(numbers))


def _percent_signs(rules: LanguageRules) -> tuple[str, str]:
    locale = Locale.parse(rules.locale)
    pattern = locale.percent_formats[None]
    sign = locale.number_symbols.get(rules.numbering, {}).get("percentSign", "%")
    return pattern.prefix[0].replace("%", sign), pattern.suffix[0].replace("%", sign)


def _compact_figure(numbers: list[Decimal], rules: LanguageRules) -> tuple[str, str, str]:
    """A large count with its word. Read from CLDR's patterns: Babel's own function miscounts the zeros of
    patterns with a negative half ("milioni 0;milioni -0"), and knows no long form for Chinese."""
    locale = Locale.parse(rules.locale)
    forms = locale.compact_decimal_formats.get("long") or locale.compact_decimal_formats["short"]
    size = 10 ** (len(str(int(abs(numbers[-1])))) - 1)
    pattern = forms["other"].get(str(size)) if size >= 1000 else None
    zeros = pattern.pattern.split(";")[0].count("0") if pattern else 0
    if pattern is None or not (pattern.prefix[0] + pattern.suffix[0]).strip():
        return "", _joined([decimal_text(number, rules.code) for number in numbers]), ""
    unit = size // 10 ** (zeros - 1)
    reduced = [round(number / unit, 2).normalize() for number in numbers]
    chosen = forms.get(locale.plural_form(reduced[-1]), {}).get(str(size), pattern)
    texts = [decimal_text(f"{number:f}", rules.code) for number in reduced]
    return chosen.prefix[0].replace("'", ""), _joined(texts), chosen.suffix[0].replace("'", "")


def _week_figure(numbers: list[Decimal], rules: LanguageRules) -> tuple[str, str, str]:
    locale = Locale.parse(rules.locale)
    widths = LocaleDataDict(cast(dict[str | int | None, Any], load(rules.locale)))["unit_patterns"].get(
        "duration-week", {}
    )
    category = locale.plural_form(numbers[-1])
    # Where CLDR's long form says the same as the short one it leaves the long one out, and Babel does not look.
    found = [
        widths[width][form]
        for width in ("long", "short", "narrow")
        for form in (category, "other")
        if form in widths.get(width, {})
    ]
    if not found:
        raise BadFigure(str(numbers[0]), "week", f"the figure in words: CLDR has no weeks for {rules.code}")
    before, placeholder, after = found[0].partition("{0}")
    number = _joined([decimal_text(one, rules.code) for one in numbers]) if placeholder else ""
    return before, number, after


def _date_figure(values: list[str | Decimal], rules: LanguageRules) -> tuple[str, str, str]:
    """One date as (day and month) and year; a range of dates as a whole."""
    days = [_day(str(value)) for value in values]
    whole = _joined([rules.own_digits(format_date(day, "long", locale=rules.locale)) for day in days])
    if len(days) > 1:
        return "", whole, ""
    day = rules.own_digits(format_skeleton("MMMMd", days[0], locale=rules.locale))
    at = whole.find(day)
    return ("", whole, "") if at < 0 else (whole[:at], day, whole[at + len(day) :])


def _day(value: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadFigure(value, "date", "an ISO date such as 1952-02-21")
