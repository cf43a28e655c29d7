"""Captions as ASS: each trap of the format, and what is seen in a frame."""

import io
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import pytest
import typst
from film_samples import LONG, SENTENCES, box, film, frame, ink, need_ffmpeg, vtt
from PIL import Image

from unisono.kit.engine.fonts import shelf
from unisono.kit.film.ass import Captions, captions_for
from unisono.kit.film.errors import WordsOutside
from unisono.kit.film.letters import letters_for
from unisono.kit.film.making import Wanted, burn
from unisono.kit.film.probing import read_headers
from unisono.kit.film.shapes import Layout, layout_of
from unisono.kit.webvtt import parse
from unisono.languages.rules import rules_for

WIDE = layout_of("landscape", 1280, 720)
TALL = layout_of("story", 1280, 720)


def captions(text: str, language: str = "en", layout: Layout = WIDE) -> Captions:
    cues, faults = parse(vtt(text))
    assert faults == []
    return captions_for(cues, language, layout)


def line(text: str, language: str = "en", layout: Layout = WIDE) -> str:
    """The text of the one event, without the size that stands before each line."""
    event = captions(text, language, layout).ass.splitlines()[-1]
    font = letters_for(language, "".join(sorted(set(text))))[0]
    return event.split(",", 9)[9].replace(rf"{{\fs{font.size(layout.em):.1f}}}", "")


# -- the traps


def test_base_direction_follows_the_words():
    style = next(one for one in captions("x").ass.splitlines() if one.startswith("Style: "))
    assert style.split(",")[-1] == "-1"
    assert line("Hello!") == "\u200eHello!"
    # A line that begins with a Latin word still runs from the right in Arabic.
    assert line("UNESCO وثّقت!", "ar").startswith("\u200f")
    # A hashtag keeps its own direction within the other.
    assert "\u2066" in line("وسم #OneRiver هنا", "ar").replace(r"{\fnCaptions 1", "")


def test_lines_end_where_the_language_lets_them():
    thai = line(LONG["th"], "th")
    assert "\u200b" in thai
    assert thai.replace("\u200b", "").removeprefix("\u200e") == LONG["th"]
    assert captions(LONG["th"], "th").wraps_anywhere
    assert captions(LONG["zh-hans"], "zh-hans").wraps_anywhere
    assert not captions("One two.").wraps_anywhere


def test_one_box_stands_behind_all_lines():
    style = next(one for one in captions("x").ass.splitlines() if one.startswith("Style: ")).split(",")
    assert style[15] == "4"
    framed = next(one for one in captions("x", layout=TALL).ass.splitlines() if one.startswith("Style: ")).split(",")
    assert framed[15:19] == ["1", "0", "0", "8"]  # on the ground: no box, hanging from a line


def test_size_is_that_of_the_line_not_of_the_em():
    for language in ("en", "ar", "hi", "th", "zh-hans"):
        font = letters_for(language, SENTENCES[language])[0]
        face = shelf().face(rules_for(language))
        assert font.size(100) == pytest.approx(100 * face.scale * face.leading * 0.94, rel=0.01)


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        (r"{\an8}up", "\\{\\\u2060an8\\}up"),
        (r"a\Nb", "a\\\u2060Nb"),
        ("Boats &amp; Co", "Boats & Co"),
        ("1 &lt; 2", "1 < 2"),
        ("<v Nour>Hello</v>", "Hello"),
        ("<i>Hello</i> you", r"{\i1}Hello{\i0} you"),
        ("a,b", "a,b"),
    ],
)
def test_nothing_in_a_caption_is_a_command(given, escaped):
    assert line(given) == f"\u200e{escaped}"


def test_letters_of_another_script_come_from_a_font_of_ours():
    fonts = captions("UNESCO وثّقت – ٨", "ar").fonts
    assert [font.family for font in fonts] == ["Captions 0", "Captions 1"]
    assert set("UNESCO") <= set(fonts[1].widths)
    assert fonts[0].pitch == pytest.approx(fonts[1].pitch * fonts[1].scale / fonts[0].scale, rel=0.01)
    said = captions("UNESCO وثّقت", "ar").ass.splitlines()[-1]
    assert r"{\fnCaptions 1\fs" in said
    assert r"{\fnCaptions 0\fs" in said


def test_lines_are_joined_where_they_must_be_broken_anew():
    written = "More than 250 million learners\nare affected by it every day."
    assert line(written).count(r"\N") == 1
    assert r"\N" not in line(written, layout=replace(TALL, em=90))
    chinese = "联合国教科文组织已记录八千三百二十四种语言\n有的用口说有的用手语大约七千种仍在使用"
    assert line(chinese, "zh-hans", TALL).replace("\u200e", "") == chinese.replace("\n", "")
    talk = "- " + "Are you coming with us to the river today?" + "\n- " + "No, I am already there, my dear old friend."
    assert r"\N" in line(talk, layout=replace(TALL, em=90, room=900))


def test_a_caption_without_room_is_set_smaller_and_then_refused():
    room = replace(WIDE, room=round(WIDE.em * 2.6))
    words = "One river runs through all of our many towns and every child should learn to swim in it"
    assert r"{\fs" in captions(words, layout=room).ass
    with pytest.raises(WordsOutside) as fault:
        captions(" ".join([words] * 4), layout=room)
    assert str(fault.value).startswith("the caption “One river runs")
    assert "too long for the shape landscape: shorten it, or divide it" in str(fault.value)


# -- frames


@pytest.fixture(scope="module")
def frames() -> dict[str, numpy.ndarray]:
    """A frame of each sentence, and of the long ones, burnt into a dark film by one process."""
    need_ffmpeg()
    said = {**SENTENCES, **{f"long-{code}": text for code, text in LONG.items()}}
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "master").write_bytes(film("color=c=0x202040:s=640x360:r=12:d=0.5"))
        headers = read_headers(folder / "master")
        wanted = [Wanted(captions(text, key.removeprefix("long-"))) for key, text in said.items()]
        bodies = burn(folder / "master", headers, WIDE, wanted, folder)
        return {key: frame(body.read_bytes(), 0.2) for key, body in zip(said, bodies, strict=True)}


@pytest.mark.parametrize("language", [*SENTENCES, *(f"long-{code}" for code in LONG)])
def test_words_stand_within_the_frame(frames, language):
    left, top, right, bottom = box(ink(frames[language]))
    assert 1280 * 0.05 <= left < right <= 1280 * 0.95
    assert 720 * 0.5 < top < bottom <= 720 * 0.96
    # In the middle: nothing has run out of one side.
    assert abs((left + right) / 2 - 640) < 16


@pytest.mark.parametrize("code", LONG)
def test_long_captions_are_broken_into_lines_of_about_one_length(frames, code):
    rows = ink(frames[f"long-{code}"]).any(axis=1)
    lines = [part for part in numpy.split(rows, numpy.flatnonzero(numpy.diff(rows.astype(int))) + 1) if part[0]]
    tall = [len(part) for part in lines if len(part) > WIDE.em * 0.4]
    assert len(tall) >= 2


@pytest.mark.parametrize(("language", "side"), [("ar", "left"), ("ur", "left"), ("hi", "right"), ("en", "right")])
def test_the_mark_at_the_end_stands_where_lines_end(frames, language, side):
    columns = ink(frames[language]).any(axis=0)
    used = numpy.flatnonzero(columns)
    columns = columns[used[0] : used[-1] + 1]
    columns = columns if side == "left" else columns[::-1]
    # An exclamation mark: narrow, then a gap.
    mark = int(numpy.argmin(columns))
    assert mark < WIDE.em * 0.30, f"the outermost piece of ink on the {side} is {mark} pixels wide"


TYPST = """
#set page(width: auto, height: auto, margin: 60pt, fill: black)
#set text(font: json(bytes(sys.inputs.fonts)), lang: sys.inputs.lang, size: 60pt, weight: 700, fill: white)
#set text(dir: if sys.inputs.rtl == "yes" { rtl } else { ltr }, fallback: false, cjk-latin-spacing: none)
#sys.inputs.words
"""


@pytest.mark.parametrize("language", SENTENCES)
def test_words_are_shaped_as_the_typesetter_shapes_them(frames, language):
    """The same words in the same font, drawn by Typst: brought to one size, their ink lies on top of each other."""
    rules = rules_for(language)
    inputs = {"fonts": json.dumps(list(shelf().chain(rules))), "lang": rules.typst_lang}
    inputs |= {"rtl": "yes" if rules.is_rtl else "no", "words": SENTENCES[language]}
    compiler = typst.Compiler(TYPST.encode(), font_paths=shelf().for_typst, ignore_system_fonts=True)
    drawn = compiler.compile(format="png", ppi=72, sys_inputs=inputs)
    other = ink(numpy.asarray(Image.open(io.BytesIO(drawn)).convert("RGB")))
    ours, theirs = cropped(ink(frames[language])), cropped(other)
    shape = (120, round(120 * theirs.shape[1] / theirs.shape[0]))
    assert ours.shape[1] / ours.shape[0] == pytest.approx(theirs.shape[1] / theirs.shape[0], rel=0.06)
    one, two = resized(ours, shape), resized(theirs, shape)
    assert (one & two).sum() / (one | two).sum() > 0.6


def cropped(mask: numpy.ndarray) -> numpy.ndarray:
    left, top, right, bottom = box(mask)
    return mask[top:bottom, left:right]


def resized(mask: numpy.ndarray, shape: tuple[int, int]) -> numpy.ndarray:
    picture = Image.fromarray((mask * 255).astype(numpy.uint8)).resize(shape[::-1], Image.Resampling.BILINEAR)
    return numpy.asarray(picture) > 127
