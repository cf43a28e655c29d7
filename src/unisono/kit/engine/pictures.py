"""Pictures: a page drawn as PNG, and what is derived from it (WebP, thumbnails, previews under a budget)."""

import ctypes
import io
import math
import re
import struct
import threading
import zlib
from typing import Any, Literal

import numpy
import pypdfium2
import pypdfium2.raw as pdfium_c
from isal import isal_zlib
from PIL import Image

from unisono.kit.engine.metadata import Metadata, in_png, png_chunk, xmp

Kind = Literal["webp", "jpeg", "png"]
_PROFILED = re.compile(rb"\[\s*/ICCBased (\d+) 0 R\s*\]")
#: What encoders are asked for, best first.
QUALITIES = (82, 60, 42, 30)
#: Of a gradual picture's 256 colours, those that are steps of it, kept as they are.
STEPS = 96
_KEPT: Any = threading.local()


def drawn(pdf: bytes, ground: numpy.ndarray | None) -> numpy.ndarray:
    """Draw the first page of `pdf` upon a copy of `ground`, or upon white.

    Returns height × width × 3 (RGB, eight bits), one pixel a point.
    """
    document = pypdfium2.PdfDocument(_without_profile(pdf))
    try:
        page = document[0]
        width, height = math.ceil(page.get_width()), math.ceil(page.get_height())
        pixels = numpy.full((height, width, 3), 255, numpy.uint8) if ground is None else ground.copy()
        memory = (ctypes.c_ubyte * pixels.nbytes).from_buffer(pixels.data)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium_c.FPDFBitmap_BGR, True, memory)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium_c.FPDF_REVERSE_BYTE_ORDER)
    finally:
        document.close()
    return pixels


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height in points of every page of `pdf`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document.get_page_size(at) for at in range(len(document))]
    finally:
        document.close()


def _without_profile(pdf: bytes) -> bytes:
    """The PDF with plain RGB where its colours name the sRGB profile.

    The pixels are sRGB too: PDFium draws the very same ones, and five milliseconds sooner, as it need not
    prepare a conversion from sRGB to itself. No byte moves.
    """

    def plain(found: re.Match[bytes]) -> bytes:
        is_rgb = re.search(rb"\n%s 0 obj\s*<<[^>]*/N 3\b" % found[1], pdf)
        return b"/DeviceRGB".ljust(len(found[0])) if is_rgb else found[0]

    return _PROFILED.sub(plain, pdf)


def png_from_pixels(pixels: numpy.ndarray, *, small: bool, said: Metadata | None = None) -> bytes:
    """Return pixels as PNG with its metadata. `small` reduces it to 256 colours of its own."""
    png = png_bytes(*_in_palette(pixels)) if small else png_bytes(pixels, None)
    return in_png(png, said) if said else png


def encoded(pixels: numpy.ndarray, kind: Kind, *, quality: int = 88, said: Metadata | None = None) -> bytes:
    """Return pixels as JPEG or WebP of a `quality` (1 to 100), or as PNG in full colour, with their metadata."""
    if kind == "png":
        return png_from_pixels(pixels, small=False, said=said)
    return _encoded(Image.fromarray(pixels, "RGB"), kind, quality, said)


def _in_palette(pixels: numpy.ndarray) -> tuple[numpy.ndarray, bytes]:
    """The picture in 256 colours of its own, and the palette; the commonest colours stay exactly what they were."""
    return _gradual_in_palette(pixels) if _is_gradual(pixels) else _flat_in_palette(pixels)


def _is_gradual(pixels: numpy.ndarray) -> bool:
    """Say whether a picture has no ground of one colour: the three commonest ones are less than half of it."""
    some = numpy.ascontiguousarray(pixels.reshape(-1, 3)[::89]).astype(numpy.uint32)
    _, counts = numpy.unique(some[:, 0] << 16 | some[:, 1] << 8 | some[:, 2], return_counts=True)
    return bool(numpy.sort(counts)[-3:].sum() < len(some) / 2)


def _gradual_in_palette(pixels: numpy.ndarray) -> tuple[numpy.ndarray, bytes]:
    """The same for a picture whose colours change little by little: its steps are kept, or bands would be seen."""
    red, green, blue = (pixels[..., channel].astype(numpy.uint32) for channel in range(3))
    packed = red << 16 | green << 8 | blue
    some = packed.ravel()[::13]
    colours, counts = numpy.unique(some, return_counts=True)
    steps = colours[counts.argsort()[-STEPS:]]
    others = Image.fromarray(_unpacked(some[~numpy.isin(some, steps)])[None], "RGB")
    left = others.quantize(256 - len(steps), method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    chosen = numpy.array((left.getpalette() or ())[: 3 * (256 - len(steps))], numpy.uint8).reshape(-1, 3)
    palette = numpy.vstack([_unpacked(steps), chosen])
    places = _colour_table()
    places[packed] = 1
    there = numpy.flatnonzero(places)
    distant = (palette.astype(numpy.float32) ** 2).sum(1) - 2 * _unpacked(there).astype(numpy.float32) @ palette.T
    places[there] = distant.argmin(1)
    found = places[packed]
    places[there] = 0
    return found, palette.tobytes()


def _unpacked(packed: numpy.ndarray) -> numpy.ndarray:
    return numpy.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], -1).astype(numpy.uint8)


def _colour_table() -> numpy.ndarray:
    """A byte for every colour there is, all nought; one in each thread, for the one who asks now."""
    if not hasattr(_KEPT, "colours"):
        _KEPT.colours = numpy.zeros(1 << 24, numpy.uint8)
    table: numpy.ndarray = _KEPT.colours
    return table


def _flat_in_palette(pixels: numpy.ndarray) -> tuple[numpy.ndarray, bytes]:
    picture = Image.fromarray(pixels, "RGB").quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    places = numpy.asarray(picture)
    palette = bytearray(picture.getpalette() or ())
    some_places, some_pixels = places.ravel()[::89], pixels.reshape(-1, 3)[::89]
    for place in numpy.bincount(some_places, minlength=256).argsort()[-3:]:
        colours, counts = numpy.unique(some_pixels[some_places == place], axis=0, return_counts=True)
        if len(colours):
            palette[place * 3 : place * 3 + 3] = colours[counts.argmax()].tobytes()
    return places, bytes(palette)


def png_bytes(pixels: numpy.ndarray, palette: bytes | None) -> bytes:
    """Write PNG: in true colour by quick means, with a palette by careful ones. No time stamp in it."""
    height, width = pixels.shape[:2]
    if palette is None:
        rows = _rows(height, width * 3 + 1)
        flat = pixels.reshape(height, width * 3)
        if _is_even(pixels):
            rows[:, 0], rows[:, 1:] = 0, flat
        else:
            rows[:, 0], rows[0, 1:] = 2, flat[0]
            numpy.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
        packed = isal_zlib.compress(rows.data, 2)
    else:
        rows = _rows(height, width + 1)
        rows[:, 0], rows[:, 1:] = 0, pixels
        packed = zlib.compress(rows.data, 6)
    chunks = [png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2 if palette is None else 3, 0, 0, 0))]
    chunks += [png_chunk(b"PLTE", palette)] if palette is not None else []
    return b"\x89PNG\r\n\x1a\n" + b"".join([*chunks, png_chunk(b"IDAT", packed), png_chunk(b"IEND", b"")])


def _rows(height: int, length: int) -> numpy.ndarray:
    """Room for the rows of a picture, the same each time: fresh megabytes cost more time than filling them."""
    needed = height * length
    if needed > getattr(_KEPT, "size", 0):
        _KEPT.room, _KEPT.size = numpy.empty(needed, numpy.uint8), needed
    rows: numpy.ndarray = _KEPT.room[:needed].reshape(height, length)
    return rows


def _is_even(pixels: numpy.ndarray) -> bool:
    """Say whether most pixels are as their neighbour: then rows are smaller, and sooner packed, without a filter.

    Where colours change little by little, the difference to the row above is.
    """
    some = pixels[::37]
    return bool(numpy.count_nonzero(some[:, 1:] == some[:, :-1]) > 0.8 * some[:, 1:].size)


def derive(png: bytes, width: int | None, kind: Kind, budget: int | None, said: Metadata | None = None) -> bytes:
    """Return a picture derived from `png`: at most `width` pixels wide, as `kind`, within `budget` bytes.

    `said` is its metadata, which counts towards the budget.

    Quality goes down step by step, then the size, until the budget is met. A palette PNG at full width
    becomes a lossless WebP, which is both smaller and crisper than a lossy one. Raises `ValueError` for a
    budget that no picture can meet.
    """
    with Image.open(io.BytesIO(png)) as opened:
        has_palette, original = opened.mode == "P", opened.convert("RGB")
    if kind == "webp" and has_palette and (width is None or width >= original.width):
        made = _saved(original, "WEBP", said, lossless=True, quality=40, method=1)
        if budget is None or len(made) <= budget:
            return made
    across = min(width or original.width, original.width)
    if original.width >= across * 3:  # the quick half of a large step; the careful half follows
        original = original.reduce(original.width // (across * 3 // 2))
    qualities: tuple[int, ...] = QUALITIES
    smallest = 0
    while across >= 16:
        picture = _resized(original, across)
        for quality in qualities:
            made = _encoded(picture, kind, quality, said)
            if budget is None or len(made) <= budget:
                return made
            smallest = len(made)
        qualities = QUALITIES[-1:]
        across = int(across * max(0.5, min(0.94, ((budget or smallest) / smallest) ** 0.5)))
    raise ValueError(f"no {kind} of this picture is as small as {budget} bytes: allow more")


def _resized(picture: Image.Image, across: int) -> Image.Image:
    if across == picture.width:
        return picture
    return picture.resize(
        (across, round(picture.height * across / picture.width)), Image.Resampling.LANCZOS, reducing_gap=2.0
    )


def _encoded(picture: Image.Image, kind: Kind, quality: int, said: Metadata | None) -> bytes:
    if kind == "webp":
        return _saved(picture, "WEBP", said, quality=quality, method=2)
    if kind == "jpeg":
        # Colour at full resolution: half of it blurs bright letters on a deep ground.
        return _saved(picture, "JPEG", said, quality=quality, optimize=True, subsampling=0)
    colours = 256 >> QUALITIES.index(quality)
    made = _saved(picture.quantize(colours, dither=Image.Dither.NONE), "PNG", None, optimize=True)
    return in_png(made, said) if said else made


def _saved(picture: Image.Image, kind: str, said: Metadata | None, **options: int | bool) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options, **({"xmp": xmp(said)} if said else {}))
    return file.getvalue()
