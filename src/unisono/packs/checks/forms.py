"""The form of single values: keys, codes, addresses, lengths. Each check returns (what, mend), or None."""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import pycountry

from unisono.base.said import Named, Said
from unisono.campaigns.countries import country_codes
from unisono.languages.names import country_name
from unisono.languages.rules import UnknownLanguage, rules_for
from unisono.links.codes import ALPHABET, LENGTH, PATTERN
from unisono.links.networks import NETWORKS
from unisono.packs import sentences

Wrong = tuple[Said, Said] | None

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_KEY = 60
PLACE = re.compile(rf"(?:{KEY.pattern}/)*")
MOST_PLACE = 200
CODE = re.compile(PATTERN)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
MOST_LANGUAGE = 16
EMAIL = re.compile(r"[^@\s<>\",;:()\\]+@([^@\s<>\",;:()\\]+)")
HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
FIRST_YEAR, LAST_YEAR = 1970, 2200
#: No line, no page and no database can hold these. Tab and line end are for each field to judge.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
BCP_47 = Said("Use a lower-case BCP 47 code, such as “%(one)s” or “%(other)s”.", one="pt", other="zh-hans")
SAID_FOR = {"UK": "GB", "EN": "GB", "EL": "GR"}


def wrong_key(key: str) -> Wrong:
    """Judge a key or short name."""
    if not KEY.fullmatch(key):
        mend = Said("Use small letters a-z, digits and single hyphens: %(example)s", example="first-call")
        return Said("“%(key)s” is no key", key=key), mend
    return sentences.too_long(key, len(key), MOST_KEY) if len(key) > MOST_KEY else None


def wrong_lengths(held: object, limits: Mapping[str, int]) -> Iterator[tuple[str, Said, Said]]:
    """Judge how long the values of a table are: yield field, what and mend for each that is too long."""
    for field, most in limits.items():
        if (length := len(getattr(held, field))) > most:
            yield field, *sentences.too_long(field, length, most)


def wrong_code(code: str) -> Wrong:
    """Judge the code of a short link."""
    if CODE.fullmatch(code):
        return None
    mend = Said("It has %(length)s of the characters %(characters)s.", length=LENGTH, characters=ALPHABET)
    return Said("“%(code)s” is no code of a short link", code=code), mend


def wrong_place(place: str) -> Wrong:
    """Judge a place of the site, as short links name it."""
    if PLACE.fullmatch(place) and len(place) <= MOST_PLACE:
        return None
    mend = Said(
        "Write one such as %(one)s or %(other)s, or nothing for the home page.",
        one="statement/",
        other="news/the-call/",
    )
    return Said("“%(place)s” is no place", place=place), mend


def wrong_network(network: str) -> Wrong:
    """Judge where a short link is put up."""
    if network in NETWORKS:
        return None
    known = Said("Known are: %(known)s; or nothing.", known=tuple(filter(None, NETWORKS)))
    what = Said("there is no network “%(network)s”", network=network)
    return what, sentences.did_you_mean(network.lower(), NETWORKS) or known


def wrong_language(code: str) -> Wrong:
    """Judge a language code: its form, and whether CLDR knows it."""
    if not LANGUAGE.fullmatch(code) or len(code) > MOST_LANGUAGE:
        near = code.lower().replace("_", "-")
        is_near = near != code and LANGUAGE.fullmatch(near)
        mend = Said("Use a lower-case BCP 47 code: “%(near)s”.", near=near) if is_near else BCP_47
        return Said("“%(code)s” is no language code", code=code), mend
    try:
        rules_for(code)
    except UnknownLanguage:
        return Said("no language “%(code)s” is known", code=code), BCP_47
    return None


def wrong_country(code: str) -> Wrong:
    """Judge a country code of ISO 3166-1; names the countries that may be meant."""
    if code in country_codes():
        return None
    # Countries have their English names for codes here, so that English has them too.
    near = tuple(
        Said("%(code)s (%(country)s)", code=one, country=Named("country", country_name(one, "en")))
        for one in near_countries(code)
    )
    mend = Said("Did you mean %(countries)s?", countries=near)
    otherwise = Said("Use the two capital letters of ISO 3166-1, such as FR for France.")
    return Said("“%(code)s” is no country code", code=code), mend if near else otherwise


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
    mend = Said(
        "Use a name such as %(zone)s; an offset such as %(offset)s is none.", zone="Europe/Paris", offset="+02:00"
    )
    near = sentences.did_you_mean(zone.replace(" ", "_"), available_timezones())
    return Said("there is no time zone “%(zone)s”", zone=zone), near or mend


def wrong_local_time(at: datetime, zone: str) -> Wrong:
    """Judge a local date-time in a zone that is known: clocks that change leave out an hour, or repeat one."""
    if at.tzinfo is not None:
        mend = Said("Write the local time without it; the zone says the rest.")
        return Said("the time has an offset of its own"), mend
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        mend = Said("Write a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
        return Said("the year %(year)s cannot be meant", year=at.year), mend
    early, late = (at.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    if early == late:
        return None
    values = {"time": f"{at:%H:%M}", "zone": zone}
    if early < late:  # type: ignore[operator]
        what = Said("%(time)s does not exist on that day in %(zone)s, where the clocks change", **values)
    else:
        what = Said("%(time)s happens twice on that day in %(zone)s, where the clocks change", **values)
    return what, Said("Choose another minute.")


def wrong_email(address: str) -> Wrong:
    """Judge an e-mail address."""
    found = EMAIL.fullmatch(address)
    if found and HOST.fullmatch(_in_ascii(found[1])):
        return None
    mend = Said("Write one such as %(example)s.", example="desk@example.org")
    return Said("“%(address)s” is no e-mail address", address=address), mend


def wrong_url(address: str) -> Wrong:
    """Judge a web address."""
    wrong = (
        Said("“%(address)s” is no web address", address=address),
        Said("Write the whole address: %(example)s", example="https://example.org"),
    )
    try:
        parts = urlsplit(address)
        host = _in_ascii(parts.hostname or "")
        _ = parts.port
    except ValueError:
        return wrong
    if parts.scheme not in ("https", "http") or not HOST.fullmatch(host) or re.search(r"[\s<>\"\\]", address):
        return wrong
    if parts.username is not None:
        what = Said("“%(address)s” holds a name or password", address=address)
        return what, Said("Take out everything before the %(sign)s.", sign="@")
    return None


def wrong_host(host: str) -> Wrong:
    """Judge a host name."""
    if HOST.fullmatch(host):
        return None
    mend = Said(
        "Write it in small letters, without %(scheme)s and without a port: %(example)s",
        scheme="https://",
        example="example.org",
    )
    return Said("“%(host)s” is no host name", host=host), mend


def wrong_day(text: str) -> Wrong:
    """Judge a year, a month or a day: 2025, 2025-02, 2025-02-21."""
    if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", text, re.ASCII):
        try:
            date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
        except ValueError:
            pass
        else:
            return None
    mend = Said("Write it so: %(year)s, %(month)s or %(day)s.", year="2025", month="2025-02", day="2025-02-21")
    return Said("“%(given)s” is no year, month or day", given=text), mend


def wrong_characters(text: str) -> Wrong:
    """Judge whether a text can be shown at all."""
    odd = UNSHOWABLE.search(text)
    if odd is None:
        return None
    what = Said("holds the character %(character)s, which cannot be shown", character=f"U+{ord(odd[0]):04X}")
    return what, Said("Take it out.")


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return ""
