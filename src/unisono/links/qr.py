"""QR codes as SVG and PNG, fit for print: quiet zone, whole modules, enough error correction. Plain Python.

The same text gives the same bytes. Dark modules stand on a light ground, never the other way round: many
readers do not find a symbol whose colours are exchanged.
"""

import io
import re
from functools import lru_cache
from html import escape
from itertools import groupby

import segno

from unisono.campaigns.theme import is_colour, luminance

#: Empty modules on each side, as ISO/IEC 18004 asks for.
QUIET = 4
#: Error correction, least first: about 7, 15, 25 and 30 percent of a symbol may be lost.
LEVELS = ("L", "M", "Q", "H")
#: The least difference of luminance between light and dark (0 to 1): ink, worn paper and dusk take their part of it.
LEAST_DIFFERENCE = 0.55

_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NoSymbol(ValueError):
    """A QR code that cannot be made; the message says why and what to do."""


def qr_svg(text: str, *, level: str = "Q", dark: str = "#000000", light: str = "#ffffff", title: str = "") -> bytes:
    """Return a QR code as SVG, one millimetre a module, scalable without limit.

    `level` is the least error correction; more is taken where it costs no room. `title` names the drawing for
    those who cannot see it. Raises `NoSymbol` where the text is empty or too long, or the colours too close.
    """
    rows = _modules(text, level, dark, light)
    side = len(rows) + 2 * QUIET
    named = f'role="img"><title>{_text(title)}</title>' if title else 'role="img" aria-hidden="true">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}mm" height="{side}mm" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges" {named}'
        f'<path fill="{light}" d="M0 0h{side}v{side}H0z"/><path fill="{dark}" d="{_outline(rows)}"/></svg>\n'
    ).encode()


def qr_png(text: str, *, level: str = "Q", dark: str = "#000000", light: str = "#ffffff", pixels: int = 1200) -> bytes:
    """Return a QR code as a PNG of at most `pixels` pixels a side, every module a whole number of them.

    Raises `NoSymbol` as `qr_svg`, and where the modules would be smaller than a pixel.
    """
    rows = _modules(text, level, dark, light)
    each = pixels // (len(rows) + 2 * QUIET)
    if each < 1:
        raise NoSymbol(f"{pixels} pixels are too few for this QR code: give at least {len(rows) + 2 * QUIET}")
    content = io.BytesIO()
    _symbol(text, level).save(content, kind="png", scale=each, border=QUIET, dark=dark, light=light)
    return content.getvalue()


def _modules(text: str, level: str, dark: str, light: str) -> list[list[int]]:
    _check_colours(dark, light)
    return [list(row) for row in _symbol(text, level).matrix]


# A page, its poster and its leaflet show the same symbol, and choosing the best of its masks takes most of the time.
@lru_cache(maxsize=128)
def _symbol(text: str, level: str) -> segno.QRCode:
    if level not in LEVELS:
        raise NoSymbol(f"there is no level {level!r} of error correction: choose one of {', '.join(LEVELS)}")
    if not text:
        raise NoSymbol("a QR code needs something to say: give it an address")
    try:
        return segno.make_qr(text, error=level)
    except segno.DataOverflowError:
        raise NoSymbol(f"{len(text)} characters are too many for a QR code: give it a short link") from None


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _check_colours(dark: str, light: str) -> None:
    for colour in (dark, light):
        if not is_colour(colour):
            raise NoSymbol(f"{colour!r} is no colour: write one like #101c3d")
    difference = luminance(light) - luminance(dark)
    if difference < LEAST_DIFFERENCE:
        raise NoSymbol(
            f"{dark} on {light} cannot be read reliably: the modules must be darker than their ground by "
            f"{LEAST_DIFFERENCE} (here {difference:.2f}). Take black on white"
        )


def _outline(rows: list[list[int]]) -> str:
    """The dark modules as one path: modules side by side are one rectangle, so that no seam shows between them."""
    path = []
    for top, row in enumerate(rows, QUIET):
        left = QUIET
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                path.append(f"M{left} {top}h{width}v1h-{width}z")
            left += width
    return "".join(path)
