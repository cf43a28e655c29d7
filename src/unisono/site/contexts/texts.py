"""What pages of words show: the statement, the news, facts and their corrections."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from unisono.languages.richtext import blocks_from_markdown, plain_text
from unisono.site.contexts import linked
from unisono.site.contexts.facts import fact_shown
from unisono.site.contexts.figures import counts_of
from unisono.site.contexts.frame import file_of, late, preview_of
from unisono.site.contexts.kit import poster_of
from unisono.site.contexts.media import film_teaser, pictures_of
from unisono.site.contexts.sharing import share_of
from unisono.site.contexts.survey import Page, Survey
from unisono.site.snapshot import Claim, Post, PostWords


def statement_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the page of the press statement, if this language has one."""
    snapshot, words = survey.snapshot, survey.snapshot.in_language(code)
    statement, said = snapshot.statement, words.statement
    if not survey.has(code, "statement/") or statement is None or said is None:
        return
    summary = _opening_words(said.lead)
    machines = {"kind": "Article", "title": said.title, "summary": summary}
    yield Page(
        "statement",
        "statement/",
        {
            "statement": {**asdict(said), "number": statement.number, "date": statement.date},
            "claims": [_claim(claim, survey) for claim in statement.claims],
            "document": file_of(survey.assets.one(f"pdf:statement:{said.language}", "application/pdf")),
            "pictures": pictures_of(survey, code, statement.pictures),
            "film": film_teaser(survey, code) if statement.film else None,
            "cards": [poster_of(survey, card, its) for card, its in survey.cards(code)],
            "contacts": contacts_of(survey, code),
            "share": share_of(survey, code, "statement/", said.title),
            "late": late(code, (said.language,), whole=said.language != code),
            "preview": preview_of(survey, code, "statement/", summary, None),
            "linked": linked.article(
                survey, code, "statement/", **machines, date=statement.date, language=said.language
            ),
        },
    )


def news_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the list of news and every post, newest first."""
    posts = posts_of(survey, code)
    if not posts:
        return
    yield Page(
        "news",
        "news/",
        {
            "posts": [post_teaser(survey, post, words) for post, words in posts],
            "late": late(code, (words.language for _, words in posts)),
            "preview": preview_of(survey, code, "news/", survey.snapshot.in_language(code).texts.summary, None),
        },
    )
    for post, words in posts:
        yield _post_page(survey, code, post, words)


def facts_pages(survey: Survey, code: str) -> Iterable[Page]:
    """Yield the pages of facts and of corrections."""
    if not survey.has(code, "facts/"):
        return
    snapshot, words = survey.snapshot, survey.snapshot.in_language(code)
    by_key = {fact.key: fact for fact in snapshot.facts}
    facts = [fact_shown(survey, by_key[said.key], said) for said in words.facts if said.key in by_key]
    corrections = _corrections(survey, code)
    summary = words.texts.summary
    languages = [fact["language"] for fact in facts]
    yield Page(
        "facts",
        "facts/",
        {
            "facts": facts,
            "corrected": sorted({entry["fact"] for entry in corrections}),
            "late": late(code, languages, whole=bool(facts) and code not in languages),
            "preview": preview_of(survey, code, "facts/", summary, None),
        },
    )
    yield Page(
        "corrections",
        "corrections/",
        {
            "corrections": corrections,
            "late": late(code, (entry["language"] for entry in corrections)),
            "preview": preview_of(survey, code, "corrections/", summary, None),
        },
    )


def posts_of(survey: Survey, code: str) -> list[tuple[Post, PostWords]]:
    """Return the posts that a language shows, newest first."""
    by_slug = {words.slug: words for words in survey.snapshot.in_language(code).news}
    posts = [(post, by_slug[post.slug]) for post in survey.snapshot.news if post.slug in by_slug]
    return sorted(posts, key=lambda pair: (pair[0].date, pair[0].slug), reverse=True)


def post_teaser(survey: Survey, post: Post, words: PostWords) -> dict[str, Any]:
    """Return what a list says of a post."""
    return {
        "slug": post.slug,
        "date": _local_day(survey, post.date),
        "title": words.title,
        "summary": words.summary,
        "language": words.language,
    }


def contacts_of(survey: Survey, code: str) -> list[dict[str, Any]]:
    """Return the press contacts with their roles in a language."""
    press = survey.snapshot.in_language(code).press
    roles = dict(press.roles) if press else {}
    return [
        {**asdict(contact), "role": roles.get(contact.key, ""), "language": press.language if press else code}
        for contact in survey.snapshot.contacts
    ]


def _post_page(survey: Survey, code: str, post: Post, words: PostWords) -> Page:
    place = f"news/{post.slug}/"
    return Page(
        "post",
        place,
        {
            "post": {**asdict(words), "date": _local_day(survey, post.date)},
            "pictures": pictures_of(survey, code, post.pictures),
            "film": film_teaser(survey, code) if post.film else None,
            "share": share_of(survey, code, place, words.title),
            "late": late(code, (words.language,), whole=words.language != code),
            "preview": preview_of(survey, code, place, words.summary, None),
            "linked": linked.article(
                survey,
                code,
                place,
                kind="NewsArticle",
                title=words.title,
                summary=words.summary,
                date=post.date,
                language=words.language,
            ),
        },
    )


def _local_day(survey: Survey, instant: str) -> str:
    """Return the day of an instant (ISO, UTC) in the campaign's own zone: one minute past midnight is that day."""
    zone = survey.snapshot.opening.zone if survey.snapshot.opening else "UTC"
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)).date().isoformat()


def _claim(claim: Claim, survey: Survey) -> dict[str, Any]:
    """Return a count that the signed words mention, beside what was counted."""
    return {
        "counts": claim.counts,
        "said": claim.said,
        "language": survey.snapshot.source_language,
        "counted": counts_of(survey.snapshot),
    }


def _corrections(survey: Survey, code: str) -> list[dict[str, Any]]:
    """Return the corrections with their words, newest first, each with the claim that it mends."""
    words = survey.snapshot.in_language(code)
    said = {entry.key: entry for entry in words.corrections}
    claims = {fact.key: fact for fact in words.facts}
    return [
        {
            "key": entry.key,
            "date": entry.date,
            "fact": entry.fact,
            "text": said[entry.key].text,
            "language": said[entry.key].language,
            "claim": claims[entry.fact].claim if entry.fact in claims else "",
            "claim_language": claims[entry.fact].language if entry.fact in claims else code,
        }
        for entry in sorted(survey.snapshot.corrections, key=lambda entry: (entry.date, entry.key), reverse=True)
        if entry.key in said
    ]


def _opening_words(lead: str) -> str:
    """Return the first paragraph of a body, without marks."""
    blocks = blocks_from_markdown(lead)
    return plain_text(blocks[0].runs) if blocks else ""
