"""Captions: a strict reader of WebVTT, and SRT for players that know nothing else. Plain Python.

Browsers forgive nearly everything in a caption file, silently: a line with a wrong time is simply not shown.
So this reader forgives nothing and says, line by line, what a volunteer has to mend.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unisono.base.said import Said

#: Faster than this nobody reads along. Characters a second; marks and joiners do not count, Chinese and Japanese
#: signs count twice: each says as much as half a word.
MOST_CHARACTERS_A_SECOND = 25

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+(\S.*?))?[ \t]*", re.ASCII)
_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):[^\s:]+")
_TAG = re.compile(r"<(/?)(?:(c|i|b|u|v|lang|ruby|rt)((?:\.[^\s<>&.]+)*)((?:[ \t][^<>]*)?)|(\d[\d:.]*))>")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#[xX][0-9a-fA-F]+);")
_TAG_OF_PLAYERS = re.compile(r"</?[biu]>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_NEEDS_NO_END = {"v", "rt"}
_EXAMPLE = "00:00:01.500 --> 00:00:04.000"


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: when it is shown, in milliseconds; its text as in the file, marks and all; the line of its times."""

    start_ms: int
    end_ms: int
    text: str
    line: int

    @property
    def plain(self) -> str:
        """The words alone, line by line as they are shown."""
        return html.unescape(_ANY_TAG.sub("", self.text))


@dataclass(frozen=True, slots=True, order=True)
class CueFault:
    """What is wrong with a caption file: on which line (from 1), what, how to mend it."""

    line: int
    what: Said
    mend: Said


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between two empty lines, and the line at which they begin."""

    line: int
    lines: tuple[str, ...]


def parse(text: str) -> tuple[list[Cue], list[CueFault]]:
    """Return the captions of a WebVTT file in order, and everything that is wrong with it.

    A caption whose times can be read is returned even where something else about it is wrong.
    """
    reader = _Reader()
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        reader.characters(number, line)
    reader.blocks(_blocks(lines))
    return reader.cues, sorted(reader.faults)


def srt(cues: Sequence[Cue]) -> str:
    """Return captions as SRT. Bold, italic and underlined words keep their marks, which its players know."""
    return "\n".join(
        f"{number}\n{_srt_time(cue.start_ms)} --> {_srt_time(cue.end_ms)}\n{_srt_text(cue.text)}\n"
        for number, cue in enumerate(cues, 1)
    )


def reading_speed(cue: Cue) -> float:
    """Return how many characters a second a caption asks of its readers; a caption without length asks none."""
    letters = [one for one in unicodedata.normalize("NFC", cue.plain) if unicodedata.category(one) not in ("Mn", "Cf")]
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in letters)
    seconds = (cue.end_ms - cue.start_ms) / 1000
    return (len(letters) + wide) / seconds if seconds > 0 else 0.0


def _blocks(lines: list[str]) -> list[_Block]:
    blocks: list[_Block] = []
    start = 0
    for at, line in enumerate([*lines, ""]):
        if line:
            continue
        if at > start:
            blocks.append(_Block(start + 1, tuple(lines[start:at])))
        start = at + 1
    return blocks


class _Reader:
    """Collects captions and faults."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.faults: list[CueFault] = []
        self.latest: Cue | None = None  # of the captions so far, the one that ends last

    def fault(self, line: int, what: Said, mend: Said) -> None:
        """Note a fault."""
        self.faults.append(CueFault(line, what, mend))

    def characters(self, number: int, line: str) -> None:
        """Note characters that no caption can show."""
        odd = next((one for one in line if unicodedata.category(one) == "Cc" and one != "\t"), "")
        if odd:
            what = Said("holds the control character %(character)s", character=f"U+{ord(odd):04X}")
            self.fault(number, what, Said("Take it out, or save as plain text."))

    def blocks(self, blocks: list[_Block]) -> None:
        """Read all blocks, the first of which must be the signature."""
        signed = bool(blocks) and re.fullmatch(r"WEBVTT(?:[ \t].*)?", blocks[0].lines[0]) is not None
        if not signed or blocks[0].line != 1:
            is_srt = bool(blocks) and any("-->" in line and "," in line for line in blocks[0].lines)
            srt_mend = Said(
                "This looks like SRT: add that line, and write %(example)s with a point.", example="00:00:01.500"
            )
            self.fault(1, Said("the first line is not WEBVTT"), srt_mend if is_srt else Said("Add it."))
        elif len(blocks[0].lines) > 1:
            self.fault(2, Said("text directly under WEBVTT"), Said("Leave the second line empty."))
        blocks = blocks[1:] if signed else blocks
        for block in blocks:
            self.block(block)
        if not self.cues and not self.faults:
            self.fault(1, Said("there is no caption in the file"), Said("Write at least one."))

    def block(self, block: _Block) -> None:
        """Read one block: a note, a style, or a caption."""
        first = block.lines[0]
        timed = next((at for at, line in enumerate(block.lines[:2]) if "-->" in line), None)
        if timed is not None:
            self.cue(block, timed)
        elif re.fullmatch(r"NOTE(?:[ \t].*)?", first):
            return
        elif re.fullmatch(r"(?:STYLE|REGION)[ \t]*", first):
            if self.cues:
                what = Said("%(block)s stands after a caption", block=first.strip())
                self.fault(block.line, what, Said("Move it above the first caption."))
        else:
            mend = Said(
                "If it belongs to the caption above, take out the empty line between; else write its times over it."
            )
            first_mend = Said("Write the times over it, or NOTE before it.")
            what = Said("“%(line)s” has no times", line=_short(first))
            self.fault(block.line, what, mend if self.cues else first_mend)

    def cue(self, block: _Block, timed: int) -> None:
        """Read a caption whose times stand in line `timed` of the block."""
        line = block.line + timed
        found = _TIMES.fullmatch(block.lines[timed])
        if found is None:
            what = Said("the times cannot be read: “%(line)s”", line=_short(block.lines[timed]))
            self.fault(line, what, _times_mend(block.lines[timed]))
            return
        for setting in (found[9] or "").split():
            if not _SETTING.fullmatch(setting):
                what = Said("“%(setting)s” is no setting of a caption", setting=_short(setting))
                self.fault(line, what, Said("Take it out, or mend it."))
        said = block.lines[timed + 1 :]
        cue = Cue(_milliseconds(found, 1), _milliseconds(found, 5), "\n".join(said), line)
        self.words(said, line + 1)
        self.order(cue)
        self.cues.append(cue)

    def order(self, cue: Cue) -> None:
        """Note what is wrong with a caption's times, beside those before it."""
        if cue.end_ms <= cue.start_ms:
            self.fault(cue.line, Said("the caption ends before it begins"), Said("Change its times."))
        elif (speed := reading_speed(cue)) > MOST_CHARACTERS_A_SECOND:
            what = Said(
                "%(speed)s characters a second are too many to read; at most %(most)s",
                speed=f"{speed:.0f}",
                most=MOST_CHARACTERS_A_SECOND,
            )
            self.fault(cue.line, what, Said("Show the caption for longer, or shorten it."))
        if not cue.plain.strip():
            mend = Said("Write its words directly under the times, or take it out.")
            self.fault(cue.line, Said("the caption is empty"), mend)
        before = self.latest
        if before is None or cue.end_ms > before.end_ms:
            self.latest = cue
        if before is not None and cue.start_ms < before.end_ms:
            what = Said("the caption begins before the one in line %(line)s has ended", line=before.line)
            self.fault(cue.line, what, Said("Change the times so that they follow one another."))

    def words(self, said: tuple[str, ...], first: int) -> None:
        """Note marks in a caption's words that are wrong."""
        still_open: list[tuple[str, int]] = []
        for number, line in enumerate(said, first):
            if "-->" in line:
                what = Said("%(arrow)s stands inside a caption", arrow="-->")
                self.fault(number, what, Said("Leave an empty line before the next times."))
            for tag in _TAG.finditer(line):
                self.tag(tag, number, still_open)
            rest = _TAG.sub("", line)
            if "<" in rest:
                mend = Said(
                    "Write %(code)s for the sign itself; known: %(tags)s.", code="&lt;", tags="<i> <b> <u> <v Name>"
                )
                self.fault(number, Said("a bare %(sign)s or an unknown tag", sign="<"), mend)
            if "&" in _ENTITY.sub("", rest):
                mend = Said("Write %(code)s for the sign itself.", code="&amp;")
                self.fault(number, Said("a bare %(sign)s", sign="&"), mend)
        for name, number in still_open:
            if name not in _NEEDS_NO_END:
                what = Said("%(tag)s is never closed", tag=f"<{name}>")
                self.fault(number, what, Said("Add %(tag)s.", tag=f"</{name}>"))

    def tag(self, tag: re.Match[str], number: int, still_open: list[tuple[str, int]]) -> None:
        """Follow one tag: what it opens, or closes."""
        closes, name = tag[1], tag[2]
        if not name:
            return
        if not closes:
            still_open.append((name, number))
        else:
            while still_open and still_open[-1][0] in _NEEDS_NO_END - {name}:
                still_open.pop()
            if not still_open or still_open[-1][0] != name:
                what = Said("%(tag)s closes nothing that is open here", tag=f"</{name}>")
                self.fault(number, what, Said("Close tags in the order they nest."))
            else:
                still_open.pop()


def _times_mend(line: str) -> Said:
    if re.search(r"\d,\d", line):
        return Said("Write a point before the thousandths, not a comma: %(example)s", example=_EXAMPLE)
    if any(one.isdecimal() and not one.isascii() for one in line):
        return Said("Write times with the digits 0 to 9: %(example)s", example=_EXAMPLE)
    return Said("Write them so, spaces and all: %(example)s", example=_EXAMPLE)


def _milliseconds(found: re.Match[str], first: int) -> int:
    hours, minutes, seconds, thousandths = (int(found[first + at] or 0) for at in range(4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _srt_time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{thousandths:03d}"


def _srt_text(text: str) -> str:
    return "\n".join(line for line in _srt_lines(text) if line.strip())


def _srt_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield html.unescape(_ANY_TAG.sub(lambda tag: tag[0] if _TAG_OF_PLAYERS.fullmatch(tag[0]) else "", line))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
