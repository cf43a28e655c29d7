"""What is said about a film and its captions."""

from dataclasses import replace
from fractions import Fraction

from unisono.kit.film.checking import check_captions, check_film
from unisono.kit.film.probing import Headers, Probe

SOUND = Headers("mp4", "AVC", 1280, 720, Fraction(25), 60.0, "AAC", "", False, False, False, True, True, 10_000_000)
GOOD = Probe(SOUND, 0.0, -15.0, -2.0, False)


def said(probe: Probe) -> list[str]:
    return [str(one) for one in check_film(probe)]


def test_a_good_film_needs_no_words():
    assert said(GOOD) == []


def test_says_what_viewers_will_notice():
    headers = replace(SOUND, width=320, height=240, rate=Fraction(12), seconds=200.0, is_hdr=True, is_interlaced=True)
    found = said(Probe(headers, 2.5, -31.0, -20.0, True))
    assert [one.split(".")[0] for one in found] == [
        "Some pictures of the film are damaged",
        "The film begins with 2",
        "The film has only 320 × 240 pixels",
        "The film has 12 pictures a second",
        "The film is interlaced, as old television was",
        "The film is in HDR",
        "The film is 3",
        "The sound is too quiet (−31 LUFS)",
    ]
    assert "Cut them off" in found[1]


def test_says_what_is_wrong_with_the_sound():
    assert said(replace(GOOD, loudness=-5.0))[0].startswith("The sound is too loud (−5 LUFS)")
    assert said(replace(GOOD, loudness=None))[0].startswith("The film has a sound track on which nothing can be heard")
    silent = replace(GOOD, headers=replace(SOUND, audio=""), loudness=None)
    assert said(silent)[0].startswith("The film has no sound. That is fine where it is meant so")


def test_finds_captions_beyond_the_end_of_the_film():
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\nOne.\n\n00:58.000 --> 01:01.500\nTwo.\n"
    (found,) = check_captions(text, 60.0)
    assert (found.is_fault, found.line) == (True, 6)
    assert str(found) == "The caption ends at 61.5 s, but the film at 60 s. Change its times."
    assert check_captions(text, 0.0) == []


def test_finds_faults_and_warns_of_what_is_hard_to_read():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:01.400\nA\n\n00:02.000 --> 00:09.000\na\nb\nc\nd\n\n00:05.000 --> 00:10.000\nTwo.\n"
    )
    found = check_captions(text, 60.0)
    assert [(one.is_fault, one.line, one.what) for one in found] == [
        (False, 3, "The caption is shown for 0.4 s only"),
        (False, 6, "The caption has 4 lines"),
        (True, 12, "the caption begins before the one in line 6 has ended"),
    ]


def test_reads_a_hundred_thousand_captions():
    cues = "".join(f"{at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}.000 --> {at // 3600:02d}:{at // 60 % 60:02d}:"
                   f"{at % 60:02d}.900\nWord.\n\n" for at in range(100_000))  # fmt: skip
    found = check_captions(f"WEBVTT\n\n{cues}", 3600.0)
    assert len(found) == 100_000 - 3600
    assert found[0].line == 3 + 3 * 3600
