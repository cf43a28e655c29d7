"""Bars and maps: lengths and areas are true, order and direction are the reader's, nonsense is refused."""

from dataclasses import replace

import drawn_pages as pages
import numpy
import pytest
from card_samples import CHARTS, RTL, bars_job, country_rows, map_job

from unisono.kit.engine import FORMATS, BadField, CardJob, DoesNotFit, Row, render_card

VOICE = (0xF2, 0xB2, 0x33)


def _with_rows(job: CardJob, rows: tuple[Row, ...], **fields: str) -> CardJob:
    return replace(job, fields={**job.fields, "rows": rows, **fields})


def _values(*values: float) -> tuple[Row, ...]:
    return tuple(Row(f"Row {at}", f"{value:g}", value) for at, value in enumerate(values, 1))


def _runs(line: numpy.ndarray, least: int) -> list[tuple[int, int]]:
    """Stretches of one colour (first and last place) of at least `least` pixels, the ground's own left out."""
    ends = [*(numpy.flatnonzero((line[1:] != line[:-1]).any(axis=1)) + 1), len(line)]
    starts = [0, *ends[:-1]]
    ground = tuple(line[0])
    return [(a, b - 1) for a, b in zip(starts, ends, strict=True) if b - a >= least and tuple(line[a]) != ground]


def _bars(job: CardJob) -> list[tuple[int, int]]:
    """First and last column of each bar of an upright card, from above; bars start at the margin."""
    picture = pages.pixels(render_card(job, small=False))
    margin = int(FORMATS[job.format].margin)
    start = picture.shape[1] - margin - 2 if job.language in RTL else margin + 1  # nearer than any letter
    found = []
    for top, foot in _runs(picture[:, start], 24):
        row = picture[(top + foot) // 2]
        same = (row == row[start]).all(axis=1)
        first = start - int((~same[start::-1]).argmax()) + 1
        last = start + int((~same[start:]).argmax()) - 1
        found.append((first, last))
    return found


@pytest.mark.parametrize("format", ["square", "portrait"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_bars_are_as_long_as_their_values(language: str, format: str) -> None:
    values = (40.0, 10.0, 25.0, 5.0)
    found = _bars(_with_rows(bars_job(language, format), _values(*values)))
    lengths = [last - first + 1 for first, last in found]
    assert len(lengths) == 4
    for length, value in zip(lengths, values, strict=True):
        assert length / lengths[0] == pytest.approx(value / 40, abs=0.006)


def _same_upwards(line: numpy.ndarray) -> int:
    """How many pixels from the end have the colour of the last."""
    return int((line[::-1] != line[-1]).any(axis=1).argmax())


def test_columns_are_as_high_as_their_values() -> None:
    values = (40.0, 10.0, 25.0)
    picture = pages.pixels(render_card(_with_rows(bars_job("en", "landscape"), _values(*values)), small=False))
    panel = picture[:, int(1600 * 0.38) + 4 :]
    foot = max(row for row in range(200, 800) if len(_runs(panel[row], 500)) == 1)  # the line on which columns stand
    columns = _runs(panel[foot - 8], 60)
    heights = [_same_upwards(panel[: foot - 7, (first + last) // 2]) for first, last in columns]
    assert len(heights) == 3
    for height, value in zip(heights, values, strict=True):
        assert height / heights[0] == pytest.approx(value / 40, abs=0.02)


@pytest.mark.parametrize("language", RTL)
def test_bars_grow_from_the_right_where_lines_start_there(language: str) -> None:
    margin = FORMATS["square"].margin
    for first, last in _bars(bars_job(language, many=3)):
        assert last == pytest.approx(1080 - margin, abs=3)
        assert first > margin + 40
    for first, _ in _bars(bars_job("en", many=3)):
        assert first == pytest.approx(margin, abs=3)


def test_greatest_bar_has_the_accent_even_where_two_are_greatest() -> None:
    picture = pages.pixels(render_card(_with_rows(bars_job(), _values(3, 9, 9)), small=False))
    margin = int(FORMATS["square"].margin)
    colours = [tuple(picture[top + 5, margin + 1]) for top, _ in _runs(picture[:, margin + 1], 24)]
    assert [abs(numpy.subtract(colour, VOICE)).max() <= 2 for colour in colours] == [False, True, True]


def _labels(job: CardJob) -> list[str]:
    """The labels "Row 1" … of a card, as they follow each other from above."""
    found = pages.letters(render_card(job, "pdf"))
    return [
        found[at + 4][0]
        for at in sorted(range(len(found) - 4), key=lambda at: -found[at][2])
        if "".join(letter for letter, _, _ in found[at : at + 3]) == "Row"
    ]


@pytest.mark.parametrize("many", [4, 7])
def test_descending_order_sorts_and_keeps_ties_in_place(many: int) -> None:
    rows = _values(3, 9, 6, 9, 1, 2, 0.5)[:many]
    job = _with_rows(bars_job(), rows, title="Chart")
    assert _labels(job) == ["1", "2", "3", "4", "5", "6", "7"][:many]
    assert _labels(_with_rows(job, rows, order="descending")) == ["2", "4", "3", "1", "6", "5", "7"][:4] + (
        ["6", "5", "7"] if many == 7 else []
    )


def test_nought_has_its_figure_and_no_bar() -> None:
    job = _with_rows(bars_job(), _values(8, 0, 4), title="Chart")
    assert len(_bars(job)) == 2
    assert "Row 2\r\n0" in pages.words_of(render_card(job, "pdf"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["en", "ar", "bn", "zh-hans"])
def test_takes_two_and_eight_rows_with_labels_as_long_as_the_limit(language: str, format: str) -> None:
    words = " ".join(CHARTS[language])
    label = words[: 30 if language == "zh-hans" else 60].strip()
    for many in (2, 8):
        rows = tuple(Row(label, row.figure, row.value) for row in country_rows(language, many))
        pdf = render_card(_with_rows(bars_job(language, format), rows), "pdf")
        edge = FORMATS[format].margin * 0.8
        assert [box for box in pages.word_boxes(pdf) if box[0] < edge or box[2] > FORMATS[format].width - edge] == []


@pytest.mark.parametrize("format", FORMATS)
def test_names_rows_that_do_not_fit(format: str) -> None:
    for rows in (
        tuple(replace(row, label=row.label * 30) for row in country_rows("en", 3)),  # one endless word
        tuple(replace(row, label="so many words " * 30) for row in country_rows("en", 8)),
        tuple(replace(row, figure=row.figure * 60) for row in country_rows("en", 3)),
    ):
        with pytest.raises(DoesNotFit, match=r'"rows"') as raised:
            render_card(_with_rows(bars_job("en", format), rows))
        assert raised.value.by > 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((3, -1), '"Row 2" is -1: a bar starts at nought'),
        ((0, 0), "all its numbers are nought"),
        ((1, float("nan")), '"Row 2" has no number'),
        ((1, float("inf")), '"Row 2" has no number'),
        ((1,), "it has 1, and needs at least 2"),
        (range(1, 10), "it has 9, and takes at most 8"),
    ],
)
def test_refuses_bars_that_would_lie(values: tuple[float, ...], message: str) -> None:
    with pytest.raises(BadField, match=message):
        render_card(_with_rows(bars_job(), _values(*values)))


def test_refuses_an_order_that_there_is_not() -> None:
    with pytest.raises(BadField, match=r'"order".*one of given, descending'):
        render_card(_with_rows(bars_job(), _values(1, 2), order="random"))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((Row("Atlantis", "3", 3, "XX"),), '"Atlantis" has the country "XX": give its two letters'),
        ((Row("Kenya", "3", 3, "KE"), Row("Kenia", "2", 2, "KE")), r'"Kenya" \(KE\) is there twice'),
        ((Row("Kenya", "0", 0, "KE"),), '"Kenya" counts 0: leave it out'),
    ],
)
def test_refuses_countries_that_cannot_be_counted(rows: tuple[Row, ...], message: str) -> None:
    with pytest.raises(BadField, match=message):
        render_card(_with_rows(map_job(), rows))


def _lit(job: CardJob) -> numpy.ndarray:
    """Where a map has the voice's colour, between heading and voices."""
    picture = pages.pixels(render_card(replace(job, hashtag=""), small=False))
    is_lit = abs(picture - VOICE).max(axis=2) <= 3
    is_lit[: int(len(picture) * 0.32)] = is_lit[int(len(picture) * 0.75) :] = False
    return is_lit


@pytest.mark.parametrize("style", ["dots", "tiles"])
def test_world_is_never_mirrored(style: str) -> None:
    def middle(language: str, country: str) -> float:
        rows = (Row("x", "1", 1, country),)
        job = _with_rows(map_job(language, style=style), rows)
        across = _lit(job).nonzero()[1]
        # The legend stands at the left edge in every language.
        return float(across[across > 1080 * 0.21].mean())

    for country, side in (("AU", 1), ("BR", -1)):
        left_to_right = middle("en", country)
        assert (left_to_right - 540) * side > 120
        assert middle("ar", country) == pytest.approx(left_to_right, abs=3)


def test_circles_cover_an_area_as_large_as_their_count() -> None:
    def area(many: int) -> int:
        rows = (Row("x", ".", many, "AU"), Row("y", ".", 16, "BR"))
        lit = _lit(_with_rows(map_job(), rows))
        return int(lit[:, 700:].sum())

    assert area(16) / area(4) == pytest.approx(4, rel=0.08)
    assert area(9) / area(4) == pytest.approx(9 / 4, rel=0.08)


@pytest.mark.parametrize("style", ["dots", "tiles"])
def test_samples_are_drawn_hollow(style: str) -> None:
    job = map_job(style=style, many=6)
    assert _lit(replace(job, sample_note="Sample")).sum() < 0.6 * _lit(job).sum()


def test_names_all_countries_or_none() -> None:
    for format, many, are_named in (("story", 40, True), ("story", 160, False), ("square", 40, False)):
        countries = tuple(Row(f"Country {code}", "1", 1, code) for code in _codes(many))
        words = pages.words_of(render_card(_with_rows(map_job("en", format), countries), "pdf"))
        assert words.count("Country") == (many if are_named else 0), (format, many)


def _codes(many: int) -> list[str]:
    from unisono.kit.engine.world import places

    return sorted(places())[:many]


@pytest.mark.parametrize("style", ["dots", "tiles"])
@pytest.mark.parametrize("format", FORMATS)
def test_takes_every_country_there_is(format: str, style: str) -> None:
    rows = tuple(Row(f"Country {code}", str(at + 1), at + 1, code) for at, code in enumerate(_codes(250)))
    assert render_card(_with_rows(map_job("en", format, style=style), rows), "pdf").startswith(b"%PDF")
