"""Lists that stand inside a paragraph: “(1) …; (2) …; and (3) …”."""

from __future__ import annotations

import re

MARKER = re.compile(r"(?<![\w.,])[(（]?(?P<value>\d{1,2}|[a-h])[)）]\s*(?=\S)")


def split_enumeration(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """(words before, [(marker, words)…]) when markers 1, 2… or a, b… follow one another; None otherwise."""
    matches: list[re.Match[str]] = []
    for match in MARKER.finditer(text):
        value = match["value"]
        number = int(value) if value.isdecimal() else ord(value) - 96
        if number == len(matches) + 1 and (not matches or value.isdecimal() == matches[0]["value"].isdecimal()):
            matches.append(match)
    if len(matches) < 2:
        return None
    ends = [*(match.start() for match in matches[1:]), len(text)]
    items = [(match[0].strip(), text[match.end() : end].strip()) for match, end in zip(matches, ends, strict=True)]
    return (text[: matches[0].start()].strip(), items) if all(words for _, words in items) else None
