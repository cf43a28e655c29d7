"""Fonts for captions: the language's own, cut down to the captions' letters, bold, one file a font.

libass reads neither the weights of variable fonts nor their families reliably (Noto Sans SC calls itself “Thin”),
takes whatever font it finds for a letter that is missing, at another size, and measures fonts by ascent and descent.
So every font that captions need is made here, under a name of its own, with the leading that the language wants:
what libass is given leaves it no choice.
"""

import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from unisono.kit.engine.errors import MissingGlyph
from unisono.kit.engine.fonts import Shelf, shelf
from unisono.languages.rules import Face, face_of, rules_for

WEIGHT = 700
#: What stands between letters and has no ink; every font gets it where it has it.
_UNSEEN = " \u00a0\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"
#: Lines of captions stand a little closer than lines of a text.
_TIGHT = 0.94


@dataclass(frozen=True, slots=True)
class Letters:
    """One font for captions: its `family`, its `file` (TrueType or OpenType), the letters it has.

    `pitch` is its line, in em: what libass calls the size of a font is this, not the em. `scale` brings its letters
    to the apparent size of the others. `widths` are the letters' widths in em, before any shaping.
    """

    family: str
    file: bytes
    pitch: float
    scale: float
    widths: Mapping[str, float]

    def size(self, em: float) -> float:
        """Return the size that libass must be told, for an em of so many pixels."""
        return em * self.scale * self.pitch


@lru_cache(maxsize=64)
def letters_for(language: str, text: str, folder: str = "") -> tuple[Letters, ...]:
    """Return the fonts that draw `text`, the language's own first. `folder` holds the theme's fonts ("" for none).

    Raises `UnknownFont` or `MissingGlyph`.
    """
    rules, here = rules_for(language), shelf(folder)
    wanted = {one for one in unicodedata.normalize("NFC", text) if not _is_unseen(one)}
    found: list[Letters] = []
    own = here.face(rules)
    for family in here.chain(rules):
        covered = wanted & _covered(here, family)
        if covered or not found:
            face = own if family == own.family else face_of(family)
            found.append(_made(here, face, own, covered, f"Captions {len(found)}"))
            wanted -= covered
        if not wanted:
            return tuple(found)
    raise MissingGlyph(min(wanted), language, own.family, "captions")


def _is_unseen(character: str) -> bool:
    return character in _UNSEEN or unicodedata.category(character) in ("Cc", "Cf", "Zs")


def _covered(here: Shelf, family: str) -> frozenset[str]:
    return _coverage(_upright(here.families[family]))


@lru_cache(maxsize=64)
def _coverage(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _upright(files: Iterable[Path]) -> Path:
    """The upright file of a family that is or can become bold."""

    def fitness(path: Path) -> tuple[bool, bool, int]:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return font["post"].italicAngle != 0, "fvar" not in font, abs(font["OS/2"].usWeightClass - WEIGHT)

    return min(files, key=fitness)


def _made(here: Shelf, face: Face, own: Face, letters: set[str], family: str) -> Letters:
    path = _upright(here.families[face.family])
    # Loaded where fonts are cut: it is as long as everything else that reading a campaign loads.
    from fontTools.subset import Options, Subsetter
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(io.BytesIO(path.read_bytes()), lazy=True, fontNumber=0, recalcTimestamp=False)
    options = Options(layout_features=["*"], hinting=False, notdef_outline=True, name_IDs=[0, 13, 14])
    cut = Subsetter(options)
    # Shaping takes letters apart (Thai ำ into ํ and า): their parts must be there as well.
    parts = {part for one in letters for form in ("NFD", "NFKD") for part in unicodedata.normalize(form, one)}
    cut.populate(text="".join(sorted(letters | parts)) + _UNSEEN)
    cut.subset(font)
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        most = max((axis.maxValue for axis in font["fvar"].axes if axis.axisTag == "wght"), default=0)
        font = instantiateVariableFont(font, {**axes, "wght": min(WEIGHT, most)} if most else axes)
    unit = font["head"].unitsPerEm
    pitch = own.leading * _TIGHT / face.scale * own.scale
    _measured(font, own, pitch)
    _named(font, family)
    file = io.BytesIO()
    font.save(file)
    names, widths = font.getBestCmap(), font["hmtx"]
    wide = {one: widths[names[ord(one)]][0] / unit for one in sorted(letters | {" "}) if ord(one) in names}
    return Letters(family, file.getvalue(), pitch, face.scale, wide)


def _measured(font: TTFont, own: Face, pitch: float) -> None:
    """Give the font the line of the language's own font: a foreign word must not push lines apart."""
    unit = font["head"].unitsPerEm
    above = pitch * (own.ascent + (own.leading - own.ascent - own.descent) / 2) / own.leading
    ascent, descent = round(above * unit), round((pitch - above) * unit)
    metrics, table = font["OS/2"], font["hhea"]
    metrics.usWinAscent = metrics.sTypoAscender = table.ascent = ascent
    metrics.usWinDescent, metrics.sTypoDescender, table.descent = descent, -descent, -descent
    metrics.sTypoLineGap = table.lineGap = 0
    metrics.usWeightClass = 400
    metrics.fsSelection = 0x40
    font["head"].macStyle = 0


def _named(font: TTFont, family: str) -> None:
    table = font["name"]
    for identity, words in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", "-"))):
        table.setName(words, identity, 3, 1, 0x409)


def line_width(text: str, fonts: tuple[Letters, ...]) -> float:
    """Return about how wide a line is, in em of the captions: the letters' widths, before any shaping."""
    total = 0.0
    for character in text:
        font = font_of(character, fonts)
        total += font.widths.get(character, 0.0) * font.scale
    return total


def font_of(character: str, fonts: tuple[Letters, ...]) -> Letters:
    """Return the first font that has a letter; the language's own where none has (spaces, joiners)."""
    return next((font for font in fonts if character in font.widths), fonts[0])
