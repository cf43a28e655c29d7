"""Copies of sources, from the database to the snapshot: no file is in an edition unless it may be published."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from tests.launch.river import AT, ORIGIN, take_in
from tests.stories import river_files

from unisono.facts.models import Fact, SourceCopy
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.site import snapshot as s

PDF = b"%PDF-1.7\nForty per cent.\n"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def reading(db, home):
    """Read the river with a copy of its fact's source: what the snapshot says of it, and the store."""
    campaign = take_in(river_files())

    def read(**values):
        fact = Fact.objects.get()
        copy = SourceCopy(fact=fact, name="banks report.pdf", size=len(PDF), sha256=DIGEST, kept_at=AT)
        copy.file.save(f"{DIGEST}.pdf", ContentFile(PDF), save=True)
        Fact.objects.update(copy_sha256=DIGEST, copy_date="2030-06-01", **values)
        store = Store(home.editions)
        snapshot, _ = read_snapshot(campaign=campaign, at=AT, origin=ORIGIN, blobs=store)
        return snapshot.facts[0].source.copy, store

    return read


def test_a_file_that_may_not_be_published_is_not_in_the_store(reading):
    copy, store = reading()
    assert copy == s.SourceCopy("2030-06-01", DIGEST, "")
    assert not store.has(DIGEST)


def test_a_file_that_may_be_published_is_kept_whole(reading):
    copy, store = reading(copy_is_public=True, copy_address="https://archive.org/x")
    assert copy == s.SourceCopy("2030-06-01", DIGEST, "https://archive.org/x", "banks-report.pdf", "application/pdf")
    assert store.get(DIGEST) == PDF
