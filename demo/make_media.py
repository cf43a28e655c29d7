"""Make the pictures, the film and its poster of the demo campaign, out of nothing but the campaign itself.

The film is silent and shows figures of the campaign as its cards do, one in each of its thirteen languages, between
two figures of the campaign's lines; it is cut to the captions. Words, figures, colours and lines come from the pack,
from `film_cards.toml` beside it and from the card engine, so that a corrected figure needs no other work than to
run this again. It writes `media/`, `film/` and the file names in `pictures.toml`.

Run it with `python demo/make_media.py`. It needs the extra `video` (`pip install -e '.[video]'`) and takes two or
three minutes. There is no clock and no chance in it: the same fonts, libraries and ffmpeg write the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

import imageio_ffmpeg
import numpy
import typst
from click import echo
from PIL import Image

from unisono.kit.engine import CardJob, Theme, motif_svg, render_card
from unisono.kit.engine.fonts import shelf
from unisono.languages.catalogues import translations
from unisono.languages.figures import figure_parts
from unisono.languages.rules import rules_for
from unisono.site.media.cards import campaign_seed
from unisono.site.media.sources import source_line
from unisono.site.snapshot import Source

PACK = Path(__file__).parent / "mother-language-day"
FILM_CARDS = Path(__file__).parent / "film_cards.toml"
WIDTH, HEIGHT, RATE, SECONDS = 1280, 720, 25, 26.0
"""Of the film: pixels, frames a second, seconds."""
CLOSEST = 1.05
"""How near the camera comes. Drawings are made so much larger, so that they stay sharp."""
POSTER_AT = 3.28
"""Seconds: the lines have met, and nothing fades yet."""
PICTURE_LIMIT, POSTER_LIMIT, FILM_LIMIT = 200_000, 120_000, 1_500_000
"""Bytes. All of it is kept in the repository."""

# What is shown while a caption stands. Every language has one card; neighbours differ in script.
STORIES = (
    ("documented", 3.4, 9.6, ("en", "ar", "fr", "bn", "id")),
    ("understand", 9.6, 14.8, ("es", "he", "hi", "tr", "zh-hans")),
    ("learners", 14.8, 18.4, ("sw", "ur", "pt")),
)
# The languages' names as their speakers write them in running text, row by row in the order of their codes.
NAMES = (
    (("ar", "العربية"), ("bn", "বাংলা"), ("en", "English")),
    (("es", "español"), ("fr", "français"), ("he", "עברית")),
    (("hi", "हिन्दी"), ("id", "Bahasa Indonesia")),
    (("pt", "português"), ("sw", "Kiswahili")),
    (("tr", "Türkçe"), ("ur", "اردو"), ("zh-hans", "简体中文")),
)

GOLDEN = 0.618
RISING = 9
"""Added to the seed where the lines rise: the campaign's own seed is for lines that run along."""

Pixels = numpy.ndarray
"""A frame: height × width × 3, eight bits."""

# Every layer is a page: one drawing at its place on the ground.
LINES_TYP = """
#let job = json(bytes(sys.inputs.job))
#set page(width: job.width * 1pt, height: job.height * 1pt, margin: 0pt, fill: rgb(job.ground))
#for layer in job.layers {
  let (x, y, width, height) = layer.box.map(value => value * 1pt)
  let drawn(width, height) = image(bytes(layer.svg), format: "svg", width: width, height: height)
  page(place(top + left, dx: x, dy: y,
    if layer.rising { rotate(-90deg, reflow: true, drawn(height, width)) } else { drawn(width, height) }))
}
"""

# All names on the first page, then each alone in the same place.
NAMES_TYP = """
#let job = json(bytes(sys.inputs.job))
#let (start, top, width, pitch) = job.frame.map(value => value * 1pt)
#set page(width: job.width * 1pt, height: job.height * 1pt, margin: 0pt, fill: rgb(job.ground))
#set text(fallback: false, top-edge: "baseline", bottom-edge: "baseline")
#let name(it) = text(
  font: it.fonts, lang: it.lang, dir: if it.rtl { rtl } else { ltr }, size: job.size * it.scale * 1pt,
  weight: 700, fill: rgb(it.colour), it.name,
)
#for shown in range(-1, job.rows.flatten().len()) {
  page({
    let count = 0
    for (at, row) in job.rows.enumerate() {
      let names = ()
      for it in row {
        names.push(if shown in (-1, count) { box(name(it)) } else { box(hide(name(it))) })
        count += 1
      }
      place(dx: start, dy: top + pitch * (at + 1), box(width: width, names.join(h(1fr))))
    }
  })
}
"""


@dataclass(frozen=True)
class Campaign:
    """What the media need to know of the campaign: its theme, the seed of its lines, its languages."""

    theme: Theme
    seed: int
    languages: tuple[str, ...]
    responsible: str


@dataclass(frozen=True)
class Layer:
    """One line (or the point, or a ring) on the ground: how much brighter than the ground each pixel is, and
    `along`, the share of the figure's length at which each column or row lies."""

    light: Pixels
    along: numpy.ndarray


@dataclass(frozen=True)
class Figure:
    """A figure of lines in layers: the voices, the one note, the rings and the point (none where another figure
    has them). `focus` is where it ends, `join` where the voices have met, both in shares of its length."""

    voices: tuple[Layer, ...]
    note: Layer
    point: tuple[Layer, ...]
    join: float
    focus: float


@dataclass(frozen=True)
class Shot:
    """A part of the film: from `start` to `end` (seconds), fading in and out for `fade_in` and `fade_out` of them.

    `draw` takes the seconds since the start and returns a frame on the ground.
    """

    start: float
    end: float
    fade_in: float
    fade_out: float
    draw: Callable[[float], Pixels]


# -- the campaign


def read_toml(name: str) -> dict:
    """Return a file of the pack."""
    return tomllib.loads((PACK / name).read_text(encoding="utf-8"))


@cache
def campaign() -> Campaign:
    """Return the demo campaign as its pack describes it."""
    told = read_toml("campaign.toml")
    logo = (PACK / told["theme"]["logo"]).read_bytes()
    theme = Theme(**told["theme"]["colours"], logo_svg=logo)
    return Campaign(theme, campaign_seed(told["slug"]), tuple(told["languages"]), told["responsible"]["name"])


def card_of(key: str, code: str) -> Pixels:
    """Return the figure of the fact behind the card `key` in the language `code`, as the site draws it in the
    format landscape. The words are the card's; those of figures that only the film shows are beside the pack."""
    cards = {card["key"]: card.get("fact", "") for card in read_toml("cards.toml")["cards"]}
    fact = next(fact for fact in read_toml("facts.toml")["facts"] if fact["key"] == cards.get(key, key))
    own = tomllib.loads(FILM_CARDS.read_text(encoding="utf-8"))
    words = read_toml(f"cards/{code}.toml")[key] if key in cards else own[key][code]
    texts = read_toml(f"texts/{code}.toml")
    figure, unit = figure_parts(fact["value"], fact["unit"], fact["notation"], code)
    source = Source(**{name: fact["source"].get(name, "") for name in ("title", "publisher", "date", "url", "via")})
    job = CardJob(
        design="number",
        format="landscape",
        language=code,
        fields={"before": words.get("before", ""), "figure": figure, "unit": unit, "text": words["text"]},
        source=source_line(source, code),
        campaign=texts["name"],
        slogan=texts["slogan"],
        hashtag=texts["hashtag"],
        sample_note=translations(code).gettext("Sample campaign"),
        theme=campaign().theme,
        alt="",
        credit=campaign().responsible,
        voices=len(campaign().languages),
        seed=campaign().seed,
    )
    return pixels_of(render_card(job, "png", small=False))


# -- drawing


def pixels_of(png: bytes) -> Pixels:
    """Return a PNG as a frame."""
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def pages(design: str, job: dict, scale: float) -> list[Pixels]:
    """Return the pages that the Typst text `design` makes of `job`, `scale` pixels a point."""
    job = {**job, "ground": campaign().theme.ground}
    made = typst.Compiler(design.encode(), font_paths=shelf().for_typst, ignore_system_fonts=True).compile(
        format="png", ppi=72 * scale, sys_inputs={"job": json.dumps(job, ensure_ascii=False)}, timestamp=0
    )
    return [pixels_of(page) for page in (made if isinstance(made, list) else [made or b""])]


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour `share` of the way from `one` to `other` ("#rrggbb")."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def ground() -> Pixels:
    """Return the ground's colour as three numbers."""
    return numpy.array([int(campaign().theme.ground[at : at + 2], 16) for at in (1, 3, 5)], numpy.uint8)


def smooth(low: float, high: float, value: float) -> float:
    """Return 0 below `low`, 1 above `high`, and a curve without corners between them."""
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


def split(svg: str) -> list[str]:
    """Return the motif taken apart into drawings of one shape each: voices, the note, rings, the point."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(svg)  # noqa: S314  our own drawing
    home = root[0] if root[0].tag.endswith("}g") else root
    shapes = [part for part in home if not part.tag.endswith("}defs")]
    lines = [part for part in shapes if part.tag.endswith("}path")]
    circles = [part for part in shapes if part.tag.endswith("}circle")]
    found = []
    for shape in [*lines, *circles]:
        for other in shapes:
            if other in list(home):
                home.remove(other)
        home.append(shape)
        found.append(ElementTree.tostring(root, encoding="unicode"))
    return found


def figure_of(box: tuple[float, float, float, float], voices: int, focus: tuple[float, float], towards: str) -> Figure:
    """Return a figure of lines in `box` (x, y, width, height) of the film, running `towards` right, left or up."""
    x, y, width, height = box
    rising = towards == "up"
    length, breadth = (height, width) if rising else (width, height)
    seed = campaign().seed + (RISING if rising else 0)
    svg = motif_svg(length, breadth, voices, campaign().theme, towards == "left", "hero", seed, focus=focus)
    layers = [{"svg": part, "box": box, "rising": rising} for part in split(svg)]
    drawn = pages(LINES_TYP, {"width": WIDTH, "height": HEIGHT, "layers": layers}, CLOSEST)
    columns = (numpy.arange(drawn[0].shape[1]) / CLOSEST - x) / width
    rows = (y + height - numpy.arange(drawn[0].shape[0]) / CLOSEST) / height
    along = rows[:, None, None] if rising else (1 - columns if towards == "left" else columns)[None, :, None]
    parts = [Layer(page - numpy.minimum(page, ground()), along) for page in drawn]
    return Figure(tuple(parts[:voices]), parts[voices], tuple(parts[voices + 1 :]), 0.74, focus[0])


def draw_figure(figure: Figure, head: float, glow: float) -> Pixels:
    """Return how bright the figure is where its lines have come as far as `head` (a share of its length) and its
    point has lit up to `glow` (0 to 1). Voices start one after the other and are abreast where they meet."""
    light = numpy.zeros_like(figure.note.light)
    for at, voice in enumerate(figure.voices):
        late = 0.42 * (at * GOLDEN % 1)  # neighbours do not start together
        front = head - late * max(0.0, 1 - head / figure.join)
        numpy.maximum(light, revealed(voice, front), out=light)
    numpy.maximum(light, revealed(figure.note, head), out=light)
    # Rings first, the point last: it lights up before the rings around it.
    for layer, start in zip(figure.point, (0.15, 0.3, 0.45, 0.0), strict=False):
        share = smooth(start, start + 0.4, glow)
        if share > 0:
            numpy.maximum(light, dimmed(layer.light, share), out=light)
    return light


def revealed(layer: Layer, front: float) -> Pixels:
    """Return the layer as far as `front`, with a soft end."""
    mask = numpy.clip((front - layer.along) / 0.05 + 1, 0, 1) * (layer.along < front)
    return dimmed(layer.light, mask)


def dimmed(light: Pixels, share: float | numpy.ndarray) -> Pixels:
    """Return `light` taken down to `share` (0 to 1) of itself."""
    whole = numpy.asarray(numpy.asarray(share) * 256, numpy.uint16)
    return ((light * whole) >> 8).astype(numpy.uint8)


def seen(stage: Pixels, near: float, shift: tuple[float, float] = (0, 0), top: float = 0.5) -> Pixels:
    """Return a frame of the film: the camera looks at the middle of `stage`, `near` film pixels a stage pixel,
    shifted by so many film pixels. `top` says how the room above and below is shared where the stage is smaller."""
    height, width = stage.shape[:2]
    left = (WIDTH - width * near) / 2 + shift[0]
    above = (HEIGHT - height * near) * top + shift[1]
    matrix = (1 / near, 0, -left / near, 0, 1 / near, -above / near)
    picture = Image.fromarray(stage).transform(
        (WIDTH, HEIGHT), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC, fillcolor=tuple(map(int, ground()))
    )
    return numpy.asarray(picture)


# -- the names


def names_job(width: int, height: int, size: float, frame: tuple[float, float, float, float]) -> dict:
    """Return the names of the languages for the typesetter: in their own fonts, brought to one apparent size.

    `frame` is the start, the top and the width of the rows, and the distance from one to the next.
    """
    here, theme = shelf(), campaign().theme
    places = {code: at for at, code in enumerate(code for row in NAMES for code, _ in row)}

    def told(code: str, name: str) -> dict:
        rules = rules_for(code)
        return {
            "name": name,
            "fonts": list(here.chain(rules)),
            "lang": rules.typst_lang,
            "rtl": rules.is_rtl,
            "scale": here.face(rules).scale,
            "colour": mixed(theme.voice, theme.echo, places[code] / (len(places) - 1)),
        }

    rows = [[told(code, name) for code, name in row] for row in NAMES]
    return {"width": width, "height": height, "size": size, "frame": frame, "rows": rows}


# -- the film


def card_shot(key: str, code: str, start: float, end: float) -> Shot:
    """Return a shot of one card. It comes in from where the language's next word would stand."""
    card = card_of(key, code)
    largest = 0.885
    small = Image.fromarray(card).resize((round(WIDTH * largest), round(HEIGHT * largest)), Image.Resampling.LANCZOS)
    stage = numpy.asarray(small).copy()
    # The lines of a card begin at its edge; here they come out of the dark.
    edge = numpy.clip(numpy.arange(stage.shape[1]) / 70, 0, 1)
    edge = numpy.minimum(edge, edge[::-1])[None, :, None]
    stage = (stage * edge + ground() * (1 - edge)).astype(numpy.uint8)
    side = -1 if rules_for(code).is_rtl else 1

    def draw(seconds: float) -> Pixels:
        near = 0.97 + 0.03 * seconds / (end - start)
        slide = 34 * side * (1 - smooth(-0.30, 0.45, seconds))
        return seen(stage, near, (slide, 0), top=0.16)

    return Shot(start, end, 0.26, 0.20, draw)


def opening() -> Shot:
    """Return the first shot: the lines come from both sides, as their scripts run, and meet."""
    rtl = sum(rules_for(code).is_rtl for code in campaign().languages)
    meet, around, length = 830, 80, 760  # where they meet, the room of the rings, how far the right lines reach
    focus = ((meet / (meet + around), 0.47), (1 - around / length, 0.47))
    left = figure_of((0, 0, meet + around, HEIGHT), len(campaign().languages) - rtl, focus[0], "right")
    right = figure_of((meet - around, 0, length, HEIGHT), rtl, focus[1], "left")
    right = replace(right, point=())

    def draw(seconds: float) -> Pixels:
        head = smooth(-0.3, 2.7, seconds)
        glow = smooth(2.2, 3.3, seconds)
        light = numpy.maximum(draw_figure(left, head, glow), draw_figure(right, head, glow))
        return seen(light + ground(), (1 + 0.03 * seconds / 3.6) / CLOSEST)

    return Shot(0.0, 3.6, 0.1, 0.3, draw)


def naming() -> Shot:
    """Return the shot of the thirteen names: they appear one after the other."""
    job = names_job(WIDTH, HEIGHT, 80, (130, -4, WIDTH - 260, 116))
    layers = [page - numpy.minimum(page, ground()) for page in pages(NAMES_TYP, job, CLOSEST)[1:]]

    def draw(seconds: float) -> Pixels:
        light = numpy.zeros_like(layers[0])
        for at, layer in enumerate(layers):
            share = smooth(0.10 + at * 0.10, 0.60 + at * 0.10, seconds)
            numpy.maximum(light, dimmed(layer, share), out=light)
        return seen(light + ground(), (1 + 0.03 * seconds / 3.4) / CLOSEST)

    return Shot(18.3, 21.8, 0.1, 0.5, draw)


def ending() -> Shot:
    """Return the last shot: the thirteen lines rise and are one. It stays."""
    figure = figure_of((100, 0, WIDTH - 200, HEIGHT), len(campaign().languages), (0.80, 0.5), "up")

    def draw(seconds: float) -> Pixels:
        light = draw_figure(figure, smooth(-0.7, 2.7, seconds) * figure.focus, smooth(2.0, 3.4, seconds))
        return seen(light + ground(), (1 + 0.04 * smooth(-1, 4.6, seconds)) / CLOSEST)

    return Shot(21.3, SECONDS + 1, 0.1, 0.1, draw)


def shots() -> list[Shot]:
    """Return the whole film, shot by shot."""
    found = [opening()]
    for key, start, end, codes in STORIES:
        each = (end - start) / len(codes)
        found += [card_shot(key, code, start + at * each, start + (at + 1) * each) for at, code in enumerate(codes)]
    return [*found, naming(), ending()]


def frame_at(film: Sequence[Shot], time: float) -> Pixels:
    """Return the frame at `time`: every shot that is on, as bright as its fades say."""
    total = numpy.zeros((HEIGHT, WIDTH, 3), numpy.float32)
    for shot in film:
        if shot.start <= time < shot.end:
            seconds = time - shot.start
            share = smooth(0, shot.fade_in, seconds) * (1 - smooth(-shot.fade_out, 0, time - shot.end))
            total += share * (shot.draw(seconds).astype(numpy.float32) - ground())
    return numpy.clip(total + ground() + 0.5, 0, 255).astype(numpy.uint8)


def write_film(film: Sequence[Shot], path: Path) -> None:
    """Write the film as H.264 in MP4, its table of contents in front, and nothing in it that names a time."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0"]
    command += ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-an", "-threads", "2"]
    command += ["-c:v", "libx264", "-profile:v", "high", "-preset", "slow", "-tune", "animation", "-crf", "31"]
    command += ["-g", str(RATE * 5), "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    command += ["-color_range", "tv", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    command += ["-movflags", "+faststart", "-f", "mp4", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
        with cast(IO[bytes], ffmpeg.stdin) as pipe:
            for number in range(round(SECONDS * RATE)):
                pipe.write(frame_at(film, number / RATE).tobytes())
        if ffmpeg.wait() != 0:
            raise RuntimeError(f"ffmpeg could not write {path.name}: see its message above")


# -- the pictures


def voices_picture() -> Pixels:
    """Return the picture of the thirteen lines that rise to one point, 1600 × 1200."""
    width, height, voices = 1600, 1200, len(campaign().languages)
    svg = motif_svg(height, width, voices, campaign().theme, False, "hero", campaign().seed + RISING, focus=(0.84, 0.5))
    layer = {"svg": svg, "box": (0, 0, width, height), "rising": True}
    return pages(LINES_TYP, {"width": width, "height": height, "layers": [layer]}, 1)[0]


def names_picture() -> Pixels:
    """Return the picture of the thirteen names, 1600 × 1200."""
    return pages(NAMES_TYP, names_job(1600, 1200, 110, (150, 64, 1300, 196)), 1)[0]


def png_of(pixels: Pixels, limit: int) -> bytes:
    """Return the picture as PNG in 256 colours; raise `ValueError` if it has more than `limit` bytes."""
    picture = Image.fromarray(pixels).quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    if len(file.getvalue()) > limit:
        raise ValueError(f"a picture has {len(file.getvalue())} bytes where {limit} are allowed: draw it simpler")
    return file.getvalue()


def write_picture(key: str, png: bytes) -> None:
    """Write a picture under the name of its hash, name it in `pictures.toml`, and take away its last version."""
    table = PACK / "pictures.toml"
    name = f"media/{hashlib.sha256(png).hexdigest()}.png"
    last = next(picture["file"] for picture in read_toml("pictures.toml")["pictures"] if picture["key"] == key)
    (PACK / last).unlink(missing_ok=True)
    (PACK / name).write_bytes(png)
    entry = re.compile(rf'(key = "{key}"\nfile = )"[^"]*"')
    table.write_text(entry.sub(rf'\1"{name}"', table.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def main() -> None:
    """Make everything and say how large it is."""
    (PACK / "media").mkdir(exist_ok=True)
    for key, drawn in (("voices", voices_picture), ("names", names_picture)):
        png = png_of(drawn(), PICTURE_LIMIT)
        write_picture(key, png)
        echo(f"Wrote the picture {key}: {len(png):,} bytes.")
    film = shots()
    poster = png_of(frame_at(film, POSTER_AT), POSTER_LIMIT)
    (PACK / "film" / "poster.png").write_bytes(poster)
    echo(f"Wrote the poster: {len(poster):,} bytes.")
    with TemporaryDirectory() as folder:
        made = Path(folder, "master.mp4")
        write_film(film, made)
        content = made.read_bytes()
    if len(content) > FILM_LIMIT:
        raise ValueError(f"the film has {len(content):,} bytes where {FILM_LIMIT:,} are allowed: raise -crf")
    (PACK / "film" / "master.mp4").write_bytes(content)
    echo(f"Wrote the film: {len(content):,} bytes.")


if __name__ == "__main__":
    main()
