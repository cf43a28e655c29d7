"""The language of the screen: what is listed and said in it to whoever looks at the newsroom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from unisono.base.registry import Registry
from unisono.base.said import Named, Said
from unisono.languages import names
from unisono.languages.rules import rules_for

#: What upper rooms call the codes of a kind on their screens ("format": square → “Square 1080 × 1080”).
labels: Registry[Mapping[str, Any]] = Registry("kind of labels")


def screen_language() -> str:
    """Return the code of the language in which the newsroom speaks to whoever asks."""
    return get_language() or "en"


def listed(called: Iterable[object]) -> str:
    """Return names one after the other, as the language of the screen parts them."""
    return names.listed((str(name) for name in called), screen_language())


def sentences(*parts: str) -> str:
    """Return sentences one after the other; all but the last are given without their full stop."""
    return names.sentences(parts, screen_language())


def told(*parts: Said) -> str:
    """Return in the language of the screen what was said in any other: sentences one after the other."""
    return sentences(*(part.put(gettext, _written) for part in parts))


def _written(value: object) -> object:
    if isinstance(value, tuple):
        return listed(map(_told_or_written, value))
    if isinstance(value, Named):
        return _name(value)
    return isolated(value) if isinstance(value, str) else value


def _told_or_written(value: object) -> object:
    return told(value) if isinstance(value, Said) else _written(value)


def _name(code: Named) -> str:
    if code.kind == "language":
        return names.language_name(code, screen_language())
    known = labels.get(code.kind) if code.kind in labels.names() else {}
    return str(known[code]) if code in known else isolated(code)


def isolated(text: str) -> str:
    """Return a text from elsewhere; where people read from right to left it keeps a direction of its own."""
    return f"\u2068{text}\u2069" if rules_for(screen_language()).is_rtl else str(text)
