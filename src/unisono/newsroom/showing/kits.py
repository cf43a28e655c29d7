"""Partners' kits in a preview: pages, pictures and ZIPs of what is looked at, made as those of the open edition are.

They are kept with the previews, apart from what the door may send: nothing of them can be had under the public address.
"""

import logging
import time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from unisono.base.home import Home
from unisono.languages.screen import told
from unisono.launch.looking import FRESH, TURNS, Look, Reading, Remembered
from unisono.launch.preview import NoPreview, files_passed_on
from unisono.launch.preview_store import PreviewStore
from unisono.launch.store import Index
from unisono.site.outputs import FileRef
from unisono.studio.addresses import Wanted, wanted

if TYPE_CHECKING:
    from unisono.studio.making import Studio

log = logging.getLogger(__name__)

#: How many kits can be made without reading anew, and how many files are known by their address.
STUDIOS, FILES = 4, 1024
_STUDIOS: "Remembered[tuple[float, Studio]]" = Remembered(STUDIOS)
_FILES: Remembered[FileRef] = Remembered(FILES)


def kit_file(look: Look, reading: Reading, asked: Wanted, path: str, *, place: Home) -> FileRef | None:
    """Return the file of a kit at `path`, made unless it is there; `None` where the campaign has none.

    With a page, the pictures that it shows are made: a browser asks for them all at once. Raises `NoPreview`, and
    `Busy` where too many ask at once.
    """
    key = (str(place.root), look.name, reading.fingerprint)
    store = PreviewStore(place)
    if (found := _at_hand((*key, path), store)) is not None:
        return found
    with TURNS.turn("|".join((*key, path))):
        return _at_hand((*key, path), store) or _made(look, reading, asked, path, key, store)


def _at_hand(key: tuple[str, ...], store: PreviewStore) -> FileRef | None:
    held = _FILES.get(key)
    return held if held is not None and store.has(held.sha256) else None


def _made(
    look: Look, reading: Reading, asked: Wanted, path: str, key: tuple[str, ...], store: PreviewStore
) -> FileRef | None:
    from unisono.kit.engine import EngineError
    from unisono.studio.page import pictures_of

    studio = _studio(look, reading, asked.language, key, store)
    try:
        file = studio.file(asked)
    except EngineError as why:
        raise NoPreview(_("This card cannot be drawn yet: %s") % told(why.sentence)) from None
    if file is None:
        return None
    if asked.kind == "page":
        for picture in pictures_of(studio, asked.organisation, asked.language):
            _draw(studio, picture, (*key, picture))
    # A ZIP is planned anew each time: what it names may have been thrown away meanwhile.
    return file if asked.kind == "zip" else _FILES.put((*key, path), file)


def _draw(studio: "Studio", path: str, key: tuple[str, ...]) -> None:
    """Draw a picture that is about to be asked for; of one that cannot be drawn, whoever asks is told."""
    from unisono.kit.engine import EngineError

    asked = wanted(f"/{path}")
    try:
        file = studio.file(asked) if asked else None
    except EngineError as why:
        log.info("not in the preview: %s: %s", path, why)
        return
    if file is not None:
        _FILES.put(key, file)


def _studio(look: Look, reading: Reading, language: str, key: tuple[str, ...], store: PreviewStore) -> "Studio":
    """What makes the kits of a reading in a language; the look may see from now on what their pages show."""
    from unisono.studio.cache import Cache  # with the engine: not in every process
    from unisono.studio.making import Studio

    held = _STUDIOS.get((*key, language))
    if held is None or time.monotonic() - held[0] > FRESH:
        files = files_passed_on(reading.snapshot, store, language)
        studio = Studio(Index(reading.snapshot, files), store, Cache(store))
        held = _STUDIOS.put((*key, language), (time.monotonic(), studio))
    store.let_see(look.name, held[1].seen.assets.files)
    return held[1]
