"""Copies of sources in packs: they go out and come in without loss, and what does not hold is named."""

import hashlib

import pytest
from importing_packs import as_exported, imported

from stories import river_files
from unisono.facts.models import Fact, SourceCopy
from unisono.packs.checking import check_pack
from unisono.packs.exporting import export_pack
from unisono.packs.faults import Fault
from unisono.packs.reading import read_pack
from unisono.packs.writing import written

PDF = b"%PDF-1.7\nForty per cent.\n"
DIGEST = hashlib.sha256(PDF).hexdigest()
COPY = f"""
[facts.source.copy]
file = "media/{DIGEST}.pdf"
name = "banks.pdf"
sha256 = "{DIGEST}"
date = "2030-06-01"
address = "https://web.archive.org/web/2030/https://water.example.org/banks"
"""


def with_copy(text: str = COPY, content: bytes = PDF, path: str = f"media/{DIGEST}.pdf") -> dict[str, bytes]:
    """The river, whose fact has a copy of its source."""
    files = river_files()
    facts = files["facts.toml"].decode().replace("\n[[corrections]]", f"{text}\n[[corrections]]", 1)
    return files | {"facts.toml": facts.encode()} | ({path: content} if path else {})


def errors_of(files: dict[str, bytes]) -> list[Fault]:
    """Errors of a pack, of form and of sense."""
    pack, faults = read_pack(files)
    return sorted(one for one in {*faults, *check_pack(pack, files)} if one.level == "error")


def changed(old: str, new: str) -> dict[str, bytes]:
    """The pack with one passage of the copy changed."""
    assert old in COPY
    return with_copy(COPY.replace(old, new, 1))


def test_a_copy_is_no_fault():
    assert errors_of(with_copy()) == []


@pytest.mark.django_db
def test_a_copy_goes_in_and_out_without_a_change(media_folder):
    once = as_exported(read_pack(with_copy())[0])
    campaign = imported(with_copy()).campaign
    fact, copy = Fact.objects.get(), SourceCopy.objects.get()
    assert (fact.copy_sha256, str(fact.copy_date), fact.copy_is_public) == (DIGEST, "2030-06-01", False)
    assert (copy.fact, copy.name, copy.size) == (fact, "banks.pdf", len(PDF))
    assert copy.file.name == f"evidence/{DIGEST}.pdf"
    assert written(export_pack(campaign)) == once
    again = imported(with_copy())
    assert (again.added, again.changed, again.removed) == ([], [], [])
    assert SourceCopy.objects.count() == 1


@pytest.mark.django_db
def test_a_pack_without_the_copy_takes_it_off_the_fact_and_loses_no_file(media_folder):
    imported(with_copy())
    assert imported(river_files()).changed == ["fact.river"]
    assert Fact.objects.get().copy_sha256 == ""
    with SourceCopy.objects.get().file.open() as file:
        assert file.read() == PDF
    assert written(export_pack(Fact.objects.get().campaign)) == as_exported(read_pack(river_files())[0])


@pytest.mark.django_db
def test_an_import_that_fails_leaves_no_file_behind(media_folder, monkeypatch):
    from unisono.packs import besides

    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(besides, "write_links", fail)
    with pytest.raises(RuntimeError):
        imported(with_copy())
    assert not [path for path in media_folder.rglob("*") if path.is_file()]


def test_a_file_that_is_missing_is_named_at_its_line():
    (fault,) = errors_of(with_copy(path=""))
    line = with_copy()["facts.toml"].decode().split("\n").index(f'file = "media/{DIGEST}.pdf"') + 1
    assert (fault.file, fault.line, fault.what) == ("facts.toml", line, f"there is no file “media/{DIGEST}.pdf”")


def test_a_file_that_was_changed_is_named_with_both_hashes():
    other = hashlib.sha256(PDF + b"!").hexdigest()
    faults = errors_of(with_copy(content=PDF + b"!"))
    assert f"“sha256” is “{DIGEST}”, but the file has {other}" in [one.what for one in faults]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (f'sha256 = "{DIGEST}"', 'sha256 = "00"', f"“sha256” is “00”, but the file has {DIGEST}"),
        ('name = "banks.pdf"', 'name = "banks.exe"', "“banks.exe” is of a kind that is not kept"),
        ('name = "banks.pdf"', 'name = "banks.png"', "“banks.png” is not what its ending says"),
        ('name = "banks.pdf"', 'name = "../banks.pdf"', "“../banks.pdf” is no file name"),
        ('name = "banks.pdf"', "", "“” is no file name"),
        ('date = "2030-06-01"', "", "“date” is missing"),
        ('date = "2030-06-01"', 'date = "2030-06"', "“2030-06” is no day"),
        ('"https://web.archive.org', '"ftp://web.archive.org', None),
        (f'file = "media/{DIGEST}.pdf"\n', "", "“sha256” is given, and there is no file"),
    ],
)
def test_what_does_not_hold_is_said(old, new, what):
    found = [one.what for one in errors_of(changed(old, new))]
    assert what in found if what else any(one.endswith("is no web address") for one in found)


def test_a_copy_in_a_public_archive_needs_no_file():
    text = '\n[facts.source.copy]\ndate = "2030-06-01"\naddress = "https://archive.org/x"\n'
    assert errors_of(with_copy(text, path="")) == []


def test_a_page_with_another_ending_than_its_name_is_named():
    path = f"media/{DIGEST}.png"
    found = errors_of(with_copy(COPY.replace(f"media/{DIGEST}.pdf", path), path=path))
    assert [one.what for one in found] == ["the file has another ending than its name"]
