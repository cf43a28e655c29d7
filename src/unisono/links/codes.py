"""The codes of short links: easy to read aloud, to type and to print. Plain Python.

The alphabet is that of Open Location Code: digits and consonants without those that are taken for another
(0 and o, 1, i and l, 8 and b, 2 and z, 5 and s), and without vowels, so that a code spells nothing.
"""

import re
from random import Random, SystemRandom

ALPHABET = "23456789cfghjmpqrvwx"
#: Sixty-four million codes: whoever tries some at random finds none.
LENGTH = 6
PATTERN = rf"[{ALPHABET}]{{{LENGTH}}}"
#: Where codes come from unless a caller says otherwise: the system's own source of chance.
CHANCE: Random = SystemRandom()

_CODE = re.compile(PATTERN)
#: What people put between or after the characters of a code: spaces, hyphens, the end of a sentence.
_BETWEEN = str.maketrans("", "", " \u00a0-\u2010.,;/")


def new_code(chance: Random) -> str:
    """Return a code made of `chance`."""
    return "".join(chance.choices(ALPHABET, k=LENGTH))


def typed_code(text: str) -> str:
    """Return the code that somebody has typed, in any case; "" where it cannot be one."""
    code = text.translate(_BETWEEN).lower()
    return code if _CODE.fullmatch(code) else ""
