"""Letters for devices that lack them."""

import io
import re
from dataclasses import replace

from fontTools.ttLib import TTFont
from site_story import told

from unisono.site.type import plan_type

HINDI = "अंतरराष्ट्रीय मातृभाषा दिवस, 2026"


def with_hindi():
    """The story with a fourth language, in a script that not every device has."""
    story = told()[0]
    words = story.in_language("fr")
    hindi = replace(words, code="hi", texts=replace(words.texts, language="hi", name=HINDI))
    return replace(story, languages=("ar", "en", "fr", "hi"), words=(*story.words, hindi))


def made(code: str):
    """The files of one language: fonts by name, and the stylesheet."""
    output = next(output for output in plan_type(with_hindi(), {}) if output.name == f"type:{code}")
    files = {path.rsplit("/", 1)[1]: content for path, content, _ in output.make()}
    return files, files[f"type-{code}.css"].decode()


def letters(font: bytes) -> set[str]:
    return {chr(point) for point in TTFont(io.BytesIO(font)).getBestCmap()}


def test_scripts_that_every_device_has_need_nothing():
    assert list(plan_type(told()[0], {})) == []


def test_own_language_gets_every_letter_of_its_words():
    files, _ = made("hi")
    wanted = {letter for letter in HINDI + "फ़रवरी" if "\u0900" <= letter <= "\u097f"}
    assert wanted <= letters(files["deva.woff2"])
    assert len(files["deva.woff2"]) < 70_000


def test_other_languages_get_the_name_alone():
    files, _ = made("en")
    assert letters(files["deva.woff2"]) - {"\u200c", "\u200d", " ", "\u25cc"} == set("हिन्दी")
    assert len(files["deva.woff2"]) < 6_000


def test_latin_letters_never_fetch_a_font():
    _, css = made("hi")
    first = [int(point, 16) for point in re.findall(r"U\+([0-9a-f]+)", css)]
    assert min(first) > 0x2FF
    assert "font-display:swap" in css


def test_style_and_font_find_each_other():
    output = next(output for output in plan_type(with_hindi(), {}) if output.name == "type:hi")
    paths = [path for path, _, _ in output.make()]
    _, css = made("hi")
    assert ["assets/" + address for address in re.findall(r'url\("\.\./([^"]+)"\)', css)] == paths[:-1]


def test_same_words_give_the_same_font():
    assert [output.key for output in plan_type(with_hindi(), {})] == [
        output.key for output in plan_type(with_hindi(), {})
    ]
    assert made("hi") == made("hi")


def test_urdu_brings_the_letters_that_arabic_fonts_may_lack():
    words = replace(told()[0].in_language("ar"), code="ur")
    story = replace(told()[0], languages=("ar", "ur"), words=(told()[0].in_language("ar"), words))
    output = next(output for output in plan_type(story, {}) if output.name == "type:ur")
    files = {path.rsplit("/", 1)[1]: content for path, content, _ in output.make()}
    assert set("اردو") <= letters(files["arab.woff2"])


def test_letters_of_lists_come_along_too():
    story = with_hindi()
    hindi = story.in_language("hi")
    way = replace(hindi.texts.ways[0], text="ऴ")
    words = replace(hindi, texts=replace(hindi.texts, ways=(way,)))
    output = next(
        one for one in plan_type(replace(story, words=(*story.words[:3], words)), {}) if one.name == "type:hi"
    )
    fonts = {path.rsplit("/", 1)[1]: content for path, content, _ in output.make()}
    assert "ऴ" in letters(fonts["deva.woff2"])


def test_letters_of_captions_come_along_too():
    output = next(one for one in plan_type(with_hindi(), {"hi": "ऴ"}) if one.name == "type:hi")
    fonts = {path.rsplit("/", 1)[1]: content for path, content, _ in output.make()}
    assert "ऴ" in letters(fonts["deva.woff2"])
