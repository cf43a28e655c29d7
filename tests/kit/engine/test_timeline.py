"""The card of dated points: an axis that does not mislead, from the start edge, with three to eight rows."""

from dataclasses import replace

import drawn_pages as pages
import pytest
from card_samples import LANGUAGES, RTL, STORIES, timeline_job

from unisono.kit.engine import FORMATS, BadField, CardJob, DoesNotFit, render_card
from unisono.kit.engine.jobs import Row

FALLING = ("square", "portrait", "story", "poster", "leaflet")
RUNNING = ("landscape", "link")


def _timeline(years: tuple[float, ...], language: str = "en", format: str = "square") -> CardJob:
    """A timeline whose rows have short labels and these years."""
    labels = [STORIES[language][1][nth % 5].split(" ")[0] for nth in range(len(years))]
    rows = tuple(Row(label, str(int(year)), year) for label, year in zip(labels, years, strict=True))
    return timeline_job(language, format, fields={"title": STORIES[language][0], "rows": rows})


def _along(job: CardJob) -> list[float]:
    """Where the points stand along the axis, from its beginning, as shares of its length."""
    places = pages.round_centres(render_card(job, "pdf"))
    sign = -1 if job.language in RTL else 1
    along = [sign * x if job.format in RUNNING else -y for x, y in places]
    first, last = min(along), max(along)
    return [round((place - first) / (last - first), 3) for place in sorted(along)]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["en", "ar", "ur", "hi"])
def test_keeps_distances_in_time_where_points_can_be_told_apart(format: str, language: str) -> None:
    along = _along(_timeline((1950, 1965.5, 1979, 2010), language, format))
    if format == "leaflet":  # there the point in which the voices meet stands above the axis
        along = [(place - along[1]) / (1 - along[1]) for place in along[1:]]
    assert along == pytest.approx([0, 15.5 / 60, 29 / 60, 1], abs=0.01)


@pytest.mark.parametrize("format", [*FALLING, *RUNNING])
def test_takes_equal_steps_and_no_scale_where_points_would_meet(format: str) -> None:
    scaled = render_card(_timeline((1950, 1970, 1990, 2010), format=format), "pdf")
    equal = render_card(_timeline((1950, 2009.9, 2009.95, 2010), format=format), "pdf")
    assert pages.tick_count(scaled) > 5
    assert pages.tick_count(equal) == 0
    if format in RUNNING:
        assert _along(_timeline((1950, 2009.9, 2009.95, 2010), format=format)) == pytest.approx(
            [0, 1 / 3, 2 / 3, 1], abs=0.01
        )


def test_takes_equal_steps_where_all_points_are_one() -> None:
    assert _along(_timeline((2020, 2020, 2020), format="landscape")) == [0, 0.5, 1]


@pytest.mark.parametrize("format", ["square", "landscape"])
def test_sets_rows_in_the_order_of_time(format: str) -> None:
    one = _timeline((1950, 1970, 1990, 2010), format=format)
    rows = one.fields["rows"]
    other = replace(one, fields={**one.fields, "rows": (rows[2], rows[0], rows[3], rows[1])})
    assert pages.words_of(render_card(other, "pdf")) == pages.words_of(render_card(one, "pdf"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", RTL)
def test_runs_from_the_right_where_lines_do(format: str, language: str) -> None:
    width = FORMATS[format].width
    years = (1950, 1970, 1990, 2010)
    there = pages.round_centres(render_card(_timeline(years, "en", format), "pdf"))
    here = pages.round_centres(render_card(_timeline(years, language, format), "pdf"))
    assert sorted(width - x for x, _ in here) == pytest.approx(sorted(x for x, _ in there), abs=1)
    boxes = pages.word_boxes(render_card(_timeline(years, language, format), "pdf"))
    axis = max(x for x, _ in here)
    rows = [box for box in boxes if box[2] < axis]
    assert len(rows) >= 8


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("count", [3, 8])
def test_takes_three_points_and_eight(format: str, count: int) -> None:
    shape = FORMATS[format]
    for language in ("en", "ar", "bn", "zh-hans"):
        years = tuple(1952 + 9 * nth + nth % 3 for nth in range(count))
        pdf = render_card(_timeline(years, language, format), "pdf")
        words = pages.words_of(pdf)
        assert [str(year) in words for year in years] == [True] * count
        centres = pages.round_centres(pdf)
        assert len(centres) == count + (format == "leaflet")
        assert all(shape.margin * 0.6 < x < shape.width - shape.margin * 0.6 for x, _ in centres)


@pytest.mark.parametrize("format", FORMATS)
def test_takes_eight_rows_as_long_as_the_design_allows(format: str) -> None:
    for language in LANGUAGES:
        job = timeline_job(language, format)
        share = 2 if language == "zh-hans" else 1
        rows = tuple(
            Row(((row.label + " ") * 12)[: 90 // share].strip(), row.figure, row.value + extra)
            for extra in (0, 3)
            for row in job.fields["rows"]
        )[:8]
        title = ((STORIES[language][0] + " ") * 9)[: 90 // share].strip()
        full = replace(job, fields={"title": title, "rows": rows})
        assert render_card(full, "pdf").startswith(b"%PDF"), language


def test_refuses_too_few_and_too_many_points_and_what_is_no_row() -> None:
    for years, message in (
        ((1950, 1960), r'"rows".*it has 2, and needs at least 3'),
        (tuple(range(1950, 1959)), r'"rows".*it has 9, and takes at most 8'),
        ((), r'"rows".*required and empty'),
    ):
        with pytest.raises(BadField, match=message):
            render_card(_timeline(years))
    with pytest.raises(BadField, match=r'"rows".*it takes rows'):
        render_card(timeline_job(fields={"title": "x", "rows": ("a", "b", "c")}))


@pytest.mark.parametrize("format", FORMATS)
def test_says_by_how_much_rows_are_too_long(format: str) -> None:
    faults = []
    for times in (14, 28):
        job = timeline_job("en", format)
        rows = tuple(replace(row, label=(row.label + " ") * times) for row in job.fields["rows"])
        with pytest.raises(DoesNotFit, match=f'"rows" in en .* too long for the format {format}') as raised:
            render_card(replace(job, fields={**job.fields, "rows": rows}))
        faults.append(raised.value.by)
    assert faults[1] == pytest.approx(faults[0] * 2, rel=0.2)


def test_names_the_title_that_is_too_long() -> None:
    job = timeline_job("en", "link")
    with pytest.raises(DoesNotFit, match='"title" in en'):
        render_card(replace(job, fields={**job.fields, "title": "How the day came to be " * 20}))


def test_refuses_a_row_wider_than_its_place() -> None:
    job = timeline_job("en", "landscape")
    rows = (Row("x" * 88, "1950", 1950), *job.fields["rows"])
    with pytest.raises(DoesNotFit, match='"rows"'):
        render_card(replace(job, fields={**job.fields, "rows": rows}))
