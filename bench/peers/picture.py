"""The reference card in terms that every engine understands: boxes at places, with sizes in pixels.

Engines that cannot fit words into a box get the sizes that fit the English card.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from unisono.kit.engine import CardJob
from unisono.kit.engine.cards import colours_of
from unisono.kit.engine.fonts import FIGURE_FAMILY, shelf
from unisono.kit.engine.motif import mix, motif_svg
from unisono.languages.rules import rules_for

SIDE = 1080
MARGIN = 76
#: Where the ground's gradient runs: from the start of the upper edge down.
ANGLE = math.radians(55)
#: Lower edge of the room for the sentence.
FOOT = round(SIDE * 0.68)
#: The voices of the ground: upper edge and height, and where they end (as in the design's table).
VOICES = (round(SIDE * 0.645), round(SIDE * 0.23), (0.915, 0.52))
WEIGHTS = {"campaign": 700, "slogan": 400, "figure": 900, "text": 600, "hashtag": 700, "source": 400}
SIZES = {"campaign": 29, "slogan": 25, "figure": 370, "text": 64, "hashtag": 40, "source": 22}
TOPS = {"campaign": 72, "slogan": 106, "figure": 182, "text": 488, "hashtag": 924, "source": 976}
#: What fits the English card, for engines that cannot fit.
FIXED = SIZES | {"text": 58}
#: Height of the figure's box, and of the sentence's.
ROOMS = {"figure": 280, "text": FOOT - TOPS["text"]}


@dataclass(frozen=True)
class Box:
    """One line or paragraph: its words, upper edge and letters. `size` is the largest it may have, `fixed` the one to
    take without fitting; `family` is "Words" or "Figure", `pitch` the leading in em."""

    name: str
    words: str
    top: int
    size: float
    fixed: float
    weight: int
    colour: str
    family: str
    pitch: float


@dataclass(frozen=True)
class Picture:
    """A card for another engine: its boxes, each `MARGIN` from both sides, on `ground` (SVG)."""

    language: str
    rtl: bool
    boxes: tuple[Box, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def picture_of(job: CardJob) -> Picture:
    """Return a `number` card as boxes."""
    rules = rules_for(job.language)
    face = shelf().face(rules)
    colours = colours_of(job.theme)
    quiet = mix(colours["on-ground"], colours["ground"], 0.26)
    inks = dict.fromkeys(("campaign", "text"), colours["on-ground"]) | dict.fromkeys(("slogan", "source"), quiet)
    inks |= dict.fromkeys(("figure", "hashtag"), colours["voice"])
    words = {"campaign": job.campaign, "slogan": job.slogan, "hashtag": job.hashtag, "source": job.source}
    words |= {"figure": f"{job.fields['figure']}", "text": f"{job.fields['text']}"}
    boxes = []
    for name, top in TOPS.items():
        pitch = 0.76 if name == "figure" else face.leading
        family = "Figure" if name == "figure" else "Words"
        scale = 1.0 if name == "figure" else face.scale
        sizes = (SIZES[name] * scale, FIXED[name] * scale)
        boxes.append(Box(name, words[name], top, *sizes, WEIGHTS[name], inks[name], family, pitch))
    return Picture(job.language, rules.is_rtl, tuple(boxes))


def ground_svg(job: CardJob) -> str:
    """Return what lies under the words, as SVG: the ground's gradient and the voices, as the design has them."""
    top, height, focus = VOICES
    is_rtl = rules_for(job.language).is_rtl
    voices = motif_svg(SIDE, height, job.voices, job.theme, is_rtl, "card", job.seed, focus=focus)
    placed = voices.replace("<svg ", f'<svg y="{top}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">'
        f'{_gradient(job, is_rtl)}<rect width="{SIDE}" height="{SIDE}" fill="url(#g)"/>{placed}</svg>'
    )


def _gradient(job: CardJob, is_rtl: bool) -> str:
    """The gradient of the design, which runs at `ANGLE` from corner to corner."""
    right, down = math.cos(ANGLE), math.sin(ANGLE)
    across, along = right * (right + down) / 2, down * (right + down) / 2
    across = -across if is_rtl else across
    return (
        f'<defs><linearGradient id="g" x1="{0.5 - across:.4f}" y1="{0.5 - along:.4f}" x2="{0.5 + across:.4f}"'
        f' y2="{0.5 + along:.4f}"><stop stop-color="{job.theme.ground}"/>'
        f'<stop offset="1" stop-color="{colours_of(job.theme)["glow"]}"/></linearGradient></defs>'
    )


def font_files(language: str) -> dict[str, Path]:
    """Return the files that set a language, as our engine has them: "Words", "Latin" for what it lacks, "Figure"."""
    here = shelf()
    own = here.face(rules_for(language)).family
    found = {"Words": own, "Latin": "Noto Sans", "Figure": FIGURE_FAMILY}
    return {
        name: next(path for path in here.families[family] if "Italic" not in path.name)
        for name, family in found.items()
    }


def cut_fonts(language: str, folder: Path) -> list[tuple[str, int, Path]]:
    """Return (name, weight, file) of fixed cuts of the language's variable fonts: not every engine can vary them.

    They are made once and kept in `folder`. Of the figure's font only digits and signs are taken: 17 MB are not
    needed for them.
    """
    found = []
    for name, path in font_files(language).items():
        for weight in (900,) if name == "Figure" else (400, 600, 700):
            cut = folder / f"{path.stem.partition('[')[0]}-{name}-{weight}.ttf"
            if not cut.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                _cut(path, weight, cut, figures_only=name == "Figure")
            found.append((name, weight, cut))
    return found


@cache
def _figures() -> list[int]:
    return [*range(0x20, 0x7F), 0xA0, *range(0x660, 0x66B), *range(0x966, 0x970), *range(0x9E6, 0x9F0)]


def _cut(path: Path, weight: int, cut: Path, figures_only: bool) -> None:
    with TTFont(path) as font:
        if figures_only:
            subsetter = Subsetter(Options(layout_features=["*"]))
            subsetter.populate(unicodes=_figures())
            subsetter.subset(font)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
        instantiateVariableFont(font, axes, inplace=True)
        font.save(cut)
