"""What a check finds: each fault at its file and line, with the way to mend it, all in one pass."""

import io
import re

import pytest
from PIL import Image

from stories import FILM, LOGO, media_name, png, river_files
from unisono.base.said import Said
from unisono.languages.screen import told
from unisono.packs import limits
from unisono.packs.checking import check_pack
from unisono.packs.faults import Fault
from unisono.packs.reading import read_pack


def faults_of(files: dict[str, bytes]) -> list[Fault]:
    """All faults of a pack, of form and of sense; each can be said in other languages."""
    pack, faults = read_pack(files)
    found = sorted({*faults, *check_pack(pack, files)})
    assert {type(said) for one in found for said in one.sentences} <= {Said}
    return found


def errors_of(files: dict[str, bytes]) -> list[tuple[str, int, str, str]]:
    """Errors only."""
    return [(one.file, one.line, one.what, one.mend) for one in faults_of(files) if one.level == "error"]


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    """The river with one passage of one file changed."""
    files = river_files()
    text = files[name].decode()
    assert text.count(old) == 1, (name, old, text.count(old))
    return files | {name: text.replace(old, new).encode()}


def test_finds_no_error_in_a_sound_pack():
    assert errors_of(river_files()) == []


def test_lists_what_is_missing_once_a_language_and_piece():
    assert [(one.file, one.what) for one in faults_of(river_files())] == [
        ("cards/fr.toml", "“card.aims” is not translated yet"),
        ("cards/fr.toml", "“card.closed” is not translated yet"),
        ("facts/fr.toml", "“correction.c1” is not translated yet"),
        ("facts/fr.toml", "“fact.river” is not translated yet"),
        ("film/fr.toml", "“film” is not translated yet"),
        ("news/the-call/fr.md", "“news.the-call” is not translated yet"),
        ("pictures/fr.toml", "“picture.bank” is not translated yet"),
        ("press/fr.toml", "“press” is not translated yet"),
        ("statement/fr.md", "“statement” is not translated yet"),
        (
            "texts/fr.toml",
            "“texts”: 13 of 14 parts are not translated yet (slogan, hashtag, summary, action, …)",
        ),
    ]
    assert {one.level for one in faults_of(river_files())} == {"gap"}


def test_says_in_one_line_that_a_language_has_nothing_yet():
    files = {name: body for name, body in river_files().items() if name != "texts/fr.toml"}
    assert [str(one) for one in faults_of(files)] == [
        "texts/fr.toml: nothing is translated into “fr” yet. Translate the texts, here or in the newsroom."
    ]


def test_lists_what_a_campaign_needs_before_it_can_open():
    text = river_files()["campaign.toml"].decode()
    start, end = text.index("[responsible]"), text.index("[theme]")
    files = river_files() | {"campaign.toml": (text[:start] + text[end:]).encode()}
    del files["film/captions/fr.vtt"]
    files["texts/en.toml"] = files["texts/en.toml"].replace(b'action = "Open the banks"\n', b"")
    files["texts/ar.toml"] = files["texts/ar.toml"].replace('action = "افتحوا الضفاف"\n'.encode(), b"")
    gaps = [one for one in faults_of(files) if one.file in ("campaign.toml", "film/captions/fr.vtt", "texts/en.toml")]
    assert [(one.what, one.level) for one in gaps] == [
        ("no opening moment is set", "gap"),
        ("the responsible body has no address", "gap"),
        ("the responsible body has no country", "gap"),
        ("the responsible body has no e-mail address", "gap"),
        ("the responsible body has no name", "gap"),
        ("the film has no captions in “fr”", "gap"),
        ("there is no action", "gap"),
    ]


LONG = "x" * 1000
#: (file, what stands there, what is put there instead, line, what is said, how to mend it)
ONE_FAULT = [
    ("campaign.toml", "format = 1", "format = 2", 1, "format 2 is not known",
     "Import it with the version of Unisono that wrote it."),
    ("campaign.toml", 'slug = "river"', 'slug = "The River"', 2, "“The River” is no key",
     "Use small letters a-z, digits and single hyphens: first-call"),
    ("campaign.toml", '["ar", "en", "fr"]', '["ar", "ar", "en", "fr"]', 4, "“ar” stands there twice",
     "Keep one of them."),
    ("campaign.toml", '["ar", "en", "fr"]', '["ar", "en", "fr", "qqx"]', 4, "no language “qqx” is known",
     "Use a lower-case BCP 47 code, such as “pt” or “zh-hans”."),
    ("campaign.toml", '["ar", "en", "fr"]', '["ar", "en", "fr", "zh_Hans"]', 4, "“zh_Hans” is no language code",
     "Use a lower-case BCP 47 code: “zh-hans”."),
    ("campaign.toml", '"river.example.org"]', '"https://river.example.org"]', 6,
     "“https://river.example.org” is no host name",
     "Write it in small letters, without https:// and without a port: example.org"),
    ("campaign.toml", '"river.example.org"]', '"river.example.org", "river.example.org"]', 6,
     "“river.example.org” stands there twice", "Keep one of them."),
    ("campaign.toml", '"BE"', '"UK"', 12, "“UK” is no country code", "Did you mean GB (United Kingdom)?"),
    ("campaign.toml", '"BE"', '"Belgum"', 12, "“Belgum” is no country code", "Did you mean BE (Belgium)?"),
    ("campaign.toml", '"BE"', '"QQ"', 12, "“QQ” is no country code",
     "Use the two capital letters of ISO 3166-1, such as FR for France."),
    ("campaign.toml", '"desk@river.example.org"', '"desk at river.example.org"', 13,
     "“desk at river.example.org” is no e-mail address", "Write one such as desk@example.org."),
    ("campaign.toml", '"https://river.example.org"', '"javascript:alert(1)"', 14,
     "“javascript:alert(1)” is no web address", "Write the whole address: https://example.org"),
    ("campaign.toml", '"https://river.example.org"', '"https://me:secret@river.example.org"', 14,
     "“https://me:secret@river.example.org” holds a name or password", "Take out everything before the @."),
    ("campaign.toml", "[[moments]]", '[licence]\nname = "Free"\nurl = "free"\n[[moments]]', 18,
     "“free” is no web address", "Write the whole address: https://example.org"),
    ("campaign.toml", "[[moments]]", f'[licence]\nname = "{LONG}"\n[[moments]]', 17,
     "“name” has 1000 characters; at most 120", "Shorten it."),
    ("campaign.toml", "[[moments]]", '[licence]\nurl = "https://free.example.org"\n[[moments]]', 17,
     "the licence has an address but no name", "Add name = “…” as it is to be shown, such as CC BY 4.0."),
    ("campaign.toml", '"Friends of the River"', f'"{LONG}"', 10,
     "“name” has 1000 characters; at most 200", "Shorten it."),
    ("campaign.toml", '"Friends of the River"', '"a\\u0007b"', 0,
     "holds the character U+0007, which cannot be shown", "Take it out."),
    ("campaign.toml", '"Europe/Brussels"', '"Europe/Brusels"', 19, "there is no time zone “Europe/Brusels”",
     "Did you mean “Europe/Brussels”?"),
    ("campaign.toml", '"Europe/Brussels"', '"+02:00"', 19, "there is no time zone “+02:00”",
     "Use a name such as Europe/Paris; an offset such as +02:00 is none."),
    ("campaign.toml", "00:01:00", "00:01:00+02:00", 18, "the time has an offset of its own",
     "Write the local time without it; the zone says the rest."),
    ("campaign.toml", "2031-03-22T00:01:00", "2031-03-30T02:30:00", 18,
     "02:30 does not exist on that day in Europe/Brussels, where the clocks change", "Choose another minute."),
    ("campaign.toml", "2031-03-22T00:01:00", "2031-10-26T02:30:00", 18,
     "02:30 happens twice on that day in Europe/Brussels, where the clocks change", "Choose another minute."),
    ("campaign.toml", "2031-03-22T00:01:00", "1031-03-22T00:01:00", 18, "the year 1031 cannot be meant",
     "Write a year from 1970 to 2200."),
    ("campaign.toml", 'zone = "Europe/Brussels"', 'zone = "Europe/Brussels"\nlanguages = ["de"]', 20,
     "“de” is not a language of the campaign", "Add it to the languages of the campaign, or take it out here."),
    ("campaign.toml", '"#f2b233"', '"orange"', 28, "“orange” is no colour",
     "Write six hexadecimal digits, such as #1d4fa8."),
    ("campaign.toml", "echo =", "ecko =", 29, "there is no colour “ecko”",
     "The colours are ground, ink, paper, voice, echo, link."),
    ("campaign.toml", '"#1d4fa8"', '"#9db4dd"', 30,
     "link on paper has a contrast of 2.1; text needs at least 4.5", "Make link or paper lighter or darker."),
    ("campaign.toml", '"theme/logo.svg"', '"theme/logos.svg"', 22, "there is no file “theme/logos.svg”",
     "Put the file there, or take the line out."),
    ("organisations.csv", "Eel Watch,NL", "Eel Watch,Holland", 2, "“Holland” is no country code",
     "Use the two capital letters of ISO 3166-1, such as FR for France."),
    ("organisations.csv", "eel,Eel", "Eel,Eel", 2, "“Eel” is no key",
     "Use small letters a-z, digits and single hyphens: first-call"),
    ("organisations.csv", "en fr", "en french", 3, "“french” is no language code",
     "Use a lower-case BCP 47 code, such as “pt” or “zh-hans”."),
    ("organisations.csv", "https://reed", "reed", 3, "“reed.example.org” is no web address",
     "Write the whole address: https://example.org"),
    ("organisations.csv", "eel,Eel Watch", "eel,", 2, "the organisation has no name", "Write it in the second column."),
    ("texts/en.toml", '"Open the banks"', f'"{"x" * 31}"', 5, "“action” has 31 characters; at most 30", "Shorten it."),
    ("texts/en.toml", '"Open the banks"', '"Open\\nthe banks"', 5, "“action” has several lines",
     "Write it on one line."),
    ("texts/en.toml", '"Let the banks be open"', '"a\\u0000b"', 2,
     "holds the character U+0000, which cannot be shown", "Take it out."),
    ("texts/en.toml", "email_subject", "emailsubject", 21, "there is no place “emailsubject” to post to",
     "Did you mean “email_subject”?"),
    ("texts/en.toml", "banks be open {link}", "banks {link} be open {link}", 20, "“default” has {link} more than once",
     "Leave one."),
    ("texts/en.toml", "banks be open {link}", "banks be open {Link}", 20, "“default” has braces that are not {link}",
     "Write {link} in just these letters, and no other braces."),
    ("texts/ar.toml", "لتكن الضفاف مفتوحة {link}", "لتكن الضفاف مفتوحة", 20, "“post.default” has lost its {link}",
     "Write {link} where the address goes."),
    ("texts/ar.toml", 'email_subject = "النهر"', 'whatsapp = "النهر"', 21,
     "“post.whatsapp” has no counterpart in the source language", "Add it to texts/en.toml, or remove it."),
    ("texts/ar.toml", "- من أجلنا.", "", 6, "“about” has 3 blocks, the source has 4",
     "Translate block by block; ~ alone stands for a block that is not translated yet."),
    ("texts/ar.toml", "### لماذا", "لماذا", 6, "block 2 of “about” is a paragraph, in the source a heading",
     "Write it as in the source."),
    ("statement/ar.md", "نحن منظمتان ونقول ذلك.\n\n", "", 9, "“lead” has 1 block, the source has 2",
     "Translate block by block; ~ alone stands for a block that is not translated yet."),
    ("statement/ar.md", "{#a2}", "{#a3}", 17, "“aim.a3” has no counterpart in the source language",
     "Add it to statement/en.md, or remove it."),
    ("statement/ar.md", 'place = "مدينة النهر"', 'byline = "النهر"', 3,
     "“byline” has no counterpart in the source language", "Add it to statement/en.md, or remove it."),
    ("statement/en.md", 'title = "The river belongs to all"\n', "", 0, "“statement” has no title",
     "The source language is complete: add it."),
    ("statement/en.md", '"bank"', '"bench"', 10, "there is no picture “bench”", "There are: bank."),
    ("statement/en.md", '"bank",', '"bank", "bank",', 10, "the picture “bank” stands there twice", "Keep one."),
    ("statement/en.md", 'said = "two organisations"', 'said = "3 organisations"', 17,
     "the statement does not say “3 organisations”", "Give its very words."),
    ("statement/en.md", '"1/2031"', f'"{LONG}"', 4, "“number” has 1000 characters; at most 20", "Shorten it."),
    ("news/the-call/en.md", "2031-03-22T09:00:00", "2031-03-30T02:30:00", 3,
     "02:30 does not exist on that day in Europe/Brussels, where the clocks change", "Choose another minute."),
    ("news/the-call/ar.md", "2. ثانيًا.", "", 5, "“body” has 2 blocks, the source has 3",
     "Translate block by block; ~ alone stands for a block that is not translated yet."),
    ("facts.toml", '"40"', '"forty"', 3, "the value “forty” does not suit the unit “percent”",
     "Write a plain decimal such as \"8324\" or \"2.5\"."),
    ("facts.toml", '"40"', '"٤٠"', 3, "the value “٤٠” has other digits",
     "Write 0 to 9; each language gets its own digits."),
    ("facts.toml", '"40"', '"40"\nvalue_to = "30"', 4, "the range ends at 30, before it begins",
     "Change the two values."),
    ("facts.toml", '"plain"', '"compact"', 5, "a percent has no compact notation",
     "Take the line out; \"compact\" is for counts."),
    ("facts.toml", '"2030"', '"last year"', 6, "“last year” is no year, month or day",
     "Write it so: 2025, 2025-02 or 2025-02-21."),
    ("facts.toml", '"2030-05"', '"2030-13"', 12, "“2030-13” is no year, month or day",
     "Write it so: 2025, 2025-02 or 2025-02-21."),
    ("facts.toml", '"Institute for Water"', '""', 11, "the source has no publisher",
     "A figure without a source is not shown."),
    ("facts.toml", 'fact = "river"', 'fact = "rivers"', 17, "there is no fact “rivers”", "Did you mean “river”?"),
    ("cards.toml", '"number"', '"numbers"', 3, "there is no design “numbers”", "Did you mean “number”?"),
    ("cards.toml", 'fact = "river"\n', "", 1, "the design “number” needs a fact",
     "Add a line: fact = “…”, a key of facts.toml."),
    ("cards.toml", '"story"', '"storey"', 5, "“storey” is no format",
     "The formats are square, portrait, story, landscape, link, poster, leaflet; each once."),
    ("cards/en.toml", 'text = "of the banks are closed"', f'text = "{"x" * 161}"', 2,
     "“text” has 161 characters; at most 160", "Shorten it: the design “number” has no more room."),
    ("cards/en.toml", 'alt = "40 percent of the banks are closed."\n', "", 1, "“card.closed” has no alt",
     "The source language is complete: add it."),
    ("pictures.toml", '"bank.png"', '"bank.jpg"', 4, "“bank.jpg” has another ending than its file",
     "Let it end in .png, as the file does."),
    ("pictures.toml", '"bank.png"', '"../bank.png"', 4, "“../bank.png” is no file name",
     "Use letters, digits, spaces, hyphens: voices.png"),
    ("pictures/en.toml", 'alt = "A bank with reeds."\n', "", 1, "“picture.bank” has no alt",
     "The source language is complete: add it."),
    ("film/captions/en.vtt", "03.300", "00.300", 3, "the caption ends before it begins", "Change its times."),
    ("film/captions/en.vtt", "The river rises.", "A & B", 4, "a bare &", "Write &amp; for the sign itself."),
    ("film/captions/en.vtt", "00:00:03.300", "00:00:05.300", 3, "the caption ends at 5.3 s, the film at 5 s",
     "Change the times, or “seconds” in film.toml."),
    ("press.toml", '"press@river.example.org"', '"press@"', 4, "“press@” is no e-mail address",
     "Write one such as desk@example.org."),
    ("press.toml", '"Mira"', '" "', 3, "the contact has no name", "Write whom journalists ask for."),
    ("state/ar.toml", '"statement/title"', '"statement/titel"', 3, "there is no text “statement/titel”",
     "Did you mean “statement/title”?"),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT, ids=lambda case: f"{case[0]}: {case[4][:40]}")
def test_finds_one_fault_at_its_place(case):
    file, old, new, line, what, mend = case
    found = errors_of(changed(file, old, new))
    assert (file, line, what, mend) in found
    # What else is said follows from the same mistake.
    assert len(found) <= 3


@pytest.mark.parametrize("case", ONE_FAULT, ids=lambda case: f"{case[0]}: {case[4][:40]}")
def test_no_english_is_left_where_all_words_are_put_into_another_language(case, monkeypatch):
    """Between the values nothing is left, and the values are what stands in the file."""
    monkeypatch.setattr("unisono.languages.screen.gettext", lambda words: "".join(re.findall(r"%\(\w+\)s", words)))
    file, old, new, _line, what, mend = case
    fault = next(one for one in faults_of(changed(file, old, new)) if (one.what, one.mend) == (what, mend))
    left = re.findall(r"[A-Za-z]+ [a-z]+", told(fault.what, fault.mend))
    assert [words for words in left if words not in new] == []


def test_keeps_the_address_of_the_frame_free():
    found = errors_of(changed("cards.toml", 'key = "closed"', 'key = "frame"'))
    assert ("cards.toml", 2, "“frame” is the address of another page of the kit", "Choose another key.") in found


def test_finds_everything_in_one_pass():
    files = changed("campaign.toml", '"BE"', '"UK"')
    files["texts/ar.toml"] = files["texts/ar.toml"].replace(b' {link}"', b'"')
    files["film/captions/en.vtt"] = b"WEBVTT\n"
    assert [(file, line) for file, line, _, _ in errors_of(files)] == [
        ("campaign.toml", 12),
        ("film/captions/en.vtt", 1),
        ("texts/ar.toml", 20),
        ("texts/ar.toml", 22),
    ]


# -- files and media


def with_picture(content: bytes, ending: str = "png") -> dict[str, bytes]:
    """The river with another picture of its bank."""
    files = changed("pictures.toml", media_name(png()), media_name(content, ending))
    del files[media_name(png())]
    return files | {media_name(content, ending): content}


def gif() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "GIF")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "ending", "what"),
    [
        (png()[:40], "png", "cannot be read as a picture (UnidentifiedImageError)"),
        (png("red", 64)[:-30], "png", "cannot be read as a picture (OSError)"),
        (b"", "png", "cannot be read as a picture (UnidentifiedImageError)"),
        (b"<html>", "png", "cannot be read as a picture (UnidentifiedImageError)"),
        (gif(), "png", "cannot be read as a picture (UnidentifiedImageError)"),
        (gif(), "gif", "is no picture that browsers know"),
        (png(), "jpg", "is PNG, not JPEG as its name says"),
    ],
)
def test_finds_pictures_that_are_broken_or_something_else(content, ending, what):
    assert (media_name(content, ending), what) in [
        (file, said) for file, _, said, _ in errors_of(with_picture(content, ending))
    ]


def test_finds_a_picture_that_is_far_too_large():
    header = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(header, "PNG")
    found = errors_of(with_picture(header.getvalue()))
    assert [what for _, _, what, _ in found] == ["has more pixels than any page can show"]


def test_finds_media_that_are_missing_misnamed_or_unused():
    files = river_files()
    bank, wrong = files.pop(media_name(png())), "media/bank.png"
    assert errors_of(files) == [
        ("pictures.toml", 3, f"there is no file “{media_name(bank)}”", "Put it under media/, called by its SHA-256.")
    ]
    files = changed("pictures.toml", media_name(bank), wrong) | {wrong: bank}
    mend = "Name it in pictures.toml, film.toml, facts.toml or organisations.csv, or remove it."
    assert errors_of(files) == [
        (media_name(bank), 0, "is not used by anything", mend),
        (wrong, 0, "is not called by its SHA-256", f"Call it {media_name(bank)}"),
    ]


def test_finds_a_film_without_files_and_captions_longer_than_it():
    files = {name: body for name, body in river_files().items() if name != "film/master.mp4"}
    assert errors_of(files) == [("film.toml", 1, "there is no file “film/master.mp4”", "Put it under film/.")]
    files = river_files() | {"film/master.mp4": b"not a film"}
    assert [what for _, _, what, _ in errors_of(files)] == [
        "this is a text file, not a film: it begins with “not a film”"
    ]
    files = river_files() | {"film/master.mp4": FILM[:-500]}
    assert [what for _, _, what, _ in errors_of(files)] == ["the file breaks off in the middle"]
    assert [(file, line, what) for file, line, what, _ in errors_of(changed("film.toml", "5.0", "3"))] == [
        ("film.toml", 3, "“seconds” is 3, but the film lasts 5"),
    ] + [(f"film/captions/{code}.vtt", 3, "the caption ends at 3.3 s, the film at 3 s") for code in ("ar", "en", "fr")]


def test_finds_versions_that_cannot_be_made():
    def wrong(versions: str) -> list[tuple[str, int, str, str]]:
        return errors_of(changed("film.toml", "seconds = 5.0\n", f"seconds = 5.0\nversions = {versions}\n"))

    assert wrong('["ar:story", "en:square"]') == []
    assert wrong('["ar:tall"]') == [
        ("film.toml", 4, "“ar:tall” names no shape", "Write one of ar:landscape, ar:square, ar:story"),
    ]
    assert wrong('["sw:story"]') == [
        ("film.toml", 4, "“sw:story” names no language of the campaign", "Mend it, or take it out."),
    ]
    files = changed("film.toml", "seconds = 5.0\n", 'seconds = 5.0\nversions = ["fr:story"]\n')
    del files["film/captions/fr.vtt"]
    assert [(line, what) for _, line, what, _ in errors_of(files)] == [
        (4, "“fr:story” needs captions in “fr”, and there are none"),
    ]


def gaps_about_posts(files: dict[str, bytes]) -> list[tuple[str, int, str, str]]:
    """What is too much for a network."""
    found = [(one.file, one.line, one.what, one.mend) for one in faults_of(files) if "too much for" in one.what]
    assert errors_of(files) == []
    return found


def test_posts_that_are_too_long_are_said_by_network_language_and_line():
    files = changed("texts/en.toml", "Let the banks be open {link}", "x" * 300 + " {link}")
    mend = "Shorten it, or give {} a text of its own."
    address = len("https://river.example.org/s/234567")
    assert gaps_about_posts(files) == [
        (
            "texts/en.toml", 20, f"“default” in “en” is too much for {label}: {over} over, its address counted",
            mend.format(network),
        )
        for network, label, over in (("bluesky", "Bluesky", 1 + address), ("x", "X", 44))
    ]  # fmt: skip
    own = changed("texts/ar.toml", "[posts]", '[posts]\nx = "' + "ا" * 257 + ' {link}"')
    assert gaps_about_posts(own) == [
        ("texts/ar.toml", 20, "“x” in “ar” is too much for X: 1 over, its address counted", "Shorten it.")
    ]
    tagged = changed("texts/en.toml", "Let the banks be open {link}", "#a #b #c #d #e #f {link}")
    assert [what for _file, _line, what, _mend in gaps_about_posts(tagged)] == [
        "“default” in “en” is too much for Instagram: 1 hashtag too many, its address counted"
    ]


def test_a_language_may_have_a_text_for_a_network_with_little_room():
    """Where the source has none: what fits in one language is too long in another."""
    assert gaps_about_posts(changed("texts/ar.toml", "[posts]", '[posts]\nx = "قصير {link}"')) == []


def test_a_film_without_a_poster_is_sound():
    files = changed("film.toml", 'poster = "film/poster.png"\n', "")
    del files["film/poster.png"]
    assert errors_of(files) == []


def test_finds_words_and_captions_of_a_film_that_is_not_there():
    gone = ("film.toml", "film/master.mp4", "film/poster.png")
    files = {name: body for name, body in river_files().items() if name not in gone}
    assert [(file, line, what) for file, line, what, _ in errors_of(files)] == [
        ("film/ar.toml", 1, "there is nothing called “film” in this pack"),
        ("film/captions/ar.vtt", 0, "there is no film"),
        ("film/captions/en.vtt", 0, "there is no film"),
        ("film/captions/fr.vtt", 0, "there is no film"),
        ("film/en.toml", 1, "there is nothing called “film” in this pack"),
        ("statement/en.md", 13, "there is no film"),
    ]


def test_finds_news_that_the_source_language_does_not_have():
    files = {name: body for name, body in river_files().items() if name != "news/the-call/en.md"}
    assert [(file, line, what) for file, line, what, _ in errors_of(files)] == [
        ("news/the-call/ar.md", 2, "there is nothing called “news.the-call” in this pack")
    ]


def svg(inside: str = "", attributes: str = "", before: str = "") -> bytes:
    """A logo with something in it."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {spaces} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (svg("<script>alert(1)</script>"), "holds <script>"),
        (svg(attributes='onload="alert(1)"'), "holds a script (onload of <svg>)"),
        (svg('<image href="https://spy.example/x.png"/>'), "holds <image>"),
        (svg('<use xlink:href="https://spy.example/x.svg#a"/>'), "leads elsewhere (href of <use>)"),
        (svg('<use href="javascript:alert(1)"/>'), "leads elsewhere (href of <use>)"),
        (svg("<foreignObject><p>x</p></foreignObject>"), "holds <foreignObject>"),
        (svg('<a href="#x"><path d="M0 0"/></a>'), "holds <a>"),
        (svg('<animate attributeName="href" to="javascript:alert(1)"/>'), "holds <animate>"),
        (svg('<p xmlns="http://www.w3.org/1999/xhtml">x</p>'), "holds <p>, which is not SVG"),
        (svg("<style>@import url(https://spy.example/x.css)</style>"), "loads something in its <style>"),
        (svg("<style>path{fill:u\\72l(//spy.example)}</style>"), "loads something in its <style>"),
        (svg('<path style="fill:url(https://spy.example/#x)"/>'), "loads something (style of <path>)"),
        (svg('<path fill="url( &quot;//spy.example/#x&quot; )"/>'), "loads something (fill of <path>)"),
        (svg(before='<?xml-stylesheet href="https://spy.example/x.css"?>'), "holds a processing instruction"),
        (svg(before="<!DOCTYPE svg>"), "holds a document type or entities"),
        (
            svg("&b;", before='<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
            "holds a document type or entities",
        ),
        (
            svg("&x;", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "holds a document type or entities",
        ),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "is not SVG"),
        (b"<svg/>", "is not SVG"),
        (b"\x89PNG", "is not UTF-8"),
        (svg("<path>"), "is not well-formed SVG (mismatched tag: line 1, column 92)"),
    ],
)
def test_finds_logos_that_do_more_than_draw(content, what):
    found = errors_of(river_files() | {"theme/logo.svg": content})
    assert [(file, said) for file, _, said, _ in found] == [("theme/logo.svg", what)]


def test_takes_logos_that_draw():
    good = svg(
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><style>path{fill:url(#a)}</style>'
        '<use href="#b"/><path id="b" fill="url(#a)" style="stroke:url(\'#a\')" inkscape:label="C:\\x"/>',
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"',
        '<?xml version="1.0" encoding="UTF-8"?>\n',
    )
    assert errors_of(river_files() | {"theme/logo.svg": good}) == []
    assert errors_of(river_files() | {"theme/logo.svg": LOGO}) == []


def test_takes_windows_line_ends_and_byte_order_marks():
    text = (".toml", ".md", ".csv", ".vtt")
    files = {
        name: b"\xef\xbb\xbf" + body.replace(b"\n", b"\r\n") if name.endswith(text) else body
        for name, body in river_files().items()
    }
    assert errors_of(files) == []


def test_limits_are_those_of_the_database():
    from unisono.campaigns.models import Campaign
    from unisono.coalition.models import Organisation
    from unisono.facts.models import Correction, Fact
    from unisono.kit.models import Film
    from unisono.media.models import Picture
    from unisono.press.models import PressContact
    from unisono.words.models import NewsPost, PostText, Signatory, Statement, Texts, Way

    def most(model, field: str) -> int:
        return model._meta.get_field(field).max_length

    rooms = {"texts": Texts, "statement": Statement, "news.*": NewsPost, "fact.*": Fact, "correction.*": Correction}
    rooms |= {"film": Film, "picture.*": Picture}
    apart = {
        "texts/way.*.title": (Way, "title"),
        "texts/way.*.text": (Way, "text"),
        "statement/signatory.*": (Signatory, "name"),
        "press/role.*": (PressContact, "role"),
    }
    for pattern, limit in limits.SEGMENTS:
        if pattern == "texts/post.email_subject":
            assert limit == PostText.LIMITS["email_subject"]
        elif pattern != "card.*/alt":
            name, _, field = pattern.partition("/")
            assert limit == most(*apart.get(pattern, (rooms.get(name), field))), pattern
    assert {name: most(Campaign, f"responsible_{name}") for name in limits.RESPONSIBLE} == limits.RESPONSIBLE
    assert {"name": most(Campaign, "licence"), "url": most(Campaign, "licence_url")} == limits.LICENCE
    assert {name: most(Fact, name) for name in limits.FACT} == limits.FACT
    assert {name: most(Fact, f"source_{name}") for name in limits.SOURCE} == limits.SOURCE
    assert {name: most(Picture, name) for name in limits.PICTURE} == limits.PICTURE
    assert {name: most(PressContact, name) for name in limits.CONTACT} == limits.CONTACT
    assert most(Organisation, "name") == limits.ORGANISATION["name"]
    assert most(Organisation, "website") == limits.ORGANISATION["website"]
    assert most(Organisation, "logo_name") == limits.ORGANISATION["logo"]
    assert most(Statement, "number") == limits.STATEMENT["number"]
