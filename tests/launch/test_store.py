"""The content store: what goes in comes out, and nothing is ever half there."""

import gzip
import hashlib

import brotli
import pytest

from unisono.launch.store import Store, replace_file
from unisono.site.outputs import FileRef

PAGE = ("<p>" + "Every language is somebody's first. " * 200).encode()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "editions")


def test_put_names_content_by_its_hash(store):
    sha256 = store.put(PAGE)
    assert sha256 == hashlib.sha256(PAGE).hexdigest()
    assert store.path(sha256) == store.folder / "blobs" / sha256[:2] / sha256
    assert store.get(sha256) == PAGE
    assert store.path(sha256).stat().st_mode & 0o777 == 0o444


def test_put_twice_keeps_one_file(store):
    store.put(PAGE)
    store.put(PAGE)
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [hashlib.sha256(PAGE).hexdigest()]


def test_compress_makes_variants_that_unpack_to_the_content(store):
    sha256 = store.put(PAGE)
    store.compress(sha256, "text/html; charset=utf-8")
    path = store.path(sha256)
    assert brotli.decompress(path.with_name(f"{sha256}.br").read_bytes()) == PAGE
    assert gzip.decompress(path.with_name(f"{sha256}.gz").read_bytes()) == PAGE


@pytest.mark.parametrize(("content", "type"), [(PAGE, "image/png"), (b"x", "text/plain")])
def test_compress_leaves_alone_what_is_not_worth_it(store, content, type):
    sha256 = store.put(content)
    store.compress(sha256, type)
    assert not list(store.folder.rglob("*.br")) + list(store.folder.rglob("*.gz"))


def test_made_is_forgotten_when_a_blob_is_gone(store):
    files = store.keep("ab" * 32, [("en/index.html", PAGE, "text/html")])
    assert files == (FileRef.of("en/index.html", PAGE, "text/html"),)
    assert store.get(files[0].sha256) == PAGE
    assert store.made("ab" * 32) == files
    store.path(files[0].sha256).unlink()
    assert store.made("ab" * 32) is None


def test_made_is_forgotten_when_its_note_is_broken(store):
    path = store.folder / "made" / "ab" / f"{'ab' * 32}.json"
    path.parent.mkdir(parents=True)
    path.write_text("[{")
    assert store.made("ab" * 32) is None


def test_replace_file_leaves_the_old_one_when_writing_fails(tmp_path):
    path = tmp_path / "doors.json"
    replace_file(path, b"old")
    with pytest.raises(TypeError):
        replace_file(path, "not bytes")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["doors.json"]
