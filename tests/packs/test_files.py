"""A pack's files: odd packaging is taken, hostile packaging is refused, and nothing is left behind."""

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from unisono.base.said import Said
from unisono.packs import files as pack_files
from unisono.packs.faults import PackRefused
from unisono.packs.files import read_files, write_files

CAMPAIGN = b'slug = "river"\n'


def zip_of(place: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a ZIP with these entries, just as they are named."""
    with zipfile.ZipFile(place, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return place


def refusal(place: Path) -> list[tuple[str, str]]:
    """What the reader says of a ZIP: (file, what), after a look that nothing came of it."""
    before = sorted(place.parent.rglob("*"))
    with pytest.raises(PackRefused) as caught:
        read_files(place)
    assert sorted(place.parent.rglob("*")) == before
    assert {type(said) for fault in caught.value.faults for said in fault.sentences} == {Said}
    return [(fault.file, fault.what) for fault in caught.value.faults]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where to write a ZIP: three folders deep, so that `../` would show."""
    folder = tmp_path / "one" / "two"
    folder.mkdir(parents=True)
    return folder / "pack.zip"


# -- oddities that are fine


def test_reads_a_folder_without_what_desktops_leave_behind(tmp_path):
    for name in ("campaign.toml", "texts/en.toml", ".DS_Store", "texts/._en.toml", "desktop.ini", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(CAMPAIGN)
    assert read_files(tmp_path) == {"campaign.toml": CAMPAIGN, "texts/en.toml": CAMPAIGN}


def test_reads_a_zip_like_its_folder(archive):
    zip_of(archive, ("campaign.toml", CAMPAIGN), ("texts/", b""), ("texts/en.toml", b"x"))
    assert read_files(archive) == {"campaign.toml": CAMPAIGN, "texts/en.toml": b"x"}


def test_takes_one_folder_around_everything_and_mac_metadata(archive):
    zip_of(
        archive,
        ("river/campaign.toml", CAMPAIGN),
        ("river/texts/en.toml", b"x"),
        ("river/.DS_Store", b"\0"),
        ("__MACOSX/river/._campaign.toml", b"\0"),
    )
    assert read_files(archive) == {"campaign.toml": CAMPAIGN, "texts/en.toml": b"x"}


def test_reads_paths_in_one_form(archive):
    zip_of(archive, ("./campaign.toml", CAMPAIGN), ("./texts//en.toml", b"x"))
    assert read_files(archive) == {"campaign.toml": CAMPAIGN, "texts/en.toml": b"x"}


def test_takes_stored_and_other_compressions(archive):
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert read_files(zip_of(archive, ("campaign.toml", CAMPAIGN), method=method)) == {"campaign.toml": CAMPAIGN}


# -- hostile ones


@pytest.mark.parametrize(
    "name",
    [
        "../campaign.toml",
        "texts/../../campaign.toml",
        "/etc/campaign.toml",
        "..\\campaign.toml",
        "texts\\en.toml",
        "C:/campaign.toml",
        "C:campaign.toml",
        "\\\\server\\share\\campaign.toml",
        "campaign.toml:stream",
        "texts/en\n.toml",
    ],
)
def test_refuses_paths_that_lead_out(archive, name):
    assert refusal(zip_of(archive, (name, CAMPAIGN))) == [(name, "leads out of the pack")]


def test_refuses_a_name_that_hides_its_end(archive):
    zip_of(archive, ("campaign.toml#x", CAMPAIGN))
    archive.write_bytes(archive.read_bytes().replace(b"campaign.toml#x", b"campaign.toml\0x"))
    assert refusal(archive) == [("campaign.toml", "leads out of the pack")]


def test_says_every_fault_of_a_zip_at_once(archive):
    zip_of(archive, ("../a", b""), ("/b", b""), ("c", b""))
    assert refusal(archive) == [("../a", "leads out of the pack"), ("/b", "leads out of the pack")]


@pytest.mark.parametrize(
    ("kind", "what"), [(stat.S_IFLNK, "is a symbolic link"), (stat.S_IFIFO, "is not a plain file")]
)
def test_refuses_entries_that_are_no_files(archive, kind, what):
    entry = zipfile.ZipInfo("texts/en.toml")
    entry.external_attr = (kind | 0o777) << 16
    assert refusal(zip_of(archive, (entry, b"/etc/passwd"))) == [("texts/en.toml", what)]


def test_refuses_a_bomb(archive):
    zip_of(archive, ("campaign.toml", CAMPAIGN), ("media/a.png", bytes(20_000_000)))
    [(place, what)] = refusal(archive)
    assert place == "ZIP"
    assert what.startswith(f"would unpack to 20,000,015 bytes from {archive.stat().st_size:,}")


def test_takes_no_zip_inside_a_zip_apart(archive):
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as nested:
        nested.writestr("bomb", bytes(20_000_000))
    zip_of(archive, ("campaign.toml", CAMPAIGN), ("nested.zip", inside.getvalue()))
    assert read_files(archive) == {"campaign.toml": CAMPAIGN, "nested.zip": inside.getvalue()}


def test_refuses_too_many_files_and_files_too_large(archive, monkeypatch):
    monkeypatch.setattr(pack_files, "MOST_FILES", 2)
    zip_of(archive, *((f"{n}", b"") for n in range(3)))
    assert refusal(archive) == [("ZIP", "holds 3 files; at most 2 are taken")]
    monkeypatch.setattr(pack_files, "MOST_FILE_BYTES", 9)
    assert refusal(zip_of(archive, ("a", b"0123456789"))) == [("a", "has 10 bytes")]
    monkeypatch.setattr(pack_files, "MOST_BYTES", 9)
    zip_of(archive, ("a", b"01234"), ("b", b"56789"), method=zipfile.ZIP_STORED)
    assert refusal(archive) == [("ZIP", f"would unpack to 10 bytes from {archive.stat().st_size}")]


def with_size(content: bytes, claimed: int) -> bytes:
    """A ZIP whose directory claims another size for its only file."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", claimed) + content[at + 4 :]


@pytest.mark.parametrize("claimed", [3, 3_000])
def test_refuses_sizes_that_lie(archive, claimed):
    zip_of(archive, ("campaign.toml", bytes(range(256)) * 10))
    archive.write_bytes(with_size(archive.read_bytes(), claimed))
    [(place, what)] = refusal(archive)
    assert place in ("pack.zip", "campaign.toml")
    assert what.startswith(("cannot be read as a ZIP (Bad CRC-32", "has another size than the ZIP says"))


def test_refuses_an_absurd_size_before_reading(archive):
    zip_of(archive, ("campaign.toml", CAMPAIGN))
    archive.write_bytes(with_size(archive.read_bytes(), 0xFFFFFF00))
    [(place, what)] = refusal(archive)
    assert (place, what[:42]) == ("ZIP", "would unpack to 4,294,967,040 bytes from 1")


def test_refuses_a_name_given_twice(archive):
    with pytest.warns(UserWarning, match="Duplicate name"):
        zip_of(archive, ("campaign.toml", CAMPAIGN), ("campaign.toml", b"other"))
    assert refusal(archive) == [("campaign.toml", "is in the ZIP twice")]
    zip_of(archive, ("campaign.toml", CAMPAIGN), ("./campaign.toml", b"other"))
    assert refusal(archive) == [("campaign.toml", "is in the ZIP twice")]


def test_refuses_an_encrypted_entry(archive):
    zip_of(archive, ("campaign.toml", CAMPAIGN))
    content = bytearray(archive.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(bytes(content))
    assert refusal(archive) == [("campaign.toml", "is encrypted")]


@pytest.mark.parametrize("content", [b"", b"slug = 1\n", b"PK\x03\x04", b"PK\x05\x06" + bytes(10)])
def test_refuses_what_is_no_zip(archive, content):
    archive.write_bytes(content)
    [(place, what)] = refusal(archive)
    assert (place, what[:23]) == ("pack.zip", "cannot be read as a ZIP")


def test_refuses_a_zip_cut_short_or_damaged_anywhere(archive):
    whole = zip_of(archive, ("campaign.toml", bytes(range(256)) * 3), ("texts/en.toml", b"slogan")).read_bytes()
    good = read_files(archive)
    for end in range(0, len(whole), 7):
        archive.write_bytes(whole[:end])
        assert refusal(archive)
    for at in range(0, len(whole), 3):
        archive.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with contextlib.suppress(PackRefused):
            # A damaged name or time stamp may pass; a damaged content never does.
            assert set(read_files(archive).values()) <= set(good.values())


def test_refuses_a_place_that_is_not_there(tmp_path):
    with pytest.raises(PackRefused, match="there is no such folder or file"):
        read_files(tmp_path / "nowhere")


def test_refuses_a_symbolic_link_in_a_folder(tmp_path):
    (tmp_path / "texts").symlink_to("/etc")
    with pytest.raises(PackRefused, match="is a symbolic link"):
        read_files(tmp_path)


# -- writing


def test_writes_what_it_reads(tmp_path):
    files = {"campaign.toml": CAMPAIGN, "texts/en.toml": b"x", "media/a.png": bytes(range(256))}
    write_files(files, tmp_path / "new" / "pack")
    assert read_files(tmp_path / "new" / "pack") == files


def test_writes_into_no_folder_that_holds_something(tmp_path):
    (tmp_path / "kept").write_text("kept")
    with pytest.raises(FileExistsError, match="is not empty"):
        write_files({"campaign.toml": CAMPAIGN}, tmp_path)
    with pytest.raises(FileExistsError, match="is not empty"):
        write_files({"campaign.toml": CAMPAIGN}, tmp_path / "kept")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_writes_nothing_outside_its_folder(tmp_path):
    with pytest.raises(ValueError, match=r"\.\./out leads out of the pack"):
        write_files({"campaign.toml": CAMPAIGN, "../out": b"x"}, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
