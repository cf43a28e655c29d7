"""What the board calls states, outcomes and languages, on the screen and in the table that is taken out."""

from django.utils.translation import gettext as _

from unisono.languages.names import language_name
from unisono.languages.progress import MISSING
from unisono.languages.rules import UnknownLanguage, rules_for
from unisono.languages.screen import screen_language
from unisono.newsroom.board.reading import EARLIER
from unisono.newsroom.standing import outcome_name

#: A shape for each state, so that it is seen without colour and before it is read.
SHAPES = {MISSING: "○", "machine": "△", "draft": "◔", "stale": "◇", "review": "◑", "ready": "●"}


def outcome_words(shown: str) -> str:
    """Return what an edition would show."""
    if shown == EARLIER:
        return _("the last complete translation is shown; what was changed since is not ready")
    return outcome_name(shown) if shown else _("its own words")


def direction_of(code: str) -> str:
    """Return the direction in which a language is written."""
    try:
        return rules_for(code).direction
    except UnknownLanguage:
        return "auto"


def language_words(code: str) -> str:
    """Return a language's name in the language of the screen."""
    return language_name(code, screen_language())
