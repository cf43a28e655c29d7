"""Finding words in a text as readers find them: whole words, whatever their capitals, vowel signs and line ends.

Plain Python. Words end where Unicode says that they end (UAX #29), with one difference: an apostrophe ends a Latin
word, so that *river's* has *river* in it and *l'eau* has *eau*. Scripts that write no spaces (Chinese, Japanese, Thai,
Lao, Khmer, Burmese) are searched letter by letter.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from unisono.languages.differences import UNSPACED

#: Languages whose i has its dot in capitals too.
DOTTED = frozenset({"az", "tr"})
#: Languages whose plain plural is the word with s or es.
PLURAL_S = frozenset({"ca", "en", "es", "fr", "gl", "pt"})
#: What Arabic and Hebrew write directly before a word: and, with, like, for, the. Persian and Urdu do not.
CLITICS = {
    "ar": re.compile("[وف]?[بكل]?(?:ال|ل)?"),
    "he": re.compile("[ובכלמשה]{0,3}"),
}
#: Signs that are written or left out at will: vowels of Arabic and Hebrew, the stroke that lengthens a line.
_VOWELS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670]")
_APOSTROPHES = "'’ʼ＇"


@dataclass(frozen=True)
class Reading:
    """A text as it is searched: `letters` are folded, and `places` says where in `text` each of them stands."""

    text: str
    letters: str
    places: tuple[int, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the text, folded."""
        return tuple(self.letters[start:end] for start, end in self._stretches() if self.letters[start].isalnum())

    def _stretches(self) -> Iterator[tuple[int, int]]:
        start = 0
        for at in range(1, len(self.letters) + 1):
            is_over = at == len(self.letters)
            if is_over or (self.places[at] != self.places[at - 1] and is_word_end(self.text, self.places[at])):
                yield start, at
                start = at

    @property
    def is_unspaced(self) -> bool:
        """Whether it has letters of a script that writes no spaces."""
        return any(_is_unspaced(one) for one in self.letters)


@lru_cache(maxsize=8192)
def reading(text: str, language: str) -> Reading:
    """Return a text as it is searched in a language."""
    normal = unicodedata.normalize("NFC", text)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(normal):
        for one in _folded(character, language in DOTTED):
            if one == " " and letters[-1:] == [" "]:
                continue
            letters.append(one)
            places.append(place)
    return Reading(normal, "".join(letters), tuple(places))


def _folded(character: str, is_dotted: bool) -> str:
    if _is_left_out(character):
        return ""
    if character.isspace():
        return " "
    if character in _APOSTROPHES:
        return "'"
    if is_dotted and character in "Iİ":
        return "ı" if character == "I" else "i"
    return character.casefold()


def _is_left_out(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or bool(_VOWELS.match(character))


# -- where words end


def is_word_end(text: str, at: int) -> bool:
    """Say whether a word may begin or end before the character at `at`."""
    after = at
    while after < len(text) and _is_left_out(text[after]):
        after += 1
    before = at - 1
    while before >= 0 and (_is_left_out(text[before]) or _is_mark(text[before])):
        before -= 1
    if before < 0 or after >= len(text):
        return True
    return not _is_mark(text[after]) and not _belong_together(text, before, after)


def _belong_together(text: str, before: int, after: int) -> bool:
    if _is_inner(text[before]) and _is_inner(text[after]):
        return True
    return _joins(text, after) if _is_inner(text[before]) else _is_inner(text[after]) and _joins(text, before)


def _joins(text: str, at: int) -> bool:
    """Say whether a sign between two letters or two digits makes them one word: 3.5, example.org, צה"ל, п'ять."""
    one, left, right = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if one == ".":
        return (left.isalpha() and right.isalpha()) or (left.isdecimal() and right.isdecimal())
    if one in ",٫٬":
        return left.isdecimal() and right.isdecimal()
    if one in "\"'׳״" and "\u05d0" <= left <= "\u05ea":
        return right != "" and "\u05d0" <= right <= "\u05ea"
    return one in _APOSTROPHES and _is_cyrillic(left) and _is_cyrillic(right)


def _is_cyrillic(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CYRILLIC") if character else False


def _is_inner(character: str) -> bool:
    return (character.isalnum() or unicodedata.category(character) == "Pc") and not _is_unspaced(character)


def _is_unspaced(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith(UNSPACED)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


# -- a term in its own language


def spans(term: str, text: str, language: str, *, match_case: bool = False) -> list[tuple[int, int]]:
    """Return where a term stands in a text (composed, NFC) of the same language, as (start, end).

    A plain plural is found too, where the language makes it with s or es.
    """
    wanted, there = reading(term.strip(), language), reading(text, language)
    endings = ("", "s", "es") if language in PLURAL_S and wanted.letters[-1:].isalpha() else ("",)
    found = []
    start = there.letters.find(wanted.letters) if wanted.letters else -1
    while start >= 0:
        for ending in endings:
            end = start + len(wanted.letters) + len(ending)
            place = _stands(there, start, end) if there.letters[:end].endswith(wanted.letters + ending) else None
            if place and (not match_case or _is_same(there.text[place[0] : place[1]], wanted.text)):
                found.append(place)
                break
        start = there.letters.find(wanted.letters, start + 1)
    return found


def _stands(there: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Return where some letters stand, if a word begins with the first and ends with the last of them."""
    first, last = there.places[start], there.places[end - 1]
    cuts_first = start > 0 and there.places[start - 1] == first
    cuts_last = end < len(there.places) and there.places[end] == last
    if cuts_first or cuts_last or not (is_word_end(there.text, first) and is_word_end(there.text, last + 1)):
        return None
    return first, last + 1


def _is_same(here: str, term: str) -> bool:
    return plain(here).startswith(plain(term))


def plain(text: str) -> str:
    """Return a text without what may be left out, its capitals as they are."""
    normal = "".join(one for one in unicodedata.normalize("NFC", text) if not _is_left_out(one))
    return " ".join(normal.replace("’", "'").split())


# -- words in a language that bends them


def stands_in(words: str, text: str, language: str, *, as_is: bool = False) -> bool:
    """Say whether words stand in a text of any language, bent or not.

    Every word may have another ending: one of four letters or more may lack its last letter, one of seven or more its
    last two, and anything may follow. What Arabic and Hebrew write before a word may stand there. With `as_is`
    endings may be added, but nothing be taken away.
    """
    wanted, there = reading(words.strip(), language), reading(text, language)
    if wanted.is_unspaced or not wanted.words:
        return wanted.letters.replace(" ", "") in there.letters.replace(" ", "")
    length = len(wanted.words)
    return any(
        all(map(_is_form, there.words[at : at + length], wanted.words, [language] * length, [as_is] * length))
        for at in range(len(there.words) - length + 1)
    )


def _is_form(here: str, word: str, language: str, as_is: bool) -> bool:
    stem = word if as_is else stem_of(word)
    if here == word or (here.startswith(stem) and (as_is or len(word) > 3)):
        return True
    clitics = CLITICS.get(language)
    before = clitics.match(here) if clitics else None
    if before is None:
        return False
    bare = word.removeprefix("ال") if language == "ar" else word
    stem = bare if as_is else stem_of(bare)
    return any(here[at:] == bare or (len(bare) > 3 and here[at:].startswith(stem)) for at in range(before.end() + 1))


def stem_of(word: str) -> str:
    """Return the part of a word that its forms have in common, roughly."""
    return word[:-2] if len(word) >= 7 else word[:-1] if len(word) >= 4 else word
