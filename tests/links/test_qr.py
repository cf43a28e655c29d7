"""QR codes, read back by an independent reader: on screen, in print, and with a part of them covered."""

import io
import subprocess
import sys
from xml.sax.saxutils import unescape

import numpy as np
import pypdfium2
import pytest
import typst
import zxingcpp
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from unisono.links.qr import LEVELS, QUIET, NoSymbol, qr_png, qr_svg

SHORT = "https://mother-language-day.example.org/s/7fq2mc"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: bytes, millimetres: float, dpi: int) -> Image.Image:
    """The SVG as a printer's or a screen's raster sees it: set on a page by Typst, its PDF drawn by pdfium."""
    page = f"#set page(width: {millimetres}mm, height: {millimetres}mm, margin: 0mm)\n"
    source = page + f'#image(bytes("{_typst(svg.decode())}"), format: "svg", width: 100%)'
    pdf = pypdfium2.PdfDocument(typst.compile(source.encode(), format="pdf"))
    return pdf[0].render(scale=dpi / 72).to_pil().convert("RGB")


def _typst(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def read(picture: Image.Image) -> str:
    """What a reader reads; "" where it finds no symbol."""
    found = zxingcpp.read_barcodes(np.asarray(picture.convert("L")), formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else ""


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("millimetres", "dpi"), [(20, 300), (20, 600), (35, 96), (60, 150), (45, 72), (200, 96)])
def test_drawing_is_read_in_print_and_on_screen(level, millimetres, dpi):
    assert read(drawn(qr_svg(SHORT, level=level), millimetres, dpi)) == SHORT


@pytest.mark.parametrize("pixels", [60, 100, 333, 1200, 4000])
def test_picture_is_read_at_every_size(pixels):
    assert read(opened(qr_png(SHORT, pixels=pixels))) == SHORT


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=300))
@settings(max_examples=40)
def test_every_address_is_read_as_it_was_written(text):
    assert read(opened(qr_png(text, pixels=1600))) == text


def test_blurred_and_badly_lit_picture_is_read():
    picture = drawn(qr_svg(SHORT), 30, 150).filter(ImageFilter.GaussianBlur(1.5))
    grey = picture.convert("L").point(lambda value: 90 + value * 90 // 255)
    assert read(grey) == SHORT


def _covered(picture: Image.Image, part: float, left: float, top: float) -> Image.Image:
    """The picture with a square of it covered, `part` of the symbol's area (quiet zone apart), in mid-grey."""
    modules = len(_rows(qr_png(SHORT, pixels=_side(SHORT))))
    whole = picture.width
    symbol = whole * (modules - 2 * QUIET) / modules
    edge, begin = symbol * part**0.5, whole * QUIET / modules
    x, y = begin + (symbol - edge) * left, begin + (symbol - edge) * top
    covered = picture.copy()
    ImageDraw.Draw(covered).rectangle((x, y, x + edge, y + edge), fill=(128, 128, 128))
    return covered


def _side(text: str) -> int:
    return int(fromstring(qr_svg(text)).attrib["viewBox"].split()[2])


def _rows(png: bytes) -> np.ndarray:
    return np.asarray(opened(png).convert("L"))


@pytest.mark.parametrize(("left", "top"), [(0.5, 0.5), (0.6, 0.4), (0.4, 0.65), (1.0, 0.5), (0.5, 1.0), (0.45, 0.7)])
@pytest.mark.parametrize("make", ["svg", "png"])
def test_symbol_is_read_with_a_tenth_of_it_covered(make, left, top):
    picture = drawn(qr_svg(SHORT), 40, 200) if make == "svg" else opened(qr_png(SHORT)).convert("RGB")
    assert read(_covered(picture, 0.10, left, top)) == SHORT


def test_what_is_wholly_covered_is_not_read():
    assert read(_covered(opened(qr_png(SHORT)).convert("RGB"), 0.6, 0.5, 0.5)) == ""


def test_drawing_and_picture_show_the_same_modules():
    side = _side(SHORT)
    pixels = _rows(qr_png(SHORT, pixels=side))
    assert pixels.shape == (side, side)
    path = fromstring(qr_svg(SHORT)).findall(f"{SVG}path")[1].attrib["d"]
    dark = np.full((side, side), 255)
    for step in path.removesuffix("z").split("z"):
        start, width = step.removeprefix("M").split("v")[0].split("h")
        x, y = map(int, start.split())
        dark[y, x : x + int(width)] = 0
    assert np.array_equal(pixels, dark)


def test_quiet_zone_is_four_modules_wide_and_empty():
    pixels = _rows(qr_png(SHORT, pixels=_side(SHORT)))
    assert (pixels[QUIET:-QUIET, QUIET:-QUIET][0] == 0).any()
    for edge in (pixels[:QUIET], pixels[-QUIET:], pixels[:, :QUIET], pixels[:, -QUIET:]):
        assert (edge == 255).all()
    assert QUIET == 4


def test_modules_are_whole_pixels_and_nothing_between():
    picture = opened(qr_png(SHORT, pixels=1200))
    assert picture.width == picture.height <= 1200
    assert picture.width % _side(SHORT) == 0
    assert set(np.unique(np.asarray(picture.convert("L")))) == {0, 255}


def test_same_text_gives_the_same_bytes_in_another_process():
    script = (
        f"import sys; from unisono.links.qr import *; sys.stdout.buffer.write(qr_svg({SHORT!r}) + qr_png({SHORT!r}))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    assert said == qr_svg(SHORT) + qr_png(SHORT)


def test_colours_are_those_asked_for():
    svg = qr_svg(SHORT, dark="#101c3d", light="#fffdf8")
    assert b'fill="#101c3d"' in svg
    assert b'fill="#fffdf8"' in svg
    colours = opened(qr_png(SHORT, dark="#101c3d", light="#fffdf8")).convert("RGB").getcolors()
    assert {colour for _, colour in colours} == {(16, 28, 61), (255, 253, 248)}
    assert read(drawn(svg, 30, 150)) == SHORT


@pytest.mark.parametrize(
    ("dark", "light", "said"),
    [
        ("#ffffff", "#000000", "#ffffff on #000000 cannot be read reliably"),
        ("#ffffff", "#ffffff", "here 0.00"),
        ("#f2b233", "#ffffff", "Take black on white"),
        ("#000000", "#1d4fa8", "Take black on white"),
        ("black", "#ffffff", "'black' is no colour"),
        ('#000"/><script>', "#ffffff", "is no colour"),
    ],
)
def test_colours_that_no_reader_tells_apart_are_refused(dark, light, said):
    for make in (qr_svg, qr_png):
        with pytest.raises(NoSymbol, match=said):
            make(SHORT, dark=dark, light=light)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"text": ""}, "needs something to say"),
        ({"text": "x" * 3000}, "3000 characters are too many"),
        ({"text": SHORT, "level": "Z"}, "choose one of L, M, Q, H"),
    ],
)
def test_what_cannot_be_said_is_refused(options, said):
    for make in (qr_svg, qr_png):
        with pytest.raises(NoSymbol, match=said):
            make(**options)


def test_picture_too_small_is_refused_with_the_least_size():
    with pytest.raises(NoSymbol, match=f"give at least {_side(SHORT)}"):
        qr_png(SHORT, pixels=20)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30))
def test_title_is_safe_in_xml(title):
    root = fromstring(qr_svg(SHORT, title=title))
    assert root.find(f"{SVG}title").text == unescape(title.replace("&", "&amp;"))
    assert [child.tag for child in root] == [f"{SVG}title", f"{SVG}path", f"{SVG}path"]


def test_title_loses_what_xml_cannot_hold():
    assert fromstring(qr_svg(SHORT, title="a\x00\x1b\ufffeb\ud800")).find(f"{SVG}title").text == "ab"


def test_drawing_needs_nothing_from_elsewhere():
    assert b"http" not in qr_svg(SHORT, title="QR").replace(b"http://www.w3.org/2000/svg", b"")
    assert fromstring(qr_svg(SHORT)).attrib["aria-hidden"] == "true"
