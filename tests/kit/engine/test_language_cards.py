"""Cards in every language: lines that never touch, words inside the margins, signs on their right side."""

from dataclasses import replace

import drawn_pages as pages
import pytest
from drawn_glyphs import drawn_glyphs, lines_of
from matrix import card, examined
from page_faults import covered, faults_of, touching
from sample_texts import FILLED, LANGUAGES, RTL, job, longest, sample, tallest

from unisono.kit.engine import FORMATS, render_card
from unisono.languages.rules import rules_for

WORDS = {"usual": sample, "tallest": tallest}


@pytest.mark.parametrize("kind", ["usual", "tallest"])
@pytest.mark.parametrize("design", FILLED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_sets_words_inside_the_margins_and_no_line_upon_another(language: str, design: str, kind: str) -> None:
    assert faults_of(job(design, language, words=WORDS[kind](language))) == []


def test_would_see_lines_that_touch() -> None:
    lines = lines_of(drawn_glyphs(render_card(job("number", "en", words=tallest("en")), "pdf")))
    size = lines[-3][0].size
    for nearer, expected in ((0.1, 0), (0.6, 1)):
        moved = [replace(glyph, y=glyph.y + nearer * size) for glyph in lines[-3]]
        assert len(list(touching([lines[-4], moved]))) == expected


@pytest.mark.slow
@pytest.mark.parametrize("design", FILLED)
def test_draws_the_longest_words_of_every_language_each_in_a_format_of_its_turn(design: str) -> None:
    # All of them in all formats, and with everything at the edges: `make soak`.
    first = list(FILLED).index(design)
    turns = {code: list(FORMATS)[(first + at) % len(FORMATS)] for at, code in enumerate(LANGUAGES)}
    found = {(code, turn): faults_of(job(design, code, turn, words=longest(code))) for code, turn in turns.items()}
    assert {turn: faults for turn, faults in found.items() if faults} == {}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("design", FILLED)
def test_keeps_everything_at_the_edges_apart_or_refuses_it_by_name(design: str, format: str) -> None:
    language = LANGUAGES[(list(FILLED).index(design) * 7 + list(FORMATS).index(format)) % len(LANGUAGES)]
    assert [fault for fault in examined((design, language, format, "dressed")) if "refused" not in fault] == []


def test_would_see_a_word_upon_the_code() -> None:
    made = card("number", "en", "square", "dressed")
    assert covered(made) == []
    spot = b'<rect width="10" height="10" fill="#f0f"/><rect x="4" y="4" width="2" height="2"/>'
    code = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">' + spot + b"</svg>"
    assert len(covered(replace(made, qr=code))) == 1


VOWELLED = "إِنَّ لُغَةَ الأُمِّ حَقٌّ لِكُلِّ طِفْلٍ، أَوَّلُ مُعَلِّمٍ هُوَ الأُمُّ فِي البَيْتِ، كُلُّ يَوْمٍ إِلَى اللُّغَاتِ رَبِّيٍّ"


@pytest.mark.parametrize("design", FILLED)
def test_gives_room_to_arabic_with_all_its_vowels(design: str) -> None:
    said = sample("ar")
    words = replace(
        said, sentence=VOWELLED, title=VOWELLED[:60], aims=(VOWELLED,) * 3, quote=VOWELLED, slogan=VOWELLED[:80],
        bars=(VOWELLED[:50],) * 4, moments=(VOWELLED[:60],) * 5,
    )  # fmt: skip
    for format in ("square", "landscape"):
        assert faults_of(job(design, "ar", format, words=words)) == []


#: language → a sentence that ends with a mark, and the mark.
ENDINGS = {
    "ar": ("هل تسمعنا؟", "؟"),
    "ckb": ("گوێت لێمانە؟", "؟"),
    "fa": ("صدای ما را می‌شنوید؟", "؟"),
    "he": ("האם אתם שומעים?", "?"),
    "ps": ("زموږ غږ اورئ؟", "؟"),
    "ur": ("کیا آپ سنتے ہیں؟", "؟"),
}


def test_has_an_ending_for_every_language_from_the_right() -> None:
    assert tuple(ENDINGS) == RTL


@pytest.mark.parametrize("language", RTL)
def test_keeps_signs_on_their_side_where_lines_start_at_the_right(language: str) -> None:
    question, mark = ENDINGS[language]
    for text, sign, is_first in (
        (question, mark, False),
        (question.replace(mark, "!"), "!", False),
        (question.replace(mark, "."), ".", False),
        ("#" + question.split()[0].rstrip(mark), "#", True),
    ):
        x, others = _place(language, text, sign)
        assert (x > max(others)) if is_first else (x < min(others)), (text, sign)


@pytest.mark.parametrize("language", RTL)
def test_keeps_a_sign_at_the_left_of_a_word_from_elsewhere(language: str) -> None:
    question, mark = ENDINGS[language]
    for tag in ("#MotherLanguageDay", "#मातृभाषा_दिवस", "@unisono"):
        found = _letters(language, f"{question.rstrip(mark)} {tag}")
        sign = next(letter for letter in found if letter[0] == tag[0])
        first = next(letter for letter in found if letter[0] == tag[1])
        assert 0 < first[1] - sign[1] < 120, tag


def _place(language: str, text: str, sign: str) -> tuple[float, list[float]]:
    """Where a sign stands, and where all other letters of its line do."""
    found = _letters(language, text)
    mark = next(letter for letter in found if letter[0] == sign)
    return mark[1], [x for letter, x, y in found if letter.strip() and letter != sign]


def _letters(language: str, text: str) -> list[tuple[str, float, float]]:
    """The letters of `text` on a card that shows nothing else but a number, with the middle of their ink."""
    card = job("number", language, hashtag="", source="", slogan="", campaign="")
    fields = {"before": "", "figure": "7", "unit": "", "text": text}
    return [one for one in pages.letters(render_card(replace(card, fields=fields), "pdf")) if one[0] not in "7\r\n"]


@pytest.mark.parametrize("language", ["km", "my", "th"])
def test_breaks_lines_between_words_that_no_space_parts(language: str) -> None:
    text = max((word for line in longest(language).words() for word in line.split()), key=len)
    card = job("number", language, hashtag="", source="", slogan="", campaign="")
    fields = {"before": "", "figure": "7", "unit": "", "text": (text * 4)[:150]}
    lines = lines_of(drawn_glyphs(render_card(replace(card, fields=fields), "pdf")))
    assert len(lines) >= 3
    assert rules_for(language).wrap == "dictionary"


def test_never_begins_a_japanese_line_with_a_sign_that_must_not() -> None:
    forbidden = "、。」』）ッャュョっゃゅょー！？：；"
    for text in (longest("ja").aims[0], longest("ja").source, tallest("ja").sentence, longest("ja").quote):
        found = _letters("ja", text)
        starts = [
            letter
            for at, (letter, x, y) in enumerate(found)
            if at and x < found[at - 1][1] and abs(y - found[at - 1][2]) > 20
        ]
        assert [letter for letter in starts if letter in forbidden] == []


def test_breaks_korean_lines_between_words_only() -> None:
    text = longest("ko").sentence
    found = _letters("ko", text)
    breaks = [at for at in range(1, len(found)) if found[at][2] < found[at - 1][2] - 25]
    assert breaks
    ends = {word[-1] for word in text.split()}
    assert [found[at - 1][0] for at in breaks if found[at - 1][0].strip() and found[at - 1][0] not in ends] == []
