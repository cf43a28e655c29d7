"""“A whole coalition campaign, part by part”: every page, command, file and test that it names is there."""

import re

import pytest
from tests.docs.pages import DOCS, ROOT

from unisono.packs.reading import read_pack
from unisono.site.pages import kind_of, page_kinds

PAGE = (DOCS / "explanation" / "reference-campaign.md").read_text()
SITE = (DOCS / "reference" / "site.md").read_text()
PACK = (DOCS / "reference" / "pack.md").read_text()


def rows() -> list[list[str]]:
    """Part, page, made by, shown by: of all tables."""
    lines = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in cells] for cells in lines if "---" not in cells[0] and "shown by" not in cells[3]]


def quoted(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def test_there_are_rows_and_each_is_shown_or_said_to_come_later():
    assert len(rows()) > 30
    for part, where, _, tests in rows():
        assert quoted(tests) or where.startswith("*later"), part


@pytest.mark.parametrize("path", sorted({path for row in rows() for path in quoted(row[3])}))
def test_named_test_is_there_and_tests(path):
    assert re.search(r"^def test_\w+", (ROOT / path).read_text(), re.MULTILINE)


@pytest.mark.parametrize("address", sorted({address for row in rows() for address in quoted(row[1])}))
def test_named_address_is_one_of_the_site(address):
    general = re.sub(r"^/(xx|ar|ur|he)/", "/{lang}/", address)
    assert f"| `{general}` |" in SITE
    if general.endswith("/") and general.startswith("/{lang}/"):
        assert kind_of(f"page:{general.strip('/')}/") in page_kinds()


@pytest.mark.parametrize("name", sorted({name for row in rows() for name in quoted(row[2])}))
def test_named_file_is_one_of_the_pack(name):
    if name.startswith("unisono "):
        return  # commands are looked at on every page, by test_reference
    assert name in PACK


def test_pack_reader_knows_the_files_of_the_demo():
    from unisono.packs.files import read_files

    pack, faults = read_pack(read_files(ROOT / "demo" / "mother-language-day"))
    assert [fault for fault in faults if fault.level == "error"] == []
    aims = [segment.key for segment in pack.source_words["statement"] if segment.key.startswith("aim.")]
    affirmations = [segment.key for segment in pack.source_words["statement"] if segment.key.startswith("affirmation.")]
    assert (len(pack.campaign.languages), len(aims), len(affirmations)) == (13, 3, 6)
    assert len(pack.organisations) > 200
    assert len({row.country for row in pack.organisations}) > 33
