"""What is wrong with a card as drawn: signs that no font has, ink outside the safe area, words upon words."""

from collections.abc import Iterator
from functools import cache

import numpy
from drawn_glyphs import DrawnGlyph, drawn_glyphs, lines_of

from unisono.kit.engine import FORMATS, CardJob, render_card
from unisono.kit.engine.pictures import drawn

#: What lies in the code's and the logo's place when it is looked for: a colour that nothing else has.
PLAIN_CODE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#f0f"/></svg>'
)
PLAIN_LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#0ff"/></svg>'
)
CODE_COLOUR, LOGO_COLOUR = (255, 0, 255), (0, 255, 255)


def faults_of(job: CardJob) -> list[str]:
    """What is wrong with a card, each in a few words; raises what `render_card` raises."""
    glyphs = drawn_glyphs(render_card(job, "pdf"))
    missing = sum(glyph.glyph == 0 for glyph in glyphs)
    out = outside(glyphs, job.format)
    return [
        *([f"{missing} signs that no font has"] if missing else []),
        *([f"{len(out)} glyphs outside the safe area, as at {_box(out[0])}"] if out else []),
        *(f"line {at} touches another by {deep:.3f} em" for at, deep in touching(lines_of(glyphs))),
    ]


def outside(glyphs: list[DrawnGlyph], format: str) -> list[DrawnGlyph]:
    """The glyphs whose ink leaves the safe area of the format: the margin may be touched by curves alone."""
    left, bottom, right, top = safe_area(format)
    return [
        glyph
        for glyph in glyphs
        if (box := glyph.box) and (box[0] < left or box[1] < bottom or box[2] > right or box[3] > top)
    ]


@cache
def safe_area(format: str) -> tuple[float, float, float, float]:
    """Where words may be, as left, bottom, right, top in points from the lower left corner.

    The strip of a poster is lower than its margin is wide; the partner's row of a low format stands a little lower than
    anything else; the upper quarter and lower eighth of a story belong to the
    app that shows it.
    """
    shape = FORMATS[format]
    side = shape.margin * 0.8
    foot, head = shape.margin * {"poster": 0.5, "landscape": 0.65, "link": 0.65}.get(format, 0.8), side
    if format == "story":
        foot, head = shape.height * 0.12, shape.height * 0.24
    return side, foot, shape.width - side, shape.height - head


def touching(lines: list[list[DrawnGlyph]]) -> Iterator[tuple[int, float]]:
    """Pairs of lines one of whose glyphs reaches into a glyph of the other, as (number of the first, how far in em)."""
    boxes = [numpy.array([glyph.box for glyph in line if glyph.box]).reshape(-1, 4) for line in lines]
    for at, upper in enumerate(boxes):
        for lower in boxes[at + 1 :]:
            across = numpy.minimum(upper[:, None, 2], lower[None, :, 2]) - numpy.maximum(
                upper[:, None, 0], lower[None, :, 0]
            )
            deep = numpy.minimum(upper[:, None, 3], lower[None, :, 3]) - numpy.maximum(
                upper[:, None, 1], lower[None, :, 1]
            )
            both = numpy.minimum(across, deep)
            if both.size and both.max() > 0:
                yield at, float(both.max()) / lines[at][0].size


def covered(job: CardJob) -> list[str]:
    """Whether anything lies upon the code (`PLAIN_CODE`) or the logo (`PLAIN_LOGO`) of a job that has them."""
    picture = drawn(render_card(job, "pdf"), None)
    found = []
    for name, colour, corners in (("code", CODE_COLOUR, 0.98), ("logo", LOGO_COLOUR, 0.98)):
        down, across = (picture == colour).all(axis=2).nonzero()
        area = (numpy.ptp(down) + 1) * (numpy.ptp(across) + 1) if len(down) else 0
        if len(down) < corners * area or not area:
            found.append(f"the {name} is covered: {len(down)} of {area} pixels are seen")
    return found


def _box(glyph: DrawnGlyph) -> str:
    return ", ".join(f"{edge:.0f}" for edge in glyph.box or ())
