"""What the campaign's own pages show: home, who takes part, how to, for journalists, who is responsible."""

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import Any

from unisono.languages.names import country_name
from unisono.site.contexts import linked
from unisono.site.contexts.figures import counts_of
from unisono.site.contexts.frame import file_of, late, picture_file, preview_of
from unisono.site.contexts.kit import poster_of
from unisono.site.contexts.media import film_teaser
from unisono.site.contexts.sharing import share_of
from unisono.site.contexts.survey import Page, Survey
from unisono.site.contexts.texts import contacts_of, post_teaser, posts_of
from unisono.site.snapshot import Member

TEASED = 3


def home_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the home page: the slogan, the moment, the numbers, the aims, what is new, what to share."""
    snapshot, words = survey.snapshot, survey.snapshot.in_language(code)
    posts, cards = posts_of(survey, code)[:TEASED], list(survey.cards(code))
    said, film = words.statement, film_teaser(survey, code)
    languages = [words.texts.language, *(its.language for _, its in posts), *(its.language for _, its in cards)]
    languages += [said.language] if said else []
    yield Page(
        "home",
        "",
        {
            "slogan": words.texts.slogan,
            "summary": words.texts.summary,
            "language": words.texts.language,
            "opening": asdict(snapshot.opening) if snapshot.opening else None,
            "counts": counts_of(snapshot),
            "statement": {"title": said.title, "language": said.language} if said else None,
            "aims": [asdict(aim) for aim in said.aims] if said else [],
            "posts": [post_teaser(survey, *post) for post in posts],
            "cards": [poster_of(survey, *card) for card in cards],
            "film": film,
            "late": late(code, languages),
            "preview": preview_of(survey, code, "", words.texts.summary, None),
            "linked": linked.website(survey, code),
        },
    )


def coalition_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the list of organisations by country, with the numbers and the map."""
    snapshot = survey.snapshot
    if not survey.has(code, "coalition/"):
        return
    drawing = survey.assets.one(f"map:{code}")
    yield Page(
        "coalition",
        "coalition/",
        {
            "counts": counts_of(snapshot),
            "groups": _by_country(snapshot.members, code),
            "map": picture_file(drawing) if drawing else None,
            "has_kit": survey.has(code, "kit/"),
            "late": late(code, ()),
            "preview": preview_of(survey, code, "coalition/", snapshot.in_language(code).texts.summary, None),
        },
    )


def act_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the page that says how to take part."""
    texts = survey.snapshot.in_language(code).texts
    yield Page(
        "act",
        "act/",
        {
            "action": texts.action,
            "ways": [asdict(way) for way in texts.ways],
            "language": texts.language,
            "has_kit": survey.has(code, "kit/"),
            "share": share_of(survey, code, "", texts.name),
            "late": late(code, (texts.language,)),
            "preview": preview_of(survey, code, "act/", texts.summary, None),
        },
    )


def press_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the page for journalists."""
    snapshot, words = survey.snapshot, survey.snapshot.in_language(code)
    said, press = words.statement, words.press
    yield Page(
        "press",
        "press/",
        {
            "boilerplate": press.boilerplate if press else "",
            "language": press.language if press else code,
            "contacts": contacts_of(survey, code),
            "statement": {
                "title": said.title,
                "language": said.language,
                "date": snapshot.statement.date,
                "document": file_of(survey.assets.one(f"pdf:statement:{said.language}", "application/pdf")),
            }
            if said and snapshot.statement
            else None,
            "bundle": file_of(survey.assets.one(f"kit:{code}")),
            "broadcast": file_of(survey.assets.one("broadcast")),
            "has": [place for place in ("kit/", "film/", "facts/") if survey.has(code, place)],
            "late": late(code, (press.language,) if press else ()),
            "preview": preview_of(survey, code, "press/", words.texts.summary, None),
        },
    )


def plain_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield who is responsible, privacy, accessibility, and the page for what is not found."""
    texts = survey.snapshot.in_language(code).texts
    shared = {"preview": preview_of(survey, code, "", texts.summary, None)}
    yield Page(
        "about",
        "about/",
        {
            "about": texts.about,
            "language": texts.language,
            "licence": asdict(survey.snapshot.licence),
            "late": late(code, (texts.language,)),
            **shared,
        },
    )
    for kind in ("privacy", "accessibility"):
        yield Page(kind, f"{kind}/", {"late": late(code, ()), **shared})
    yield Page("missing", "404.html", {"late": late(code, ()), **shared})


def _by_country(members: Iterable[Member], code: str) -> list[dict[str, Any]]:
    """Return the organisations by country, both by name: accents and capitals do not set names apart."""
    named = sorted(members, key=lambda member: (_folded(country_name(member.country, code)), member.country))
    return [
        {
            "country": country,
            "members": [_member(member) for member in sorted(group, key=lambda one: (_folded(one.name), one.key))],
        }
        for country, group in groupby(named, key=lambda member: member.country)
    ]


def _member(member: Member) -> dict[str, str]:
    return {name: getattr(member, name) for name in ("key", "name", "website", "role", "basis")}


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
