"""The shapes in which a film travels: how large, where its picture stands, where captions go.

A film of another shape is neither cropped nor blurred: it stands whole on the campaign's ground, the campaign's name
above it and its captions under it, where nothing covers them.
"""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["landscape", "square", "story"]
#: Width and height in pixels, as networks ask for them.
SHAPES: dict[str, tuple[int, int]] = {"landscape": (1280, 720), "square": (1080, 1080), "story": (1080, 1920)}
#: Two shapes that differ by less (as a share) are the same: the film fills the frame, and loses a few pixels.
SAME = 0.03
#: Shares of a frame's height: where the words above the film begin, where the film begins, where captions end.
#: Of a story, the upper eighth and the lower quarter belong to the app that shows it.
_HEAD = {"square": 0.035, "story": 0.135, "landscape": 0.04}
_PICTURE = {"square": 0.135, "story": 0.235, "landscape": 0.0}
_FOOT = {"square": 0.91, "story": 0.74, "landscape": 0.95}
#: How large captions are set, as a share of the frame's shorter side.
_EM = {"landscape": 0.056, "square": 0.047, "story": 0.054}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands in a frame of `width` × `height` pixels.

    `picture` is the film's place (x, y, width, height). `is_framed`: the ground is seen around it, with the
    campaign's words. Captions stand `above` the line `captions_at` (their foot), or hang from it (their head).
    """

    shape: str
    width: int
    height: int
    picture: tuple[int, int, int, int]
    is_framed: bool
    captions_at: int
    captions_hang: bool
    room: int
    em: int


def layout_of(shape: str, width: int, height: int) -> Layout:
    """Return how a film of `width` × `height` pixels stands in a shape; raises `KeyError` for an unknown shape."""
    wide, high = SHAPES[shape]
    em = round(min(wide, high) * _EM[shape])
    own, wanted = width / height, wide / high
    foot = round(high * _FOOT[shape])
    if abs(own / wanted - 1) <= SAME:
        return Layout(shape, wide, high, (0, 0, wide, high), False, foot, False, round(high * 0.4), em)
    if own < wanted:  # a taller film: the ground beside it
        across = _even(high * own)
        return Layout(
            shape, wide, high, ((wide - across) // 2, 0, across, high), True, foot, False, round(high * 0.4), em
        )
    tall = _even(wide / own)
    top = _even(high * _PICTURE[shape])
    under = top + tall
    room = foot - under
    if room < 4 * em:  # a film that leaves no room under it: it stands in the middle, captions over it
        top = _even((high - tall) / 2)
        return Layout(shape, wide, high, (0, top, wide, tall), True, top + tall - em, False, round(tall * 0.6), em)
    return Layout(
        shape, wide, high, (0, top, wide, tall), True, under + round(em * 0.5), True, room - round(em * 0.5), em
    )


def head_of(layout: Layout) -> tuple[int, int]:
    """Return where the words above the film begin and end, in pixels from the top; (0, 0) where there is no room."""
    start = round(layout.height * _HEAD[layout.shape])
    end = layout.picture[1] - round(layout.em * 0.4)
    return (start, end) if end - start > layout.em else (0, 0)


def _even(value: float) -> int:
    """The nearest even number: H.264 in 4:2:0 has no odd sizes."""
    return round(value / 2) * 2
