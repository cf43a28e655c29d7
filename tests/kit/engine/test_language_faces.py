"""The room that each face gets holds the ink of its words, measured anew from the font files."""

import tomllib

import pytest
from face_ink import FURTHER, face_ink
from sample_texts import LANGUAGES

from unisono.kit.engine.fonts import shelf
from unisono.languages.rules import TABLE, preferred_families, proven_languages, rules_for

#: The closest that designs set lines, in shares of the leading: small print, and lists.
SMALL_PRINT, LISTS = 0.86, 0.94
#: In these scripts words are stairs: the highest and the deepest do not count together. Their cards are tested.
STAIRS = ("Arab",)


def test_has_a_sample_of_every_language_that_is_called_proven() -> None:
    assert proven_languages() == LANGUAGES


@pytest.mark.parametrize("language", [*LANGUAGES, *FURTHER])
def test_sets_no_lines_closer_than_the_ink_of_the_highest_and_deepest_words(language: str) -> None:
    found = face_ink(language)
    face = found.face
    closest = min(max(face.leading * SMALL_PRINT, face.ascent + face.descent), face.leading * LISTS)
    if rules_for(language).script in STAIRS:
        assert max(found.usual) <= face.ascent + 0.17
        assert closest >= 1.45
    else:
        assert sum(found.most) <= closest + 0.005


def test_gives_every_face_that_a_language_names_a_table_of_its_own() -> None:
    tables = tomllib.loads(TABLE.read_text(encoding="utf-8"))["faces"]
    assert set(preferred_families()) - set(tables) == set()
    assert set(tables) - set(preferred_families()) == {"default"}


def test_nastaliq_has_more_room_than_naskh() -> None:
    nastaliq, naskh = rules_for("ur").faces
    assert nastaliq.leading >= 2.3
    assert nastaliq.ascent + nastaliq.descent > naskh.ascent + naskh.descent + 0.5


def test_nastaliq_ink_stays_within_its_leading() -> None:
    if "Noto Nastaliq Urdu" not in shelf().families:
        pytest.skip("Noto Nastaliq Urdu is not here (apt install fonts-noto-core)")
    found = face_ink("ur")
    assert sum(found.usual) <= found.face.leading
