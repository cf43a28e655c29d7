"""Small reference pictures of every design, and how far a new drawing is from them.

`python -m tests.kit.engine.golden` draws all of them and writes contact sheets to `test-output/golden-….png`: look at
them. With `--accept` the drawings then become the references, in `golden/`.
"""

import io
import sys
from functools import partial
from pathlib import Path

import numpy
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from sample_texts import FILLED, job

from unisono.base.children import Children, Limits
from unisono.kit.engine import FORMATS, CardJob, render_card
from unisono.kit.engine.cards import card_pixels
from unisono.kit.engine.pictures import drawn

FOLDER = Path(__file__).with_name("golden")
OUT = Path(__file__).parents[3] / "test-output"
GOLDEN_LANGUAGES = ("ar", "ur", "hi", "bn", "th", "zh-hans", "en")
GOLDEN_FORMATS = ("square", "story", "landscape", "poster")
#: Pixels across a reference, and across the blocks in which light and colours are compared: references kept small
#: blur their colours, and hardly their light.
ACROSS, LIGHT_BLOCK, COLOUR_BLOCK = 240, 6, 30
#: The share of blocks that counts, those that differ most: one word is about as large.
WORST = 0.008
#: From which distance on a picture is another one, of 255. References kept small are 3 away from their own picture, one
#: small word changed makes 15.
DISTANCE = 8.0
Case = tuple[str, str, str]


def cases() -> list[Case]:
    """Design, language and format of every reference."""
    return [
        (design, language, format) for language in GOLDEN_LANGUAGES for design in FILLED for format in GOLDEN_FORMATS
    ]


def place_of(case: Case) -> Path:
    """Where the reference of a case lies."""
    return FOLDER / f"{'-'.join(case)}.webp"


def picture(made: CardJob) -> Image.Image:
    """A card as small as a reference."""
    is_picture = FORMATS[made.format].is_picture
    pixels = card_pixels(made) if is_picture else drawn(render_card(made, "pdf"), None)
    large = Image.fromarray(pixels)
    return large.resize((ACROSS, round(ACROSS * large.height / large.width)), Image.Resampling.BOX)


def reference(case: Case) -> Image.Image:
    """The reference of a case."""
    return Image.open(place_of(case)).convert("RGB")


def distance(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart where they differ most: 0 for the same, 255 for black and white."""
    if one.size != other.size:
        return 255.0
    light = _worst(numpy.abs(_blocks(one.convert("L"), LIGHT_BLOCK) - _blocks(other.convert("L"), LIGHT_BLOCK)))
    return max(light, _worst(numpy.abs(_blocks(one, COLOUR_BLOCK) - _blocks(other, COLOUR_BLOCK))))


def _worst(apart: numpy.ndarray) -> float:
    """The mean of those blocks that differ most."""
    ranked = numpy.sort(apart.max(axis=2).ravel())
    return float(ranked[-max(1, round(len(ranked) * WORST)) :].mean())


def _blocks(small: Image.Image, side: int) -> numpy.ndarray:
    """The means of blocks of a picture, `side` pixels across: rows × columns × channels."""
    pixels = numpy.asarray(small).astype(float).reshape(small.height, small.width, -1)
    down, across = small.height // side, small.width // side
    return pixels[: down * side, : across * side].reshape(down, side, across, side, -1).mean(axis=(1, 3))


def in_webp(small: Image.Image) -> bytes:
    """A reference as it is kept."""
    held = io.BytesIO()
    small.save(held, "WEBP", quality=70, method=6)
    return held.getvalue()


def side_by_side(pictures: list[list[Image.Image]], path: Path) -> None:
    """Write rows of pictures as one sheet."""
    gap = 8
    width = max(sum(one.width + gap for one in row) for row in pictures) + gap
    sheet = Image.new("RGB", (width, sum(max(one.height for one in row) + gap for row in pictures) + gap), "#888888")
    top = gap
    for row in pictures:
        left = gap
        for one in row:
            sheet.paste(one, (left, top))
            left += one.width + gap
        top += max(one.height for one in row) + gap
    path.parent.mkdir(exist_ok=True)
    sheet.save(path)


def _drawn(case: Case) -> Image.Image:
    design, language, format = case
    return picture(job(design, language, format))


def main() -> None:
    """Draw all cases on all cores, write a sheet a language, and accept them where asked to."""
    made: dict[Case, Image.Image] = {}
    with Children(Limits(memory=3 * 1024**3, seconds=60)) as children:
        for case, result in children.each((case, partial(_drawn, case)) for case in cases()):
            if isinstance(result, Exception):
                raise result
            made[case] = result  # type: ignore[index]
    for language in GOLDEN_LANGUAGES:
        rows = [[made[design, language, format] for format in GOLDEN_FORMATS] for design in FILLED]
        side_by_side([rows[at] + rows[at + 1] for at in range(0, len(rows), 2)], OUT / f"golden-{language}.png")
    if "--accept" in sys.argv[1:]:
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob("*.webp"):
            old.unlink()
        for case, small in made.items():
            place_of(case).write_bytes(in_webp(small))


if __name__ == "__main__":
    main()
