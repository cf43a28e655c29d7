"""Language and encoding by header: the tables."""

import pytest

from unisono.door.negotiation import encodings_for, language_for

THIRTEEN = ("ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("pt_BR", "pt"),
        ("de,fr;q=0.3,es;q=0.7", "es"),
        ("de;q=1.0, sw;q=0.5, en;q=0.4", "sw"),
        ("fr;q=0.4, ar;q=0.4", "fr"),  # equal weights: first named
        ("zh", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-cn,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("cmn-Hans", "zh-hans"),
        ("zh-TW,en;q=0.8", "en"),  # another script: a language they also read comes first
        ("zh-TW", "zh-hans"),  # but Chinese rather than nothing they named
        ("zh-Hant-HK;q=0.9", "zh-hans"),
        ("in-ID", "id"),
        ("in", "id"),
        ("iw", "he"),
        ("iw-IL,en;q=0.5", "he"),
        ("de-DE-1996", "en"),
        ("es-419", "es"),
        ("en-x-pig,fr;q=0.9", "en"),
        ("*", "en"),
        ("de, *;q=0.5", "en"),
        ("en;q=0, fr;q=0.1", "fr"),
        ("en;q=0", "ar"),  # refused: the first of the others
        ("en;q=0, *", "ar"),
        ("fr;q=0, fr-CA", "en"),
        ("fr;q=0.000, sw;q=0.001", "sw"),
        ("fr;q=2, sw;q=0.1", "sw"),  # no weight: left out
        ("fr;q=nan, sw;q=0.1", "sw"),
        ("fr;q=1e0, sw;q=0.1", "sw"),
        ("fr;q=, sw;q=0.1", "sw"),
        (";;;,,,=;q=1", "en"),
        ("-", "en"),
        ("ur-PK;level=1;q=0.7", "ur"),
        ("\udcff\x00", "en"),
    ],
)
def test_language_follows_the_header(header, language):
    assert language_for(header, THIRTEEN, "en") == language


@pytest.mark.parametrize(
    ("header", "offered", "default", "language"),
    [
        ("pt", ("en", "pt-br"), "en", "pt-br"),
        ("pt-PT", ("en", "pt-br"), "en", "pt-br"),
        ("zh-HK", ("zh-hans", "zh-hant"), "zh-hans", "zh-hant"),
        ("zh", ("zh-hant", "zh-hans"), "zh-hant", "zh-hans"),
        ("zh", ("en", "zh-hant"), "en", "zh-hant"),
        ("de", ("fr",), "fr", "fr"),
        ("fr;q=0", ("fr",), "fr", "fr"),  # there is nothing else to give
        ("en", ("ar", "fr"), "fr", "fr"),
    ],
)
def test_language_follows_what_is_offered(header, offered, default, language):
    assert language_for(header, offered, default) == language


def test_language_of_an_endless_header_is_found_quickly():
    assert language_for("xx," * 500_000 + "fr", THIRTEEN, "en") == "en"


@pytest.mark.parametrize(
    ("header", "encodings"),
    [
        (None, ()),
        ("", ()),
        ("gzip", ("gzip",)),
        ("gzip, deflate, br", ("br", "gzip")),
        ("gzip, deflate, br, zstd", ("br", "gzip")),
        ("br;q=0.1, gzip;q=0.9", ("gzip", "br")),
        ("br;q=0, gzip", ("gzip",)),
        ("*", ("br", "gzip")),
        ("*;q=0", ()),
        ("gzip;q=0, *", ("br",)),
        ("identity", ()),
        ("identity;q=0.5, gzip;q=0.3", ()),
        ("identity;q=0.3, gzip;q=0.5", ("gzip",)),
        ("x-gzip", ("gzip",)),
        ("GZIP", ("gzip",)),
        ("gzip" * 1000, ()),
    ],
)
def test_encodings_follow_the_header(header, encodings):
    assert encodings_for(header) == encodings
