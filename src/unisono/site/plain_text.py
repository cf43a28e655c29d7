"""Text files that people download and open in whatever editor they have."""

from collections.abc import Iterable

from unisono.languages.rules import rules_for


def written(code: str, lines: Iterable[str]) -> str:
    """Return lines as a text file in a language that every editor opens: a byte order mark, CRLF, and for languages
    written from the right a mark before lines that would be taken for the other direction."""
    mark = "\u200f" if rules_for(code).is_rtl else ""
    flat = "\n".join(lines).split("\n")
    return "\ufeff" + "".join(f"{mark if line else ''}{line}\r\n" for line in flat)
