"""HarfBuzz's own answer: which glyphs of which font file stand for a word, where, and what their outlines are.

Independent of the typesetter: the font files are the engine's, everything else is done here anew.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz
from fontTools import unicodedata as scripts
from fontTools.pens.recordingPen import RecordingPen

from unisono.kit.engine.fonts import shelf
from unisono.languages.rules import LanguageRules

Outline = tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


@dataclass(frozen=True, slots=True)
class ShapedGlyph:
    """A glyph of a font file at a weight, its origin in em from the start of its word, and its place in the text."""

    file: Path
    weight: int
    glyph: int
    x: float
    y: float
    cluster: int

    @property
    def outline(self) -> Outline:
        """The outline in thousandths of an em; empty for spaces."""
        return outline(self.file, self.weight, self.glyph)


def shaped(
    text: str,
    rules: LanguageRules,
    weight: int,
    folder: str = "",
    features: dict[str, bool] | None = None,
    first: str = "",
) -> list[ShapedGlyph]:
    """Shape one line of `text` as a language is set: its own font, then Latin, then every other script's.

    Runs of one direction and script are shaped for themselves and laid side by side; origins are right for a line
    of one direction. `features` turns OpenType features off or on; `first` is a family to ask before the language's.
    """
    chain = font_files(rules, folder, first)
    found: list[ShapedGlyph] = []
    pen = 0.0
    runs = _runs(text, rules)
    for start, run, direction in reversed(runs) if rules.is_rtl else runs:
        glyphs, width = _with_fallback(run, direction, rules, weight, chain, features or {})
        found += [
            ShapedGlyph(path, weight, glyph, pen + x, y, start + cluster) for path, glyph, x, y, cluster in glyphs
        ]
        pen += width
    return found


def ink(glyphs: list[ShapedGlyph]) -> tuple[float, float, float, float]:
    """The box of the ink of shaped glyphs in em: left, bottom, right, top."""
    boxes = [
        (glyph.x + box[0], glyph.y + box[1], glyph.x + box[2], glyph.y + box[3])
        for glyph in glyphs
        if (box := extents(glyph.file, glyph.weight, glyph.glyph))
    ]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


@lru_cache(maxsize=64)
def font_of(file: Path | bytes, weight: int) -> uharfbuzz.Font:
    """A font file (or its bytes) at a weight, a thousand units to the em."""
    blob = uharfbuzz.Blob.from_file_path(str(file)) if isinstance(file, Path) else uharfbuzz.Blob(file)
    font = uharfbuzz.Font(uharfbuzz.Face(blob))
    font.scale = (100_000, 100_000)
    if weight:
        font.set_variations({"wght": float(weight)})
    return font


@lru_cache(maxsize=60_000)
def outline(file: Path | bytes, weight: int, glyph: int) -> Outline:
    """The outline of one glyph, in thousandths of an em."""
    pen = RecordingPen()
    font_of(file, weight).draw_glyph_with_pen(glyph, pen)
    return tuple((what, tuple((round(x / 100, 1), round(y / 100, 1)) for x, y in points)) for what, points in pen.value)


@lru_cache(maxsize=60_000)
def extents(file: Path | bytes, weight: int, glyph: int) -> tuple[float, float, float, float] | None:
    """The box of the ink of one glyph in em; None where it draws nothing."""
    box = font_of(file, weight).get_glyph_extents(glyph)
    if box is None or box.width == 0 or box.height == 0:
        return None
    left, top = box.x_bearing / 100_000, box.y_bearing / 100_000
    return left, top + box.height / 100_000, left + box.width / 100_000, top


@cache
def font_files(rules: LanguageRules, folder: str = "", first: str = "") -> tuple[Path, ...]:
    """The font files that set a language, in the order in which they are asked for a glyph."""
    here = shelf(folder)
    families = [first, *here.chain(rules)] if first else here.chain(rules)
    return tuple(path for family in families for path in here.families[family] if "Italic" not in path.name)


def _with_fallback(
    run: str,
    direction: str,
    rules: LanguageRules,
    weight: int,
    chain: tuple[Path, ...],
    features: dict[str, bool],
) -> tuple[list[tuple[Path, int, float, float, int]], float]:
    """Shape a run with the first font; the clusters it cannot draw with the next, and so on. Gives the width too."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.direction = direction
    buffer.language = rules.typst_lang
    buffer.guess_segment_properties()
    uharfbuzz.shape(font_of(chain[0], weight), buffer, features)
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    bare = {info.cluster for info, _ in glyphs if info.codepoint == 0}
    found: list[tuple[Path, int, float, float, int]] = []
    pen = 0.0
    seen: set[int] = set()
    ends = sorted({info.cluster for info, _ in glyphs})
    for info, place in glyphs:
        if info.cluster in bare and len(chain) > 1:
            start = info.cluster
            if start in seen:
                continue
            stretch = _stretch(start, ends, bare, direction)
            seen.update(stretch)
            first = min(stretch)
            after = [end for end in ends if end > max(stretch)]
            part = run[first : after[0] if after else len(run)]
            inner, width = _with_fallback(part, direction, rules, weight, chain[1:], features)
            found += [(path, glyph, pen + x, y, first + cluster) for path, glyph, x, y, cluster in inner]
            pen += width
            continue
        found.append(
            (
                chain[0],
                info.codepoint,
                pen + place.x_offset / 100_000,
                place.y_offset / 100_000,
                info.cluster,
            )
        )
        pen += place.x_advance / 100_000
    return found, pen


def _stretch(start: int, ends: list[int], bare: set[int], direction: str) -> list[int]:
    """The neighbouring clusters from `start` on, in the direction of writing, that the font cannot draw."""
    ordered = ends if direction == "ltr" else ends[::-1]
    found = []
    for cluster in ordered[ordered.index(start) :]:
        if cluster not in bare:
            break
        found.append(cluster)
    return found


def _runs(text: str, rules: LanguageRules) -> list[tuple[int, str, str]]:
    """The runs of one direction and one script, as (start, text, direction)."""
    directions = _directions(text, rules.is_rtl)
    names = _scripts(text)
    found: list[tuple[int, str, str]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (directions[at], names[at]) != (directions[start], names[start]):
            found.append((start, text[start:at], directions[start]))
            start = at
    return found


def _directions(text: str, is_rtl: bool) -> list[str]:
    """The direction of each character of a simple line: marks and signs go with what stands on both sides of them."""
    base = "rtl" if is_rtl else "ltr"
    kinds = [unicodedata.bidirectional(character) for character in text]
    strong = {"L": "ltr", "R": "rtl", "AL": "rtl", "EN": "ltr", "AN": "ltr"}
    found: list[str | None] = [strong.get(kind) for kind in kinds]
    for at, kind in enumerate(kinds):
        if kind == "NSM" and at:
            found[at] = found[at - 1]
        elif kind in ("ET", "CS", "ES") and any(
            0 <= near < len(kinds) and kinds[near] == "EN" for near in (at - 1, at + 1)
        ):
            found[at] = "ltr"
    around = ["rtl" if is_rtl and kind in ("EN", "AN") else found[at] for at, kind in enumerate(kinds)]
    result: list[str] = []
    for at, direction in enumerate(found):
        if direction is None:
            before = next((one for one in reversed(around[:at]) if one), base)
            after = next((one for one in around[at:] if one), base)
            direction = before if before == after else base
        result.append(direction)
    return result


def _scripts(text: str) -> list[str]:
    """The script of each character; signs that belong to all scripts go with the letter before them."""
    names = [scripts.script(character) for character in text]
    current = next((name for name in names if name not in ("Zyyy", "Zinh")), "Zyyy")
    found = []
    for name in names:
        current = current if name in ("Zyyy", "Zinh") else name
        found.append(current)
    return found
