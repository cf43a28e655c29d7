"""A contact sheet: one design in many languages and formats on one picture, faults in red. Plain Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from unisono.base.children import Children, Limits
from unisono.kit.engine import FORMATS, CardJob, Theme
from unisono.kit.engine.guarding import guard
from unisono.kit.trying import trial_job
from unisono.languages.names import language_name

#: What one tile may take; designs that loop are stopped sooner than in a freeze: somebody is waiting.
LIMITS = Limits(memory=3 * 1024**3, seconds=20)
#: Pixels: height of a tile, of the line above it, between tiles; rows under which a second column of them begins.
TILE, LABEL, GAP, MOST_ROWS = 300, 30, 16, 15
PAPER, INK, QUIET, FAULT = "#f4f3f0", "#14172b", "#5c5f70", "#a3121f"


@dataclass(frozen=True, slots=True)
class Tile:
    """One card of the sheet: its pixels (RGB, of its own size, made small), or the fault in their place."""

    language: str
    format: str
    size: tuple[int, int]
    pixels: bytes = b""
    fault: str = ""


def tiles(
    design: str,
    languages: Iterable[str],
    formats: Iterable[str],
    theme: Theme,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Tile]:
    """Draw a design in all languages × formats with the longest plausible words, in guarded children.

    What cannot be drawn is a tile with its fault. Raises `UnknownDesign` or `DesignFault` for a table with a fault.
    """
    wanted = [(language, format) for format in formats for language in languages]
    jobs = [trial_job(design, language, format, theme, full=True) for language, format in wanted]
    found: dict[tuple[str, str], Tile] = {}
    with Children(LIMITS, prepare=guard) as children:
        for number, made in children.each((number, partial(_drawn, job)) for number, job in enumerate(jobs)):
            language, format = wanted[int(str(number))]
            said = {"fault": str(made) or repr(made)} if isinstance(made, Exception) else {"pixels": made}
            found[language, format] = Tile(language, format, _size(format), **said)
            progress(len(found), len(wanted))
    return [found[key] for key in wanted]


def _drawn(job: CardJob) -> bytes:
    """The pixels of a card, made small: drawn large and made smaller, as people see it on a screen."""
    from unisono.kit.engine.cards import card_pixels

    return Image.fromarray(card_pixels(job)).resize(_size(job.format), Image.Resampling.LANCZOS).tobytes()


def _size(format: str) -> tuple[int, int]:
    shape = FORMATS[format]
    return round(TILE * shape.width / shape.height), TILE


def sheet(title: str, found: list[Tile], *, columns: int = 0) -> Image.Image:
    """Return the tiles on one picture, a language a row and a format a column; `columns` of such rows side by side
    (0: as many as suit the number of languages)."""
    languages = list(dict.fromkeys(tile.language for tile in found))
    formats = list(dict.fromkeys(tile.format for tile in found))
    blocks = columns or -(-len(languages) // MOST_ROWS)
    rows = -(-len(languages) // blocks)
    starts, width = {}, GAP
    for format in formats:
        starts[format] = width
        width += _size(format)[0] + GAP
    head = LABEL * 2 + GAP
    picture = Image.new("RGB", (max(width * blocks, 700), head + rows * (LABEL + TILE + GAP)), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((GAP, GAP), title, INK, _font(28, bold=True))
    for tile in found:
        block, row = divmod(languages.index(tile.language), rows)
        at = block * width + starts[tile.format], head + row * (LABEL + TILE + GAP)
        _put(picture, pen, tile, at)
    return picture


def _put(picture: Image.Image, pen: ImageDraw.ImageDraw, tile: Tile, at: tuple[int, int]) -> None:
    label = f"{tile.language} · {tile.format}"
    name = f"{language_name(tile.language, 'en')} · {label}"
    font = _font(18)
    pen.text(at, name if pen.textlength(name, font) <= tile.size[0] else label, FAULT if tile.fault else QUIET, font)
    corner = at[0], at[1] + LABEL
    if tile.fault:
        pen.rectangle((*corner, corner[0] + tile.size[0], corner[1] + tile.size[1]), FAULT)
        pen.multiline_text((corner[0] + 10, corner[1] + 10), _wrapped(pen, tile), "#ffffff", _font(16), spacing=5)
    else:
        picture.paste(Image.frombytes("RGB", tile.size, tile.pixels), corner)


def _wrapped(pen: ImageDraw.ImageDraw, tile: Tile) -> str:
    """A fault in lines as wide as its tile, and as many as it has room for."""
    lines, most = [""], tile.size[0] - 20
    for word in tile.fault.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, _font(16)) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[: (tile.size[1] - 20) // 24]
    return "\n".join([*kept[:-1], f"{kept[-1]} …"] if len(kept) < len(lines) else kept)


@cache
def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    from unisono.kit.engine.fonts import shelf

    def fits(path: Path) -> tuple[bool, str]:
        return not path.stem.lower().endswith("bold" if bold else "regular"), path.name

    return ImageFont.truetype(str(min(shelf().families["Noto Sans"], key=fits)), size)
