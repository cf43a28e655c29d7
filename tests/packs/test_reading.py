"""Reading a pack: every fault of form in one pass, at its line, with the way to mend it."""

import pytest

from stories import river_files
from unisono.base.said import Said
from unisono.languages.segments import Segment
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.reading import read_pack


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    """The river with one passage of one file changed."""
    files = river_files()
    text = files.get(name, b"").decode()
    assert text.count(old) == 1 or not old, (name, old)
    return files | {name: (text.replace(old, new) if old else text + new).encode()}


QUOTE = 'Write it between quotation marks: "…".'
CASES = [
    ("campaign.toml", 'zone = "Europe/Brussels"\n', "", 16, "“zone” is missing in moments.1",
     'A local time means nothing without its zone. Add a line: zone = "Europe/Paris"'),
    ("campaign.toml", "care = ", "core = ", 5, "“core” is not known here", "Did you mean “care”?"),
    ("campaign.toml", '"open"', '"closed"', 5, "“care”: invalid enum value 'closed'", "Mend the value."),
    ("campaign.toml", "2031-03-22T00:01:00", "2031-03-22", 18, "“moments.1.at”: expected `datetime`, got `date`",
     "Mend the value."),
    ("campaign.toml", "[[moments]]", "[moments]", 16, "“moments”: expected `array`, got `object`", "Mend the value."),
    ("texts/en.toml", '"A river for all"', "7", 1, "“name” is not text", QUOTE),
    ("texts/en.toml", 'key = "share"', 'kay = "share"', 15, "“kay” is not known here", "Did you mean “key”?"),
    ("texts/en.toml", 'key = "share"', 'kay = "share"', 14, "“key” is missing in way 1", 'Add a line: key = "share"'),
    ("texts/en.toml", "[posts]", "[pasts]", 19, "“pasts” is not known here", "Did you mean “posts”?"),
    ("texts/en.toml", "### Why", "## Why", 9, "a heading of another level", "Write ### before headings"),
    ("texts/en.toml", '"#RiverForAll"', '"#RiverForAll', 3, "cannot be read from here on (Illegal character '\\n')",
     "Mend the TOML at this place."),
    ("statement/en.md", "date = 2031-03-22", "date = 2031-03-", 3,
     "cannot be read from here on (Expected newline or end of document after a statement)",
     "Mend the TOML at this place."),
    ("statement/en.md", "date = 2031-03-22\n", "", 0, "“date” is missing", "Add a line: date = …"),
    ("statement/en.md", "2031-03-22", "2031-03-22T00:00:00", 3, "“date”: expected `date`, got `datetime`",
     "Mend the value."),
    ("statement/en.md", '"1/2031"', "1", 4, "“number”: expected `str`, got `int`", "Mend the value."),
    ("statement/en.md", '"Eel Watch",', "5,", 6, "“signatories” is not a list of names", 'Write ["…", "…"].'),
    ("statement/en.md", "## Aims", "## Goals", 24,
     "the section “Goals” is not one of Aims, Affirmations, Closing, Unplaced, or stands there twice",
     "Use each of these section names once; they are never translated."),
    ("statement/en.md", "2. Keep them open. {#a2}", "- Keep them open.", 27, "is not a numbered item",
     "Write `1. text {#key}` on one line."),
    ("statement/en.md", "{#a2}", "{#a1}", 25, "the key a1 stands there twice", "Give each item a key of its own."),
    ("statement/en.md", "{#a2}", "{#A2}", 27, "“{#A2}” is no key",
     "A key has small letters, digits and single hyphens: {#a1}. For words that look so, write \\{#"),
    ("statement/en.md", "1. Open the banks.", "1. <b>Open</b> the banks.", 26, "raw HTML",
     "Write it in Markdown, or \\< for a literal <"),
    ("statement/ar.md", 'place = "', 'date = 2031-03-22\nplace = "', 3, "“date” is not known here", "Remove it."),
    ("news/the-call/en.md", "Today it begins.", "![x](https://example.org/x.png)", 10, "a picture",
     "List it in pictures.toml and in the front matter"),
    ("facts.toml", 'publisher = "Institute for Water"\n', "", 9, "“publisher” is missing in facts.1.source",
     "Add a line: publisher = …"),
    ("facts.toml", '"40"', "40", 3, "“facts.1.value”: expected `str`, got `int`", "Mend the value."),
    ("facts/en.toml", "river =", "rivers =", 2, "there is nothing called “rivers”", "Did you mean “river”?"),
    ("cards.toml", '[[cards]]\nkey = "aims"', '[[cards]]\nkey = "closed"\ndesign = "aims"\n[[cards]]\nkey = "aims"', 10,
     "the key “closed” stands there twice", "Give each its own key."),
    ("cards/en.toml", "[aims]", "[ains]", 5, "there is nothing called “ains”", "Did you mean “aims”?"),
    ("cards/en.toml", '"Two aims"', "2", 6, "“aims.title” is not text", QUOTE),
    ("pictures/en.toml", "caption =", "captain =", 3, "“captain” is not known here", "Did you mean “caption”?"),
    ("press/en.toml", "[desk]", "[disk]", 2, "there is nothing called “disk”", "Did you mean “desk”?"),
    ("press/en.toml", "role =", "rule =", 3, "“rule” is not known here", "Did you mean “role”?"),
    ("film/en.toml", '"The river"', "1", 1, "“title” is not text", QUOTE),
    ("state/ar.toml", "reviewed = false", 'reviewed = "no"', 1, "“reviewed” is neither true nor false",
     "Write it without quotation marks."),
    ("state/ar.toml", '"draft"', '"drafted"', 4, "“segments.statement/title.state”: invalid enum value 'drafted'",
     "Mend the value."),
    ("state/fr.toml", "", "segments = 1\n", 1, "“segments” is not a table", 'Write [segments."statement/title"].'),
    ("organisations.csv", "key,name", "name,key", 1, "has other columns",
     "The first line is: key,name,country,website,role,languages,logo,sample"),
    ("organisations.csv", "eel,Eel Watch,NL", "eel,Eel, Watch,NL", 2, "has more or fewer columns than the first line",
     'Give every row the same columns; a field with a comma stands between quotation marks: "…".'),
    ("organisations.csv", ",partner,", ",patron,", 2, "invalid enum value 'patron' - at `$.role`", "Mend this row."),
    ("organisations.csv", ",yes", ",no", 2, "“sample” is “no”", "Write yes, or nothing."),
    ("organisations.csv", "reed,", "eel,", 3, "the key “eel” stands there twice", "Give each its own key."),
    ("organisations.csv", 'Sons"', "Sons", 3, "cannot be read from here on (unexpected end of data)",
     'Save it again as CSV (UTF-8, commas); a quotation mark inside a field is written "".'),
    ("texts/de.toml", "", "name = 1\n", 0, "is not part of a pack", "Remove it, or mend its name."),
    ("film/captions/en.vtt", "rises.", "ri\x07ses.", 4, "holds the control character U+0007",
     "Take it out, or save the file again as plain text."),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}: {case[4][:40]}")
def test_read_says_what_is_wrong_and_where(case):
    file, old, new, line, what, mend = case
    files = changed(file, old, new)
    try:
        faults = read_pack(files)[1]
    except PackRefused as refused:  # nothing can be read without campaign.toml, or where a table cannot be read
        faults = refused.faults
    assert Fault(file, line, what, mend) in faults
    assert {fault.file for fault in faults} == {file}
    assert {type(said) for fault in faults for said in fault.sentences} == {Said}


def test_read_says_which_file_is_not_utf8():
    files = river_files() | {"texts/en.toml": 'name = "Fluß"\nslogan = "Ä"\n'.encode("latin-1")}
    with pytest.raises(PackRefused) as refused:
        read_pack(files)
    assert refused.value.faults == [Fault("texts/en.toml", 1, "is not UTF-8", "Save it again as UTF-8.")]


def test_read_says_nothing_that_may_only_follow_from_tables_that_cannot_be_read():
    files = changed("facts.toml", 'key = "river"', 'key = river"') | {"cards.toml": b"[[cards]\n"}
    with pytest.raises(PackRefused) as refused:
        read_pack(files)
    assert [(fault.file, fault.line) for fault in refused.value.faults] == [("cards.toml", 1), ("facts.toml", 2)]


def test_read_refuses_a_pack_without_its_first_file():
    files = river_files()
    del files["campaign.toml"]
    with pytest.raises(PackRefused, match=r"campaign\.toml: is missing\. Every pack begins with it\."):
        read_pack(files)


def test_read_refuses_a_source_language_that_is_not_listed():
    with pytest.raises(PackRefused, match=r"campaign\.toml:4: the source language is not among the languages"):
        read_pack(changed("campaign.toml", '"en", "fr"]', '"fr"]'))


def test_read_finds_all_faults_at_once():
    files = changed("texts/en.toml", '"A river for all"', "7")
    files["statement/ar.md"] = files["statement/ar.md"].replace(b"{#a2}", b"{#A2}")
    files["organisations.csv"] = files["organisations.csv"].replace(b",yes", b",no")
    assert [(fault.file, fault.line) for fault in read_pack(files)[1]] == [
        ("organisations.csv", 2),
        ("statement/ar.md", 17),
        ("texts/en.toml", 1),
    ]


def test_blocks_that_are_not_translated_keep_their_place():
    files = changed("statement/ar.md", "نحن منظمتان ونقول ذلك.", "~")
    files["statement/ar.md"] = files["statement/ar.md"].replace("افتحوا الضفاف.".encode(), b"~")
    pack, faults = read_pack(files)
    assert faults == []
    keys = [one.key for one in pack.words["ar"]["statement"]]
    assert keys == ["title", "place", "lead.2", "aim.a2", "affirmation.b1", "closing.1", "signatory.1", "signatory.2"]


def test_words_that_look_like_marks_are_words():
    pack, faults = read_pack(changed("statement/en.md", "1. Open the banks.", r"1. **\~** and \{#A1}"))
    assert faults == []
    assert Segment("aim.a1", r"**~** and \{#A1}", "inline") in pack.words["en"]["statement"]


def test_items_without_keys_get_them_by_their_place():
    pack, faults = read_pack(changed("statement/en.md", " {#b1}", ""))
    assert faults == []
    assert [one.key for one in pack.words["en"]["statement"] if one.key.startswith("aff")] == ["affirmation.b1"]


def test_unplaced_words_are_kept_apart():
    pack, faults = read_pack(
        changed("statement/en.md", "Thank you.", "Thank you.\n\n## Unplaced\n\n* raw <b>\n## so\n")
    )
    assert faults == []
    assert pack.unplaced == "* raw <b>\n## so"
    assert not any("raw" in one.text for one in pack.words["en"]["statement"])
