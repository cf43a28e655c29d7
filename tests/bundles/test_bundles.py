"""Bundles: what is composed from a plan is a ZIP like any other, whole and in every range."""

import hashlib
import io
import subprocess
import zipfile
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.bundles import (
    BadPlan,
    Bundle,
    BundledFile,
    Incomplete,
    Span,
    chunks,
    decode_plan,
    encode_plan,
    kept_file,
    plan_of,
    written_file,
)

AT = datetime(2026, 2, 20, 23, 1, 31, tzinfo=UTC)
CONTENTS = {
    "river-ar/cards/numbers.png": b"\x89PNG" + bytes(range(256)) * 1000,
    "river-ar/empty.bin": b"",
    "river-ar/صور/بطاقة.png": b"picture " * 40_000,
}
TEXTS = {"river-ar/README.txt": "نهر للجميع\r\n" * 50, "river-ar/nothing.txt": ""}


class Blobs:
    """A folder of blobs."""

    def __init__(self, folder, contents):
        self.folder = folder
        for content in contents:
            self.path(hashlib.sha256(content).hexdigest()).write_bytes(content)

    def path(self, sha256):
        return self.folder / sha256


class Composed(io.RawIOBase):
    """A bundle as a file that is read in ranges, as far as somebody looks: nothing is ever written."""

    def __init__(self, bundle, path_of):
        self.bundle, self.path_of, self.at = bundle, path_of, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        self.at = offset + (0, self.at, self.bundle.size)[whence]
        return self.at

    def tell(self):
        return self.at

    def read(self, size=-1):
        stop = self.bundle.size if size < 0 else min(self.at + size, self.bundle.size)
        found = b"".join(chunks(self.bundle, self.path_of, self.at, stop))
        self.at += len(found)
        return found


def plan_here(contents=CONTENTS, texts=TEXTS):
    files = [kept_file(name, hashlib.sha256(body).hexdigest(), body) for name, body in contents.items()]
    return plan_of("river-ar.zip", AT, [*files, *(written_file(name, text.encode()) for name, text in texts.items())])


@pytest.fixture(scope="module")
def blobs(tmp_path_factory):
    return Blobs(tmp_path_factory.mktemp("blobs"), CONTENTS.values())


@pytest.fixture(scope="module")
def whole(blobs):
    return b"".join(chunks(Bundle(plan_here()), blobs.path))


def test_bundle_is_a_zip_for_python(whole):
    with zipfile.ZipFile(io.BytesIO(whole)) as bundle:
        assert bundle.testzip() is None
        expected = CONTENTS | {name: text.encode() for name, text in TEXTS.items()}
        assert {name: bundle.read(name) for name in bundle.namelist()} == expected
        assert bundle.namelist() == sorted(expected)
        assert {entry.date_time for entry in bundle.infolist()} == {(2026, 2, 20, 23, 1, 30)}
        assert {entry.external_attr >> 16 for entry in bundle.infolist()} == {0o100644}


def test_bundle_stores_what_is_compressed_already(whole):
    with zipfile.ZipFile(io.BytesIO(whole)) as bundle:
        kinds = {entry.filename.rsplit(".", 1)[1]: entry.compress_type for entry in bundle.infolist()}
    assert kinds == {"png": zipfile.ZIP_STORED, "bin": zipfile.ZIP_STORED, "txt": zipfile.ZIP_DEFLATED}


def test_bundle_is_sound_for_unzip(whole, tmp_path):
    file = tmp_path / "river.zip"
    file.write_bytes(whole)
    assert subprocess.run(["unzip", "-tqq", file], check=False).returncode == 0
    subprocess.run(["unzip", "-qq", file, "-d", tmp_path / "out"], check=True)
    found = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
    assert found == {*CONTENTS, *TEXTS}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_range_is_that_slice_of_the_whole(blobs, whole, data):
    start = data.draw(st.integers(0, len(whole) + 5))
    stop = data.draw(st.integers(0, len(whole) + 5) | st.none())
    found = b"".join(chunks(Bundle(plan_here()), blobs.path, start, stop))
    assert found == whole[start : len(whole) if stop is None else max(start, stop)]


@settings(max_examples=60, deadline=None)
@given(
    contents=st.dictionaries(
        st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/\\:. "), min_size=1).map(
            "f/{}".format
        ),
        st.tuples(st.booleans(), st.binary(max_size=300)),
        max_size=9,
    )
)
def test_any_files_come_out_as_they_went_in(tmp_path_factory, contents):
    folder = Blobs(tmp_path_factory.mktemp("any"), [body for _, body in contents.values()])
    files = [
        kept_file(name, hashlib.sha256(body).hexdigest(), body) if is_kept else written_file(name, body)
        for name, (is_kept, body) in contents.items()
    ]
    bundle = Bundle(decode_plan(encode_plan(plan_of("any.zip", AT, files))))
    with zipfile.ZipFile(io.BytesIO(b"".join(chunks(bundle, folder.path)))) as read:
        assert {name: read.read(name) for name in read.namelist()} == {
            name: body for name, (_, body) in contents.items()
        }


def test_size_is_known_without_a_byte_of_content(whole):
    assert plan_here().size == Bundle(plan_here()).size == len(whole)


def test_plan_is_the_same_bytes_whatever_the_order():
    names = list(CONTENTS)
    backwards = plan_here({name: CONTENTS[name] for name in reversed(names)})
    assert encode_plan(backwards) == encode_plan(plan_here())
    assert decode_plan(encode_plan(plan_here())) == plan_here()


def test_files_of_many_gigabytes_use_the_64_bit_form(tmp_path):
    """One blob of 5 GiB of nothing, which takes no room on the disk; what stands behind it is found and read."""
    size, small = 5 * 1024**3, b"behind"
    with (tmp_path / ("0" * 64)).open("wb") as blob:
        blob.truncate(size)
    crc_of_zeros = 0x193838C3  # of 5 GiB of zeros, counted once by zlib.crc32
    files = [BundledFile("a/large.mp4", size, crc_of_zeros, sha256="0" * 64), written_file("b/small.txt", small)]
    bundle = Bundle(plan_of("large.zip", AT, files))
    assert bundle.size > size
    with zipfile.ZipFile(Composed(bundle, lambda sha256: tmp_path / sha256)) as read:
        assert read.getinfo("a/large.mp4").file_size == size
        assert read.getinfo("b/small.txt").header_offset > 2**32
        assert read.read("b/small.txt") == small
    sparse = tmp_path / "large.zip"
    with sparse.open("wb") as target:
        for part in bundle.parts():
            if isinstance(part, Span):
                target.seek(part.stop, io.SEEK_CUR)
            else:
                target.write(part)
    assert sparse.stat().st_size == bundle.size
    listed = subprocess.run(["unzip", "-l", sparse], check=True, capture_output=True, text=True).stdout
    assert f"{size}" in listed
    assert subprocess.run(["unzip", "-p", sparse, "b/small.txt"], check=True, capture_output=True).stdout == small


def test_more_files_than_16_bits_can_count(tmp_path):
    bundle = Bundle(plan_of("many.zip", AT, [written_file(f"many/{n:05}.txt", b"%d" % n) for n in range(65_600)]))
    file = tmp_path / "many.zip"
    file.write_bytes(b"".join(chunks(bundle, tmp_path.joinpath)))
    with zipfile.ZipFile(file) as read:
        assert len(read.namelist()) == 65_600
        assert read.read("many/65599.txt") == b"65599"
    assert subprocess.run(["unzip", "-tqq", file], check=False).returncode == 0


def test_blob_that_was_cut_off_is_noticed(tmp_path, blobs):
    plan = plan_here()
    short = plan.files[-1]
    folder = Blobs(tmp_path, CONTENTS.values())
    folder.path(short.sha256).write_bytes(b"pict")
    with pytest.raises(Incomplete, match="bytes are missing at the end of"):
        b"".join(chunks(Bundle(plan), folder.path))


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/passwd", "a//b", "a/./b", "a\\b.txt", "C:/x.txt", "a/..", ".", "a/ /b", "a/"]
)
def test_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(BadPlan, match="is no name for a file in a bundle"):
        plan_of("x.zip", AT, [written_file(name, b"x")])


def test_same_name_twice_is_refused():
    with pytest.raises(BadPlan, match="stands in the bundle twice"):
        plan_of("x.zip", AT, [written_file("a.txt", b"1"), written_file("a.txt", b"2")])


def test_plan_with_another_size_than_its_zip_is_refused():
    plan = plan_here()
    with pytest.raises(BadPlan, match=f"has {plan.size} bytes, not {plan.size - 1}"):
        Bundle(msgspec.structs.replace(plan, size=plan.size - 1))


def test_file_without_content_is_refused():
    with pytest.raises(BadPlan, match="either a hash or its content"):
        plan_of("x.zip", AT, [BundledFile("a.txt", 1, 0)])


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"PK\3\4",
        b"[]",
        encode_plan(plan_here()).replace(b'"format":1', b'"format":2'),
        encode_plan(plan_here()).replace(b"river-ar.zip", b"../river.zip"),
        encode_plan(plan_here()).replace(b"river-ar/README.txt", b"../../README.txt"),
    ],
)
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(BadPlan):
        decode_plan(text)


def test_instant_that_no_zip_can_name_becomes_the_first_that_it_can():
    plan = plan_of("old.zip", datetime(1969, 5, 1, tzinfo=UTC), [written_file("a.txt", b"x")])
    with zipfile.ZipFile(io.BytesIO(b"".join(chunks(Bundle(plan), io.BytesIO)))) as read:
        assert read.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
