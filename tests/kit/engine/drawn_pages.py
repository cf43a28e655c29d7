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


def round_centres(pdf: bytes) -> list[tuple[float, float]]:
    """The middles of everything round on the first page (points of an axis, rings about them), each once."""
    found: list[tuple[float, float]] = []
    for left, bottom, right, top in _paths(pdf):
        across, tall = right - left, top - bottom
        middle = ((left + right) / 2, (bottom + top) / 2)
        is_round = abs(across - tall) < 0.4 and 4 < across < 160
        if is_round and all(abs(middle[0] - x) + abs(middle[1] - y) > 4 for x, y in found):
            found.append(middle)
    return found


def tick_count(pdf: bytes) -> int:
    """How many short straight lines, across or upright, the first page has."""
    sizes = [(right - left, top - bottom) for left, bottom, right, top in _paths(pdf)]
    return sum(min(size) < 3 and 4 < max(size) < 24 for size in sizes)


def _paths(pdf: bytes) -> list[tuple[float, float, float, float]]:
    with first_page(pdf) as page:
        paths = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=6)
        return [path.get_bounds() for path in paths]


def overlaps(boxes: list[tuple[float, float, float, float]]) -> list[tuple[int, int]]:
    """Which of the boxes lie on one another, by number: what letters reach beyond their line does not count."""
    found = []
    for one, (left, bottom, right, top) in enumerate(boxes):
        for other in range(one):
            a, b, c, d = boxes[other]
            across, tall = min(right, c) - max(left, a), min(top, d) - max(bottom, b)
            if across > 3 and tall > 0.3 * min(top - bottom, d - b):
                found.append((other, one))
    return found
