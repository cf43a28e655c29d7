"""The manifest: one canonical form, whose hash is the edition's name."""

import pytest

from unisono.launch.manifest import decode, encode, manifest_of
from unisono.site.outputs import FileRef

HOME = FileRef("en/index.html", "a" * 64, 12, "text/html; charset=utf-8")
STYLE = FileRef("assets/0123456789abcdef/site.css", "b" * 64, 34, "text/css")


def test_encode_is_the_same_in_any_order():
    one = encode(manifest_of("river", "en", ("ar", "en"), [HOME, STYLE]))
    other = encode(manifest_of("river", "en", ("ar", "en"), [STYLE, HOME, HOME]))
    assert one == other
    assert one.decode() == (
        '{"campaign":"river","files":{"assets/0123456789abcdef/site.css":{"sha256":"' + "b" * 64 + '","size":34,'
        '"type":"text/css"},"en/index.html":{"sha256":"' + "a" * 64 + '","size":12,"type":"text/html; charset=utf-8"}},'
        '"format":1,"languages":["ar","en"],"source_language":"en"}'
    )


def test_decode_reads_what_encode_wrote():
    manifest = manifest_of("river", "en", ("ar", "en"), [HOME, STYLE])
    assert decode(encode(manifest)) == manifest


def test_manifest_refuses_one_path_made_twice_differently():
    with pytest.raises(ValueError, match=r"two outputs made en/index\.html"):
        manifest_of("river", "en", ("en",), [HOME, FileRef(HOME.path, "c" * 64, 12, HOME.type)])
