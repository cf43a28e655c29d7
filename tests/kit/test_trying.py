"""Cards filled with sample words, and the sheet of all of them."""

import pytest

from theme_samples import CALL, call_theme
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.kit.contact_sheet import FAULT, TILE, sheet, tiles
from unisono.kit.engine import FORMATS, Row, Theme, UnknownDesign, design_fields, design_names
from unisono.kit.themes import laid_out_for_now
from unisono.kit.trying import trial_job, tried_languages
from unisono.languages.samples import LANGUAGES

THEME = Theme(**DEFAULT_COLOURS)


def _own(**changed: bytes) -> Theme:
    files = call_theme() | {name.replace("__", "."): content for name, content in changed.items()}
    return Theme(**DEFAULT_COLOURS, folder=laid_out_for_now(files))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_filled_within_its_limit(language: str) -> None:
    for design, theme in [*((name, THEME) for name in design_names()), ("call", _own())]:
        job = trial_job(design, language, "square", theme, full=True)
        for field in design_fields(design, theme.folder):
            value = job.fields[field.name]
            texts = [value] if isinstance(value, str) else [one.label if isinstance(one, Row) else one for one in value]
            assert texts or not field.required, (design, field.name)
            assert all(0 < len(text) <= field.limit for text in texts if field.words), (design, field.name)
            assert isinstance(value, str) or field.least <= len(value) <= (field.most or len(value))


def test_a_design_of_the_theme_is_filled_up_to_its_limits() -> None:
    said = trial_job("call", "de", "square", _own(), full=True).fields
    assert 45 <= len(said["call"]) <= 60
    assert 100 <= len(said["why"]) <= 120
    assert len(trial_job("call", "ja", "square", _own(), full=True).fields["call"]) <= 30


def test_paper_shows_an_address_and_its_code() -> None:
    assert trial_job("number", "en", "poster", THEME).qr
    assert trial_job("number", "en", "square", THEME).qr is None


def test_only_languages_with_sample_words_are_tried() -> None:
    assert tried_languages(["xx", "ur", "tlh"]) == ("ur",)


def test_the_sheet_shows_every_language_and_format() -> None:
    done: list[tuple[int, int]] = []
    found = tiles("call", ["en", "ur"], ["square", "leaflet"], _own(), lambda *at: done.append(at))
    assert [(tile.language, tile.format, tile.fault) for tile in found] == [
        ("en", "square", ""), ("ur", "square", ""), ("en", "leaflet", ""), ("ur", "leaflet", ""),
    ]  # fmt: skip
    assert done[-1] == (4, 4)
    picture = sheet("call", found)
    ground = tuple(int(DEFAULT_COLOURS["ground"][at : at + 2], 16) for at in (1, 3, 5))
    for tile in found:
        assert len(tile.pixels) == TILE * tile.size[0] * 3
    assert {colour: number for number, colour in picture.getcolors(1 << 24)}[ground] > TILE * TILE


def test_what_cannot_be_drawn_is_red_and_says_why() -> None:
    own = _own(call__typ=CALL.replace(b"high * 0.4, 30 * unit", b"high * 0.02, 90 * unit"))
    [tile] = tiles("call", ["hi"], ["link"], own)
    assert '"call" in hi is about' in tile.fault
    picture = sheet("call", [tile])
    red = tuple(int(FAULT[at : at + 2], 16) for at in (1, 3, 5))
    assert {colour: number for number, colour in picture.getcolors(1 << 24)}[red] > TILE * TILE


def test_many_languages_stand_side_by_side() -> None:
    found = [tile for language in LANGUAGES for tile in _blank(language)]
    picture = sheet("call", found)
    assert picture.height < 6500
    assert picture.width > 3 * sum(round(TILE * one.width / one.height) for one in FORMATS.values())


def _blank(language: str):
    from unisono.kit.contact_sheet import Tile

    return [
        Tile(language, name, (round(TILE * one.width / one.height), TILE), fault="x") for name, one in FORMATS.items()
    ]


def test_a_design_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownDesign, match="call"):
        tiles("call", ["en"], ["square"], THEME)
