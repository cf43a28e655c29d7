"""Imports, as tests make them."""

from datetime import UTC, datetime

from unisono.packs.importing import ImportReport, import_pack
from unisono.packs.reading import read_pack

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)


def imported(files: dict[str, bytes]) -> ImportReport:
    """Take a pack in, as the command does."""
    pack, faults = read_pack(files)
    assert faults == []
    return import_pack(pack=pack, at=AT, by="command:test")
