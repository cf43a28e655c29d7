"""The look of a campaign: stylesheet in its colours, script, logo, icon, and its motif in every shape a page needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from unisono.kit.engine.jobs import Theme
from unisono.kit.engine.motif import mix, motif_svg
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Colours, Snapshot
from unisono.site.type import plan_type

STATIC = Path(__file__).parent / "static"
CSS = "text/css; charset=utf-8"
JS = "text/javascript; charset=utf-8"
SVG = "image/svg+xml"
_STROKE = re.compile(r'stroke-width="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape in which pages show the motif: pixels, its bright point (shares of both), how much bolder its lines."""

    width: int
    height: int
    focus: tuple[float, float]
    bolder: float = 1.0


#: `hero` stands beside the headline, `broad` on very wide screens, `tall` above it on narrow ones: their points
#: lie where the headline begins. `strip` heads the other pages, `ribbon` does on narrow screens.
SHAPES = {
    "hero": Shape(680, 700, (0.90, 0.40)),
    "broad": Shape(1100, 700, (0.90, 0.40)),
    "tall": Shape(560, 440, (0.10, 0.91), 1.5),
    "strip": Shape(1600, 320, (0.88, 0.5), 1.2),
    "ribbon": Shape(720, 160, (0.90, 0.5), 2.4),
}


def plan_look(snapshot: Snapshot, captions: Mapping[str, str] | None = None) -> list[Output]:
    """Return the outputs `style`, `style:kit`, `script`, `script:frame`, `icon`, `logo`, `motif:{shape}:{direction}`
    and `type:{language}`.

    `captions` are the film's by language: pages show them as its transcript, so their letters come along.
    """
    colours, voices, seed = snapshot.colours, len(snapshot.languages), campaign_seed(snapshot.slug)
    files = {
        "style": ("style.css", stylesheet(colours), CSS),
        "style:kit": ("kit.css", kit_stylesheet(), CSS),
        "script": ("site.js", script(), JS),
        "script:frame": ("frame.js", frame_script(), JS),
        "icon": ("icon.svg", icon(colours, seed), SVG),
        **({"logo": ("logo.svg", snapshot.logo_svg.encode(), SVG)} if snapshot.logo_svg else {}),
    }
    for direction in ("ltr", "rtl"):
        for name, shape in SHAPES.items():
            drawn = motif(colours, voices, name, direction == "rtl", seed)
            friendly = f"{name}-{direction}-{shape.width}x{shape.height}.svg"
            files[f"motif:{name}:{direction}"] = (friendly, drawn, SVG)
    made = [
        Output(output, key_of("look", name, content.decode(), type), partial(_make, name, content, type))
        for output, (name, content, type) in files.items()
    ]
    return [*made, *plan_type(snapshot, captions or {})]


def stylesheet(colours: Colours) -> bytes:
    """Return the stylesheet with the campaign's colours and the tints made from them."""
    own = {
        "ground": colours.ground,
        "ink": colours.ink,
        "paper": colours.paper,
        "voice": colours.voice,
        "echo": colours.echo,
        "link": colours.link,
        "deep": mix(colours.ground, "#000000", 0.28),
        "raised": mix(colours.ground, colours.paper, 0.12),
        "murmur": mix(colours.ground, colours.paper, 0.76),
        "wall": mix(colours.paper, colours.ground, 0.055),
        "hair": mix(colours.paper, colours.ink, 0.16),
        "quiet": mix(colours.paper, colours.ink, 0.74),
    }
    root = ":root{" + "".join(f"--{name}:{value};" for name, value in own.items()) + "}"
    return (root + _dense((STATIC / "site.css").read_text("utf-8"))).encode()


def kit_stylesheet() -> bytes:
    """Return what the kit's pages need besides: sorting cards, shapes of a card, the frame."""
    return _dense((STATIC / "kit.css").read_text("utf-8")).encode()


def script() -> bytes:
    """Return the script of every page: copying and sharing, where the browser can."""
    return (STATIC / "site.js").read_bytes()


def frame_script() -> bytes:
    """Return the script that puts a frame around a photo, in the visitor's own browser."""
    return (STATIC / "frame.js").read_bytes()


def icon(colours: Colours, seed: int = 0) -> bytes:
    """Return the favicon as SVG."""
    return motif_svg(64, 64, 5, _theme(colours), False, "icon", seed).encode()


def motif(colours: Colours, voices: int, shape: str, rtl: bool, seed: int = 0) -> bytes:
    """Return the motif as SVG in one of the shapes of `SHAPES`."""
    own, theme = SHAPES[shape], _theme(colours)
    if shape == "tall":
        svg = _turned(own, voices, theme, rtl, seed)
    else:
        svg = motif_svg(own.width, own.height, voices, theme, rtl, "hero", seed, focus=own.focus)
    return _STROKE.sub(lambda found: f'stroke-width="{float(found[1]) * own.bolder:.2f}"', svg).encode()


def _turned(shape: Shape, voices: int, theme: Theme, rtl: bool, seed: int) -> str:
    """The motif flowing down to its point: drawn lying, then turned a quarter clockwise."""
    x, y = shape.focus
    # What was below then lies at the left: a point at x lay at 1 - x.
    focus = (y, x if rtl else 1 - x)
    lying = motif_svg(shape.height, shape.width, voices, theme, False, "hero", seed, focus=focus)
    size = f'width="{shape.width}" height="{shape.height}" viewBox="0 0 {shape.width} {shape.height}"'
    turn = f'transform="translate({shape.width} 0) rotate(90)"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g {turn}>{lying}</g></svg>'


def _theme(colours: Colours) -> Theme:
    return Theme(colours.ground, colours.ink, colours.paper, colours.voice, colours.echo, colours.link, logo_svg=None)


def campaign_seed(slug: str) -> int:
    """Return what gives a campaign's lines a course of their own, the same on its pages and cards."""
    return sum(slug.encode()) % 97


def _dense(css: str) -> str:
    """Return CSS without comments and needless space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,>!])\s*", r"\1", css).replace(";}", "}").replace(": ", ":").strip()


def _make(name: str, content: bytes, type: str) -> Made:
    return [(hashed_path(content, name), content, type)]
