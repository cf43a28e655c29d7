"""The language of the screen: what is listed and said in it."""

from collections.abc import Iterable

from django.utils.translation import get_language

from unisono.languages import names


def screen_language() -> str:
    """Return the code of the language in which the newsroom speaks to whoever asks."""
    return get_language() or "en"


def listed(called: Iterable[object]) -> str:
    """Return names one after the other, as the language of the screen parts them."""
    return names.listed((str(name) for name in called), screen_language())


def sentences(*parts: str) -> str:
    """Return sentences one after the other; all but the last are given without their full stop."""
    return names.sentences(parts, screen_language())
