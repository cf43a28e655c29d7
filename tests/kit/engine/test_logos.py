"""Logos of partners: wide, tall, dark, light, drawn or painted; and those that would do harm."""

import io
from collections.abc import Callable

import numpy
import pytest
from card_samples import number_job
from PIL import Image, ImageDraw

from unisono.kit.engine import FORMATS, BadLogo, Partner, render_card
from unisono.kit.engine.cards import card_pixels
from unisono.kit.engine.logos import MOST_PIXELS, Logo, clean_logo
from unisono.kit.engine.pictures import drawn

HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 200">'
SHAPE = b'<rect x="100" y="50" width="200" height="100" fill="#8a1538"/>'


def svg(body: bytes, head: bytes = HEAD) -> bytes:
    return head + body + b"</svg>"


def picture(size: tuple[int, int], ground: str | None, ink: str, kind: str = "PNG") -> bytes:
    made = Image.new("RGBA", size, ground or (0, 0, 0, 0))
    width, height = size
    ImageDraw.Draw(made).ellipse((width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill=ink)
    file = io.BytesIO()
    (made if kind in ("PNG", "WEBP") else made.convert("RGB")).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "ratio", "dark"),
    [
        (svg(SHAPE), 2.0, False),
        (svg(SHAPE.replace(b"#8a1538", b"#fff")), 2.0, True),
        (svg(b'<rect width="400" height="200" fill="#012"/>' + SHAPE.replace(b"#8a1538", b"#fff")), 2.0, False),
        (svg(b'<rect x="10" y="90" width="380" height="8" fill="#ffd400"/>'), 47.5, True),
        (svg(SHAPE, HEAD.replace(b"viewBox", b'width="80mm" height="40mm" viewBox')), 2.0, False),
        (picture((600, 600), None, "#203080"), 1.0, False),
        (picture((600, 600), "#ffffff", "#203080"), 1.0, False),
        (picture((300, 1200), None, "#f8f8f8"), 0.25, True),
        (picture((1200, 300), "#ffffff", "#203080", "JPEG"), 4.0, False),
        (picture((300, 300), None, "#203080", "WEBP"), 1.0, False),
        (picture((300, 300), "#203080", "#ffffff", "GIF"), 1.0, False),
    ],
    ids=["drawn", "white", "own ground", "yellow", "mm", "png", "on white", "tall", "jpeg", "webp", "gif"],
)  # fmt: skip
def test_trims_a_logo_and_knows_its_tone(content: bytes, ratio: float, dark: bool) -> None:
    logo = clean_logo(content)
    assert logo.ratio == pytest.approx(ratio, rel=0.06)
    assert logo.dark == dark
    assert clean_logo(content) == logo


@pytest.mark.parametrize("design_format", list(FORMATS))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_stands_legible_in_its_place(design_format: str, language: str) -> None:
    for content in (svg(SHAPE), picture((300, 1200), None, "#f8f8f8"), picture((1600, 200), None, "#203080")):
        logo = clean_logo(content)
        job = number_job(language, design_format, partner=partner_of(logo), link="example.org/s/k7m2q")
        shape = FORMATS[design_format]
        with_logo, without = (
            pixels_of(one)
            for one in (job, number_job(language, design_format, partner=partner_of(None), link=job.link))
        )
        assert with_logo.shape == (round(shape.height + 0.49), round(shape.width + 0.49), 3)
        changed = abs(with_logo.astype(int) - without).max(axis=2) > 40
        if design_format == "poster":
            # The strip may be higher or lower, and the words above it move with it.
            changed[: int(shape.height * 0.835)] = False
        rows, columns = numpy.flatnonzero(changed.any(axis=1)), numpy.flatnonzero(changed.any(axis=0))
        assert changed.sum() > 400 * shape.unit
        edge = shape.margin * 0.5
        assert rows[0] > edge
        assert columns[0] > edge
        assert rows[-1] < shape.height - edge
        assert columns[-1] < shape.width - edge


def partner_of(logo: Logo | None) -> Partner:
    if logo is None:
        return Partner("Sample Network for Languages")
    return Partner("Sample Network for Languages", logo.svg, logo.ratio, logo.dark)


def pixels_of(job) -> numpy.ndarray:
    return card_pixels(job) if FORMATS[job.format].is_picture else drawn(render_card(job, "pdf"), None)


def laughs() -> bytes:
    """Ten groups of ten, ten deep: ten thousand million shapes."""
    groups = b"".join(b'<g id="g%d">%s</g>' % (at, b'<use xlink:href="#g%d"/>' % (at - 1) * 10) for at in range(1, 11))
    return svg(b'<defs><g id="g0">' + SHAPE + b"</g>" + groups + b'</defs><use href="#g10"/>')


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: svg(b"<script>alert(1)</script>" + SHAPE), "<script>"),
        (lambda: svg(b'<rect width="9" height="9" onload="alert(1)"/>'), "script"),
        (lambda: svg(b'<image href="https://example.org/spy.png" width="9" height="9"/>'), "<image>"),
        (lambda: svg(b'<use href="file:///etc/passwd"/>'), "leads elsewhere"),
        (lambda: svg(b'<rect width="9" height="9" fill="url(https://example.org/a)"/>'), "loads something"),
        (lambda: svg(b"<style>@import url(https://example.org/a.css);</style>" + SHAPE), "loads something"),
        (lambda: svg(b"<foreignObject><p>hello</p></foreignObject>"), "foreignObject"),
        (lambda: b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg(b"<title>&b;</title>"), "entities"),
        (laughs, "more than 20,000 elements"),
        (lambda: svg(b'<g id="a"><use href="#a"/></g>'), "more than 20,000 elements"),
        (lambda: svg(b"<g>" * 5000 + SHAPE + b"</g>" * 5000), "without end"),
        (lambda: svg(SHAPE * 60_000), "larger than 2 MB"),
        (lambda: b"\x89PNG" + b"x" * 100_000_000, "larger than 8 MB"),
        (lambda: svg(b""), "shows nothing"),
        (lambda: svg(SHAPE, b'<svg xmlns="http://www.w3.org/2000/svg">'), "how large"),
        (lambda: b"<html></html>", "is not SVG"),
        (lambda: b"GIF89a", "cannot be read"),
        (lambda: picture((300, 300), None, "#203080")[:400], "cannot be read"),
        (lambda: b"%PDF-1.7", "cannot be read"),
        (lambda: b"", "cannot be read"),
        (lambda: _vast(), "pixels"),
    ],
)  # fmt: skip
def test_refuses_what_would_do_harm_or_shows_nothing(content: Callable[[], bytes], why: str) -> None:
    with pytest.raises(BadLogo) as raised:
        clean_logo(content())
    assert why in str(raised.value)


def _vast() -> bytes:
    """A picture of few bytes and very many pixels."""
    side = int(MOST_PIXELS**0.5) + 1000
    file = io.BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    return file.getvalue()
