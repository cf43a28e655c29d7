"""The schedule: which edition is open at which instant, decided by comparing clocks and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

import msgspec

from unisono.door.editions import Edition, Entry, Sha256

NEVER = float("inf")


class ScheduleError(Exception):
    """doors.json cannot be used; the message says where and why."""


class Row(msgspec.Struct, frozen=True):
    """From `at` on this edition is open; None closes."""

    at: Annotated[datetime, msgspec.Meta(tz=True)]
    edition: Sha256 | None


class CampaignDoor(msgspec.Struct, frozen=True):
    """One campaign of doors.json."""

    slug: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    schedule: list[Row]
    hosts: list[str] = []
    default: bool = False


class Doors(msgspec.Struct, frozen=True):
    """The whole of doors.json."""

    format: Literal[1]
    campaigns: list[CampaignDoor]


def read_doors(text: bytes) -> Doors:
    """Parse and check doors.json. Raises ScheduleError with the place of the first fault."""
    try:
        doors = msgspec.json.decode(text, type=Doors)
    except msgspec.MsgspecError as error:
        raise ScheduleError(str(error)) from None
    taken: dict[str, str] = {}
    for campaign in doors.campaigns:
        instants = [row.at for row in campaign.schedule]
        if instants != sorted(instants):
            raise ScheduleError(f"the schedule of {campaign.slug} is not in order of time")
        for host in campaign.hosts:
            if taken.setdefault(host.lower(), campaign.slug) != campaign.slug:
                raise ScheduleError(f"host {host} belongs to both {taken[host.lower()]} and {campaign.slug}")
    if sum(campaign.default for campaign in doors.campaigns) > 1:
        raise ScheduleError("more than one campaign is the default")
    if len({campaign.slug for campaign in doors.campaigns}) < len(doors.campaigns):
        raise ScheduleError("two campaigns have the same slug")
    return doors


class Past(NamedTuple):
    """What stays of editions that had been open long ago: their hashed assets, and where their codes lead."""

    editions: frozenset[str]
    assets: dict[str, Entry]
    links: dict[str, str]


class Moment:
    """A stretch of time [since, until) with what is open in it (seconds since 1970)."""

    __slots__ = ("_assets", "_links", "edition", "since", "until")

    def __init__(
        self,
        since: float,
        edition: Edition | None,
        assets: tuple[dict[str, Entry], ...],
        links: tuple[dict[str, str], ...],
    ) -> None:
        self.since = since
        self.until = NEVER
        self.edition = edition
        self._assets = assets
        self._links = links

    def asset(self, path: str) -> Entry | None:
        """A hashed asset of an edition that is open or has been open by now."""
        for assets in self._assets:
            entry = assets.get(path)
            if entry is not None:
                return entry
        return None

    def page(self, code: str) -> str | None:
        """The page to which a short code of an edition leads that is open or has been open by now."""
        for links in self._links:
            page = links.get(code)
            if page is not None:
                return page
        return None


class Timeline:
    """The moments of one campaign, loaded ahead, so that a flip needs no work at all."""

    __slots__ = ("_current", "_moments", "_starts", "slug")

    def __init__(self, slug: str, rows: list[tuple[float, Edition | None]], past: Past) -> None:
        """`rows` are sorted; `past` is of editions that had been open before the first of them."""
        self.slug = slug
        self._moments = [Moment(-NEVER, None, (past.assets,), (past.links,))]
        for at, edition in rows:
            previous = self._moments[-1]
            previous.until = at
            assets, links = previous._assets, previous._links
            if edition is not None and all(edition.assets is not known for known in assets):
                assets = (edition.assets, *assets)
            if edition is not None and all(edition.links is not known for known in links):
                links = (edition.links, *links)
            self._moments.append(Moment(at, edition, assets, links))
        self._starts = [moment.since for moment in self._moments]
        self._current = self._moments[0]

    def at(self, now: float) -> Moment:
        """The moment that `now` (seconds since 1970) falls in."""
        current = self._current
        if current.since <= now < current.until:
            return current
        self._current = self._moments[bisect_right(self._starts, now) - 1]
        return self._current
