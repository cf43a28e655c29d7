"""The river campaign in the database."""

from datetime import UTC, datetime

from unisono.campaigns.models import Campaign
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
ORIGIN = "https://river.example.org"


def take_in(files: dict[str, bytes]) -> Campaign:
    """Import a pack without errors; returns the campaign."""
    pack, faults = read_pack(files)
    assert [fault for fault in faults if fault.level == "error"] == []
    return import_pack(pack=pack, at=AT, by="test").campaign
