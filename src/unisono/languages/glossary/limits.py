"""How long and how many terms may be, and how they are written. Plain Python: packs are checked without Django."""

LONGEST = 120
LONGEST_NOTE = 400
#: More would be a dictionary, and each is looked for in every text.
MOST_TERMS = 1000
MOST_FORMS = 20


def one_line(text: str) -> str:
    """Return words on one line, parted by single spaces, without signs that nobody sees."""
    return " ".join("".join(one if one.isprintable() or one in "\u200c\u200d" else " " for one in text).split())
