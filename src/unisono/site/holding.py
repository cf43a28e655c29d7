"""Pages that belong to no campaign: while nothing is open, for what is not found, while the newsroom restarts.

They name no campaign, no body and no language of a campaign, and bring everything they need with them: one
page is one file.
"""

from functools import cache
from typing import Literal

from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.languages.catalogues import product_languages
from unisono.languages.rules import rules_for
from unisono.site.environment import html_lang, render
from unisono.site.look import motif
from unisono.site.snapshot import Colours

#: Lines of the generic motif. Not the number of anybody's languages.
VOICES = 9


#: What such a page is for: nothing is open, nothing is found, the newsroom is being restarted.
Purpose = Literal["holding", "missing", "unavailable"]


def standing_pages(purpose: Purpose) -> dict[str, str]:
    """Return the page for one purpose, one for each language of the product."""
    return {code: _page(code, purpose) for code in product_languages()}


def _page(code: str, purpose: Purpose) -> str:
    rules = rules_for(code)
    context = {
        "page": {"code": code, "lang": html_lang(code), "dir": rules.direction, "script": rules.script},
        "purpose": purpose,
        "colours": DEFAULT_COLOURS,
        "drawing": _drawing(rules.is_rtl),
    }
    return render("holding.html", code, context)


@cache
def _drawing(rtl: bool) -> str:
    return motif(Colours(**DEFAULT_COLOURS), VOICES, "hero", rtl).decode()
