"""Captions: what a strict reader takes and what it says about the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.kit.webvtt import Cue, CueFault, parse, reading_speed, srt
from unisono.languages.catalogues import translations

ARABIC = translations("ar")
GOOD = """WEBVTT - captions of the river film

NOTE made by volunteers

1
00:00:00.500 --> 00:00:03.300 align:start line:80%
<v Mira>The <i>river</i> rises</v>
&amp; falls.

01:00:03.300 --> 01:00:05.000
<c.loud>النهر</c>
"""


def test_parse_reads_cues_with_times_and_lines():
    cues, faults = parse(GOOD)
    assert faults == []
    assert cues == [
        Cue(500, 3300, "<v Mira>The <i>river</i> rises</v>\n&amp; falls.", 6),
        Cue(3603300, 3605000, "<c.loud>النهر</c>", 10),
    ]
    assert [cue.plain for cue in cues] == ["The river rises\n& falls.", "النهر"]


def test_parse_takes_byte_order_mark_and_windows_line_ends():
    assert parse("\ufeff" + GOOD.replace("\n", "\r\n")) == parse(GOOD)
    assert parse(GOOD.replace("\n", "\r")) == parse(GOOD)


def cue(times: str, words: str = "Water.") -> str:
    return f"WEBVTT\n\n{times}\n{words}\n"


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("", 1, "the first line is not WEBVTT", "Add it."),
        ("WEBVTT\n", 1, "there is no caption in the file", "Write at least one."),
        ("WEBVTTX\n", 1, "the first line is not WEBVTT", "Add it."),
        ("\nWEBVTT\n", 1, "the first line is not WEBVTT", "Add it."),
        ("WEBVTT\nKind: captions\n", 2, "text directly under WEBVTT", "Leave the second line empty."),
        (
            cue("00:00:01,500 --> 00:00:04,000"),
            3,
            "the times cannot be read: “00:00:01,500 --> 00:00:04,000”",
            "Write a point before the thousandths, not a comma: 00:00:01.500 --> 00:00:04.000",
        ),
        (
            cue("٠٠:٠١.٥٠٠ --> ٠٠:٠٤.٠٠٠"),
            3,
            "the times cannot be read: “٠٠:٠١.٥٠٠ --> ٠٠:٠٤.٠٠٠”",
            "Write times with the digits 0 to 9: 00:00:01.500 --> 00:00:04.000",
        ),
        (
            cue("00:61.000 --> 00:64.000"),
            3,
            "the times cannot be read: “00:61.000 --> 00:64.000”",
            "Write them so, spaces and all: 00:00:01.500 --> 00:00:04.000",
        ),
        (
            cue("00:01.000-->00:04.000"),
            3,
            "the times cannot be read: “00:01.000-->00:04.000”",
            "Write them so, spaces and all: 00:00:01.500 --> 00:00:04.000",
        ),
        (cue("00:04.000 --> 00:01.000"), 3, "the caption ends before it begins", "Change its times."),
        (cue("00:01.000 --> 00:01.000"), 3, "the caption ends before it begins", "Change its times."),
        (
            cue("00:01.000 --> 00:02.000", "x" * 26),
            3,
            "26 characters a second are too many to read; at most 25",
            "Show the caption for longer, or shorten it.",
        ),
        (
            cue("00:01.000 --> 00:02.000", ""),
            3,
            "the caption is empty",
            "Write its words directly under the times, or take it out.",
        ),
        (
            cue("00:01.000 --> 00:02.000", "<i></i>"),
            3,
            "the caption is empty",
            "Write its words directly under the times, or take it out.",
        ),
        (cue("00:01.000 --> 00:02.000 middle"), 3, "“middle” is no setting of a caption", "Take it out, or mend it."),
        (
            cue("00:01.000 --> 00:02.000", "5 < 6"),
            4,
            "a bare < or an unknown tag",
            "Write &lt; for the sign itself; known: <i> <b> <u> <v Name>.",
        ),
        (
            cue("00:01.000 --> 00:02.000", "<font>x</font>"),
            4,
            "a bare < or an unknown tag",
            "Write &lt; for the sign itself; known: <i> <b> <u> <v Name>.",
        ),
        (cue("00:01.000 --> 00:02.000", "fish & chips"), 4, "a bare &", "Write &amp; for the sign itself."),
        (cue("00:01.000 --> 00:02.000", "<i>x"), 4, "<i> is never closed", "Add </i>."),
        (
            cue("00:01.000 --> 00:02.000", "<b><i>x</b></i>"),
            4,
            "</b> closes nothing that is open here",
            "Close tags in the order they nest.",
        ),
        (
            cue("00:01.000 --> 00:02.000", "a\x07b"),
            4,
            "holds the control character U+0007",
            "Take it out, or save as plain text.",
        ),
        (
            cue("00:01.000 --> 00:02.000") + "\nand a second part\n",
            6,
            "“and a second part” has no times",
            "If it belongs to the caption above, take out the empty line between; else write its times over it.",
        ),
        ("WEBVTT\n\nWater.\n", 3, "“Water.” has no times", "Write the times over it, or NOTE before it."),
        (
            cue("00:01.000 --> 00:02.000") + "\nSTYLE\n::cue { color: red }\n",
            6,
            "STYLE stands after a caption",
            "Move it above the first caption.",
        ),
        (
            cue("00:01.000 --> 00:03.000") + "00:03.000 --> 00:04.000\nMore.\n",
            5,
            "--> stands inside a caption",
            "Leave an empty line before the next times.",
        ),
        (
            cue("00:01.000 --> 00:03.000") + "\n00:02.000 --> 00:04.000\nMore.\n",
            6,
            "the caption begins before the one in line 3 has ended",
            "Change the times so that they follow one another.",
        ),
    ],
)
def test_parse_says_what_is_wrong(text, line, what, mend):
    _, faults = parse(text)
    assert CueFault(line, what, mend) in faults
    assert {fault.line for fault in faults} == {line}
    untranslated = [
        one for fault in faults for one in (fault.what, fault.mend) if ARABIC.gettext(one.words) == one.words
    ]
    assert untranslated == []


def test_parse_says_that_a_file_is_srt():
    _, faults = parse("1\n00:00:01,500 --> 00:00:04,000\nWater.\n")
    assert [(fault.line, fault.what, fault.mend) for fault in faults] == [
        (
            1,
            "the first line is not WEBVTT",
            "This looks like SRT: add that line, and write 00:00:01.500 with a point.",
        ),
        (
            2,
            "the times cannot be read: “00:00:01,500 --> 00:00:04,000”",
            "Write a point before the thousandths, not a comma: 00:00:01.500 --> 00:00:04.000",
        ),
    ]


def test_parse_finds_all_faults_in_one_pass():
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\nA & B\n\n00:02.000 --> 00:01.000\n\nlost\n"
    assert [(fault.line, fault.what) for fault in parse(text)[1]] == [
        (4, "a bare &"),
        (6, "the caption begins before the one in line 3 has ended"),
        (6, "the caption ends before it begins"),
        (6, "the caption is empty"),
        (8, "“lost” has no times"),
    ]


def test_parse_takes_style_and_region_before_the_first_cue():
    text = "WEBVTT\n\nSTYLE\n::cue { color: white }\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000\nx\n"
    assert parse(text) == ([Cue(1000, 2000, "x", 9)], [])


def test_reading_speed_does_not_count_marks_and_joiners():
    assert reading_speed(Cue(0, 1000, "हिन्दी", 1)) == 5  # the virama is a mark; the vowel signs take a place
    assert reading_speed(Cue(0, 2000, "e\u0301\u200dé", 1)) == 1


def test_srt_numbers_cues_and_keeps_marks_that_players_know():
    assert srt(parse(GOOD)[0]) == (
        "1\n00:00:00,500 --> 00:00:03,300\nThe <i>river</i> rises\n& falls.\n\n"
        "2\n01:00:03,300 --> 01:00:05,000\nالنهر\n"
    )


def stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5000),
            st.integers(2000, 9000),
            st.text(
                st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="<&-"), min_size=1
            )
            .map(lambda words: words.strip()[:40])
            .filter(bool),
        ),
        min_size=1,
    )
)
def test_parse_returns_what_was_written(parts):
    at, wanted, text, line = 0, [], "WEBVTT\n", 3
    for pause, length, words in parts:
        wanted.append(Cue(at + pause, at + pause + length, words, line))
        text += f"\n{stamp(at + pause)} --> {stamp(at + pause + length)}\n{words}\n"
        at, line = at + pause + length, line + 3
    assert parse(text) == (wanted, [])
