"""Pages that belong to no campaign: shown while nothing is open, and for what is not found anywhere.

They name no campaign, no body and no language of a campaign, and bring everything they need with them: one
page is one file.
"""

from functools import cache

from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.languages.catalogues import product_languages
from unisono.languages.rules import rules_for
from unisono.site.environment import html_lang, render
from unisono.site.look import motif
from unisono.site.snapshot import Colours

#: Lines of the generic motif. Not the number of anybody's languages.
VOICES = 9


def holding_pages() -> dict[str, str]:
    """Return the page shown while nothing is open, one for each language of the product."""
    return {code: _page(code, is_missing=False) for code in product_languages()}


def missing_pages() -> dict[str, str]:
    """Return the page for what is not found, one for each language of the product."""
    return {code: _page(code, is_missing=True) for code in product_languages()}


def _page(code: str, *, is_missing: bool) -> str:
    rules = rules_for(code)
    context = {
        "page": {"code": code, "lang": html_lang(code), "dir": rules.direction, "script": rules.script},
        "is_missing": is_missing,
        "colours": DEFAULT_COLOURS,
        "drawing": _drawing(rules.is_rtl),
    }
    return render("holding.html", code, context)


@cache
def _drawing(rtl: bool) -> str:
    return motif(Colours(**DEFAULT_COLOURS), VOICES, "hero", rtl).decode()
