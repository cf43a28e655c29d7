"""Words on their way to the typesetter: direction isolated, figures taken apart, unbreakable pieces found."""

import re
import unicodedata

from unisono.languages.rules import LanguageRules

ISOLATE_LTR, ISOLATE_RTL, END = "\u2066", "\u2067", "\u2069"
#: Marks that go with the letter before them and that `\w` leaves out (vowel signs, tones, points), and the joiners.
MARKS = "\u200c\u200d" + "".join(
    chr(code) for code in range(0x300, 0x1800) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
#: Runs that must keep their own direction: hashtags, mentions, addresses, signed numbers.
TOKEN = re.compile(
    r"https?://[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+\w|[#@]\w[\w" + MARKS + r"]*|(?<!\w)[+−-]\d[\d\s.,-]*\d|www\.[^\s<>]+"
)
#: Vietnamese written apart needs two.
MARKS_ON_A_SIDE = 2
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
#: Short vowels of Arabic.
VOWELS = re.compile("[\u064b-\u0650\u0652\u0670]")
BREAKING_SPACE = re.compile(r"[ \t\r\n\u00ad\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]+")
_NO_SPACE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
NO_SPACE_SCRIPTS = re.compile(f"[{_NO_SPACE}]")


def tidied(text: str) -> str:
    """Return `text` without control characters, line ends as "\n"; "" where nothing in it can be seen."""
    text = CONTROLS.sub(" ", LINE_ENDS.sub("\n", text))
    return text if any(_is_seen(character) for character in text) else ""


def loose_marks(text: str) -> str:
    """Return the first marks of `text` that no font can place: without a letter before them, or more on one side of
    their letter than any language writes, which would pile up without an end; "" if there are none."""
    letter, count, last = "", 0, 0
    for character in text:
        kind, side = unicodedata.category(character), unicodedata.combining(character)
        if kind[0] == "M":
            if not letter:
                return character
            count, last, letter = (count + 1 if side and side == last else 1), side, letter + character
            if count > MARKS_ON_A_SIDE:
                return letter
        elif kind != "Cf":
            letter, count, last = "" if character.isspace() else character, 0, 0
    return ""


def is_vowelled(text: str) -> bool:
    """Say whether Arabic words are written with their short vowels throughout, which makes their lines higher."""
    return len(VOWELS.findall(text)) * 6 > len(text)


def isolated(text: str, rules: LanguageRules) -> str:
    """Return `text` with every run of the other direction isolated, so that its `#`, `@`, `+` or `/` stays in place."""

    def isolate(match: re.Match[str]) -> str:
        run = match.group()
        tail = run[len(run.rstrip(".,;:!?)»”")) :]
        run = run[: len(run) - len(tail)]
        is_rtl = _first_strong(run) == "rtl"
        if is_rtl == rules.is_rtl:
            return run + tail
        return f"{ISOLATE_RTL if is_rtl else ISOLATE_LTR}{run}{END}{tail}"

    return TOKEN.sub(isolate, text)


def forced_ltr(text: str, rules: LanguageRules) -> str:
    """Return an address so that it reads from the left inside words that read from the right."""
    return f"{ISOLATE_LTR}{text}{END}" if text and rules.is_rtl else text


def figure_split(figure: str, unit: str) -> tuple[str, str, str]:
    """Return a figure as (words before, number, words after); the number keeps its sign, separators and percent.

    Without any digit ("two weeks" is one word in Hebrew) all of it is the number. `unit` comes after.
    """
    digits = [at for at, character in enumerate(figure) if character.isdecimal()]
    if not digits:
        return "", figure, unit
    first, last = digits[0], digits[-1] + 1
    while first > 0 and not _is_word(figure[first - 1]) and not figure[first - 1].isspace():
        first -= 1
    tail = re.match(r"[\s\u061c]?[%٪‰]?\u061c?|", figure[last:])
    last += len(tail.group().rstrip()) if tail else 0
    before, number, after = figure[:first].strip(), figure[first:last], figure[last:].strip()
    return before, number, " ".join(part for part in (after, unit) if part)


def pieces(text: str, rules: LanguageRules, most: int = 8) -> list[str]:
    """Return the pieces of `text` that no line may break, the longest first (at most `most` of them)."""
    words = [word for word in BREAKING_SPACE.split(text) if word]
    if rules.wrap in ("anywhere", "dictionary") or NO_SPACE_SCRIPTS.search(text):
        words = [part for word in words for part in _signs(word, rules.wrap)]
    longest = sorted(dict.fromkeys(words), key=lambda word: (-_breadth(word), word))
    return longest[:most] or [text]


def breakable(text: str) -> str:
    """Return `text` with places where a long address may be broken (zero-width spaces after its marks)."""

    def opened(match: re.Match[str]) -> str:
        return re.sub(r"(?<=[/.\-_?&=@])(?=\w)", "\u200b", match.group())

    return re.sub(r"[!-~]{28,}", opened, text)


def _signs(word: str, wrap: str) -> list[str]:
    """A run without spaces, at its closest line breaks: each sign with the marks and stops that cling to it."""
    if wrap == "dictionary":
        # Words of these scripts are found by the typesetter; few are longer than eight letters with their marks.
        return re.findall(rf"(?:\w[{MARKS}]*){{1,8}}|[^\w]+", word)
    clings = r"[^\w\s#@&+(\[{«“‘]{0,2}"
    return re.findall(rf"[^{_NO_SPACE}]+{clings}|.{clings}", word)


def _breadth(word: str) -> float:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in word)
    return len(word) + wide - sum(unicodedata.combining(character) > 0 for character in word)


def _is_seen(character: str) -> bool:
    return not (character.isspace() or unicodedata.category(character)[0] == "C")


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _first_strong(text: str) -> str:
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
