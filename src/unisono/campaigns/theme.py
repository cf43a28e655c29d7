"""The colours of a campaign and the contrast they must keep (WCAG 2.2, 1.4.3 and 1.4.6). Plain Python."""

import re
from dataclasses import dataclass

ROLES = ("ground", "ink", "paper", "voice", "echo", "link")
DEFAULT_COLOURS = {
    "ground": "#101c3d",
    "ink": "#14172b",
    "paper": "#fffdf8",
    "voice": "#f2b233",
    "echo": "#e4572e",
    "link": "#1d4fa8",
}
#: Pairs that carry text, with the least contrast each must have.
PAIRS = (
    ("ink", "paper", 7.0),
    ("link", "paper", 4.5),
    ("paper", "link", 4.5),
    ("paper", "ground", 7.0),
    ("voice", "ground", 4.5),
)


@dataclass(frozen=True, slots=True)
class TooLittleContrast:
    """A pair of colours that cannot be read: what stands on what, and how far it is from enough."""

    text: str
    ground: str
    ratio: float
    least: float


def is_colour(value: str) -> bool:
    """Say whether `value` is a six-digit hex colour such as `#1d4fa8`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of a six-digit hex colour, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours, as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast_faults(colours: dict[str, str]) -> list[TooLittleContrast]:
    """Return the pairs of a complete set of colours that cannot be read."""
    found = [(text, ground, contrast(colours[text], colours[ground]), least) for text, ground, least in PAIRS]
    return [TooLittleContrast(*pair) for pair in found if pair[2] < pair[3]]
