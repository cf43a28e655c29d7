"""Captions as ASS, from which libass draws them into pictures.

ASS was made for subtitles in English and Japanese, and libass does what ASS says. What is done here so that every
language comes out right: the base direction follows the words (Encoding -1) and is said by a mark at the start of
each line; lines may end where ICU says for Thai, Lao, Khmer and Burmese; one box for all lines (BorderStyle 4); the
size of a font is that of its line, not of its em; nothing in a caption can be taken for a command.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from unisono.kit.engine.wording import isolated
from unisono.kit.film.errors import WordsOutside
from unisono.kit.film.letters import Letters, font_of, letters_for, line_width
from unisono.kit.film.shapes import Layout
from unisono.kit.webvtt import Cue
from unisono.languages.rules import LanguageRules, rules_for

#: Share of the frame's width on each side that captions leave free.
MARGIN = 0.06
#: A caption that has no room is set smaller, but not smaller than this.
SMALLEST = 0.72
#: How much of a line is lost where words do not end at its end.
_RAGGED = 1.12
_TAG = re.compile(r"<[^<>]*>")
_LTR_MARK, _RTL_MARK, _JOINER, _ZERO_WIDTH = "\u200e", "\u200f", "\u2060", "\u200b"
#: Scripts that have slanted letters.
_SLANTED = ("Latn", "Cyrl", "Grek")
_DIALOGUE = ("-", "–", "—")
_STYLE = (
    "Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,Italic,Underline,StrikeOut,"
    "ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,Alignment,MarginL,MarginR,MarginV,Encoding"
)
_EVENT = "Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text"


@dataclass(frozen=True, slots=True)
class Captions:
    """Captions as they are burnt in: the ASS text, and the fonts it names."""

    ass: str
    fonts: tuple[Letters, ...]
    language: str

    @property
    def wraps_anywhere(self) -> bool:
        """Whether lines may end elsewhere than at spaces."""
        return rules_for(self.language).wrap in ("anywhere", "dictionary")


def captions_for(
    cues: Sequence[Cue], language: str, layout: Layout, ink: str = "#ffffff", folder: str = ""
) -> Captions:
    """Return captions for a frame; `ink` ("#rrggbb") is their colour where they stand on the campaign's ground.

    Raises `UnknownFont`, `MissingGlyph`, or `WordsOutside` for a caption that has no room.
    """
    rules = rules_for(language)
    fonts = letters_for(language, "".join(sorted({one for cue in cues for one in cue.plain})), folder)
    events = [_event(cue, rules, layout, fonts) for cue in cues if cue.plain.strip() and cue.end_ms > cue.start_ms]
    return Captions("\n".join([*_head(layout, fonts[0], ink), *events, ""]), fonts, language)


def _head(layout: Layout, font: Letters, ink: str) -> list[str]:
    size = f"{font.size(layout.em):.1f}"
    side = round(layout.width * MARGIN)
    if layout.captions_hang:  # on the ground: plain letters
        look = f"{_colour(ink)},{_colour(ink)},&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,8"
        margin = layout.captions_at
    else:  # on the picture: white on one box
        box = f"4,{max(2, layout.em // 14)},{max(4, layout.em // 4)}"
        look = f"&H00FFFFFF,&H00FFFFFF,&H40000000,&H58000000,0,0,0,0,100,100,0,0,{box},2"
        margin = layout.height - layout.captions_at
    return [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {layout.width}",
        f"PlayResY: {layout.height}",
        f"LayoutResX: {layout.width}",
        f"LayoutResY: {layout.height}",
        "WrapStyle: 0",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: TV.709",
        "",
        "[V4+ Styles]",
        f"Format: {_STYLE}",
        f"Style: Caption,{font.family},{size},{look},{side},{side},{margin},-1",
        "",
        "[Events]",
        f"Format: {_EVENT}",
    ]


def _event(cue: Cue, rules: LanguageRules, layout: Layout, fonts: tuple[Letters, ...]) -> str:
    lines = _lines(cue, layout, fonts)
    scale = _scale(lines, rules, layout, fonts)
    text = r"\N".join(_line(line, rules, fonts, layout.em * scale) for line in lines)
    return f"Dialogue: 0,{_time(cue.start_ms)},{_time(cue.end_ms)},Caption,,0,0,0,,{text}"


def _lines(cue: Cue, layout: Layout, fonts: tuple[Letters, ...]) -> list[str]:
    """The caption's lines, as they were written; joined where they are too wide and must be broken anew anyway."""
    lines = [line.strip() for line in cue.text.split("\n") if _words(line).strip()]
    room = layout.width * (1 - 2 * MARGIN)
    is_talk = sum(_words(line).startswith(_DIALOGUE) for line in lines) > 1
    if is_talk or all(line_width(_words(line), fonts) * layout.em <= room for line in lines):
        return lines
    joined = lines[0]
    for line in lines[1:]:
        joined += _glue(_words(joined)[-1:], _words(line)[:1]) + line
    return [joined]


def _glue(before: str, after: str) -> str:
    wide = all(one and unicodedata.east_asian_width(one) in "WF" for one in (before, after))
    return "" if wide else " "


def _words(line: str) -> str:
    return html.unescape(_TAG.sub("", line))


def _scale(lines: Sequence[str], rules: LanguageRules, layout: Layout, fonts: tuple[Letters, ...]) -> float:
    """How much smaller than usual a caption must be set to have room; raises `WordsOutside`."""
    room, pitch = layout.width * (1 - 2 * MARGIN), fonts[0].size(1.0)
    widths = [line_width(_words(line), fonts) for line in lines]
    for scale in (1.0, 0.92, 0.85, 0.78, SMALLEST):
        em = layout.em * scale
        count = sum(1 if width * em <= room else ceil(width * em * _RAGGED / room) for width in widths)
        if count * pitch * em <= layout.room:
            return scale
    raise WordsOutside(rules.code, layout.shape, " ".join(map(_words, lines))[:60])


def _line(line: str, rules: LanguageRules, fonts: tuple[Letters, ...], em: float) -> str:
    """One line: a mark that says its direction, then its words, run by run in the font that has them."""
    now, out = fonts[0], [rf"{{\fs{fonts[0].size(em):.1f}}}", _RTL_MARK if rules.is_rtl else _LTR_MARK]
    for text, is_slanted in _slants(line):
        slant = is_slanted and rules.script in _SLANTED
        out.append(r"{\i1}" if slant else "")
        for character in isolated(_breakable(text, rules), rules):
            font = now if _has_no_ink(character) else font_of(character, fonts)
            if font is not now:
                out.append(rf"{{\fn{font.family}\fs{font.size(em):.1f}}}")
                now = font
            out.append(_escaped(character))
        out.append(r"{\i0}" if slant else "")
    if now is not fonts[0]:  # the next line begins with the language's own font
        out.append(rf"{{\fn{fonts[0].family}}}")
    return "".join(out)


def _has_no_ink(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Mn", "Me")


def _slants(line: str) -> Iterator[tuple[str, bool]]:
    """The line's pieces, each with whether it stands in italics; all other marks are left out."""
    is_slanted, at = False, 0
    for tag in [*_TAG.finditer(line), None]:
        end = tag.start() if tag else len(line)
        if end > at:
            yield html.unescape(line[at:end]), is_slanted
        if tag:
            at = tag.end()
            is_slanted = is_slanted if tag[0] not in ("<i>", "</i>") else tag[0] == "<i>"


def _breakable(text: str, rules: LanguageRules) -> str:
    """Show where lines may end in scripts that have no spaces between words and that only a dictionary can part."""
    if rules.wrap != "dictionary":
        return text
    from icu4py.breakers import LineBreaker

    pieces: Iterable[tuple[int, int]] = LineBreaker(text, rules.typst_lang).segments()
    return _ZERO_WIDTH.join(text[start:end] for start, end in pieces)


def _escaped(character: str) -> str:
    return {"{": r"\{", "}": r"\}", "\\": "\\" + _JOINER, "\t": " ", "\r": ""}.get(character, character)


def _colour(ink: str) -> str:
    return f"&H00{ink[5:7]}{ink[3:5]}{ink[1:3]}".upper()


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest // 10:02d}"
