"""Cards: every design, format and language; what does not fit or cannot be drawn stops the render."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import drawn_pages as pages
import numpy
import pytest
from card_samples import (
    LANGUAGES,
    LOGO,
    RTL,
    THEME,
    WORDS,
    aims_job,
    bars_job,
    dressed,
    map_job,
    number_job,
    quote_job,
    timeline_job,
)

from unisono.base.said import Said
from unisono.kit.engine import (
    FORMATS,
    BadField,
    BadLogo,
    CardJob,
    DoesNotFit,
    MissingGlyph,
    Row,
    UnknownDesign,
    design_fields,
    design_names,
    engine_version,
    render_card,
)
from unisono.kit.engine.cards import card_pixels
from unisono.kit.engine.pictures import drawn
from unisono.languages.rules import rules_for

JOBS = {
    "number": number_job,
    "aims": aims_job,
    "bars": bars_job,
    "map": map_job,
    "quote": quote_job,
    "timeline": timeline_job,
}
#: The field of each design that grows too long in a test.
LONGEST = {"number": "text", "aims": "items", "bars": "rows", "map": "title", "quote": "quote", "timeline": "rows"}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("design", JOBS)
def test_renders_every_language_inside_the_margins(design: str, format: str) -> None:
    shape = FORMATS[format]
    for language in LANGUAGES:
        boxes = pages.word_boxes(render_card(JOBS[design](language, format), "pdf"))
        # Curved letters reach a little over their line; the strip of a poster is lower than its margin is wide.
        side, foot = shape.margin * 0.8, shape.margin * (0.5 if format == "poster" else 0.8)
        outside = [
            box
            for box in boxes
            if box[0] < side or box[1] < foot or box[2] > shape.width - side or box[3] > shape.height - foot
        ]
        assert len(boxes) >= 4, language
        assert outside == [], language


@pytest.mark.parametrize("design", JOBS)
@pytest.mark.parametrize("format", ["square", "landscape", "leaflet"])
@pytest.mark.parametrize("language", ["ar", "fr", "zh-hans"])
def test_leaves_the_outer_margin_to_the_voices(design: str, format: str, language: str) -> None:
    job = JOBS[design](language, format, sample_note="نموذج" if language == "ar" else "Sample", credit="Studio")
    shape = FORMATS[format]
    words = pages.bright(render_card(job, small=False))
    if format == "leaflet":
        words = words[: int(shape.height * 0.2)]  # the rest is paper
    edge = int(shape.margin * 0.7)
    inner = words[edge:, edge:-edge] if format == "leaflet" else words[edge:-edge, edge:-edge]
    assert words.sum() == inner.sum()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("design", ["quote", "timeline"])
def test_sets_no_words_upon_others(design: str, format: str) -> None:
    # Languages whose lines are drawn in one run: elsewhere every letter lies in the box of its neighbour.
    for language in ("en", "he", "pt", "zh-hans"):
        for job in (JOBS[design](language, format), dressed(JOBS[design](language, format))):
            assert pages.overlaps(pages.word_boxes(render_card(job, "pdf"))) == [], language


@pytest.mark.parametrize("format", ["square", "portrait", "story", "landscape", "link"])
def test_makes_pictures_of_the_right_size_that_cost_little(format: str) -> None:
    shape = FORMATS[format]
    for language in ("ar", "en", "zh-hans"):
        for job in (number_job(language, format), aims_job(language, format)):
            png = render_card(job)
            assert pages.pixels(png).shape == (shape.height, shape.width, 3)
            assert len(png) < (130_000 if job.design == "number" else 110_000)  # a gradient takes its bytes


def test_palette_changes_no_pixel_much_and_the_ground_not_at_all() -> None:
    small, full = (pages.pixels(render_card(number_job(), small=small)) for small in (True, False))
    assert abs(small - full).max() < 48
    assert abs(small - full).mean() < 0.6
    assert (small[2, 2] == full[2, 2]).all()
    assert abs(full[2, 2] - (0x10, 0x1C, 0x3D)).max() <= 1


@pytest.mark.parametrize("format", ["square", "portrait", "story", "landscape", "link"])
@pytest.mark.parametrize("design", JOBS)
def test_words_upon_a_kept_ground_are_the_whole_picture(design: str, format: str) -> None:
    for language in ("en", "ar", "hi", "ur"):
        for job in (JOBS[design](language, format), JOBS[design](language, format, hashtag="#other", voices=5)):
            whole = drawn(render_card(job, "pdf"), None)
            assert numpy.abs(card_pixels(job).astype(int) - whole).max() <= 2


@pytest.mark.parametrize("out", ["png", "svg", "pdf"])
def test_same_job_gives_same_bytes(out: str) -> None:
    assert render_card(number_job("ar"), out) == render_card(number_job("ar"), out)  # type: ignore[arg-type]


def _render(job: CardJob) -> bytes:
    return render_card(job)


def test_same_job_gives_same_bytes_in_other_processes() -> None:
    jobs = [number_job("ur", "story"), aims_job("zh-hans"), number_job("en", "link")]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(_render, jobs)) == [render_card(job) for job in jobs]


def test_other_words_theme_or_voices_give_another_picture() -> None:
    job = number_job()
    others = [
        replace(job, slogan="One voice"),
        replace(job, theme=replace(THEME, voice="#33cc99")),
        replace(job, voices=7),
        replace(job, seed=1),
        replace(job, sample_note="Sample"),
        replace(job, theme=replace(THEME, logo_svg=LOGO)),
    ]
    assert len({render_card(one, "pdf") for one in [job, *others]}) == 7


def _longer(item: str | Row, times: int) -> str | Row:
    return replace(item, label=item.label * times) if isinstance(item, Row) else item * times


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("design", JOBS)
def test_raises_when_words_are_too_long(design: str, format: str) -> None:
    job = JOBS[design]("en", format)
    field = LONGEST[design]
    given = job.fields[field]
    longer = given * 25 if isinstance(given, str) else tuple(_longer(item, 25) for item in given)
    with pytest.raises(DoesNotFit) as raised:
        render_card(replace(job, fields={**job.fields, field: longer}))
    fault = raised.value
    assert (fault.field, fault.language, fault.format) == (field, "en", format)
    assert fault.by > 1.2
    assert "too long for the format" in str(fault)


@pytest.mark.parametrize("language", ["en", "bn", "ar"])
def test_raises_for_one_word_wider_than_the_card(language: str) -> None:
    job = number_job(language, "square")
    word = WORDS[language][3].replace(" ", "").replace("،", "") * 2
    with pytest.raises(DoesNotFit, match='"text"'):
        render_card(replace(job, fields={**job.fields, "text": word}))


def test_says_by_how_much_words_are_too_long() -> None:
    job = aims_job("en", "link")
    faults = []
    for times in (6, 12):
        with pytest.raises(DoesNotFit) as raised:
            render_card(replace(job, fields={**job.fields, "items": tuple(i * times for i in job.fields["items"])}))
        faults.append(raised.value.by)
    assert faults[1] == pytest.approx(faults[0] * 2, rel=0.15)


@pytest.mark.parametrize("figure", ["1,250,000,000", "2022–2032", "8 324 571 %"])
@pytest.mark.parametrize("format", ["square", "landscape", "leaflet"])
def test_keeps_a_long_figure_within_the_width(figure: str, format: str) -> None:
    job = number_job("en", format)
    pdf = render_card(replace(job, fields={**job.fields, "figure": figure}), "pdf")
    edge = FORMATS[format].margin * 0.8
    assert [box for box in pages.word_boxes(pdf) if box[0] < edge or box[2] > FORMATS[format].width - edge] == []


def test_draws_number_large_and_its_word_small() -> None:
    job = number_job("en")
    pdf = render_card(replace(job, fields={**job.fields, "figure": "250", "unit": "million"}), "pdf")
    heights = sorted({round(top - bottom) for _, bottom, _, top in pages.word_boxes(pdf)}, reverse=True)
    assert heights[0] > 1.8 * heights[1]


@pytest.mark.parametrize(("language", "font"), [("en", "Noto Sans"), ("hi", "Noto Sans Devanagari")])
def test_names_character_language_font_and_field_of_a_missing_glyph(language: str, font: str) -> None:
    job = number_job(language)
    with pytest.raises(MissingGlyph) as raised:
        render_card(replace(job, fields={**job.fields, "text": "a \U00013000 b"}))
    fault = raised.value
    assert (fault.character, fault.language, fault.font, fault.field) == ("\U00013000", language, font, "text")
    assert "U+13000" in str(fault)
    assert "theme's fonts folder" in str(fault)


def test_checks_the_edges_for_missing_glyphs_too() -> None:
    with pytest.raises(MissingGlyph, match='"slogan"'):
        render_card(number_job(slogan="\U00013000"))


def test_mixes_scripts_in_one_card() -> None:
    text = "বাংলা · العربية · 中文 · हिन्दी · עברית · Türkçe"
    for language in ("en", "ar", "zh-hans"):
        job = number_job(language)
        assert render_card(replace(job, fields={**job.fields, "text": text}), "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("format", ["square", "story", "landscape", "link", "poster"])
@pytest.mark.parametrize("design", [design for design in JOBS if design != "map"])  # the world is never mirrored
def test_mirrors_the_composition_for_right_to_left(design: str, format: str) -> None:
    width = FORMATS[format].width

    def balance(language: str) -> float:
        """The middle of the ink of the hashtag, figure and words, as a share of the width."""
        boxes = pages.word_boxes(render_card(JOBS[design](language, format, slogan="", source=""), "pdf"))
        area = sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)
        weight = sum((right - left) * (top - bottom) * (left + right) / 2 for left, bottom, right, top in boxes)
        return weight / area / width

    left_to_right = balance("en")
    for language in RTL:
        assert balance(language) - (1 - left_to_right) == pytest.approx(0, abs=0.17), language
    if design in ("number", "aims"):
        assert (left_to_right > 0.5) == (design == "aims" and format in ("landscape", "link"))


@pytest.mark.parametrize("format", ["square", "landscape", "poster"])
def test_mirrors_the_voices_for_right_to_left(format: str) -> None:
    # The bright point in which they end is the brightest thing beside the words: its colour is its own.
    def point(language: str) -> float:
        picture = pages.pixels(render_card(number_job(language, format), small=False))
        found = (abs(picture - (0xFB, 0xEA, 0xC6)).max(axis=2) < 4).nonzero()[1]
        return float(found.mean()) / picture.shape[1]

    assert point("en") > 0.8
    assert point("ar") < 0.2


def test_keeps_the_mark_of_a_latin_hashtag_at_its_left_within_arabic() -> None:
    job = number_job("ar", hashtag="", source="")
    text = "انضموا إلينا تحت الوسم #MotherLanguageDay في كل مكان"
    found = pages.letters(render_card(replace(job, fields={**job.fields, "text": text}), "pdf"))
    mark = next(letter for letter in found if letter[0] == "#")
    first = next(letter for letter in found if letter[0] == "M")
    assert mark[1] < first[1]
    assert abs(mark[2] - first[2]) < 30


@pytest.mark.parametrize("language", RTL)
def test_keeps_the_mark_of_a_right_to_left_hashtag_at_its_right(language: str) -> None:
    job = number_job(language, source="", slogan="", campaign=".")
    found = pages.letters(render_card(job, "pdf"))
    mark = next(letter for letter in found if letter[0] == "#")
    beside = [x for letter, x, y in found if abs(y - mark[2]) < 30 and letter not in ("#", " ", "\r", "\n")]
    assert mark[1] > max(beside)


def test_sets_chinese_hashtags_without_a_gap() -> None:
    found = pages.letters(render_card(number_job("zh-hans", slogan="", campaign="."), "pdf"))
    at = next(place for place, letter in enumerate(found) if letter[0] == "#")
    assert found[at + 1][0] == "国"
    assert found[at + 1][1] - found[at][1] < 40


def test_carries_alt_text_and_credit_in_the_file() -> None:
    job = number_job("ar", alt="٤٠٪ من سكان العالم", credit="Studio Voz")
    assert "٤٠٪ من سكان العالم".encode() in render_card(job)
    assert b"Studio Voz" in render_card(job)
    assert b"/Lang" in render_card(job, "pdf")
    assert b"CreationDate" not in render_card(job, "pdf")


def test_refuses_fields_that_the_design_does_not_have_or_lacks() -> None:
    job = number_job()
    for fields, message in (
        ({**job.fields, "subtitle": "x"}, r'"subtitle".*no such field: it has before, figure, unit, text'),
        ({"figure": "40%"}, '"text".*required and empty'),
        ({**job.fields, "text": ("a", "b")}, '"text".*it takes one text'),
    ):
        with pytest.raises(BadField, match=message):
            render_card(replace(job, fields=fields))
    with pytest.raises(BadField, match=r'"items".*it takes a list'):
        render_card(aims_job(fields={"title": "x", "items": "y"}))


def test_refuses_unknown_designs_and_formats_and_lists_the_known() -> None:
    with pytest.raises(UnknownDesign, match=f'there is no design "pie": use one of {", ".join(design_names())}'):
        render_card(number_job(design="pie"))
    with pytest.raises(UnknownDesign, match='there is no format "cube": use one of square, portrait'):
        render_card(number_job(format="cube"))


def test_refuses_a_logo_that_is_no_picture() -> None:
    with pytest.raises(BadLogo, match="the logo cannot be used: "):
        render_card(number_job(theme=replace(THEME, logo_svg=b"<p>not a logo</p>")))


def test_errors_survive_the_way_between_processes() -> None:
    for error in (
        DoesNotFit("text", "en", "link", 1.31),
        MissingGlyph("x", "en", "Noto Sans", "text"),
        UnknownDesign("format", "cube", ("a", "b")),
        BadField("number", "text", Said("it takes one text")),
        BadLogo(Said("it %(what)s. %(mend)s", what=Said("is not SVG"), mend=Said("Save it again as plain SVG."))),
    ):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (type(again), str(again)) == (type(error), str(error))
        assert again.sentence.put("<{}>".format, repr) == error.sentence.put("<{}>".format, repr)


def test_threads_that_draw_at_once_draw_the_same() -> None:
    jobs = [number_job(language, "square") for language in LANGUAGES] * 2
    alone = [render_card(job, "png", small=False) for job in jobs[: len(LANGUAGES)]]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda job: render_card(job, "png", small=False), jobs))
    assert together == alone * 2


def test_declares_fields() -> None:
    assert [(f.name, f.kind, f.limit, f.required, f.words) for f in design_fields("number")] == [
        ("before", "line", 40, False, True),
        ("figure", "line", 32, True, False),
        ("unit", "line", 32, False, False),
        ("text", "text", 160, True, True),
    ]
    assert [(f.name, f.kind, f.required) for f in design_fields("aims")] == [
        ("title", "line", True),
        ("items", "list", True),
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_takes_words_as_long_as_the_design_allows(format: str) -> None:
    for language in LANGUAGES:
        words = (WORDS[language][3] + " ") * 4
        text = words[:160].rsplit(" ", 1)[0] if rules_for(language).wrap == "spaces" else words[:80]
        job = number_job(language, format)
        fields = {**job.fields, "before": WORDS[language][3][:38], "text": text}
        assert render_card(replace(job, fields=fields), "pdf").startswith(b"%PDF"), language


def test_version_is_stable_within_a_process_and_names_everything() -> None:
    assert engine_version() == engine_version("")
    assert len(engine_version()) == 20
