"""Writing a pack: one form, which people can read and tools can compare."""

from dataclasses import replace

import msgspec

from stories import river_files
from unisono.languages.segments import Segment
from unisono.packs.reading import read_pack
from unisono.packs.writing import written


def river():
    return read_pack(river_files())[0]


def test_every_text_file_is_utf8_with_one_newline_at_its_end():
    for name, body in written(river()).items():
        if not name.startswith(("media/", "film/m", "film/p")):
            text = body.decode()
            assert text.endswith("\n"), name
            assert not text.endswith("\n\n"), name
            assert "\r" not in text, name
            assert not any(line != line.rstrip() for line in text.split("\n")), name


def test_a_translation_names_its_missing_blocks_and_items():
    pack = river()
    missing = ("lead.1", "aim.a2", "title")
    pack.words["ar"]["statement"] = tuple(one for one in pack.words["ar"]["statement"] if one.key not in missing)
    text = written(pack)["statement/ar.md"].decode()
    assert text.startswith("+++\nplace = ")
    assert "+++\n\n~\n\nالماء" in text
    assert "2. ~ {#a2}\n" in text


def test_a_body_of_which_nothing_is_translated_is_left_out():
    pack = river()
    pack.words["ar"]["statement"] = (Segment("title", "النهر ملك الجميع"),)
    assert written(pack)["statement/ar.md"].decode() == '+++\ntitle = "النهر ملك الجميع"\n+++\n'


def test_files_with_nothing_in_them_are_not_written():
    pack = river()
    pack.words["ar"] = {}
    pack.states["ar"] = {}
    pack.reviewed["ar"] = True
    assert [name for name in written(pack) if "ar." in name] == ["film/captions/ar.vtt"]


def test_states_say_what_is_not_ready():
    assert written(river())["state/ar.toml"].decode() == (
        'reviewed = false\n\n[segments."statement/title"]\nstate = "draft"\nsource = "The river belongs to all"\n\n'
        '[segments."texts/slogan"]\nstate = "stale"\nsource = "Open the banks!"\n'
    )
    assert "state/fr.toml" not in written(river())


def test_organisations_are_sorted_and_quoted_only_where_they_must_be():
    pack = river()
    eel, reed = pack.organisations
    pack.organisations = [msgspec.structs.replace(eel, key="z-eel"), reed]
    first, second, third = written(pack)["organisations.csv"].decode().splitlines()
    assert first == "key,name,country,website,role,languages,logo,sample"
    assert second.startswith('reed,"Reed, Rush and Sons",BE,https://reed.example.org,caller,en fr,media/')
    assert third == "z-eel,Eel Watch,NL,,partner,,,yes"


def test_the_same_pack_gives_the_same_bytes_in_whatever_order_it_was_read():
    shuffled = dict(reversed(river_files().items()))
    assert written(read_pack(shuffled)[0]) == written(river())


def test_writing_leaves_the_pack_alone():
    pack = river()
    before = replace(pack)
    written(pack)
    assert pack == before
