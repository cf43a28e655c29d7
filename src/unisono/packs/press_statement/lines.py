"""What a single line around the statement's own words is: dateline, by-line, furniture, end mark."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from .dates import find_date, weekdays
from .layout import cells
from .lexicon import WORD, Lexicon, fold, folded

SEPARATORS = re.compile(r"[|•·/\\–—―\-‑:：,،，;.()（）\[\]\s\u00a0*_#°º]+")
END_MARK = re.compile(r"(?:#\s?){3}|[-–—\s]*30[-–—\s]*|[-–—]+\s?x{3}\s?[-–—]*")
ANY_FURNITURE = re.compile(
    r"(?:©|\(c\)\s|copyright\b|hits?\s*:|views?\s*:|powered by\b|(?:tags?|category|categories)\s*:"
    r"|page \d+ (?:of|/) \d+$|\d+ (?:comments?|views?|shares?)$)"
)
BREADCRUMBS = re.compile(r"\S.{0,40}\s[>»›/]\s\S")
CONNECTORS = frozenset(
    [
        *("in", "at", "on", "le", "à", "el", "en", "a", "de", "da", "do", "o", "em", "di", "tanggal", "tarehe"),
        *("tarih", "tarihinde", "في", "بتاريخ", "المؤرخ", "مورخہ", "को", "তারিখ"),
    ]
)
LONGEST_PLACE, LONGEST_DATELINE = 40, 120
LETTER_CASES = re.compile(r"[A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A line that says when, where and what. `eaten` and `others` are the rest of its words."""

    date: dt.date | None
    ambiguous: bool
    number: str
    place: str
    eaten: tuple[str, ...]
    others: tuple[str, ...]


def dateline(text: str, words: Lexicon) -> Dateline | None:
    """The dateline in a line that holds nothing else; None for any other line."""
    if cells(text) > LONGEST_DATELINE:
        return None
    spans: list[tuple[int, int]] = []
    found = find_date(text, words.code)
    if found:
        spans.append((found.start, found.end))
    number, number_span = _number(text, words, found.start if found else len(text))
    spans += number_span
    labels = _labels(text, words)
    spans += [span for span in labels if not any(start < span[1] and span[0] < end for start, end in spans)]
    if not (found or labels or number):
        return None
    pieces = _pieces(text, spans)
    places = [piece for piece in pieces if _is_place(piece, words)]
    others = [piece for piece in pieces if piece not in places]
    if (others and not all(is_furniture(piece, words) for piece in others)) or (places and not found):
        return None
    eaten = _without(text, [number, *places[:1], *others, *places[1:]])
    return Dateline(
        found.date if found else None,
        found.ambiguous if found else False,
        number,
        places[0] if places else "",
        eaten,
        (*places[1:], *others),
    )


def _number(text: str, words: Lexicon, before: int) -> tuple[str, list[tuple[int, int]]]:
    line = folded(text)
    pattern = words.pattern("number", rf"(?<!{WORD}){{}}[.:°º\s]*(?P<number>\d+(?:[/-]\d+)*)(?:\s*号)?(?![\w/年])")
    for match in pattern.finditer(line.text):
        start, end = line.span(match)
        if end <= before or start > before:
            number_at = line.starts[match.start("number")]
            number_end = line.starts[match.end("number")]
            return text[number_at:number_end], [(start, end)]
    return "", []


def _labels(text: str, words: Lexicon) -> list[tuple[int, int]]:
    line = folded(text)
    spans: list[tuple[int, int]] = []
    for kind in ("release", "published"):
        for match in words.pattern(kind, words.before() + "{}").finditer(line.text):
            start, end = line.span(match)
            if not any(start < other_end and other_start < end for other_start, other_end in spans):
                spans.append((start, end))
    return spans


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """What is left between the spans, without separators and connecting words."""
    pieces = []
    at = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        pieces.append(text[at : max(at, start)])
        at = max(at, end)
    cut = [part for piece in pieces for part in re.split(r"\s*[|•·–—―]\s*|\s[-/]\s|\s[;]\s", piece)]
    return [piece for part in cut if (piece := _bare(part))]


def _bare(piece: str) -> str:
    """The piece without separators, weekdays and connecting words at its ends."""
    parts = [part for part in re.split(r"\s+", piece.strip()) if part]
    while parts and _says_nothing(parts[0]):
        parts.pop(0)
    while parts and _says_nothing(parts[-1]):
        parts.pop()
    joined = " ".join(parts)
    return joined.strip(" ,،，;:：.()（）[]*_#-/\u00a0")


def _says_nothing(part: str) -> bool:
    bare = fold(SEPARATORS.sub("", part))
    return not bare or bare in CONNECTORS or bare in {"م", "ء", "电", "ב"} or _is_weekday(bare)


def _is_weekday(word: str) -> bool:
    return any(weekdays(code).fullmatch(word) for code in ("en", "fr", "es", "pt", "ar", "tr", "id", "he", "hi"))


def _is_place(piece: str, words: Lexicon) -> bool:
    """A name of at most four words: no digits, no common words, a capital where the script has them."""
    parts = re.split(r"[\s,،，]+", piece)
    if len(parts) > 4 or cells(piece) > LONGEST_PLACE or re.search(r"[\d?!@]", piece):
        return False
    if LETTER_CASES.match(piece) and not piece[0].isupper():
        return False
    return not any(fold(part) in words.stop for part in parts) and not is_furniture(piece, words)


def _without(text: str, kept: list[str]) -> tuple[str, ...]:
    """The text's words without the kept pieces, each taken out once."""
    rest = re.sub(r"\s+", " ", text)
    for piece in sorted(kept, key=len, reverse=True):
        whole = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)")
        if piece:
            rest = whole.sub("\n", rest, count=1) if whole.search(rest) else rest.replace(piece, "\n", 1)
    return tuple(part.strip() for part in rest.split("\n") if part.strip())


def is_furniture(text: str, words: Lexicon) -> bool:
    """Whether a line is a website's own: menu, share buttons, “Written by admin”."""
    if cells(text) > 100:
        return False
    plain = fold(text).strip()
    if ANY_FURNITURE.match(plain) or words.is_whole("furniture", text):
        return True
    if words.pattern("staff", r"{}\W*").fullmatch(plain):
        return True
    opened = words.opening("byline", text)
    if opened and words.is_whole("staff", text[opened:]):
        return True
    parts = [part for part in re.split(r"\s*[>»›/|•·]\s*", text) if part.strip()]
    known = sum(words.is_whole("furniture", part) for part in parts)
    if BREADCRUMBS.match(text) and words.is_whole("furniture", parts[0]):
        return True
    return len(parts) > 1 and known == len(parts)


def byline(text: str, words: Lexicon) -> tuple[str, str] | None:
    """(label, name) of a line such as “By Ana Pérez”: a label and at most six words."""
    opened = words.opening("byline", text)
    name = text[opened:].strip(" :：")
    if not opened or not name or len(name.split()) > 6 or name.endswith((".", "。")) or re.search(r"\d", name):
        return None
    if LETTER_CASES.match(name) and not name[0].isupper():
        return None
    return text[:opened] + text[opened:].partition(name)[0], name


def is_end_mark(text: str) -> bool:
    """`###`, `-30-` and the like."""
    return END_MARK.fullmatch(text.strip("*_ ")) is not None
