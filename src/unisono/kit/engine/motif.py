"""The campaign's figure: voices drawn to one note.

Every language is a line. The lines start at the start edge as waves of their own wavelength and amplitude,
are drawn together, swing once as a single wave, come to rest, and end in one bright point. The same
function draws the hero, dividers and icon of the site and the ground of the cards. No text, no clock, no
chance: the same arguments give the same bytes.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from unisono.kit.engine.jobs import Theme

Variant = Literal["hero", "card", "divider", "icon"]
GOLDEN = 0.6180339887498949
#: Where a ring begins and ends, in degrees clockwise from the end side; between them, below, is room for words.
RING_START, RING_END = 144.0, 396.0
#: More lines than these run together on a ring.
RING_VOICES = 16


@dataclass(frozen=True, slots=True)
class Shape:
    """Proportions of a variant, as shares of its width or height (strokes: of the shorter side).

    `steps` curve pieces a line, at `most` so many lines; `spread` of the voices at the start, `wave` the
    height and `turns` the number of their waves; `join` where the last voice has joined; `focus` the bright
    point; `swing` the height of the common wave; `stroke` of a voice; `point` the radius of the bright point.
    """

    steps: int
    most: int
    spread: float
    wave: float
    turns: float
    join: float
    focus: tuple[float, float]
    swing: float
    stroke: float
    point: float


SHAPES: dict[Variant, Shape] = {
    "hero": Shape(22, 40, 0.92, 0.34, 2.6, 0.74, (0.915, 0.54), 0.085, 0.0030, 0.015),
    "card": Shape(24, 40, 0.94, 0.36, 2.4, 0.74, (0.90, 0.54), 0.085, 0.0038, 0.016),
    "divider": Shape(7, 13, 0.94, 0.60, 1.5, 0.60, (0.985, 0.5), 0.16, 0.030, 0.10),
    "icon": Shape(4, 5, 0.70, 0.30, 1.0, 0.66, (0.78, 0.5), 0.0, 0.06, 0.12),
}


@lru_cache(maxsize=64)
def motif_svg(
    width: float,
    height: float,
    voices: int,
    colours: Theme,
    rtl: bool = False,
    variant: Variant = "hero",
    seed: int = 0,
    *,
    focus: tuple[float, float] | None = None,
) -> str:
    """Return the figure as SVG of `width` × `height` pixels.

    `voices` is the number of languages (at least 1); `seed` gives a campaign lines of its own; `rtl` lets
    the lines start at the right; `focus` moves the bright point (shares of width and height). Hero and card
    belong on the theme's ground, the divider on its paper; the icon brings its ground along.
    """
    drawing = _Drawing(width, height, colours, SHAPES[variant], focus or SHAPES[variant].focus, variant)
    count = max(1, min(voices, drawing.shape.most))
    body = {"hero": _glowing, "card": _glowing, "divider": _plain, "icon": _icon}[variant](drawing, count, seed)
    turned = f'<g transform="matrix(-1 0 0 1 {_number(width)} 0)">{body}</g>' if rtl else body
    size = f'width="{_number(width)}" height="{_number(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_number(width)} {_number(height)}"'
        f' fill="none" stroke-linecap="round">{turned}</svg>'
    )


def ring_svg(
    side: float, band: tuple[float, float], voices: int, colours: Theme, rtl: bool = False, seed: int = 0
) -> str:
    """Return the figure bent to a ring, as a group of SVG: it rises at the start side, runs over the top, and comes
    down to its point at the end side. `band` are the inner and outer radius within a square of `side` pixels.
    """
    drawing = _Drawing(side, side, colours, SHAPES["card"], (0.985, 0.5), "card")
    count = max(1, min(voices, RING_VOICES))
    mark = f"r{seed}"
    lines, defs = [], []
    for index in range(count):
        own = mix(colours.echo, colours.voice, index / max(1, count - 1))
        faint = mix(colours.ground, own, 0.42 + 0.24 * _chance(seed, index, 7))
        defs.append(
            f'<linearGradient id="{mark}{index}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="{_number(side)}"'
            f' y2="0"><stop stop-color="{faint}"/><stop offset=".8" stop-color="{colours.voice}"/></linearGradient>'
        )
        weight = _number(side * 0.0042 * (0.6 + 0.7 * _chance(seed, index, 8)), 2)
        path = _bent(drawing, band, drawing.voice(index, count, seed), 0, drawing.shape.join, 30)
        lines.append(f'<path stroke="url(#{mark}{index})" stroke-width="{weight}" d="{path}"/>')
    bright = mix(colours.voice, "#ffffff", 0.72)
    note = _bent(drawing, band, drawing.unison, drawing.shape.join - 0.03, drawing.focus[0], 12)
    x, y = _bent_point(drawing, band, drawing.focus[0], 0.5)
    body = (
        f'<defs>{"".join(defs)}</defs>{"".join(lines)}<path stroke="{colours.voice}"'
        f' stroke-width="{_number(side * 0.0075, 2)}" d="{note}"/>'
        f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(side * 0.0125, 2)}" fill="{bright}"/>'
    )
    turned = f' transform="matrix(-1 0 0 1 {_number(side)} 0)"' if rtl else ""
    return f'<g fill="none" stroke-linecap="round"{turned}>{body}</g>'


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies `share` (0 to 1) of the way from `one` to `other` ("#rrggbb")."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@dataclass(frozen=True, slots=True)
class _Drawing:
    width: float
    height: float
    colours: Theme
    shape: Shape
    focus: tuple[float, float]
    variant: Variant

    @property
    def side(self) -> float:
        return min(self.width, self.height * 1.6)

    def unison(self, t: float) -> float:
        """The common wave: it rises while the voices join and has come to rest at the point."""
        rise = _smooth(0.18, 0.62, t)
        rest = 1 - _smooth(0.60, self.focus[0] - 0.02, t)
        return self.focus[1] + self.shape.swing * rise * rest * math.sin(2 * math.pi * (t * 2.6 + 0.08))

    def voice(self, index: int, count: int, seed: int) -> Callable[[float], float]:
        """The line of one voice: its own wave, drawn towards the common one."""
        place = (index + 0.5) / count * 2 - 1
        chance = [_chance(seed, index, at) for at in range(4)]
        # A small wave for lines at the edge, a large one for those in the middle: none leaves the picture.
        swing = self.shape.wave * (0.30 + 0.70 * chance[0]) * (1 - 0.45 * abs(place)) / 2
        lean = place * (self.shape.spread / 2 - self.shape.wave * 0.20)
        turns = self.shape.turns * (0.55 + 0.9 * chance[1])
        join = self.shape.join * (0.84 + 0.16 * chance[3])

        def at(t: float) -> float:
            apart = 1 - _smooth(-0.25 * join, join, t)
            own = lean * apart**0.9
            own += swing * apart**0.75 * math.sin(2 * math.pi * (turns * t * (1 + 0.5 * t) + chance[2]))
            centre = 0.5 + (self.unison(t) - 0.5) * _smooth(-0.1, join, t)
            return centre + own

        return at

    def path(self, curve: Callable[[float], float], start: float, end: float, steps: int) -> str:
        """A smooth path along `curve` from `start` to `end` (shares of the width), in few short numbers."""
        points = []
        for at in range(steps + 1):
            t = start + (end - start) * at / steps
            slope = (curve(t + 1e-4) - curve(t - 1e-4)) / 2e-4
            points.append((t, curve(t), slope))
        reach = (end - start) / steps / 3
        t, y, slope = points[0]
        text = f"M{self._pair(t, y)}C{self._pair(t + reach, y + slope * reach)} "
        for at, (t, y, slope) in enumerate(points[1:]):
            glue = "" if at == 0 else "S"
            text += f"{glue}{self._pair(t - reach, y - slope * reach)} {self._pair(t, y)}"
        return text

    def _pair(self, t: float, y: float) -> str:
        across = 0 if self.variant == "divider" else 1
        return f"{_number(t * self.width, across)} {_number(y * self.height)}"


def _glowing(drawing: _Drawing, count: int, seed: int) -> str:
    """Hero and card: each voice brightens from the ground into its colour and into the one note."""
    theme, shape = drawing.colours, drawing.shape
    stroke = shape.stroke * drawing.side
    join, mark = shape.join, _mark(drawing, seed)
    defs, lines = [], []
    for index in range(count):
        share = index / max(1, count - 1)
        own = mix(theme.echo, theme.voice, share)
        faint = mix(theme.ground, own, 0.34 + 0.30 * _chance(seed, index, 7))
        clear = mix(own, theme.voice, 0.35)
        defs.append(
            f'<linearGradient id="{mark}{index}" gradientUnits="userSpaceOnUse" x1="0" y1="0"'
            f' x2="{_number(join * drawing.width)}" y2="0"><stop stop-color="{faint}"/>'
            f'<stop offset=".55" stop-color="{clear}"/><stop offset="1" stop-color="{theme.voice}"/>'
            "</linearGradient>"
        )
        weight = _number(stroke * (0.55 + 0.75 * _chance(seed, index, 8)), 2)
        path = drawing.path(drawing.voice(index, count, seed), -0.01, join, shape.steps)
        lines.append(f'<path stroke="url(#{mark}{index})" stroke-width="{weight}" d="{path}"/>')
    return f"<defs>{''.join(defs)}</defs>{''.join(lines)}{_one_note(drawing, join, stroke, seed)}"


def _one_note(drawing: _Drawing, join: float, stroke: float, seed: int) -> str:
    """The single line after the voices have met, and the bright point in which it ends."""
    theme = drawing.colours
    x, y = drawing.focus[0] * drawing.width, drawing.focus[1] * drawing.height
    radius = drawing.shape.point * drawing.side
    bright = mix(theme.voice, "#ffffff", 0.72)
    mark = _mark(drawing, seed)
    gradient = (
        f'<linearGradient id="{mark}n" gradientUnits="userSpaceOnUse" x1="{_number(join * drawing.width)}" y1="0"'
        f' x2="{_number(x)}" y2="0"><stop stop-color="{theme.voice}"/><stop offset="1" stop-color="{bright}"/>'
        "</linearGradient>"
    )
    line = drawing.path(drawing.unison, join - 0.03, drawing.focus[0], 9)
    centre = f'cx="{_number(x)}" cy="{_number(y)}"'
    rings = "".join(
        f'<circle {centre} r="{_number(radius * size)}" stroke="{mix(theme.ground, theme.voice, share)}"'
        f' stroke-width="{_number(stroke * 0.7, 2)}"/>'
        for size, share in ((2.1, 0.62), (3.5, 0.34), (5.2, 0.16))
    )
    return (
        f'<defs>{gradient}</defs>{rings}<path stroke="url(#{mark}n)" stroke-width="{_number(stroke * 1.9, 2)}"'
        f' d="{line}"/><circle {centre} r="{_number(radius)}" fill="{bright}"/>'
    )


def _plain(drawing: _Drawing, count: int, seed: int) -> str:
    """The divider: flat colours on paper."""
    theme, shape = drawing.colours, drawing.shape
    stroke = shape.stroke * drawing.height
    lines = []
    for index in range(count):
        own = mix(theme.echo, theme.voice, index / max(1, count - 1))
        path = drawing.path(drawing.voice(index, count, seed), 0, shape.join, shape.steps)
        lines.append(f'<path stroke="{own}" stroke-opacity=".7" d="{path}"/>')
    note = drawing.path(drawing.unison, shape.join - 0.005, drawing.focus[0], 6)
    x, y = drawing.focus[0] * drawing.width, drawing.focus[1] * drawing.height
    return (
        f'<g stroke-width="{_number(stroke, 2)}">{"".join(lines)}'
        f'<path stroke="{theme.voice}" stroke-width="{_number(stroke * 1.6, 2)}" d="{note}"/></g>'
        f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(shape.point * drawing.height, 2)}"'
        f' fill="{theme.echo}"/>'
    )


def _icon(drawing: _Drawing, count: int, seed: int) -> str:
    """The icon: a few voices on the ground, meeting in the point; clear at sixteen pixels."""
    theme, shape = drawing.colours, drawing.shape
    side = min(drawing.width, drawing.height)
    x, y = drawing.focus[0] * drawing.width, drawing.focus[1] * drawing.height
    lines = []
    for index in range(count):
        place = (index + 0.5) / count * 2 - 1
        own = mix(theme.echo, theme.voice, index / max(1, count - 1))
        start = (0.5 + place * shape.spread / 2) * drawing.height
        bend = (0.10 if index % 2 else -0.10) * drawing.height
        line = (
            f"M{_number(0.13 * drawing.width)} {_number(start)}C{_number(0.32 * drawing.width)}"
            f" {_number(start + bend)} {_number(0.44 * drawing.width)} {_number(y)} {_number(x)} {_number(y)}"
        )
        lines.append(f'<path stroke="{own}" d="{line}"/>')
    return (
        f'<rect width="{_number(drawing.width)}" height="{_number(drawing.height)}" rx="{_number(side * 0.22)}"'
        f' fill="{theme.ground}"/><g stroke-width="{_number(shape.stroke * side, 2)}">{"".join(lines)}</g>'
        f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(shape.point * side, 2)}"'
        f' fill="{mix(theme.voice, "#ffffff", 0.6)}"/>'
    )


def _mark(drawing: _Drawing, seed: int) -> str:
    """What the names of gradients start with: several figures may stand in one page."""
    return f"{drawing.variant[0]}{seed}{_number(drawing.height, 0)}"


def _bent(
    drawing: _Drawing, band: tuple[float, float], curve: Callable[[float], float], start: float, end: float, steps: int
) -> str:
    """A smooth path along `curve`, bent to the ring."""
    reach = (end - start) / steps / 3
    text = ""
    for at in range(steps + 1):
        t = start + (end - start) * at / steps
        x, y = _bent_point(drawing, band, t, curve(t))
        later, earlier = (_bent_point(drawing, band, t + near, curve(t + near)) for near in (1e-4, -1e-4))
        across, down = ((one - other) / 2e-4 * reach for one, other in zip(later, earlier, strict=True))
        if at == 0:
            text = f"M{_number(x)} {_number(y)}C{_number(x + across)} {_number(y + down)} "
        else:
            text += f"{'' if at == 1 else 'S'}{_number(x - across)} {_number(y - down)} {_number(x)} {_number(y)}"
    return text


def _bent_point(drawing: _Drawing, band: tuple[float, float], t: float, y: float) -> tuple[float, float]:
    """Where the point `t` along and `y` across lies on the ring."""
    angle = math.radians(RING_START + (RING_END - RING_START) * t)
    inner, outer = band
    radius = outer - (outer - inner) * y
    return drawing.width / 2 + radius * math.cos(angle), drawing.height / 2 + radius * math.sin(angle)


def _smooth(low: float, high: float, value: float) -> float:
    """0 below `low`, 1 above `high`, and a curve without corners between them."""
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * share * (share * (share * 6 - 15) + 10)


def _chance(seed: int, index: int, at: int) -> float:
    """An evenly spread number from 0 to 1 that depends on nothing but its arguments."""
    return (GOLDEN * (index + 1) * (1 + at * 1.7320508) + 0.7548776662 * (seed + 1) * (at + 1)) % 1.0


def _number(value: float, digits: int = 1) -> str:
    """A coordinate in as few characters as it needs."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
