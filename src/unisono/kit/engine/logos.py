"""Logos of partners: whatever file an organisation sends becomes one SVG that is safe, trimmed, and known for its tone.

A picture is put into an SVG; a drawing is held to `harmless` first. Either is drawn once, in a guarded child, to see
what of it is ink: the empty margin is cut off, and a light logo asks for a dark plate.
"""

import base64
import io
import re
import warnings
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree

import numpy
import typst
from defusedxml.ElementTree import fromstring
from PIL import Image

from unisono.base.said import Said
from unisono.kit.engine import guarding
from unisono.kit.engine.errors import BadLogo, DesignFault
from unisono.kit.engine.harmless import SVG, wrong_svg

#: Bytes of the largest file that is looked at, and pixels of the largest picture.
LARGEST = 8_000_000
MOST_PIXELS = 40_000_000
#: Pixels of the longer side: enough for a plate on a poster.
SIDE = 900
#: Of a logo without a ground of its own: lighter than this (0 to 1) it cannot be read on white.
LIGHT = 0.72
_PICTURES = ("PNG", "JPEG", "WEBP", "GIF")
_LENGTH = re.compile(r"\s*([0-9.]+)(px|pt|mm|cm|in|)?\s*")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo ready for its place: an SVG that reaches nowhere, width over height, whether it needs a dark plate."""

    svg: bytes
    ratio: float
    dark: bool


def clean_logo(content: bytes) -> Logo:
    """Return a logo from an SVG, PNG, JPEG, WebP or GIF file, trimmed to what is drawn.

    Raises `BadLogo` for what is hostile, broken, empty or too large; the message says how to mend it.
    """
    if len(content) > LARGEST:
        raise BadLogo(Said("it is larger than %(most)s MB: save it smaller", most=LARGEST // 1_000_000))
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<", b"<?xml")):
        return _from_svg(content)
    return _from_picture(content)


def _from_svg(content: bytes) -> Logo:
    if wrong := wrong_svg(content):
        raise BadLogo(Said("it %(what)s. %(mend)s", what=wrong[0], mend=wrong[1]))
    root = fromstring(content, forbid_dtd=True)
    width, height = _size(root)
    root.set("viewBox", root.get("viewBox") or f"0 0 {width:g} {height:g}")
    scale = SIDE / max(width, height)
    width, height = width * scale, height * scale
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    for name in ("x", "y", "style", "class"):
        root.attrib.pop(name, None)
    for element in list(root.iter()):
        for child in [child for child in element if not str(child.tag).startswith(SVG)]:
            element.remove(child)  # notes of drawing programs
        for name in [name for name in element.attrib if name.startswith("{") and not name.endswith("}href")]:
            del element.attrib[name]
    ElementTree.register_namespace("", SVG[1:-1])
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    inner = ElementTree.tostring(root, encoding="unicode")
    try:
        png = guarding.in_child("logo", partial(_drawn, inner, width, height))
    except DesignFault as fault:
        raise BadLogo(fault.fault) from fault
    with Image.open(io.BytesIO(png)) as opened:
        pixels = numpy.asarray(opened.convert("RGBA"))
    return _trimmed(inner, pixels)


def _from_picture(content: bytes) -> Logo:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_PICTURES) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    fault = Said(
                        "it has %(width)s × %(height)s pixels: save it smaller",
                        width=opened.width,
                        height=opened.height,
                    )
                    raise BadLogo(fault)
                opened.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
                picture = opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadLogo(Said("it has more pixels than any logo needs: save it smaller")) from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
        named = type(error).__name__
        fault = Said("it cannot be read as a picture (%(error)s): save it as SVG or PNG", error=named)
        raise BadLogo(fault) from error
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    data = base64.b64encode(file.getvalue()).decode()
    inner = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{picture.width}"'
        f' height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"><image width="{picture.width}"'
        f' height="{picture.height}" xlink:href="data:image/png;base64,{data}"/></svg>'
    )
    return _trimmed(inner, numpy.asarray(picture))


def _trimmed(inner: str, pixels: numpy.ndarray) -> Logo:
    """The drawing `inner`, cut to its ink as `pixels` (RGBA, one a unit of `inner`) show it."""
    ink = _ink(pixels)
    rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
    if not len(rows):
        raise BadLogo(Said("it shows nothing: it is empty, or has only one colour"))
    left, top = int(columns[0]), int(rows[0])
    width, height = int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{left} {top} {width} {height}">{inner}</svg>'
    )
    return Logo(svg.encode(), width / height, _is_light(pixels, ink))


def _ink(pixels: numpy.ndarray) -> numpy.ndarray:
    """Where something is drawn: what is not transparent, and not the one colour that fills all four corners."""
    seen = pixels[:, :, 3] > 12
    corners = pixels[[0, 0, -1, -1], [0, -1, 0, -1]].astype(int)
    if (corners[:, 3] > 240).all() and (abs(corners - corners[0]).max() < 10):
        if corners[0, :3].min() < 235:
            return seen  # a ground of its own colour belongs to the logo
        return seen & (abs(pixels[:, :, :3].astype(int) - corners[0, :3]).max(axis=2) > 12)
    return seen


def _is_light(pixels: numpy.ndarray, ink: numpy.ndarray) -> bool:
    """Whether most of the ink is too light for white paper; a logo that brings its own ground is read on that."""
    colours = pixels[ink].astype(float)
    light = (0.2126 * colours[:, 0] + 0.7152 * colours[:, 1] + 0.0722 * colours[:, 2]) / 255
    if ink.mean() > 0.97 * _share(ink) and light.max() - light.min() > 0.2:
        return False
    weights = colours[:, 3]
    return bool((light * weights).sum() / weights.sum() > LIGHT)


def _share(ink: numpy.ndarray) -> float:
    """The share of the picture that the ink's own rectangle takes."""
    rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
    return (rows[-1] + 1 - rows[0]) * (columns[-1] + 1 - columns[0]) / ink.size


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height in the drawing's own units; only their ratio matters."""
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
        return numbers[2], numbers[3]
    lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if all(lengths):
        width, height = (float(found[1]) for found in lengths if found)
        if width > 0 and height > 0:
            return width, height
    raise BadLogo(Said("it does not say how large it is: save it again with a viewBox"))


def _drawn(svg: str, width: float, height: float) -> bytes:
    """The drawing as a PNG with transparency, one pixel a unit. For a guarded child."""
    main = (
        f"#set page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)'
    )
    try:
        made = typst.Compiler(input=main.encode(), ignore_system_fonts=True).compile(
            format="png", ppi=72, sys_inputs={"svg": svg}
        )
    except typst.TypstError as fault:
        said = Said("it cannot be drawn (%(typst)s): save it again as plain SVG", typst=fault.message)
        raise BadLogo(said) from fault
    return made[0] if isinstance(made, list) else made or b""
