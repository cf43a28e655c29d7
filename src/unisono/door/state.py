"""What the door knows at a time: campaigns with their timelines, and pages for when nothing is open."""

from __future__ import annotations

import gzip
import hashlib
import logging
import time
from pathlib import Path

from unisono.base.home import Home
from unisono.door.editions import Edition, EditionError, Entry, Shelf, Variant
from unisono.door.schedule import CampaignDoor, Past, ScheduleError, Timeline, read_doors

log = logging.getLogger("unisono.door")

_PAGE_TYPE = "text/html; charset=utf-8"
# Last resort where the folder of generic pages has not been written yet.
_PLAIN = {
    "holding": "503 Nothing is open here yet.\n",
    "missing": "404 There is no such page.\n",
    "unavailable": "502 This part of the site is being restarted. Please try again in a minute.\n",
}


class State:
    """An immutable picture of the schedule and its editions; replaced as a whole, never changed."""

    def __init__(self, timelines: dict[str, Timeline], campaigns: list[CampaignDoor], pages: dict) -> None:
        self.timelines = tuple(timelines.values())
        self.pages: dict[str, dict[str, Entry]] = pages
        self.languages = {kind: tuple(entries) for kind, entries in pages.items()}
        self._by_host = {host.lower(): timelines[c.slug] for c in campaigns for host in c.hosts}
        self._only = self.timelines[0] if len(self.timelines) == 1 else None
        default = [timelines[c.slug] for c in campaigns if c.default]
        self._default = self._only or (default[0] if default else None)

    def campaign_of(self, host: str | None) -> Timeline | None:
        """The campaign that answers on a Host header, or None where there is no such and no default."""
        if self._only is not None or not host:
            return self._default
        found = self._by_host.get(host)
        if found is None:
            name = host.lower()
            name = name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]
            found = self._by_host.get(name.rstrip("."))
        return found or self._default


class StateReader:
    """Builds states from `UNISONO_HOME`, reusing what is already in memory."""

    def __init__(self, home: Home, capacity: int) -> None:
        self._home = home
        self._shelf = Shelf(home.editions, capacity)
        # Per campaign: what has already been gathered of editions of the past.
        self._past: dict[str, Past] = {}
        self.faults: list[str] = []

    def read(self, now: float | None = None) -> State:
        """Read everything anew. `now` in seconds since 1970.

        Raises ScheduleError where doors.json cannot be used. An edition that cannot be served is passed over:
        what was open before it stays open; `faults` then says why.
        """
        now = time.time() if now is None else now
        doors = read_doors(self._doors_text())
        self.faults = []
        self._shelf.begin()
        # First what is and will be open, for all campaigns: it has the first claim on the memory.
        rows = {c.slug: self._rows(c, now) for c in doors.campaigns}
        past = {c.slug: self._past_of(c, now) for c in doors.campaigns}
        timelines = {slug: Timeline(slug, rows[slug], past[slug]) for slug in rows}
        self._shelf.finish()
        return State(timelines, doors.campaigns, self._pages())

    @property
    def has_schedule(self) -> bool:
        """Whether anything has been scheduled on this machine yet."""
        return (self._home.public / "doors.json").exists()

    def nothing(self) -> State:
        """The state of a door that has no schedule: only the generic pages."""
        return State({}, [], self._pages())

    @property
    def held(self) -> int:
        """Bytes of content in memory."""
        return self._shelf.held

    def signature(self) -> tuple:
        """Changes whenever what `read` reads has been replaced."""
        marks: list[tuple | None] = []
        for path in (self._home.public / "doors.json", *(self._home.public / kind for kind in _PLAIN)):
            try:
                stat = path.stat()
                marks.append((stat.st_ino, stat.st_mtime_ns, stat.st_size))
            except OSError:
                marks.append(None)
        return tuple(marks)

    def _doors_text(self) -> bytes:
        path = self._home.public / "doors.json"
        try:
            return path.read_bytes()
        except OSError as error:
            raise ScheduleError(f"it cannot be read ({error.strerror})") from None

    def _rows(self, campaign: CampaignDoor, now: float) -> list[tuple[float, Edition | None]]:
        """Rows from the one before the open one on: a clock set back a little still finds its edition."""
        rows: list[tuple[float, Edition | None]] = []
        loaded: dict[str, Edition] = {}
        for row in campaign.schedule[_first_row(campaign, now) :]:
            edition = None
            if row.edition is not None:
                try:
                    if row.edition not in loaded:
                        loaded[row.edition] = self._shelf.edition(row.edition, campaign.slug)
                except EditionError as fault:
                    self.faults.append(str(fault))
                    continue
                edition = loaded[row.edition]
            rows.append((row.at.timestamp(), edition))
        return rows

    def _past_of(self, campaign: CampaignDoor, now: float) -> Past:
        rows = campaign.schedule[: _first_row(campaign, now)]
        wanted = frozenset(row.edition for row in rows if row.edition is not None)
        known = self._past.get(campaign.slug)
        if known is None or not known.editions <= wanted:
            known = Past(frozenset(), {}, {})
        # New dictionaries each time: the state in use keeps the old ones.
        assets, links = dict(known.assets), dict(known.links)
        self._shelf.keep(assets.values())
        done = set(known.editions)
        for id in wanted - known.editions:
            try:
                edition = self._shelf.edition(id, campaign.slug, assets_only=True)
            except EditionError as fault:
                self.faults.append(str(fault))
                continue
            assets.update(edition.assets)
            links.update(edition.links)  # a code leads to one page in all of them: the order does not matter
            done.add(id)
        self._past[campaign.slug] = past = Past(frozenset(done), assets, links)
        return past

    def _pages(self) -> dict[str, dict[str, Entry]]:
        return {kind: self._pages_of(kind) for kind in _PLAIN}

    def _pages_of(self, kind: str) -> dict[str, Entry]:
        entries = {}
        for path in sorted((self._home.public / kind).glob("*.html")):
            try:
                entries[path.stem] = _held_page(path.read_bytes(), _PAGE_TYPE, path)
            except OSError as error:
                log.error("A generic page cannot be read (%s): %s", error.strerror, path)
        return entries or {"en": _held_page(_PLAIN[kind].encode(), "text/plain; charset=utf-8", Path(kind))}


def _first_row(campaign: CampaignDoor, now: float) -> int:
    past = sum(row.at.timestamp() <= now for row in campaign.schedule)
    return max(0, past - 2)


def _held_page(body: bytes, type: str, path: Path) -> Entry:
    packed = gzip.compress(body, mtime=0)
    variants = [Variant("", len(body), str(path), body)]
    if len(packed) < 0.95 * len(body):
        variants.append(Variant("gzip", len(packed), str(path), packed))
    return Entry(hashlib.sha256(body).hexdigest(), type, tuple(variants), is_immutable=False)
