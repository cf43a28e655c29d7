"""Counts that a statement mentions: organisations, countries, languages, in its very words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .lexicon import WORD, Lexicon, fold, folded, lexicon
from .model import Claim, Counted

KINDS: tuple[Counted, ...] = ("organisations", "countries", "languages")
DIGITS = r"\d+(?:[.,٬'\u00a0\u202f ]\d{3}(?!\d)){0,4}"


def claims_in(texts: Iterable[str], words: Lexicon) -> tuple[Claim, ...]:
    """The claims in the order in which they are made, each wording once."""
    found: dict[tuple[Counted, str], None] = {}
    for text in texts:
        line = folded(text)
        hits = []
        for kind in KINDS:
            for match in _pattern(words.code, kind).finditer(line.text):
                start, end = line.span(match)
                hits.append((start, kind, text[start:end].strip()))
        for _, kind, said in sorted(hits):
            found[kind, said] = None
    return tuple(Claim(kind, said) for kind, said in found)


@lru_cache(maxsize=64)
def _pattern(code: str, kind: Counted) -> re.Pattern[str]:
    words = lexicon(code)
    nouns, qualifiers = _own(words, kind), _own(words, "qualifiers")
    after = "|".join(re.escape(fold(entry)) for entry in _longest(words, "qualifiers_after")) or r"(?!)"
    if not words.own.get("spaces", True):
        counted = rf"(?!一[个家种门])(?:{DIGITS}|{_own(words, 'number_words', '{1,8}')})(?:{after})?"
        return re.compile(rf"(?:{qualifiers})?{counted}\w{{0,6}}?(?:{nouns})")
    number = rf"(?:{DIGITS}|{_number_words(words)})"
    lead = rf"(?:(?:{qualifiers})[\s\-־]+|(?:{qualifiers})(?=[\d־-])[־-]?)?"
    if words.own.get("noun_first"):
        return re.compile(rf"(?<!{WORD})(?:{nouns})(?:\s+{WORD}+)?\s+{lead}{number}(?!{WORD})")
    stop = "|".join(re.escape(word) for word in sorted(words.stop)) or r"(?!)"
    others = "|".join(_own(words, other) for other in KINDS)
    barred = rf"(?!(?:{stop})(?!{WORD}))(?!{others})(?!{WORD}*\d)"
    between = rf"(?:\s+{barred}{WORD}[{WORD[1:-1]}'\-]*){{0,3}}?"
    trail = rf"(?:\s*(?:{after})(?!{WORD}))?"
    return re.compile(rf"{words.before()}{lead}{number}{trail}{between}\s+(?:{nouns})")


def _longest(words: Lexicon, kind: str) -> list[str]:
    return sorted(words.own.get(kind, ()), key=lambda entry: (-len(entry), entry))


def _own(words: Lexicon, kind: str, repeat: str = "") -> str:
    """The language's own entries; English ones would match inside other languages' words."""
    spaced = words.own.get("spaces", True)
    parts = []
    for entry in _longest(words, kind):
        stem = entry.rstrip("*")
        body = re.escape(fold(stem)).replace(r"\ ", r"\s+")
        if entry.endswith("*"):
            body += rf"(?:'?{WORD}+)?"
        elif spaced and kind != "qualifiers":
            body += rf"(?!{WORD})"
        parts.append(body)
    return f"(?:{'|'.join(parts) or '(?!)'}){repeat}"


def _number_words(words: Lexicon) -> str:
    """One or more number words, with what joins them: “two hundred and fifty”."""
    number = "|".join(re.escape(fold(entry)) for entry in _longest(words, "number_words")) or r"(?!)"
    joins = "|".join(re.escape(fold(entry)) for entry in _longest(words, "number_joins"))
    between = rf"(?:[\s-]+(?:{joins}))?[\s-]+" if joins else r"[\s-]+"
    trailing = rf"(?:\s+(?:{joins}))?" if "of" in joins.split("|") or "de" in joins.split("|") else ""
    return rf"(?:{number})(?!{WORD})(?:{between}(?:{number})(?!{WORD})){{0,8}}{trailing}"
