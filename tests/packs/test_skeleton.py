"""A pack skeleton from a statement: every sample gives a pack without a fault that keeps every word."""

import datetime as dt
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.campaigns.theme import contrast_faults
from unisono.languages.richtext import blocks_from_markdown, plain_text
from unisono.packs.checking import check_pack
from unisono.packs.press_statement import read_statement, read_statement_file
from unisono.packs.reading import read_pack
from unisono.packs.skeleton import Missing, missing, shortened, skeleton_files
from unisono.packs.writing import written

SAMPLES = sorted((Path(__file__).parent / "statements").iterdir())
TODAY = dt.date(2031, 1, 2)


def skeleton_of(path):
    read = read_statement_file(path)
    return read, skeleton_files(read, "sample-campaign", read.language, TODAY)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_gives_a_pack_without_faults(path):
    read, files = skeleton_of(path)
    pack, faults = read_pack(files)
    assert faults == []
    assert pack.campaign.languages == (read.language,)
    assert pack.campaign.responsible.name != ""
    assert contrast_faults(pack.campaign.theme.colours) == []
    assert [(card.design, card.formats) for card in pack.cards] == [("aims", ())]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_written_in_the_packs_own_form(path):
    _, files = skeleton_of(path)
    again = written(read_pack(files)[0])
    del files["organisations.csv"]  # a list of nobody is left out by an export
    assert again == files


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_word_but_bare_structure_stands_in_the_pack(path):
    read, files = skeleton_of(path)
    names = (f"statement/{read.language}.md", "press.toml", f"press/{read.language}.toml")
    in_pack = words(files[name].decode().replace("\\", "") for name in names if name in files)
    date = words([str(read.date)])
    assert words(read.kept()) - words(read.consumed) - in_pack - date == Counter()
    assert all(
        len(piece.split()) <= 9 and (len(piece) < 4 or not piece.endswith(("।", "。"))) for piece in read.consumed
    )


def words(texts):
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_texts_keep_their_limits(path):
    read, files = skeleton_of(path)
    texts = tomllib.loads(files[f"texts/{read.language}.toml"].decode())
    card = tomllib.loads(files[f"cards/{read.language}.toml"].decode())["aims"]
    assert all(texts[key] for key in ("name", "slogan", "hashtag", "summary", "action"))
    assert len(texts["name"]) <= 120
    assert len(texts["slogan"]) <= 120
    assert len(texts["summary"]) <= 200
    assert len(texts["action"]) <= 30
    assert texts["hashtag"][0] == "#"
    assert not any(character.isspace() for character in texts["hashtag"])
    assert texts["posts"]["default"].count("{link}") == 1
    assert len(texts["posts"]["default"].replace("{link}", "")) <= 240
    assert 0 < len(card["title"]) <= 80
    assert 0 < len(card["alt"]) <= 400


def test_writes_the_english_statement_as_it_was_signed():
    _, files = skeleton_of(Path(__file__).parent / "statements" / "en-plain.txt")
    assert files["statement/en.md"].decode() == ENGLISH
    assert files["press.toml"].decode() == (
        '[[contacts]]\nkey = "desk"\nname = "Ana Brook"\nemail = "ana@gardens.example"\n'
        'phone = "+44 20 7946 0000"\nlanguages = [\n    "en",\n]\n'
    )
    texts = tomllib.loads(files["texts/en.toml"].decode())
    assert texts["name"] == "Every Garden Open"
    assert texts["slogan"] == "a coalition calls for public gardens in every town"
    assert texts["hashtag"] == "#EveryGardenOpen"


def test_keeps_markdown_marks_and_escapes_plain_text():
    _, files = skeleton_of(Path(__file__).parent / "statements" / "en-markdown.md")
    body = files["statement/en.md"].decode()
    assert "The [Library Friends](https://library.example/about) and 12 associations ask for **quiet hours**." in body
    assert "### Why now\n\nReading rooms are *louder* than ever." in body
    plain = read_statement("A title\n\nStars * and _lines_ stay, # too.\n\nAims:\n1. One [x].\n2. Two.", "en")
    body = skeleton_files(plain, "x", "en", TODAY)["statement/en.md"].decode()
    assert "Stars \\* and \\_lines\\_ stay, # too." in body
    assert "1. One \\[x\\]. {#a1}" in body


def test_keeps_markdown_outside_the_subset_letter_for_letter_and_lists_it():
    read = read_statement("# T\n\nA `code` word.\n\n1. One.\n2. Two.", "en")
    body = skeleton_files(read, "x", "en", TODAY)["statement/en.md"].decode()
    assert "A \\`code\\` word." in body
    assert any("a text with code was kept" in one.what for one in missing(read))


def test_writes_no_control_characters():
    read = read_statement(
        "A\x00 title\x07 here\n\nRome\x01, 7 June 2031\n\nA\x02 sentence.\n\n- One\x03.\n- Two.", "en"
    )
    files = skeleton_files(read, "x", "en", TODAY)
    assert check_pack(read_pack(files)[0], files) == [
        fault for fault in check_pack(read_pack(files)[0], files) if fault.level == "gap"
    ]
    assert not re.search(r"[\x00-\x08]|\\u00", files["statement/en.md"].decode())


def test_lists_what_is_missing_and_refuses_nothing():
    read = read_statement("", "en")
    files = skeleton_files(read, "empty", "en", TODAY)
    assert read_pack(files)[1] == []
    assert {one.file for one in missing(read)} == {
        "campaign.toml", "texts/en.toml", "statement/en.md", "press.toml", "organisations.csv",
    }  # fmt: skip
    assert Missing(
        "statement/en.md", "no aims were found", "Write them under “## Aims”; then add a card of design “aims”."
    ) in missing(read)
    assert "cards.toml" not in files


def test_says_that_english_words_were_written_for_an_unknown_language():
    read = read_statement("Titel\n\nEin Satz.\n\n1. Eins.\n2. Zwei.", "de")
    assert any("no words for buttons" in one.what for one in missing(read))
    assert not any("no words for buttons" in one.what for one in missing(read_statement("x", "fr")))


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 10, "one two…"),
        ("甲乙丙丁戊己", 4, "甲乙丙…"),
        ("a, b, c d", 6, "a, b…"),
    ],
)
def test_shortens_at_word_ends(text, limit, short):
    assert shortened(text, limit) == short


def test_makes_cards_only_in_formats_that_can_show_the_aims_whole():
    aim = "To raise awareness of the day on every network and to make everybody who reads it know about it. "
    some = read_statement("Title\n\nLead.\n\n" + "\n".join(f"{n}. {aim * 2}" for n in range(1, 6)), "en")
    cards = tomllib.loads(skeleton_files(some, "x", "en", TODAY)["cards.toml"].decode())["cards"]
    assert 0 < len(cards[0]["formats"]) < 7
    assert any(one.what.startswith("the aims are too long for a card in ") for one in missing(some))
    none = read_statement("Title\n\nLead.\n\n" + "\n".join(f"{n}. {aim * 3}" for n in range(1, 15)), "en")
    assert "cards.toml" not in skeleton_files(none, "x", "en", TODAY)
    assert any(one.file == "cards.toml" for one in missing(none))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12).map("\n\n".join), st.sampled_from(["en", "ar", "zh-hans", "de"]))
def test_any_text_gives_a_pack_whose_words_can_be_read_back(text, language):
    read = read_statement(text, language)
    files = skeleton_files(read, "x", language, TODAY)
    pack, faults = read_pack(files)
    assert faults == []
    aims = [one.text for one in pack.words[language]["statement"] if one.key.startswith("aim.")]
    assert len(aims) == len([text for _, text in read.aims if text.strip()])


def test_unplaced_lines_stand_under_their_reasons():
    _, files = skeleton_of(Path(__file__).parent / "statements" / "en-furniture.txt")
    unplaced = files["statement/en.md"].decode().partition("## Unplaced\n\n")[2]
    blocks = blocks_from_markdown(unplaced)
    assert [plain_text(block.runs) for block in blocks if block.kind == "heading"] == [
        "Stood before the title",
        "The website's own, not the statement's",
        "Introduced the affirmations; pages have their own heading there",
    ]
    assert "Tags: bridges, walking" in [plain_text(block.runs) for block in blocks]


ENGLISH = """+++
title = "Every Garden Open: a coalition calls for public gardens in every town"
date = 2031-05-03
number = "4/2031"
signatories = [
    "Network of Open Gardens",
    "Union of Town Planters",
]
claims = [
    { counts = "organisations", said = "More than 200 organisations" },
    { counts = "countries", said = "33 countries" },
    { counts = "languages", said = "thirteen languages" },
]
+++

More than 200 organisations in 33 countries today open a campaign for public gardens. It speaks thirteen languages.

## Aims

1. That every town keeps a garden open to all. {#a1}
2. That children learn what grows near them. {#a2}
3. That the 1.5 million volunteers are thanked. {#a3}

## Affirmations

1. A garden belongs to those who walk in it. {#b1}
2. Water is shared fairly. {#b2}

## Closing

We greet all who plant trees this spring.

## Unplaced

### Notes to editors: they may become a news post, or press/{lang}.toml

The campaign began as a walk in 2019.
"""
