"""A pack goes through files and through the database, and comes back as the same bytes."""

import pytest
from django.db import transaction
from generated_packs import packs
from hypothesis import HealthCheck, Phase, given, settings
from importing_packs import as_exported, imported

from stories import river_files
from unisono.ledger.models import Entry
from unisono.packs.exporting import export_pack
from unisono.packs.reading import read_pack
from unisono.packs.writing import written


def assert_same(files: dict[str, bytes], others: dict[str, bytes]) -> None:
    """Compare two packs file by file, so that a failure names the file."""
    assert sorted(files) == sorted(others)
    for name, content in files.items():
        assert content == others[name], name


@given(packs())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_files_are_read_and_written_without_a_change(pack):
    files = as_exported(pack)
    again, faults = read_pack(files)
    assert faults == []
    assert_same(written(again), files)


def test_files_by_hand_take_their_one_form_once():
    once = written(read_pack(river_files())[0])
    assert_same(written(read_pack(once)[0]), once)
    assert sorted(once) == sorted(river_files())


@pytest.mark.django_db
@given(pack=packs())
@settings(max_examples=15, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
def test_campaigns_are_imported_and_exported_without_a_change(pack, media_folder):
    files = as_exported(pack)
    with transaction.atomic():
        report = imported(files)
        assert_same(written(export_pack(report.campaign)), files)
        entries = Entry.objects.count()
        again = imported(files)
        assert (again.added, again.changed, again.removed, again.translations) == ([], [], [], 0)
        assert Entry.objects.count() == entries
        assert_same(written(export_pack(again.campaign)), files)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_river_comes_back_as_it_went(media_folder):
    once = as_exported(read_pack(river_files())[0])
    assert_same(written(export_pack(imported(river_files()).campaign)), once)
