"""Names of countries and languages, lists of names, dates and instants, as CLDR writes them in each language."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_datetime_format, get_timezone_name

from unisono.languages.rules import UnknownLanguage, rules_for


def country_name(country: str, code: str) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2) in the language `code`; the code itself if unknown."""
    name = Locale.parse(rules_for(code).locale).territories.get(country.upper())
    return name if isinstance(name, str) else country.upper()


def listed(names: Iterable[str], code: str) -> str:
    """Return names one after the other, parted as the language `code` parts them: "a, b", «a، b», "a、b"."""
    return rules_for(code).comma.join(names)


def sentences(parts: Iterable[str], code: str) -> str:
    """Return sentences one after the other; all but the last are given without their full stop."""
    return rules_for(code).stop.join(parts)


def language_name(language: str, code: str) -> str:
    """Return the name of `language` in the language `code`, or its own name for itself where CLDR has none."""
    names = Locale.parse(rules_for(code).locale).languages
    for key in (language.replace("-", "_"), cldr_identifier(language), language.split("-")[0]):
        name = names.get(key)
        if isinstance(name, str) and (key != language.split("-")[0] or "-" not in language):
            return name
    try:
        return rules_for(language).endonym
    except UnknownLanguage:
        return language


def date_text(day: date, code: str) -> str:
    """Return a date in full (21 February 2026) in the language's own digits."""
    rules = rules_for(code)
    return rules.own_digits(format_date(day, "long", locale=rules.locale))


def instant_text(instant: datetime, zone: str, code: str) -> str:
    """Return date, time to the minute and time zone of an aware `instant`, as people in `zone` read it.

    Always by the 24-hour clock: campaigns open at 00:01, and "12:01 am" is misread in half the world.
    """
    rules = rules_for(code)
    local = instant.astimezone(ZoneInfo(zone))
    pattern = str(get_datetime_format("long", locale=rules.locale)).replace("'", "")
    time = format_skeleton("Hm", local, tzinfo=local.tzinfo, locale=rules.locale)
    words = pattern.replace("{0}", time).replace("{1}", format_date(local, "long", locale=rules.locale))
    place = get_timezone_name(local, "long", locale=rules.locale)
    return rules.own_digits(f"{words} · {place}")


def cldr_identifier(code: str) -> str:
    """Return a BCP 47 code as CLDR writes it: zh-hans is zh_Hans."""
    first, *rest = code.split("-")
    return "_".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])
