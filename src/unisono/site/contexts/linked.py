"""What machines read of a page: schema.org objects as JSON-LD, from the same words that people read."""

from typing import Any

from unisono.site.contexts.survey import Survey
from unisono.site.environment import html_lang

CONTEXT = "https://schema.org"


def address(survey: Survey, code: str, place: str) -> str:
    """Return the public address of a page."""
    return f"{survey.snapshot.origin}/{code}/{place}"


def organisation(survey: Survey) -> dict[str, Any]:
    """Return the responsible body as an Organization."""
    body = survey.snapshot.responsible
    found = {
        "@type": "Organization",
        "name": body.name,
        "email": body.email,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": " ".join(body.address.split()),
            "addressCountry": body.country,
        },
    }
    return {**found, "url": body.website} if body.website else found


def website(survey: Survey, code: str) -> dict[str, Any]:
    """Return the campaign's site in one language as a WebSite."""
    words = survey.snapshot.in_language(code).texts
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": words.name,
        "headline": words.slogan,
        "description": words.summary,
        "inLanguage": html_lang(words.language),
        "url": address(survey, code, ""),
        "publisher": organisation(survey),
    }


def article(
    survey: Survey, code: str, place: str, *, kind: str, title: str, summary: str, date: str, language: str
) -> dict[str, Any]:
    """Return a text as an Article or NewsArticle (`kind`) of `date` (ISO, day or instant)."""
    return {
        "@context": CONTEXT,
        "@type": kind,
        "headline": title,
        "description": summary,
        "datePublished": date,
        "inLanguage": html_lang(language),
        "url": address(survey, code, place),
        "publisher": organisation(survey),
    }
