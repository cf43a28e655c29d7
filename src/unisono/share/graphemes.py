"""Text as readers count it: grapheme clusters (Unicode Standard Annex 29), so that no letter is cut in two.

Python knows code points only, and one letter may be several: क्षि is four, a flag two, a family with its
joiners seven. The tables below are those parts of Unicode's properties that `unicodedata` does not carry.
"""

import re
import unicodedata
from collections.abc import Iterator

ZWJ = "\u200d"
_LINKERS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")
"""Viramas that bind two consonants to one letter (Indic_Conjunct_Break=Linker)."""
_CONJUNCT_BLOCKS = (0x0900, 0x0980, 0x0A80, 0x0B00, 0x0C00, 0x0D00)
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e")
_STANDALONE_MARKS = frozenset(
    "\u102b\u102c\u1038\u1062\u1063\u1064\u1067\u1068\u1069\u106a\u106b\u106c\u106d\u1083\u1087\u1088\u1089\u108a"
    "\u108b\u108c\u108f\u109a\u109b\u109c\u1a61\u1a63\u1a64\uaa7b\uaa7d"
)
"""Spacing marks of Myanmar and Tai that begin a cluster of their own."""
_PICTOGRAPH = re.compile(
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u2388\u23cf\u23e9-\u23f3"
    "\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2605\u2607-\u2612\u2614-\u2685\u2690-\u2705"
    "\u2708-\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763-\u2767"
    "\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f0ff\U0001f10d-\U0001f10f\U0001f12f\U0001f16c-\U0001f171\U0001f17e\U0001f17f\U0001f18e"
    "\U0001f191-\U0001f19a\U0001f1ad-\U0001f1e5\U0001f201-\U0001f20f\U0001f21a\U0001f22f\U0001f232-\U0001f23a"
    "\U0001f23c-\U0001f23f\U0001f249-\U0001f3fa\U0001f400-\U0001f53d\U0001f546-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f774-\U0001f77f\U0001f7d5-\U0001f7ff\U0001f80c-\U0001f80f\U0001f848-\U0001f84f\U0001f85a-\U0001f85f"
    "\U0001f888-\U0001f88f\U0001f8ae-\U0001f8ff\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001faff"
    "\U0001fc00-\U0001fffd]"
)
"""Characters that can join to one emoji (Extended_Pictographic)."""


def graphemes(text: str) -> Iterator[str]:
    """Yield the letters of `text` as readers see them; joined together they give `text` again."""
    start = 0
    for at in range(1, len(text)):
        if _breaks(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def is_emoji(grapheme: str) -> bool:
    """Say whether a letter is a pictograph, a flag or a keycap. Text signs such as © are not."""
    if "\u20e3" in grapheme or _is_regional(grapheme[0]):
        return True
    return any(character > "\xff" and _PICTOGRAPH.match(character) for character in grapheme)


def _breaks(text: str, start: int, at: int) -> bool:
    """Whether a new cluster begins at `at`, the current one having begun at `start`."""
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return False
    if _is_control(before) or _is_control(after):
        return True
    if _extends(after) or before in _PREPENDED:
        return False
    if _hangul(before) and _hangul(after):
        return (_hangul(before), _hangul(after)) not in _HANGUL_PAIRS
    if _is_consonant(after) and _joins_consonants(text[start:at]):
        return False
    if before == ZWJ and _PICTOGRAPH.match(after):
        return not _is_pictograph_with_joiner(text[start:at])
    if _is_regional(before) and _is_regional(after):
        return (at - start) % 2 == 0
    return True


def _is_control(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in ("Cc", "Zl", "Zp", "Cs") or (
        kind == "Cf" and not _extends(character) and character not in _PREPENDED
    )


def _extends(character: str) -> bool:
    """Whether a character belongs to the one before it: marks, joiners, skin tones, tags."""
    if character in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f":
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True
    return unicodedata.category(character) in ("Mn", "Me", "Mc") and character not in _STANDALONE_MARKS


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_consonant(character: str) -> bool:
    code = ord(character)
    base = code & ~0x7F
    if base not in _CONJUNCT_BLOCKS or unicodedata.category(character) != "Lo":
        return False
    offset = code - base
    extra = (
        0x58 <= offset <= 0x5F,
        offset in (0x70, 0x71) and base == 0x0980,
        offset == 0x71 and base == 0x0B00,
    )
    return 0x15 <= offset <= 0x39 or any(extra) or (base == 0x0900 and offset >= 0x78) or code == 0x0AF9


def _joins_consonants(cluster: str) -> bool:
    """Whether a cluster is a consonant, then marks with at least one linker among them."""
    body = cluster.rstrip(ZWJ)
    tail = 0
    linked = False
    for character in reversed(body):
        if not _is_conjunct_mark(character):
            break
        linked = linked or character in _LINKERS
        tail += 1
    head = body[: len(body) - tail]
    return linked and bool(head) and _is_consonant(head[-1])


def _is_conjunct_mark(character: str) -> bool:
    return character == ZWJ or character in _LINKERS or unicodedata.combining(character) > 0


def _is_pictograph_with_joiner(cluster: str) -> bool:
    """Whether a cluster ends in a pictograph, its marks and one joiner."""
    body = cluster[:-1]
    while body and _extends(body[-1]) and body[-1] != ZWJ:
        body = body[:-1]
    return bool(body) and _PICTOGRAPH.match(body[-1]) is not None


_HANGUL_PAIRS = {
    ("L", "L"),
    ("L", "V"),
    ("L", "LV"),
    ("L", "LVT"),
    ("V", "V"),
    ("V", "T"),
    ("LV", "V"),
    ("LV", "T"),
    ("LVT", "T"),
    ("T", "T"),
}


def _hangul(character: str) -> str:
    """Return the Hangul syllable type of a character, "" for every other."""
    code = ord(character)
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    return "T" if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB else ""
