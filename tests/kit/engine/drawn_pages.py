"""Reading what was drawn: places of words and letters in a PDF, ink in a picture."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy
import pypdfium2
import pypdfium2.raw as raw
from PIL import Image


@contextmanager
def first_page(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document[0]
    finally:
        document.close()


def word_boxes(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """The ink of every run of text on the first page, as (left, bottom, right, top) in points."""
    with first_page(pdf) as page:
        texts = page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=6)
        return [text.get_bounds() for text in texts]


def letters(pdf: bytes) -> list[tuple[str, float, float]]:
    """Every letter of the first page with the middle of its ink (x, y) in points."""
    with first_page(pdf) as page:
        text = page.get_textpage()
        found = []
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            found.append((text.get_text_range(at, 1), (left + right) / 2, (bottom + top) / 2))
        return found


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def pixels(png: bytes) -> numpy.ndarray:
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def bright(png: bytes) -> numpy.ndarray:
    """Where a picture is nearly paper-white: words, not ground, figure or voices."""
    return pixels(png).min(axis=2) > 200
