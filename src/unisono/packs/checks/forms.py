"""The form of single values: keys, codes, addresses, lengths. Each check returns (what, mend), or None."""

import difflib
import re
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import pycountry

from unisono.campaigns.countries import country_codes
from unisono.languages.names import country_name
from unisono.languages.rules import UnknownLanguage, rules_for
from unisono.links.codes import ALPHABET, LENGTH, PATTERN
from unisono.links.networks import NETWORKS

Wrong = tuple[str, str] | None

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_KEY = 60
PLACE = re.compile(rf"(?:{KEY.pattern}/)*")
MOST_PLACE = 200
CODE = re.compile(PATTERN)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
MOST_LANGUAGE = 16
EMAIL = re.compile(r"[^@\s<>\",;:()\\]+@([^@\s<>\",;:()\\]+)")
HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
#: No line, no page and no database can hold these. Tab and line end are for each field to judge.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
SAID_FOR = {"UK": "GB", "EN": "GB", "EL": "GR"}


def wrong_key(key: str) -> Wrong:
    """Judge a key or short name."""
    if not KEY.fullmatch(key):
        return f"“{key}” is no key", "Use small letters a-z, digits and single hyphens: first-call"
    if len(key) > MOST_KEY:
        return f"“{key}” has {len(key)} characters; at most {MOST_KEY}", "Shorten it."
    return None


def wrong_code(code: str) -> Wrong:
    """Judge the code of a short link."""
    if CODE.fullmatch(code):
        return None
    return f"“{code}” is no code of a short link", f"It has {LENGTH} of the characters {ALPHABET}."


def wrong_place(place: str) -> Wrong:
    """Judge a place of the site, as short links name it."""
    if PLACE.fullmatch(place) and len(place) <= MOST_PLACE:
        return None
    return f"“{place}” is no place", "Write one such as statement/ or news/the-call/, or nothing for the home page."


def wrong_network(network: str) -> Wrong:
    """Judge where a short link is put up."""
    if network in NETWORKS:
        return None
    near = difflib.get_close_matches(network.lower(), NETWORKS, 1)
    mend = f"Did you mean “{near[0]}”?" if near else f"Known are: {', '.join(filter(None, NETWORKS))}; or nothing."
    return f"there is no network “{network}”", mend


def wrong_language(code: str) -> Wrong:
    """Judge a language code: its form, and whether CLDR knows it."""
    if not LANGUAGE.fullmatch(code) or len(code) > MOST_LANGUAGE:
        near = code.lower().replace("_", "-")
        also = f": “{near}”" if near != code and LANGUAGE.fullmatch(near) else ", such as “pt” or “zh-hans”"
        return f"“{code}” is no language code", f"Use a lower-case BCP 47 code{also}."
    try:
        rules_for(code)
    except UnknownLanguage:
        return f"no language “{code}” is known", "Use a lower-case BCP 47 code, such as “pt” or “zh-hans”."
    return None


def wrong_country(code: str) -> Wrong:
    """Judge a country code of ISO 3166-1; names the countries that may be meant."""
    if code in country_codes():
        return None
    near = near_countries(code)
    listed = ", ".join(f"{one} ({country_name(one, 'en')})" for one in near)
    mend = f"Did you mean {listed}?" if near else "Use the two capital letters of ISO 3166-1, such as FR for France."
    return f"“{code}” is no country code", mend


def near_countries(given: str) -> list[str]:
    """Return the codes of at most three countries whose code, name or three letters are near to `given`."""
    if given.upper() in country_codes():
        return [given.upper()]
    if given.upper() in SAID_FOR:
        return [SAID_FOR[given.upper()]]
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name", "alpha_3"):
            if name := getattr(country, field, ""):
                names[name.casefold()] = country.alpha_2
    close = difflib.get_close_matches(given.casefold(), names, 3, 0.8)
    return list(dict.fromkeys(names[name] for name in close))


def wrong_zone(zone: str) -> Wrong:
    """Judge the name of a time zone."""
    if zone in available_timezones():
        return None
    near = difflib.get_close_matches(zone.replace(" ", "_"), available_timezones(), 1)
    mend = (
        f"Did you mean “{near[0]}”?" if near else "Use a name such as Europe/Paris; an offset such as +02:00 is none."
    )
    return f"there is no time zone “{zone}”", mend


def wrong_local_time(at: datetime, zone: str) -> Wrong:
    """Judge a local date-time in a zone that is known: clocks that change leave out an hour, or repeat one."""
    if at.tzinfo is not None:
        return "the time has an offset of its own", "Write the local time without it; the zone says the rest."
    if not 1970 <= at.year <= 2200:
        return f"the year {at.year} cannot be meant", "Write a year from 1970 to 2200."
    early, late = (at.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    if early == late:
        return None
    happens = "does not exist" if early < late else "happens twice"  # type: ignore[operator]
    return f"{at:%H:%M} {happens} on that day in {zone}, where the clocks change", "Choose another minute."


def wrong_email(address: str) -> Wrong:
    """Judge an e-mail address."""
    found = EMAIL.fullmatch(address)
    if found and HOST.fullmatch(_in_ascii(found[1])):
        return None
    return f"“{address}” is no e-mail address", "Write one such as desk@example.org."


def wrong_url(address: str) -> Wrong:
    """Judge a web address."""
    mend = "Write the whole address: https://example.org"
    try:
        parts = urlsplit(address)
        host = _in_ascii(parts.hostname or "")
        _ = parts.port
    except ValueError:
        return f"“{address}” is no web address", mend
    if parts.scheme not in ("https", "http") or not HOST.fullmatch(host) or re.search(r"[\s<>\"\\]", address):
        return f"“{address}” is no web address", mend
    if parts.username is not None:
        return f"“{address}” holds a name or password", "Take out everything before the @."
    return None


def wrong_host(host: str) -> Wrong:
    """Judge a host name."""
    if HOST.fullmatch(host):
        return None
    return f"“{host}” is no host name", "Write it in small letters, without https:// and without a port: example.org"


def wrong_day(text: str) -> Wrong:
    """Judge a year, a month or a day: 2025, 2025-02, 2025-02-21."""
    if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", text, re.ASCII):
        try:
            date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
        except ValueError:
            pass
        else:
            return None
    return f"“{text}” is no year, month or day", "Write it so: 2025, 2025-02 or 2025-02-21."


def wrong_characters(text: str) -> Wrong:
    """Judge whether a text can be shown at all."""
    odd = UNSHOWABLE.search(text)
    return (f"holds the character U+{ord(odd[0]):04X}, which cannot be shown", "Take it out.") if odd else None


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return ""
