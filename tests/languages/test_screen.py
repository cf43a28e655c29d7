"""What is wrong is said in the language of the screen, whoever found it."""

import re
from collections.abc import Iterator

import pytest
from django.utils.translation import override

from unisono.base.children import Stopped
from unisono.base.said import Said, SaidError, SentenceError
from unisono.campaigns.languages import LanguageRefused
from unisono.kit.engine import errors as engine
from unisono.kit.film import errors as film
from unisono.languages.catalogues import product_languages
from unisono.languages.glossary.operations import TermRefused
from unisono.languages.machine.fetching import MachineError
from unisono.languages.richtext import HtmlFault, MarkdownFault, RichTextFault
from unisono.languages.screen import told
from unisono.launch.freezing import CannotMake
from unisono.links.operations import LinkRefused
from unisono.packs.press_statement import StatementFault

EMPTY = Said("it is required and empty")
UNFIT = engine.DoesNotFit("title", "en", "story", 1.31)
ERRORS = [
    UNFIT,
    *(engine.UnknownDesign(kind, "pie", ("number", "square")) for kind in ("design", "format", "frame")),
    engine.BadField("number", "text", EMPTY),
    engine.MissingGlyph("x", "en", "Noto Sans", "text"),
    engine.UnknownFont("Sans Anywhere", "ar"),
    engine.BadLogo(Said("it shows nothing: it is empty, or has only one colour")),
    engine.DesignFault("call", Said("it asks for a package; a design has only lib.typ and the files beside it")),
    LinkRefused(Said("%(code)s is no language of this campaign.", code="hi")),
    film.NoFfmpeg(),
    film.FfmpegFailed("0", ""),
    film.TookTooLong("0", 60.0),
    film.NotAFilm(Said("The film is encrypted"), Said("Export it without copy protection.")),
    film.WordsOutside("ar", "story", "0"),
    Stopped(Said("it needs more than %(size)s of memory", size="3 GB")),
    CannotMake({"card:a:ar:story": UNFIT.sentence}),
    TermRefused(Said("Write the term: words of the source language.")),
    MachineError(Said("%(machine)s took too long to answer.", machine="DeepL")),
    MarkdownFault(3, Said("a list inside a list or quotation"), Said("Lists do not nest: put it after an empty line")),
    HtmlFault(1, Said("words outside a paragraph: “%(words)s”", words="0"), Said("Take it out")),
    StatementFault(
        Said("byte %(byte)s is not UTF-8", byte="0xef"),
        Said("byte %(offset)s (line %(line)s)", offset=5, line=2),
        Said("Save it again as “plain text, UTF-8”; a word-processor file must first be saved as text."),
    ),
    LanguageRefused(
        Said(
            "“%(code)s” is no language that CLDR knows. Search for it by its name, or write a code such as fa.",
            code="xx",
        )
    ),
]


#: What is never raised itself.
BASES = {SaidError, SentenceError, engine.EngineError, film.FilmError, RichTextFault}


def english(sentence: Said) -> Iterator[str]:
    """Its English between the values, wherever there is more of it than one word."""
    yield from (part for part in re.split(r"%\(\w+\)s|%%", sentence.words) if re.search(r"[a-z] [a-z]", part))
    for value in sentence.values.values():
        if isinstance(value, Said):
            yield from english(value)


def kinds(kind: type) -> set[type]:
    return {kind, *(one for below in kind.__subclasses__() for one in kinds(below))}


def test_every_error_that_can_be_said_is_tried() -> None:
    assert {type(error) for error in ERRORS} == kinds(SaidError) - BASES


@pytest.mark.parametrize("code", [code for code in product_languages() if code != "en"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_says_an_error_without_a_word_of_english(error: SaidError, code: str) -> None:
    parts = list(english(error.sentence))
    assert parts
    with override(code):
        said = told(error.sentence)
    assert [part for part in parts if part in said] == []


def test_names_languages_formats_and_fields_as_the_screen_does() -> None:
    import unisono.newsroom.widgets  # noqa: F401  where the screen's names of formats and fields are from

    with override("fr"):
        assert told(UNFIT.sentence).startswith(
            "«\u202fTitre\u202f» (anglais) est trop long d’environ 31 % pour le format Story 1080 × 1920,"
        )
    with override("en"):
        assert told(UNFIT.sentence).startswith('"Title" in English is about 31 % too long for the format Story 1080')
    assert str(UNFIT).startswith('"title" in en is about 31 % too long for the format story,')


def test_texts_from_elsewhere_keep_their_direction_among_arabic_words() -> None:
    times = Said("the times cannot be read: “%(line)s”", line="00:01,5 --> 00:04")
    with override("ar"):
        assert told(times) == "لا يمكن قراءة الأوقات: «\u206800:01,5 --> 00:04\u2069»"
    with override("zh-hans"):
        assert told(times, Said("Change its times.")).startswith("无法读取时间：“00:01,5 --> 00:04”。")


def test_lists_are_parted_as_the_language_does() -> None:
    wrong = Said("Put files here that end in %(kinds)s.", kinds=(".typ", ".toml"))
    with override("zh-hans"):
        assert told(wrong) == "请在此放入以.typ、.toml结尾的文件。"
