"""Catalogues of the interface: read by Babel, English where a word is missing, counted."""

import gettext
import io
import os
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from unisono.languages import catalogues

PACKAGE = Path(catalogues.__file__).parents[1]
FRENCH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "News"
msgstr "Actualités"

msgid "one boat"
msgid_plural "many boats"
msgstr[0] "un bateau"
msgstr[1] "des bateaux"

#, fuzzy
msgid "Film"
msgstr "Pellicule"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of catalogues with French and Chinese alone."""
    monkeypatch.setattr(catalogues, "LOCALE_FOLDER", tmp_path)
    (tmp_path / "django.pot").write_text(
        FRENCH.replace("Actualités", "").replace("un bateau", "").replace("des bateaux", "")
    )
    for locale in ("fr", "zh_Hans"):
        place = tmp_path / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.po").write_text(FRENCH, encoding="utf-8")
    return tmp_path


def test_locale_of_a_code():
    assert [catalogues.locale_id(code) for code in ("ar", "zh-hans", "pt")] == ["ar", "zh_Hans", "pt"]


def test_unknown_code_says_what_to_use():
    with pytest.raises(ValueError, match="no language is known by the code 'xx-yy'"):
        catalogues.locale_id("xx-yy")


def test_translations_are_read_and_missing_words_stay_english(folder):
    words = catalogues.translations("fr")
    assert words.gettext("News") == "Actualités"
    assert words.ngettext("one boat", "many boats", 2) == "des bateaux"
    assert words.gettext("Nobody translated this") == "Nobody translated this"
    assert words.gettext("Film") == "Film"
    assert catalogues.translations("ar").gettext("News") == "News"


def test_changed_catalogue_is_read_anew(folder):
    before = catalogues.catalogue_version("fr")
    path = catalogues.catalogue_path("fr")
    path.write_text(FRENCH.replace("Actualités", "Nouvelles"), encoding="utf-8")
    assert catalogues.translations("fr").gettext("News") == "Nouvelles"
    assert catalogues.catalogue_version("fr") != before


def test_compiled_words_are_read_until_their_catalogue_is_newer(folder):
    catalogues.compile_catalogues(folder)
    path = catalogues.catalogue_path("fr")
    compiled = path.with_suffix(".mo")
    kept = path.stat().st_mtime_ns
    path.write_text("not read at all", encoding="utf-8")
    os.utime(path, ns=(kept, kept))
    assert catalogues.translations("fr").gettext("News") == "Actualités"
    path.write_text(FRENCH.replace("Actualités", "Nouvelles"), encoding="utf-8")
    later = compiled.stat().st_mtime_ns + 1
    os.utime(path, ns=(later, later))
    assert catalogues.translations("fr").gettext("News") == "Nouvelles"


def test_version_ignores_what_is_not_a_word(folder):
    before = catalogues.catalogue_version("fr")
    catalogues.catalogue_path("fr").write_text("# by nobody\n" + FRENCH, encoding="utf-8")
    assert catalogues.catalogue_version("fr") == before
    assert catalogues.catalogue_version("fr") != catalogues.catalogue_version("ar")


@pytest.mark.parametrize("place", ["newsroom/forms.py", "kit/webvtt.py"])
def test_version_and_public_words_ignore_the_newsroom(folder, place):
    before = catalogues.catalogue_version("fr")
    more = f'\n#: {place}\nmsgid "Prepare"\nmsgstr "Préparer"\n'
    catalogues.catalogue_path("fr").write_text(FRENCH + more, encoding="utf-8")
    assert catalogues.catalogue_version("fr") == before
    assert "Préparer" not in catalogues.public_words("fr")
    assert {"Actualités", "un bateau", "des bateaux"} <= set(catalogues.public_words("fr"))


def test_coverage_counts_words_that_are_finished(folder):
    assert catalogues.coverage("fr") == (2, 3)
    assert catalogues.coverage("ar") == (0, 3)


def test_product_languages_are_english_and_those_with_a_catalogue(folder):
    assert catalogues.product_languages() == ("en", "fr", "zh-hans")


def test_compiled_catalogues_are_what_gettext_reads(folder):
    written = catalogues.compile_catalogues(folder)
    assert [path.relative_to(folder).as_posix() for path in written] == [
        "fr/LC_MESSAGES/django.mo",
        "zh_Hans/LC_MESSAGES/django.mo",
    ]
    words = gettext.GNUTranslations(io.BytesIO(written[0].read_bytes()))
    assert words.gettext("News") == "Actualités"
    assert catalogues.compile_catalogues(folder) == []


def test_every_translation_keeps_the_places_of_its_words():
    faults = []
    for path in sorted((PACKAGE / "languages" / "locale").glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
                wanted = {place for one in ids for place in re.findall(r"%\((\w+)\)s", one)}
                for said in filter(None, strings if message.id else ()):
                    given = set(re.findall(r"%\((\w+)\)s", said))
                    if not given <= wanted or (len(ids) == 1 and given != wanted):
                        faults.append((path.parts[-3], message.id, said))
    assert faults == []
