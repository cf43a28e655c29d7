"""What faults of several files say alike: what is wrong, and how to mend it."""

import difflib
from collections.abc import Iterable
from functools import reduce

from unisono.base.said import Said

QUOTE = Said('Write it between quotation marks: "…".')
SHORTEN = Said("Shorten it.")
KEEP_ONE = Said("Keep one of them.")
UNDER_MEDIA = Said("Put it under %(folder)s, called by its SHA-256.", folder="media/")


def did_you_mean(name: str, known: Iterable[str]) -> Said | None:
    """Say which of `known` may be meant by `name`; None where none is near."""
    near = difflib.get_close_matches(name, known, 1)
    return Said("Did you mean “%(near)s”?", near=near[0]) if near else None


def write(what: str) -> Said:
    """Say what to write instead."""
    return Said("Write %(what)s.", what=what)


def add_line(line: str) -> Said:
    """Say which line is missing."""
    return Said("Add a line: %(line)s", line=line)


def not_text(name: str) -> Said:
    """Say of a value that it is no text."""
    return Said("“%(name)s” is not text", name=name)


def no_table(name: str) -> Said:
    """Say of a value that it is no table."""
    return Said("“%(name)s” is not a table", name=name)


def broken_off(error: str) -> Said:
    """Say that a file cannot be read any further, in the words of whoever read it."""
    return Said("cannot be read from here on (%(error)s)", error=Said.as_is(error))


def no_file(name: str) -> Said:
    """Say that a file is missing."""
    return Said("there is no file “%(name)s”", name=name)


def no_file_name(name: str, example: str) -> tuple[Said, Said]:
    """Say that a name is none that a file can have, and how to mend it."""
    mend = Said("Use letters, digits, spaces, hyphens: %(example)s", example=example)
    return Said("“%(name)s” is no file name", name=name), mend


def call_it(name: str) -> Said:
    """Say what a file must be called."""
    return Said("Call it %(name)s", name=name)


def twice(name: str) -> tuple[Said, Said]:
    """Say that something is listed twice, and how to mend it."""
    return Said("“%(name)s” stands there twice", name=name), KEEP_ONE


def too_long(name: str, length: int, most: int) -> tuple[Said, Said]:
    """Say that a text has too many characters, and how to mend it."""
    return Said("“%(name)s” has %(length)s characters; at most %(most)s", name=name, length=length, most=most), SHORTEN


def key_twice(key: str) -> tuple[Said, Said]:
    """Say that two rows have one key, and how to mend it."""
    return Said("the key “%(key)s” stands there twice", key=key), Said("Give each its own key.")


def either(names: Iterable[str]) -> Said:
    """Return names of which any one will do; there must be some."""
    return reduce(lambda one, other: Said("%(one)s or %(other)s", one=one, other=other), map(Said.as_is, names))


def in_small(text: str) -> Said:
    """Return what others say, without its capital, to stand within or after a sentence of ours. What can be said in
    other languages begins there as it is translated."""
    small = f"{text[:1].lower()}{text[1:]}"
    if not isinstance(text, Said):
        return Said.as_is(small)
    said = str.__new__(Said, small)
    said.words, said.values = text.words, text.values
    return said
