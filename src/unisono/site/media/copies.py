"""Copies of sources that may be published: as they were kept, byte for byte, for evidence is not tidied."""

from collections.abc import Iterator
from functools import partial

from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot, SourceCopy
from unisono.site.store import Blobs


def plan_copies(snapshot: Snapshot, blobs: Blobs) -> Iterator[Output]:
    """Yield one output a published copy whose fact some open language states: `source:no-access`."""
    said = {fact.key for words in snapshot.words for fact in words.facts}
    for fact in snapshot.facts:
        copy = fact.source.copy
        if copy and copy.name and fact.key in said:
            key = key_of("source", copy.sha256, copy.name, copy.type)
            yield Output(f"source:{fact.key}", key, partial(make_copy, blobs, copy))


def make_copy(blobs: Blobs, copy: SourceCopy) -> Made:
    """Return the file; raises `FileNotFoundError` where its content is not in the store."""
    content = blobs.get(copy.sha256)
    return [(hashed_path(content, copy.name), content, copy.type)]
