"""Looking at the whole site before it opens: any page, in some languages, with approved words or the newest.

What was read and rendered a moment ago for the same words is looked up again, in this process; what has to be rendered
waits for its turn, so that many visitors of a heavy page cost one rendering.
"""

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max, Sum
from wagtail.models import ModelLogEntry, Revision

from unisono.base.home import Home
from unisono.campaigns.models import Campaign
from unisono.languages.models import SettledCopy, Translation
from unisono.launch.models import Wording
from unisono.launch.newest import Unfinished
from unisono.launch.preview import page_at, places_in, read_at
from unisono.launch.preview_store import PreviewStore
from unisono.launch.turns import Turns
from unisono.ledger.models import Entry
from unisono.site import snapshot as of

Value = TypeVar("Value")
#: Seconds for which a reading is believed while nothing that is noted has changed.
BELIEVED = 60
#: Seconds after which a page is rendered again, so that the files it shows are known to be there.
FRESH = 1800
#: How many readings and pages are remembered: some ten megabytes of each.
READINGS, PAGES = 16, 128
#: Two cores: one rendering leaves the other to the newsroom. Of the four threads of the process two stay free for it.
TURNS = Turns(at_once=1, waiting=1, seconds=8)


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a campaign, with which words, in which languages (codes)."""

    campaign: Campaign
    wording: str
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name in hex; the same for all who look at the same."""
        said = "|".join((str(self.campaign.public_id), self.wording, *self.languages))
        return sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Reading:
    """A campaign as it was read for a look, what is unfinished in it, and by what one sees that it has changed."""

    snapshot: of.Snapshot
    fingerprint: str
    unfinished: Unfinished
    places: Mapping[str, frozenset[str]]
    mark: tuple[Any, ...]
    read_at: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it would be frozen, and how many texts its language lacks in the whole campaign."""

    html: str
    missing: int


class Remembered(Generic[Value]):
    """The last few values by key, for the threads of this process."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[tuple[str, ...], Value] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Value | None:
        """Return the value of a key, which is then the last to be forgotten; `None` where there is none."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[str, ...], value: Value) -> Value:
        """Remember a value and return it; what was not asked for the longest is forgotten."""
        with self._lock:
            self._held[key] = value
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value


_READINGS: Remembered[Reading] = Remembered(READINGS)
_PAGES: Remembered[tuple[float, Page]] = Remembered(PAGES)


def page(look: Look, language: str, where: str, *, at: datetime, place: Home) -> Page:
    """Return the page at `where` as it would be frozen. Raises `NoPreview`, and `Busy` where too many ask at once."""
    reading = read(look, at=at, place=place)
    key = (str(place.root), look.name, reading.fingerprint, language, where)
    if (found := _fresh(key)) is not None:
        return found
    with TURNS.turn("|".join(key)):
        return _fresh(key) or _rendered(look, reading, language, where, place, key)


def _fresh(key: tuple[str, ...]) -> Page | None:
    held = _PAGES.get(key)
    return held[1] if held is not None and time.monotonic() - held[0] < FRESH else None


def _rendered(look: Look, reading: Reading, language: str, where: str, place: Home, key: tuple[str, ...]) -> Page:
    borrowed = (look.campaign.source_language,) if reading.unfinished.borrows(language, where) else ()
    html = page_at(
        reading.snapshot, PreviewStore(place), language, where, borrowed=borrowed, seen_as=look.name
    )  # fmt: skip
    return _PAGES.put(key, (time.monotonic(), Page(html, reading.unfinished.missing.get(language, 0))))[1]


def read(look: Look, *, at: datetime, place: Home) -> Reading:
    """Return the campaign as a look shows it, from a moment ago where nothing has changed.

    Raises `NoPreview`, and `Busy` where too many ask at once.
    """
    key, mark = (str(place.root), look.name), _mark(look.campaign)
    if (found := _believed(key, mark, BELIEVED)) is not None:
        return found
    with TURNS.turn("|".join(key)):
        return _believed(key, mark, BELIEVED) or _READINGS.put(key, _read(look, at, place, mark, _READINGS.get(key)))


def read_last(look: Look, *, place: Home) -> Reading | None:
    """Return the campaign as the look's last page showed it, if nothing that is noted has changed since.

    For what a page asks for all at once: none of it waits for a turn.
    """
    return _believed((str(place.root), look.name), _mark(look.campaign), FRESH)


def _believed(key: tuple[str, ...], mark: tuple[Any, ...], seconds: float) -> Reading | None:
    held = _READINGS.get(key)
    is_new = held is not None and held.mark == mark and time.monotonic() - held.read_at < seconds
    return held if is_new else None


def _read(look: Look, at: datetime, place: Home, mark: tuple[Any, ...], before: Reading | None) -> Reading:
    store = PreviewStore(place)
    counted = before.snapshot.counts if before else None
    snapshot, unfinished = read_at(
        campaign=look.campaign, wording=look.wording, languages=look.languages, at=at, store=store, counted=counted
    )
    if look.wording != Wording.APPROVED:
        snapshot, unfinished = _without_broken_cards(snapshot, unfinished, store)
    return Reading(
        snapshot, of.fingerprint(snapshot), unfinished, places_in(snapshot, store), mark, time.monotonic()
    )  # fmt: skip


def _without_broken_cards(
    snapshot: of.Snapshot, unfinished: Unfinished, store: PreviewStore
) -> tuple[of.Snapshot, Unfinished]:
    """Leave out the cards that cannot be drawn as they are: one unfinished card must not hide the whole site."""
    from unisono.kit.engine import EngineError
    from unisono.site.media.cards import card_jobs  # with the engine: not in every process

    folder = store.laid_out(snapshot.theme_files)
    broken = []
    for card in snapshot.cards:
        try:
            for _job in card_jobs(replace(snapshot, cards=(card,)), folder):
                pass
        except (ValueError, EngineError):
            broken.append(card)
    kept = tuple(card for card in snapshot.cards if card not in broken)
    left_out = (*unfinished.left_out, *(f"card.{card.key}" for card in broken))
    return replace(snapshot, cards=kept), replace(unfinished, left_out=left_out)


def _mark(campaign: Campaign) -> tuple[Any, ...]:
    """Return what is different as soon as anything that the newsroom edits is: six short queries, no word is read."""
    id = campaign.public_id
    rows = Translation.objects.filter(campaign_id=id)
    return (
        Campaign.objects.filter(pk=campaign.pk).values_list().get(),
        Entry.objects.filter(campaign_id=id).aggregate(last=Max("pk"))["last"],
        Revision.objects.aggregate(last=Max("pk"))["last"],
        ModelLogEntry.objects.aggregate(last=Max("pk"))["last"],  # organisations, settings: whatever the editor saves
        tuple(rows.aggregate(Count("pk"), Max("changed_at"), Sum("version")).values()),
        tuple(SettledCopy.objects.filter(campaign_id=id).aggregate(Count("pk"), Max("settled_at")).values()),
    )
