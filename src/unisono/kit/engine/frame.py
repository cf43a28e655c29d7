"""A frame for profile pictures: the campaign's voices around a transparent middle, its hashtag below.

Networks cut profile pictures to a circle, so everything that matters lies within the largest circle of the square.
"""

import io
from dataclasses import dataclass
from typing import Any, Literal

from PIL import Image

from unisono.base.said import Said
from unisono.kit.engine.cards import colours_of
from unisono.kit.engine.errors import BadField, UnknownDesign
from unisono.kit.engine.fonts import FIGURE_FAMILY, require_glyphs, shelf
from unisono.kit.engine.jobs import FRAME_SIDE as SIDE
from unisono.kit.engine.jobs import FRAME_VARIANTS as VARIANTS
from unisono.kit.engine.jobs import Theme
from unisono.kit.engine.motif import mix, motif_svg, ring_svg
from unisono.kit.engine.typesetting import language_inputs, typeset
from unisono.kit.engine.wording import isolated, pieces
from unisono.languages.rules import LanguageRules, rules_for


@dataclass(frozen=True, slots=True)
class FrameJob:
    """A frame in one language. `words` are the hashtag, or the campaign's name; `sample_note` may be empty.

    `variant` is one of `FRAME_VARIANTS`; `voices` and `seed` belong to the motif.
    """

    language: str
    words: str
    theme: Theme
    variant: str = "ring"
    sample_note: str = ""
    voices: int = 13
    seed: int = 0


def render_frame(job: FrameJob, out: Literal["png", "svg"] = "png", *, worn: bool = False) -> bytes:
    """Return the frame with a transparent middle, as PNG (256 colours, with alpha) or SVG; same job, same bytes.

    `worn` shows it around a drawn figure instead, in all colours, to advertise it. Raises `DoesNotFit`, `MissingGlyph`,
    `UnknownFont`, `UnknownDesign` (for the variant), `BadField` (without words) or `UnknownLanguage`.
    """
    if job.variant not in VARIANTS:
        raise UnknownDesign("frame", job.variant, VARIANTS)
    if not job.words:
        raise BadField("frame", "words", Said("it is required and empty"))
    rules = rules_for(job.language)
    words = {"words": isolated(job.words, rules), "sample_note": isolated(job.sample_note, rules)}
    folder = job.theme.folder
    require_glyphs(words.items(), rules, folder)
    inputs = {"job": _told(job, rules, words), "motif": _art(job, rules), "figure": _figure(job.theme) if worn else ""}
    made = typeset("frame.typ", inputs, out, format=f"frame-{job.variant}", language=job.language, folder=folder)
    return _in_palette(made, job.theme.ground) if out == "png" and not worn else made


def _told(job: FrameJob, rules: LanguageRules, words: dict[str, str]) -> dict[str, Any]:
    """Everything the design is told."""
    here = shelf(job.theme.folder)
    return {
        **language_inputs(rules, here),
        **words,
        "variant": job.variant,
        "title": words["words"],
        "alt": job.words,
        "credit": "",
        "width": SIDE,
        "height": SIDE,
        "unit": 1.0,
        "margin": 0,
        "colours": colours_of(job.theme),
        "figure-fonts": [FIGURE_FAMILY, *here.chain(rules)],
        "pieces": {name: pieces(text, rules) for name, text in words.items()},
        "motif": {"box": [0, 0, SIDE, SIDE], "turned": False},
    }


def _art(job: FrameJob, rules: LanguageRules) -> str:
    """All of a frame but its words, as SVG."""
    body = {"ring": _ring, "band": _band, "badge": _badge}[job.variant](job, rules.is_rtl)
    return _svg(body)


def _ring(job: FrameJob, rtl: bool) -> str:
    """The voices around the picture; below, room for words."""
    hole = "M180 796A442 442 0 1 1 900 796Q884 824 850 824H230Q196 824 180 796Z"
    voices = ring_svg(SIDE, (452, 532), job.voices, job.theme, rtl, job.seed)
    return _around(job.theme, hole) + voices


def _band(job: FrameJob, rtl: bool) -> str:
    """The voices run across below the picture, which keeps all its width."""
    strip = motif_svg(SIDE, 190, job.voices, job.theme, rtl, "card", job.seed, focus=(0.80, 0.44))
    voices = strip.replace("<svg ", '<svg y="690" ', 1)
    return _around(job.theme, "M0 0H1080V690H0Z") + voices


def _badge(job: FrameJob, rtl: bool) -> str:
    """A narrow ring; the words stand on a badge over its foot."""
    note = mix(job.theme.echo, job.theme.voice, 0.5)
    rings = "".join(
        f'<circle cx="540" cy="540" r="{radius}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for radius, colour, width in ((500, job.theme.voice, 9), (517, note, 6), (531, job.theme.echo, 4))
    )
    return _around(job.theme, "M48 540A492 492 0 1 1 1032 540A492 492 0 1 1 48 540Z") + rings


def _around(theme: Theme, hole: str) -> str:
    """The ground, but for a hole."""
    return f'<path fill="{theme.ground}" fill-rule="evenodd" d="M0 0H{SIDE}V{SIDE}H0Z{hole}"/>'


def _figure(theme: Theme) -> str:
    """Somebody, drawn: nobody's photograph."""
    wall, coat = mix(theme.paper, theme.voice, 0.38), mix(theme.link, theme.paper, 0.22)
    return _svg(
        f'<rect width="{SIDE}" height="{SIDE}" fill="{wall}"/>'
        f'<path fill="{coat}" d="M130 1080C140 740 300 640 540 640S940 740 950 1080Z"/>'
        f'<path fill="{mix(coat, theme.ink, 0.25)}" d="M452 520H628V660Q540 750 452 660Z"/>'
        f'<ellipse cx="540" cy="390" rx="186" ry="216" fill="{mix(coat, theme.paper, 0.5)}"/>'
    )


def _svg(body: str) -> str:
    size = f'width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'


def _in_palette(png: bytes, ground: str) -> bytes:
    """The picture in 256 colours, each with its own opacity: a third of the bytes. What covers the photo covers it
    wholly, what shows it is wholly clear, and the ground, which fills the corners, keeps its very colour."""
    with Image.open(io.BytesIO(png)) as drawn:
        few = drawn.convert("RGBA").quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = bytearray(few.getpalette("RGBA") or ())
    corner = few.tobytes()[-SIDE]
    palette[corner * 4 : corner * 4 + 3] = bytes.fromhex(ground[1:])
    for at in range(3, len(palette), 4):
        palette[at] = 255 if palette[at] > 247 else 0 if palette[at] < 8 else palette[at]
    few.putpalette(palette, "RGBA")
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()
