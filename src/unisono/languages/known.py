"""Every language that CLDR knows: found by any of its names or codes, and all that CLDR says of it. Plain Python.

Own names come from CLDR's files one by one: Babel keeps what it loads, and three hundred languages at once are a
hundred and fifty megabytes.
"""

import pickle
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers, resolve_locale_filename

from unisono.languages.figures import decimal_text
from unisono.languages.names import cldr_identifier, language_name
from unisono.languages.rules import LanguageRules, UnknownLanguage, is_known, proven_languages, rules_for

#: As long as a code may be where it is kept.
LONGEST = 16
#: How many languages one search offers.
OFFERED = 24
#: Numbers that plural forms are shown by: the first that take each form. The last ones are for forms that only large
#: numbers or parts take.
_NUMBERS = (*map(Decimal, range(121)), Decimal(1_000_000), Decimal("0.5"), Decimal("1.5"))
_SHOWN = 4
FORMS = ("zero", "one", "two", "few", "many", "other")
#: What CLDR has names for that nobody speaks: several, none, unknown.
NO_LANGUAGES = frozenset({"mul", "und", "zxx", "root"})
#: The ranks of what is called like the query, and of what is not.
EXACT, NOT_ALIKE = 0, 9
#: Below this share of a country's people (per cent) a language is named there only where it is official.
LEAST = 1.0
#: What stands where CLDR has no name of a month.
_NO_NAME = re.compile(r"M\d\d")
_ACCENTS = re.compile("[\u0300-\u036f]")
#: Letters that keyboards of neighbours write otherwise: Arabic for Persian and Urdu.
_LETTERS = str.maketrans("يىك", "ییک")


@dataclass(frozen=True, slots=True)
class Found:
    """A language that a search found: its code, its own name, its name in the language of the screen.

    One that is not `is_complete` has a name in CLDR and nothing else: no dates, no countries, no direction. `is_exact`
    says that it is called just as was asked.
    """

    code: str
    endonym: str
    name: str
    is_complete: bool = True
    is_exact: bool = False


def canonical(written: str) -> str:
    """Return the code by which a language is kept: `iw` → `he`, `zh_Hant` → `zh-hant`, `fas` → `fa`, `zh` → `zh-hans`.

    Raises `UnknownLanguage` for what CLDR does not know, or knows by name alone.
    """
    code = written.strip().lower().replace("_", "-")
    if len(code) > LONGEST or not re.fullmatch(r"[a-z]{2,8}(-[a-z0-9]{2,8})*", code):
        raise UnknownLanguage(written.strip())
    code = _renamed(code)
    first, *rest = code.split("-")
    wanted = next((part for part in rest if len(part) == 4), "")
    # A locale may be found although the script that was asked for is none of its scripts.
    if first in NO_LANGUAGES or (wanted and rules_for(code).script.lower() != wanted):
        raise UnknownLanguage(written.strip())
    return _usual(code)


def _renamed(code: str) -> str:
    """Put today's names in the place of those that CLDR has given up."""
    first, *rest = code.split("-")
    renamed = get_global("language_aliases").get(first, first).lower().replace("_", "-")
    first, *more = renamed.split("-")
    places = get_global("territory_aliases")
    rest = [places[part.upper()][0].lower() if part.upper() in places else part for part in rest]
    return "-".join([first, *(rest or more)])


def _usual(code: str) -> str:
    """Of several codes for the same language, script and region the one that has rules of its own, or the shortest."""
    same = identity(code)
    proven = (one for one in proven_languages() if one.split("-")[0] == same[0] and identity(one) == same)
    shorter = (one for one in (same[0], f"{same[0]}_{same[1]}") if one in _locales())
    usual = (one.lower().replace("_", "-") for one in shorter)
    return next(proven, next((one for one in usual if identity(one) == same), code))


@cache
def _locales() -> frozenset[str]:
    return frozenset(locale_identifiers())


@cache
def identity(code: str) -> tuple[str, str, str]:
    """Return language, script and region with all that CLDR fills in: `zh` and `zh-hans` are one, `pt-pt` is another.

    Raises `UnknownLanguage`.
    """
    locale = Locale.parse(rules_for(code).locale)
    known = get_global("likely_subtags")
    likely = known.get(f"{locale.language}_{locale.script}") if locale.script else None
    likely = likely or known.get(f"{locale.language}_{locale.territory}") or known.get(locale.language, "")
    parts = likely.split("_")[1:]
    script = locale.script or next((part for part in parts if len(part) == 4), "")
    region = locale.territory or next((part for part in parts if len(part) < 4), "")
    return locale.language, script, region


def search(query: str, screen: str) -> list[Found]:
    """Return the languages whose own name, name in English or in the language `screen`, or code is like `query`.

    What begins like it comes first. Nothing is found by nothing.
    """
    wanted = folded(query)
    if not wanted:
        return []
    ranked = []
    for code, called in _called_by(screen).items():
        rank = min((_rank(wanted, name) for name in called), default=NOT_ALIKE)
        ranked.append((EXACT if folded(code) == wanted else rank, called[0], code))
    if as_code := _known_as(query):
        ranked.append((EXACT, "", as_code))
    ranks: dict[str, int] = {}
    for rank, _, code in sorted(one for one in ranked if one[0] < NOT_ALIKE)[:OFFERED]:
        ranks.setdefault(_known_as(code) or code, rank)
    return [_found(code, screen, rank == EXACT) for code, rank in ranks.items()]


def folded(text: str) -> str:
    """Return a text as it is compared: no capitals, no accents, one space between words."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join(_ACCENTS.sub("", plain).replace("-", " ").replace("_", " ").split())


def _rank(wanted: str, name: str) -> int:
    if name == wanted:
        return EXACT
    if name.startswith(wanted):
        return 2
    if f" {wanted}" in name.replace("(", " "):
        return 3
    return 4 if wanted in name and (len(wanted) > 2 or not wanted.isascii()) else NOT_ALIKE


def _known_as(code: str) -> str | None:
    """The code by which a language is kept; None for what CLDR knows by name alone, or not at all."""
    try:
        return canonical(code)
    except UnknownLanguage:
        return None


def _found(code: str, screen: str, is_exact: bool) -> Found:
    name = name_of(code, screen)
    if not is_known(code):
        return Found(code, "", name, is_complete=False, is_exact=is_exact)
    return Found(code, endonyms().get(code) or rules_for(code).endonym, name, is_exact=is_exact)


def name_of(code: str, screen: str) -> str:
    """Return a language's name in the language `screen`; with script and country where CLDR has no name for those."""
    names = Locale.parse(rules_for(screen).locale)
    own = names.languages.get(cldr_identifier(code))
    first, *rest = code.split("-")
    if isinstance(own, str) or not rest:
        return own if isinstance(own, str) else language_name(code, screen)
    besides = [
        str(names.scripts.get(part.title(), part) if len(part) == 4 else names.territories.get(part.upper(), part))
        for part in rest
    ]
    return f"{language_name(first, screen)} ({', '.join(besides)})"


@cache
def _called_by(screen: str) -> dict[str, tuple[str, ...]]:
    """Every language by code, with all it is called, folded: in the language of the screen, in English, by itself."""
    english, shown = Locale("en").languages, Locale.parse(rules_for(screen).locale).languages
    found: dict[str, tuple[str, ...]] = {
        code: (name_of(code, screen), name_of(code, "en"), endonym) for code, endonym in endonyms().items()
    }
    for identifier in {*english, *shown}:
        code = str(identifier).lower().replace("_", "-")
        if code not in found and code not in NO_LANGUAGES and code not in get_global("language_aliases"):
            found[code] = tuple(str(where[identifier]) for where in (shown, english) if identifier in where)
    return {code: tuple(map(folded, called)) for code, called in found.items()}


@cache
def endonyms() -> dict[str, str]:
    """Return the own name of every language and written form that CLDR has data for, by code."""
    forms = [one.split("_") for one in sorted(_locales())]
    forms = [parts for parts in forms if len(parts) == 1 or (len(parts) == 2 and len(parts[1]) == 4)]
    held: dict[str, dict[str, Any]] = {}
    for parts in forms:
        names = _names_in("_".join(parts))
        held["_".join(parts)] = {key: names[key] for key in ("_".join(parts), parts[0]) if key in names}
    found = {}
    for first, *rest in forms:
        identifier = "_".join([first, *rest])
        own = held[identifier].get(identifier) or held[identifier].get(first) or held.get(first, {}).get(first)
        # A name of its own stands in the rules only where CLDR's is not the usual one.
        code = identifier.lower().replace("_", "-")
        found[code] = rules_for(code).endonym if code in proven_languages() or not own else _as_listed(str(own))
    return found


def _names_in(identifier: str) -> dict[str, Any]:
    """The names of languages in one of CLDR's files."""
    with Path(resolve_locale_filename(identifier)).open("rb") as file:
        names: dict[str, Any] = pickle.load(file).get("languages", {})  # noqa: S301  Babel's own file
    return names


def _as_listed(name: str) -> str:
    return name[0].title() + name[1:]


# -- what CLDR says of one language


@dataclass(frozen=True, slots=True)
class Plural:
    """One form that words take with numbers: CLDR's name for it, and the first numbers that take it, as written."""

    form: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a language is spoken: the country (ISO 3166-1), the share of its people in per cent, whether it has a
    standing in law there."""

    country: str
    percent: float
    is_official: bool


def plurals(rules: LanguageRules) -> tuple[Plural, ...]:
    """Return the forms that words take with numbers, each with examples. CLDR's order: the last fits all others."""
    choose = Locale.parse(rules.locale).plural_form
    numbers: dict[str, list[str]] = {}
    for number in _NUMBERS:
        shown = numbers.setdefault(choose(number), [])
        if len(shown) < _SHOWN:
            shown.append(decimal_text(str(number), rules.code))
    return tuple(Plural(form, tuple(numbers[form])) for form in FORMS if form in numbers)


@cache
def spoken_in(code: str) -> tuple[Spoken, ...]:
    """Return the countries in which a language is spoken, as far as CLDR says; those where it is official first."""
    language, script, _ = identity(code)
    found = [
        Spoken(country, float(said["population_percent"]), bool(said["official_status"]))
        for country, spoken in get_global("territory_languages").items()
        for key, said in spoken.items()
        if len(country) == 2
        and _is_same(str(key), language, script)
        and (said["official_status"] or said["population_percent"] >= LEAST)
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_official, -one.percent, one.country)))


def _is_same(key: str, language: str, script: str) -> bool:
    first, *rest = key.split("_")
    if first != language:
        return False
    likely = get_global("likely_subtags").get(first, "").split("_")
    return (rest[0] if rest and len(rest[0]) == 4 else likely[1] if len(likely) > 1 else script) == script


def is_proven(code: str) -> bool:
    """Say whether every word of a language is held against two other engines, and looked at."""
    return code in proven_languages()


def words_of(rules: LanguageRules) -> tuple[str, ...]:
    """Return words that CLDR has in the language itself: its name, days, months, countries. To look at where nothing
    else is.

    What CLDR has where it does not know a language's own words (English, or Sun and M01) is left out.
    """
    return tuple(dict.fromkeys(_own_words(rules)))


def _own_words(rules: LanguageRules) -> Iterator[str]:
    own, english = Locale.parse(rules.locale), Locale("en")
    yield rules.endonym
    for kind in ("days", "months"):
        # Not the stand-alone forms: Babel mixes those of several languages up, once one of them has been read.
        written = getattr(english, kind)["format"]
        known = set() if own.language == "en" else {*written["wide"].values(), *written["abbreviated"].values()}
        for name in getattr(own, kind)["format"]["wide"].values():
            if name not in known and not _NO_NAME.fullmatch(str(name)):
                yield str(name)
    for country in sorted(own.territories):
        name = own.territories[country]
        if len(country) == 2 and (own.language == "en" or name != english.territories.get(country)):
            yield str(name)
