"""Imports, as tests make them."""

from dataclasses import replace
from datetime import UTC, datetime

from unisono.packs.document import Pack
from unisono.packs.importing import ImportReport, Settling, import_pack
from unisono.packs.merging.base import base_of
from unisono.packs.reading import read_pack
from unisono.packs.writing import written

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)


def imported(files: dict[str, bytes], *, at: datetime = AT, by: str = "command:test", **options) -> ImportReport:
    """Take a pack in, as the command does."""
    pack, faults = read_pack(files)
    assert faults == []
    return import_pack(pack=pack, at=at, by=by, **options)


def settled_for(*names: str) -> Settling:
    """Settle conflicts for the pack."""
    return Settling(theirs=names)


def as_exported(pack: Pack) -> dict[str, bytes]:
    """The files of a pack as an export writes them: with what it was made from."""
    return written(replace(pack, base=base_of(pack)))
