"""List markers: numbers of any script with `.` `)` `-` `、`, letters, ordinals such as 第一, bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .dates import HAN_DIGITS, HAN_NUMBER, han_number
from .lexicon import fold

BULLET = re.compile(r"([-*•‣◦▪■●○–—·∙✓✔➢➤►→])(?:\s+|(?<=[•‣▪■●])(?=\S))")
DIGITS = re.compile(r"(?P<open>[(（\[]?)(?P<value>\d{1,2})(?P<close>\s?[.．)）\]、।۔]|\s?-(?=\s))(?=\D|$)\s*")
HAN = re.compile(rf"(?P<open>[(（]?)(?P<value>{HAN_NUMBER})(?P<close>[)）、.．])\s*")
HAN_ORDINAL = re.compile(rf"第(?P<value>{HAN_NUMBER}|[0-9]{{1,2}})(?P<close>条[，、:：]?|[，、:：])\s*")
LETTER = re.compile(r"(?P<open>\(?)(?P<value>[a-zA-Z]|[ivxIVX]{1,4})(?P<close>[.)])\s+")
OTHER_LETTER = re.compile(r"(?P<open>\(?)(?P<value>[א-תء-ي\u0985-\u09b9\u0905-\u0939])(?P<close>[.)]|\s?-)\s+")
ROMAN_NAMES = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
ROMAN = {name: value for value, name in enumerate(ROMAN_NAMES, 1)}
ORDINALS = (
    ("firstly", "secondly", "thirdly", "fourthly", "fifthly", "sixthly"),
    ("first", "second", "third", "fourth", "fifth", "sixth"),
    ("premièrement", "deuxièmement", "troisièmement", "quatrièmement", "cinquièmement", "sixièmement"),
    ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto"),
    ("primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto"),
    ("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam"),
    ("kwanza", "pili", "tatu", "nne", "tano", "sita"),
    ("birincisi", "ikincisi", "üçüncüsü", "dördüncüsü", "beşincisi", "altıncısı"),
    ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"),
    ("اول", "دوم", "سوم", "چہارم", "پنجم", "ششم"),
    ("ראשית", "שנית", "שלישית", "רביעית", "חמישית", "שישית"),
    ("पहला", "दूसरा", "तीसरा", "चौथा", "पाँचवाँ", "छठा"),
    ("প্রথমত", "দ্বিতীয়ত", "তৃতীয়ত", "চতুর্থত", "পঞ্চমত", "ষষ্ঠত"),
)
"""Numbers in words. They belong to the sentence, so they stay in the item's text."""
ORDINAL_WORD = re.compile(r"(?P<word>[^\W\d_][^\s:،,]{1,14})\s?[:،,]\s")
ALPHABETS = (
    "אבגדהוזחטיכלמנסעפצקרשת",
    "أبجدهوزحطيكلمنسعفصقرشت",
    "أبتثجحخدذرزسشصضطظعغ",
    "কখগঘঙচছজ",
    "कखगघङचछज",
    "अआइईउऊ",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker that a line may begin with. `weak` ones could as well be initials: they need a successor."""

    style: str
    value: int
    raw: str
    rest: str
    weak: bool = False

    @property
    def is_bullet(self) -> bool:
        """Whether it counts nothing."""
        return self.value == 0


@cache
def row_folded(row: tuple[str, ...]) -> tuple[str, ...]:
    """The words folded for matching."""
    return tuple(fold(word) for word in row)


def marks_of(text: str) -> tuple[Mark, ...]:
    """Every way to read the line's beginning as a marker."""
    return tuple(_marks(text))


def _marks(text: str) -> Iterator[Mark]:
    if match := BULLET.match(text):
        yield Mark(f"bullet {match[1]}", 0, match[1], text[match.end() :])
        return
    for name, pattern in (("digit", DIGITS), ("han", HAN), ("ordinal", HAN_ORDINAL)):
        if match := pattern.match(text):
            value = match["value"]
            number = han_number(value) if value[0] in HAN_DIGITS or value[0] == "十" else int(value)
            opening = match.groupdict().get("open", "")
            if number:
                yield Mark(f"{name} {opening}{match['close'].strip()}", number, match[0].strip(), text[match.end() :])
            return
    if match := ORDINAL_WORD.match(text):
        word = fold(match["word"])
        for number, row in enumerate(ORDINALS):
            if word in row_folded(row):
                yield Mark(f"word {number}", row_folded(row).index(word) + 1, "", text, True)
    if match := LETTER.match(text):
        value, style = match["value"].lower(), f"{match['open']}{match['close']}{match['value'].islower()}"
        weak = match["close"] == "."
        if value in ROMAN:
            yield Mark(f"roman {style}", ROMAN[value], match[0].strip(), text[match.end() :], weak)
        if len(value) == 1:
            yield Mark(f"letter {style}", ord(value) - 96, match[0].strip(), text[match.end() :], True)
    elif match := OTHER_LETTER.match(text):
        for number, alphabet in enumerate(ALPHABETS):
            letter = match["value"].replace("ا", "أ")
            if letter in alphabet:
                style = f"alphabet {number} {match['open']}{match['close']}"
                value_at = alphabet.index(letter) + 1
                yield Mark(style, value_at, match[0].strip(), text[match.end() :], True)
