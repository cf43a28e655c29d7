"""Which way a language is written, and words of the other direction kept together in a line. Plain Python, no Django.

The marks are Unicode's own (isolates, UAX 9), so that they hold in plain text as well.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError

LTR_ISOLATE, RTL_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2067", "\u2069"
LTR_MARK, RTL_MARK = "\u200e", "\u200f"
#: They would turn what follows them; nobody writes them on purpose.
OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
#: What belongs to the word behind it: #tag, @name, +32.
_LEADING = frozenset("#@+$€£")


@cache
def direction_of(language: str) -> str:
    """Return "rtl" or "ltr" for a lower-case BCP 47 code, as CLDR says; "ltr" for one that it does not know."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return "rtl" if locale.character_order == "right-to-left" else "ltr"


def html_language(language: str) -> str:
    """Return a code as HTML and headers write it: zh-hans is zh-Hans."""
    first, *rest = language.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def pieces(text: str, direction: str) -> Iterator[tuple[str, bool]]:
    """Yield `text` in pieces, each with whether it is a run of the other direction."""
    if text and not any(_STRONG.get(unicodedata.bidirectional(one)) == direction for one in text):
        # All of it is of the other direction (or of none): so are the signs at its ends, as in “Rivers e.V.”
        yield text, first_strong(text) not in ("", direction) and not ISOLATES & set(text)
        return
    begin = 0
    while (found := _next_run(text, begin, direction)) is not None:
        start, end = found
        if start > begin:
            yield text[begin:start], False
        yield text[start:end], True
        begin = end
    if begin < len(text):
        yield text[begin:], False


def isolated(text: str, direction: str) -> str:
    """Return plain text in which every run of the other direction is isolated, and whose own direction is plain to see.

    What shows plain text guesses the direction of a line from its first letter: where that would mislead, a mark
    that nobody sees stands before it.
    """
    mark = LTR_ISOLATE if direction == "rtl" else RTL_ISOLATE
    whole = "".join(f"{mark}{piece}{END_OF_ISOLATE}" if other else piece for piece, other in pieces(text, direction))
    if text and first_strong(text) != direction:
        whole = (RTL_MARK if direction == "rtl" else LTR_MARK) + whole
    return whole


def balanced(text: str) -> str:
    """Return `text` without overrides, and with an end for every isolate that was begun."""
    open_ones, kept = 0, []
    for character in text.translate(OVERRIDES):
        if character == END_OF_ISOLATE:
            if not open_ones:
                continue
            open_ones -= 1
        elif character in ISOLATES:
            open_ones += 1
        kept.append(character)
    return "".join(kept) + END_OF_ISOLATE * open_ones


def first_strong(text: str) -> str:
    """Return the direction of the first letter that has one; "" where there is none."""
    return next((_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), "")


def _next_run(text: str, begin: int, direction: str) -> tuple[int, int] | None:
    """Where the next run of the other direction starts and ends; None where there is none.

    It reaches from its first letter to the last letter or digit before a letter of the line's own direction, and
    takes the digits and signs that stand directly before it, and a bracket or slash that closes it.
    """
    depth = 0
    start = end = -1
    for index in range(begin, len(text)):
        character = text[index]
        if character in ISOLATES:  # whoever wrote it has isolated it already
            depth += -1 if character == END_OF_ISOLATE else 1
            if start >= 0:
                break
            continue
        kind = unicodedata.bidirectional(character)
        strong = _STRONG.get(kind, "")
        if depth > 0 and start < 0:
            continue
        if strong and strong != direction:
            start, end = (index if start < 0 else start), index + 1
        elif start >= 0 and strong == direction:
            break
        elif start >= 0 and (kind in ("EN", "AN") or (kind == "NSM" and end == index)):
            end = index + 1
    if start < 0:
        return None
    return _widened(text, begin, start, end)


def _widened(text: str, begin: int, start: int, end: int) -> tuple[int, int]:
    while start > begin and (
        text[start - 1].isdecimal()
        or text[start - 1] in _LEADING
        or (text[start - 1] in " .:/-" and start - 1 > begin and text[start - 2].isdecimal())
    ):
        start -= 1
    for closing, opening in (")(", "]["):
        if text[end : end + 1] == closing and opening in text[start:end]:
            end += 1
    if text[end : end + 1] in ("/", "%") and text[end : end + 1]:
        end += 1
    return start, end
