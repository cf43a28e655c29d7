"""Every glyph that a PDF really shows: which one of which embedded font, where, how large, its ink."""

import io
from dataclasses import dataclass
from decimal import Decimal

import numpy
import pikepdf
from harfbuzz import Outline, extents, outline


@dataclass(frozen=True, slots=True)
class DrawnGlyph:
    """One glyph as shown: `font` are the bytes of the embedded font, `glyph` its id in there (0 is "no such glyph"),
    `x` and `y` its origin and `size` the em, all in points, y upwards."""

    font: bytes
    name: str
    glyph: int
    x: float
    y: float
    size: float

    @property
    def outline(self) -> Outline:
        """Its outline in thousandths of an em."""
        return outline(self.font, 0, self.glyph)

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """The box of its ink in points: left, bottom, right, top; None for spaces."""
        found = extents(self.font, 0, self.glyph)
        if found is None:
            return None
        left, bottom, right, top = (self.size * value for value in found)
        return self.x + left, self.y + bottom, self.x + right, self.y + top


def lines_of(glyphs: list[DrawnGlyph]) -> list[list[DrawnGlyph]]:
    """The glyphs by line, in the order in which they are shown. Each line is shown from its left to its right, so the
    next one begins where the pen goes back by more than marks and swashes do. (Heights do not tell: marks are raised,
    and the letters of a Nastaliq word stand like stairs.)"""
    lines: list[list[DrawnGlyph]] = []
    for glyph in glyphs:
        last = lines[-1][-1] if lines else None
        if last and glyph.x > last.x - 1.8 * min(glyph.size, last.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def drawn_glyphs(pdf: bytes, page: int = 0) -> list[DrawnGlyph]:
    """The glyphs of one page in the order in which they are shown."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _read(document.pages[page])


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A font of the page: its bytes, and the advance widths by glyph id in thousandths of an em."""

    data: bytes
    name: str
    widths: dict[int, float]
    usual: float


def _read(page: pikepdf.Page) -> list[DrawnGlyph]:
    fonts = {name: _embedded(font) for name, font in (page.Resources.get("/Font") or {}).items()}
    found: list[DrawnGlyph] = []
    stack: list[numpy.ndarray] = []
    matrix = numpy.identity(3)
    text = numpy.identity(3)
    font, size = _Embedded(b"", "", {}, 0), 0.0

    def show(operands: list[object]) -> None:
        nonlocal text
        for part in operands:
            if isinstance(part, (int, float, Decimal)):
                text = _moved(-float(part) / 1000 * size, 0) @ text
                continue
            codes = bytes(part)  # type: ignore[call-overload]
            for glyph in (first * 256 + second for first, second in zip(codes[::2], codes[1::2], strict=True)):
                place = text @ matrix
                em = size * abs(float(place[1, 1]))
                at_x, at_y = float(place[2, 0]), float(place[2, 1])
                found.append(DrawnGlyph(font.data, font.name, glyph, at_x, at_y, em))
                text = _moved(font.widths.get(glyph, font.usual) / 1000 * size, 0) @ text

    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = _matrix(operands) @ matrix
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "BT":
                text = numpy.identity(3)
            case "Tm":
                text = _matrix(operands)
            case "Tj":
                show([operands[0]])
            case "TJ":
                show(list(operands[0]))
            case "Td" | "TD" | "T*" | "Tc" | "Tw" | "Tz" | "Ts" | "'" | '"':
                raise AssertionError(f"the typesetter now uses {operator}: teach it to this reader")
    return found


def _embedded(font: pikepdf.Object) -> _Embedded:
    """The TrueType font behind a composite one; its codes are its glyph ids."""
    assert (font.Subtype, font.Encoding) == ("/Type0", "/Identity-H"), font.Subtype
    below = font.DescendantFonts[0]
    assert below.get("/CIDToGIDMap", "/Identity") == "/Identity"
    widths: dict[int, float] = {}
    parts = list(below.get("/W", []))
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update({first + at: float(width) for at, width in enumerate(second)})
        else:
            width = float(parts.pop(0))
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
    data = below.FontDescriptor.FontFile2.read_bytes()
    return _Embedded(data, str(font.BaseFont).partition("+")[2], widths, float(below.get("/DW", 1000)))


def _matrix(operands: list[object]) -> numpy.ndarray:
    a, b, c, d, e, f = (float(value) for value in operands)  # type: ignore[arg-type]
    return numpy.array([[a, b, 0], [c, d, 0], [e, f, 1]])


def _moved(x: float, y: float) -> numpy.ndarray:
    return numpy.array([[1, 0, 0], [0, 1, 0], [x, y, 1]])
