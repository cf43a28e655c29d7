"""Everything of an edition that is not a page: cards, documents, pictures, copies, the film, the map, the look.

`plan_media` says what there is to make, without making it; the making needs no database and, for pictures and
documents, can be done in another process. All files lie under their content's hash.
"""

from collections.abc import Iterator

from unisono.site.look import plan_look
from unisono.site.media.cards import plan_cards
from unisono.site.media.copies import plan_copies
from unisono.site.media.documents import plan_documents
from unisono.site.media.film import plan_film
from unisono.site.media.frames import plan_frames
from unisono.site.media.maps import plan_maps
from unisono.site.media.pictures import plan_pictures
from unisono.site.outputs import Output
from unisono.site.snapshot import Snapshot
from unisono.site.store import Blobs

__all__ = ["plan_media"]


def plan_media(snapshot: Snapshot, blobs: Blobs) -> list[Output]:
    """Return every output of a snapshot that pages may show or offer, apart from the bundles made of them.

    `blobs` is kept by the outputs that read originals and must survive a process boundary. Raises `ValueError`
    for a card whose fact is not in the snapshot.
    """
    return list(_plans(snapshot, blobs))


def _plans(snapshot: Snapshot, blobs: Blobs) -> Iterator[Output]:
    yield from plan_look(snapshot, _captions(snapshot, blobs))
    folder = blobs.laid_out(snapshot.theme_files)
    yield from plan_cards(snapshot, folder)
    yield from plan_frames(snapshot, folder)
    yield from plan_documents(snapshot, folder)
    yield from plan_pictures(snapshot, blobs)
    yield from plan_copies(snapshot, blobs)
    yield from plan_film(snapshot, blobs)
    yield from plan_maps(snapshot)


def _captions(snapshot: Snapshot, blobs: Blobs) -> dict[str, str]:
    """The captions of the film in the open languages, as WebVTT."""
    tracks = snapshot.film.captions if snapshot.film else ()
    return {code: blobs.get(sha256).decode("utf-8-sig") for code, sha256 in tracks if code in snapshot.languages}
