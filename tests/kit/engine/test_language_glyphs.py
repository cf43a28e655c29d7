"""Every word of every language: the typesetter's glyphs are HarfBuzz's, one by one, and none is missing."""

import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from drawn_glyphs import DrawnGlyph, drawn_glyphs
from harfbuzz import Outline, ShapedGlyph, shaped
from sample_texts import FILLED, LANGUAGES, job, sample
from set_lines import set_lines

from unisono.kit.engine import MissingGlyph, Row, render_card
from unisono.kit.engine.fonts import FIGURE_FAMILY, require_glyphs
from unisono.kit.engine.wording import figure_split, isolated
from unisono.languages.rules import rules_for

SIZE, PITCH = 100, 400
#: How far a point of an outline may lie from HarfBuzz's, in thousandths of an em: both round.
ROUNDING = 1.0
#: The typesetter draws its own gaps between signs here: half-width brackets, space beside Latin letters.
OWN_GAPS = ("anywhere", "words")


@cache
def words(language: str) -> tuple[str, ...]:
    """The different words of a language's sample; all of a line where no space parts them."""
    return tuple(dict.fromkeys(word for text in sample(language).words() for word in text.split()))


@pytest.fixture(scope="module")
def set_words() -> dict[str, list[list[DrawnGlyph]]]:
    """The glyphs of every word of every language, as the typesetter draws them at the regular weight."""
    pdf = set_lines({code: words(code) for code in LANGUAGES}, size=SIZE, weight=400, pitch=PITCH)
    high = (max(len(words(code)) for code in LANGUAGES) + 1) * PITCH
    return {code: _by_line(drawn_glyphs(pdf, page), high, len(words(code))) for page, code in enumerate(LANGUAGES)}


def _by_line(glyphs: list[DrawnGlyph], high: float, count: int) -> list[list[DrawnGlyph]]:
    """The glyphs by line, their heights counted from its baseline."""
    lines: list[list[DrawnGlyph]] = [[] for _ in range(count)]
    for glyph in glyphs:
        lines[round((high - glyph.y) / PITCH) - 1].append(replace(glyph, y=(glyph.y - high) % PITCH))
    return [[replace(glyph, y=glyph.y - PITCH if glyph.y > PITCH / 2 else glyph.y) for glyph in line] for line in lines]


def test_promises_every_language_that_the_product_is_measured_by() -> None:
    demo = {"ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans"}
    further = "am az bs ckb de el fa ha ja ka km ko ku ml mr ms my ne nl pa pl ps ru si so sq ta te th uk vi"
    assert demo < set(LANGUAGES)
    assert " ".join(sorted(set(LANGUAGES) - demo)) == further


@pytest.mark.parametrize("language", LANGUAGES)
def test_draws_every_word_with_the_glyphs_and_at_the_places_of_harfbuzz(
    language: str, set_words: dict[str, list[list[DrawnGlyph]]]
) -> None:
    faults = []
    for word, line in zip(words(language), set_words[language], strict=True):
        expected = [glyph for glyph in shaped(word, rules_for(language), 400) if glyph.outline]
        fault = differs([glyph for glyph in line if glyph.outline], expected, rules_for(language).wrap in OWN_GAPS)
        if fault:
            faults.append(f"{word}: {fault}")
    assert faults == []


def differs(drawn: list[DrawnGlyph], expected: list[ShapedGlyph], has_own_gaps: bool = False) -> str:
    """What differs between a line as drawn and as HarfBuzz shapes it; "" if nothing."""
    if len(drawn) != len(expected):
        return f"{len(drawn)} glyphs instead of {len(expected)}"
    if not drawn:
        return ""
    shift = min(glyph.x for glyph in drawn) / SIZE - min(glyph.x for glyph in expected)
    left = list(drawn)
    for glyph in expected:
        found = next(
            (
                one
                for one in left
                if (has_own_gaps or abs(one.x / SIZE - shift - glyph.x) < 0.012)
                and abs(one.y / SIZE - glyph.y) < 0.012
                and alike(one.outline, glyph.outline)
            ),
            None,
        )
        if found is None:
            return f"no glyph {glyph.glyph} of {glyph.file.name} at {glyph.x:.3f}, {glyph.y:.3f}"
        left.remove(found)
    return ""


def alike(one: Outline, other: Outline) -> bool:
    """Whether two outlines are the same up to rounding."""
    return len(one) == len(other) and all(
        first[0] == second[0]
        and all(
            abs(a - b) <= ROUNDING
            for point, other_point in zip(first[1], second[1], strict=True)
            for a, b in zip(point, other_point, strict=True)
        )
        for first, second in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(
    ("language", "off"),
    [
        ("ar", ["init", "medi", "fina", "rlig"]),
        ("fa", ["init", "medi", "fina"]),
        ("bn", ["half", "pstf", "blwf", "pres", "blws", "akhn", "init", "haln", "rphf", "cjct", "vatu"]),
        ("hi", ["half", "rphf", "pres", "blws", "abvs", "akhn", "cjct", "rkrf"]),
        ("km", ["blwf", "pref", "abvf", "pstf", "pres", "blws", "abvs", "psts"]),
        ("my", ["rphf", "blwf", "pref", "pres", "blws", "abvs", "psts"]),
        ("ml", ["akhn", "half", "pres", "blws", "psts", "pstf", "blwf", "pref", "cjct", "haln"]),
        ("si", ["akhn", "rphf", "vatu", "pres", "blws", "abvs", "psts", "cjct"]),
        ("te", ["blwf", "pres", "blws", "abvs", "psts", "akhn", "haln"]),
        ("th", ["mark", "mkmk", "ccmp"]),
    ],
)
def test_would_see_a_word_shaped_without_the_features_of_its_script(
    language: str, off: list[str], set_words: dict[str, list[list[DrawnGlyph]]]
) -> None:
    seen = 0
    for word, line in zip(words(language), set_words[language], strict=True):
        plain = shaped(word, rules_for(language), 400, features=dict.fromkeys(off, False))
        seen += bool(differs([one for one in line if one.outline], [one for one in plain if one.outline]))
    assert seen > len(words(language)) * 0.2


def _apart(word: str) -> str:
    """A word with its marks as characters of their own, as some keyboards write it."""
    return unicodedata.normalize("NFD", word)


def test_draws_marks_written_apart_where_they_stand_when_written_together() -> None:
    lines = ["Tiếng Việt đẹp", "Ẩn Ỗng ỵ"]
    pdf = set_lines({"vi": lines + [_apart(line) for line in lines]}, size=SIZE, weight=400, pitch=PITCH)
    whole = _by_line(drawn_glyphs(pdf), 5 * PITCH, 4)
    assert all(glyph.glyph for line in whole for glyph in line)
    for together, apart in ((whole[0], whole[2]), (whole[1], whole[3])):
        assert _ink(together) == pytest.approx(_ink(apart), abs=2)


def _ink(line: list[DrawnGlyph]) -> tuple[float, float]:
    """How high the ink of a line rises over its baseline, and how deep it goes."""
    boxes = [glyph.box for glyph in line if glyph.box]
    return max(box[3] for box in boxes), min(box[1] for box in boxes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_covers_every_character_and_refuses_one_that_it_cannot_draw(language: str) -> None:
    rules = rules_for(language)
    require_glyphs([("text", text) for text in sample(language).words()], rules)
    with pytest.raises(MissingGlyph, match=r"U\+13000"):
        require_glyphs([("text", sample(language).sentence + "\U00013000")], rules)


@pytest.mark.parametrize("design", FILLED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_on_cards_exactly_the_glyphs_that_harfbuzz_names(design: str, language: str) -> None:
    drawn = drawn_glyphs(render_card(job(design, language), "pdf"))
    assert [glyph for glyph in drawn if glyph.glyph == 0] == []
    certain, possible = (Counter(_named(glyphs)) for glyphs in _expected(design, language))
    names = _by_shape([glyph for glyphs in _expected(design, language) for glyph in glyphs])
    found = Counter(_name(glyph.outline, names) for glyph in drawn if glyph.outline)
    assert certain - found == Counter()
    assert found - certain - possible == Counter()


def _named(glyphs: list[ShapedGlyph]) -> list[tuple[object, ...]]:
    """Glyphs by font file and id, those without ink left out."""
    names = _by_shape(glyphs)
    return [_name(glyph.outline, names) for glyph in glyphs if glyph.outline]


def _expected(design: str, language: str) -> tuple[list[ShapedGlyph], list[ShapedGlyph]]:
    """The glyphs of all that stands on a square card, word by word; and of what may stand there as well, where
    there is room for it: the countries of a map, and the counts in their circles."""
    said, rules = sample(language), rules_for(language)
    fields = job(design, language).fields
    rows = [row for row in fields.get("rows", ()) if isinstance(row, Row)]
    labels, figures = [row.label for row in rows], [row.figure for row in rows]
    lines = [said.campaign, said.hashtag, said.source]
    large: list[str] = []
    listed: list[str] = []
    counted: list[str] = []
    match design:
        case "number":
            before, number, after = figure_split(str(fields["figure"]), str(fields["unit"]))
            lines, large = [*lines, said.slogan, said.before, said.sentence, before, after], [number]
        case "aims":
            lines += [said.title, *said.aims]
            large = [rules.own_digits(str(at + 1)) for at in range(len(said.aims))]
        case "quote":
            lines += [said.slogan, said.quote, said.who, said.role, *(mark.strip() for mark in rules.quotes)]
        case "timeline":
            lines += [said.title, *labels, *figures]
        case "bars":
            lines, large = [*lines, said.title, *labels], figures
        case "map":
            lines, listed, counted = [*lines, said.title, said.slogan], [*labels, *figures], figures
    return (
        [*_shaped(lines, language), *_shaped(large, language, FIGURE_FAMILY)],
        [*_shaped(listed, language), *_shaped(counted, language, FIGURE_FAMILY)],
    )


def _shaped(texts: list[str], language: str, family: str = "") -> list[ShapedGlyph]:
    rules = rules_for(language)
    words = [word for text in texts for word in isolated(text, rules).split()]
    return [glyph for word in words for glyph in shaped(word, rules, 400, first=family)]


def _by_shape(glyphs: list[ShapedGlyph]) -> dict[tuple[str, ...], list[ShapedGlyph]]:
    """The different glyphs by the commands of their outline, which no weight changes."""
    found: dict[tuple[str, ...], list[ShapedGlyph]] = {}
    for glyph in {(glyph.file, glyph.glyph): glyph for glyph in glyphs}.values():
        found.setdefault(_commands(glyph.outline), []).append(glyph)
    return found


def _commands(outline: Outline) -> tuple[str, ...]:
    return tuple(command for command, _ in outline)


def _name(outline: Outline, names: dict[tuple[str, ...], list[ShapedGlyph]]) -> tuple[object, ...]:
    """The font file and glyph id that has this outline at one of the weights in use."""
    return next(
        (
            (glyph.file.name, glyph.glyph)
            for glyph in names.get(_commands(outline), [])
            for weight in (400, 500, 600, 700, 900)
            if alike(outline, replace(glyph, weight=weight).outline)
        ),
        ("none of them", outline),
    )
