"""From the bytes of a file to clean lines."""

from __future__ import annotations

import re

from unisono.base.said import Said

from .model import StatementFault

LINE_ENDS = re.compile(r"\r\n|\r|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")
MARKDOWN_SIGNS = re.compile(r"^#{1,6} \S|\*\*[^*\s][^*]*\*\*|\]\((?:https?|mailto):", re.MULTILINE)
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(content: bytes, name: str = "") -> str:
    """The text of a file in UTF-8, with or without a byte order mark. `name` is for the message.

    Raises StatementFault, with the offset of the first bad byte, for anything else.
    """
    if content.startswith(UTF16):
        where = _within(name, Said("byte %(offset)s", offset=0))
        raise StatementFault(Said("is UTF-16, not UTF-8"), where, Said("Save it again as “plain text, UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise StatementFault(
            Said("byte %(byte)s is not UTF-8", byte=f"0x{content[error.start]:02x}"),
            _within(name, Said("byte %(offset)s (line %(line)s)", offset=error.start, line=line)),
            Said("Save it again as “plain text, UTF-8”; a word-processor file must first be saved as text."),
        ) from error


def _within(name: str, place: Said) -> Said:
    return Said("%(file)s, %(place)s", file=name, place=place) if name else place


def isolated(text: str) -> str:
    """The text with a direction of its own, to be quoted among words of any other."""
    return f"\u2068{text}\u2069"


def clean_lines(text: str) -> list[str]:
    """The lines without line ends, byte order mark and NUL; tabs count as four spaces."""
    text = LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    return [line.expandtabs(4).rstrip() for line in text.split("\n")]


def is_markdown(text: str) -> bool:
    """Whether the text uses `# headings`, `**bold**` or `[links](https://…)`."""
    return MARKDOWN_SIGNS.search(text) is not None
