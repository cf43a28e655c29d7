"""Cards with rows and choices in a pack: read, checked line by line, written as they were."""

import pytest

from stories import charted_files, river_files
from unisono.languages.segments import Segment
from unisono.packs.checking import check_pack
from unisono.packs.reading import read_pack
from unisono.packs.tables import CardRow
from unisono.packs.writing import written


def errors_of(files: dict[str, bytes]) -> list[tuple[str, str, str, str]]:
    """File, the text of the line, what is wrong, how to mend it."""
    pack, faults = read_pack(files)
    found = [one for one in sorted({*faults, *check_pack(pack, files)}) if one.level == "error"]
    lines = {name: ["", *body.decode().split("\n")] for name, body in files.items() if name.endswith(".toml")}
    return [(one.file, lines[one.file][one.line].strip(), one.what, one.mend) for one in found]


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    files = charted_files()
    text = files[name].decode()
    assert text.count(old) == 1, (name, old, text.count(old))
    return files | {name: text.replace(old, new).encode()}


def test_rows_and_choices_are_read():
    pack, faults = read_pack(charted_files())
    assert faults == []
    card = next(card for card in pack.cards if card.key == "compared")
    assert card.rows == (CardRow(key="shut", fact="river"), CardRow(key="free", fact="open-banks"))
    assert card.options == {"order": "descending"}
    assert pack.words["en"]["card.compared"] == (
        Segment("title", "Banks, closed and open"),
        Segment("row.free", "open"),
        Segment("row.shut", "closed"),
        Segment("alt", "Closed 40 percent, open 60 percent."),
    )


def test_a_sound_pack_with_rows_has_no_errors():
    assert errors_of(charted_files()) == []


def test_rows_are_written_as_they_were_read():
    once = written(read_pack(charted_files())[0])
    assert written(read_pack(once)[0]) == once
    assert b"[compared.rows]\n" in once["cards/ar.toml"]


BARS = 'key = "shut"\nfact = "river"'
FAULTS = [
    ("cards.toml", BARS, 'key = "shut"\nfact = "rivers"', 'fact = "rivers"', "there is no fact “rivers”",
     "Did you mean “river”?"),
    ("cards.toml", BARS, 'key = "shut"', "[[cards.rows]]", "the row “shut” has no fact",
     "Add a line: fact = “…”, a key of facts.toml."),
    ("cards.toml", BARS, 'key = "shut"\nfact = "flood"', 'fact = "flood"',
     "the fact of the row “shut” has the unit “year”",
     "Rows of the design “bars” show percent or count or week: choose another fact."),
    ("cards.toml", BARS, f'{BARS}\ncountry = "FR"', 'country = "FR"', "the row “shut” names a country",
     "Rows of the design “bars” have labels: write it in cards/{lang}.toml."),
    ("cards.toml", 'order = "descending"', 'order = "rising"', 'options = { order = "rising" }',
     "“order” cannot be “rising”", "Choose one: given, descending."),
    ("cards.toml", 'order = "descending"', 'ordre = "descending"', 'options = { ordre = "descending" }',
     "the design “bars” has no option “ordre”", "Did you mean “order”?"),
    ("cards.toml", 'key = "where"\ndesign = "map"', 'key = "where"\ndesign = "map"\n[[cards.rows]]\nkey = "uk"\n'
     'fact = "open-banks"\ncountry = "UK"', 'country = "UK"', "“UK” is no country code",
     "Did you mean GB (United Kingdom)?"),
    ("cards/en.toml", 'shut = "closed"', f'shut = "{"x" * 61}"', f'shut = "{"x" * 61}"',
     "“row.shut” has 61 characters; at most 60", "Shorten it: the design “bars” has no more room."),
    ("cards/ar.toml", 'shut = "مغلقة"', 'shot = "مغلقة"', 'shot = "مغلقة"',
     "the card “compared” has no row “shot” with a label", "Did you mean “shut”?"),
    ("cards/en.toml", 'shut = "closed"', "", "[compared]", "“row.shut” is missing in the card “compared”",
     "Add it: the design “bars” needs it."),
    ("cards/en.toml", 'shut = "closed"', "shut = 3", "shut = 3", "“compared.rows.shut” is not text",
     'Write it between quotation marks: "…".'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "line", "what", "mend"), FAULTS)
def test_each_fault_is_named_at_its_line(name, old, new, line, what, mend):
    assert (name, line, what, mend) in errors_of(changed(name, old, new))


def test_too_few_rows_are_said_at_the_card():
    files = changed("cards.toml", f"[[cards.rows]]\n{BARS}\n\n", "")
    said = ("cards.toml", "[[cards]]", "the card “compared” has 1 row", "The design “bars” takes 2 to 8: add some.")
    assert said in errors_of(files)


def test_figures_of_two_units_are_not_compared():
    files = changed("facts.toml", 'value = "60"\nunit = "percent"', 'value = "60"\nunit = "count"')
    assert [(what, mend) for _, _, what, mend in errors_of(files)] == [
        ("the row “free” counts in “count”, the others do not",
         "Only figures of one unit can be compared: choose facts of one."),
    ]  # fmt: skip


def test_the_same_key_and_rows_of_another_design_are_faults():
    twice = changed("cards.toml", 'key = "free"', 'key = "shut"')
    assert "the row “shut” stands there twice in the card “compared”" in [what for _, _, what, _ in errors_of(twice)]
    other = changed("cards.toml", 'design = "bars"\noptions = { order = "descending" }', 'design = "quote"')
    assert "the design “quote” has no rows" in [what for _, _, what, _ in errors_of(other)]


def test_rows_that_are_no_table_are_a_fault():
    files = charted_files()
    files["cards/en.toml"] = river_files()["cards/en.toml"] + b'\n[compared]\nrows = "closed"\n'
    assert (
        "cards/en.toml",
        'rows = "closed"',
        "“compared.rows” is not a table",
        "Write [compared.rows].",
    ) in errors_of(files)


def test_a_label_that_is_not_translated_is_a_gap():
    files = changed("cards/ar.toml", 'shut = "مغلقة"\n', "")
    pack, faults = read_pack(files)
    gaps = [(one.file, one.what) for one in (*faults, *check_pack(pack, files)) if one.level == "gap"]
    assert ("cards/ar.toml", "“card.compared”: 1 of 4 parts are not translated yet (row.shut)") in gaps


def test_a_map_that_counts_nobody_yet_is_a_gap():
    files = charted_files()
    files["organisations.csv"] = files["organisations.csv"].split(b"\n")[0] + b"\n"
    pack, faults = read_pack(files)
    assert ("the card “where” counts the organisations, and there is none") in [
        one.what for one in (*faults, *check_pack(pack, files)) if one.level == "gap"
    ]
