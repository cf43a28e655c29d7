"""Fonts: found in packages, then the theme's folder, then the system; the choice is reported."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from card_samples import LANGUAGES, number_job
from fontTools.ttLib import TTFont

from unisono.kit.engine import MissingGlyph, UnknownFont, cards, engine_version, fonts_used
from unisono.kit.engine.fonts import font_lacking, how_to_get, require_glyphs, shelf
from unisono.kit.engine.typesetting import language_inputs, typeset
from unisono.languages.rules import face_of, rules_for


def _package_file(family: str) -> Path:
    return shelf().families[family][0]


def test_reports_the_fonts_of_every_language() -> None:
    for language in LANGUAGES:
        families = [family for family, _, _ in fonts_used(language)]
        assert families[0] in rules_for(language).fonts
        assert "Noto Sans" in families


def test_takes_package_fonts_before_all_others() -> None:
    assert fonts_used("zh-hans")[0] == ("Noto Sans SC", "NotoSansSC[wght].ttf", "justmytype_intl_cjk")
    assert fonts_used("ar")[0] == ("Noto Sans Arabic", "NotoSansArabic[wght].ttf", "manimgx_fonts")


def test_hands_typst_exactly_what_is_on_the_shelf() -> None:
    assert sorted(shelf().for_typst.families()) == sorted(shelf().families)


def test_takes_no_second_file_of_a_family_that_the_packages_have(tmp_path: Path) -> None:
    shutil.copy(_package_file("Noto Sans Hebrew"), tmp_path / "Mine.ttf")
    assert fonts_used("he", str(tmp_path)) == fonts_used("he")
    assert engine_version(str(tmp_path)) == engine_version()


def test_takes_new_families_from_the_theme_and_changes_the_version(tmp_path: Path) -> None:
    renamed = _renamed(_package_file("Noto Sans Hebrew"), tmp_path / "Fancy.ttf", "Fancy Hebrew")
    found = shelf(str(tmp_path))
    assert found.families["Fancy Hebrew"] == (renamed,)
    assert found.origins[renamed] == "theme"
    assert engine_version(str(tmp_path)) != engine_version()


def test_prefers_a_nastaliq_from_the_theme_for_urdu(tmp_path: Path) -> None:
    _renamed(_package_file("Noto Sans Arabic"), tmp_path / "NotoNastaliqUrdu.ttf", "Noto Nastaliq Urdu")
    here = shelf(str(tmp_path))
    assert here.face(rules_for("ur")).leading >= 2.3
    assert here.face(rules_for("ar")).family == "Noto Sans Arabic"
    assert fonts_used("ur", str(tmp_path))[0] == ("Noto Nastaliq Urdu", "NotoNastaliqUrdu.ttf", "theme")


def test_says_which_font_a_language_lacks_and_how_to_get_it(tmp_path: Path) -> None:
    assert font_lacking("ar") == font_lacking("zh-hans") == ""
    _renamed(_package_file("Noto Sans Arabic"), tmp_path / "NotoNastaliqUrdu.ttf", "Noto Nastaliq Urdu")
    assert font_lacking("ur", str(tmp_path)) == ""
    assert font_lacking("ur") in ("", "Noto Nastaliq Urdu")
    assert "fonts folder" in how_to_get("Noto Nastaliq Urdu")
    assert "pip install justmytype-intl-cjk" in how_to_get("Noto Sans KR")
    assert "pip install manimgx-fonts" in how_to_get("Noto Sans Khmer")


def test_ignores_files_that_are_no_fonts(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert sorted(shelf(str(tmp_path)).families) == sorted(shelf().families)


def test_raises_for_a_language_whose_fonts_are_nowhere() -> None:
    rules = replace(rules_for("ar"), faces=(face_of("Sans Anywhere"),))
    with pytest.raises(UnknownFont, match='"Sans Anywhere" for ar was not found') as raised:
        shelf().face(rules)
    assert (raised.value.family, raised.value.language) == ("Sans Anywhere", "ar")


def test_raises_for_a_family_that_the_typesetter_does_not_know() -> None:
    told = {**language_inputs(rules_for("en"), shelf()), "fonts": ["Sans Anywhere", "Noto Sans"]}
    with pytest.raises(UnknownFont, match=r"(?i)sans anywhere"):
        typeset("number.typ", _number_inputs(told), "pdf", format="square", language="en")


def test_asks_no_glyph_for_marks_that_draw_nothing() -> None:
    require_glyphs([("text", "a\u2066b\u2069\u061c\u200d\u00a0\u202f\n\ufe0f")], rules_for("en"))
    with pytest.raises(MissingGlyph):
        require_glyphs([("text", "\U00013000")], rules_for("en"))


def _number_inputs(told: dict[str, object]) -> dict[str, object]:
    inputs = cards._inputs(number_job())
    return {**inputs, "job": {**inputs["job"], **told}}


def _renamed(font: Path, place: Path, family: str) -> Path:
    """A copy of a font under another family name."""
    with TTFont(font) as copy:
        for record in list(copy["name"].names):
            if record.nameID in (1, 16):
                copy["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
        copy.save(place)
    return place


def test_loads_nothing_heavy_until_something_is_drawn() -> None:
    asked = (
        "import sys; from unisono.kit.engine import FORMATS, CardJob, design_fields, motif_svg; design_fields('aims');"
        "print(sorted({'typst', 'numpy', 'PIL', 'pypdfium2', 'fontTools', 'django'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
