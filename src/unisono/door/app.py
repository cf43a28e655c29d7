"""The door itself: from a request to one of the replies, with one clock reading per request."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

import msgspec

from unisono.door import replies
from unisono.door.editions import Edition
from unisono.door.negotiation import language_for
from unisono.door.schedule import NEVER, Moment, ScheduleError
from unisono.door.state import State, StateReader
from unisono.links.codes import typed_code

log = logging.getLogger("unisono.door")

Live = Callable[[Any, Any, str], Coroutine[Any, Any, None]]

WATCH_EVERY = 0.25  # seconds between looks at doors.json
_RETRY_FAULTS = (2.0, 60.0)  # seconds: first and longest pause before a fault is looked at again
_LONGEST_PATH = 1024
_LONGEST_SHORT = 64  # of a short link as people may type it


class Door:
    """The public application: the open edition's files, and live answers by first part of the path.

    `clock` gives seconds since 1970.
    """

    def __init__(self, reader: StateReader, clock: Callable[[], float] = time.time) -> None:
        self._reader = reader
        self._clock = clock
        self._live: dict[str, Live] = {"healthz": self._health}
        self._watching: asyncio.Task | None = None
        self._signature = reader.signature()
        self._complaint = ""
        self._state = reader.nothing()
        if reader.has_schedule:
            self._adopt(self._read())
        else:
            log.info("No campaign is scheduled yet: visitors see the holding page.")

    def add_live(self, live: dict[str, Live]) -> None:
        """Let coroutine functions (scope, proto, path) answer everything under a first path segment."""
        self._live.update(live)

    # -- the state and its replacement

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start to watch for new schedules on `loop`."""
        self._watching = loop.create_task(self.watch())

    async def watch(self) -> None:
        """Take over each new schedule as soon as it is in place; look again at what was faulty."""
        pause, retry_at = _RETRY_FAULTS[0], self._clock() + _RETRY_FAULTS[0]
        while True:
            await asyncio.sleep(WATCH_EVERY)
            signature = self._reader.signature()
            is_new = signature != self._signature
            if is_new:
                pause = _RETRY_FAULTS[0]
            elif not self._complaint or self._clock() < retry_at:
                continue
            self._signature = signature
            self._adopt(await asyncio.to_thread(self._read))
            pause = min(pause * 2, _RETRY_FAULTS[1]) if self._complaint else _RETRY_FAULTS[0]
            retry_at = self._clock() + pause

    def _read(self) -> State | None:
        try:
            state = self._reader.read(self._clock())
        except ScheduleError as fault:
            self._complain(f"doors.json cannot be used: {fault}. What was scheduled before stays in force.")
            return None
        except Exception as error:
            self._complain(f"doors.json was not taken over:\n{_frames(error)}")
            return None
        said = [f"{fault} It is passed over; what was open before it stays." for fault in self._reader.faults]
        self._complain("\n".join(said))
        return state

    def _complain(self, complaint: str) -> None:
        """Say a fault once, not at every look."""
        if complaint and complaint != self._complaint:
            log.error("%s", complaint)
        self._complaint = complaint

    def _adopt(self, state: State | None) -> None:
        if state is not None:
            self._state = state
            names = ", ".join(timeline.slug for timeline in state.timelines) or "none"
            log.info("Schedule read: campaigns %s; %.1f MB in memory.", names, self._reader.held / 1e6)

    # -- requests

    def open_edition(self, scope: Any) -> tuple[Edition | None, float]:
        """Return the edition that is open for a request's host (None: none is), and for how many seconds it is."""
        timeline = self._state.campaign_of(scope.headers.get("host") or scope.authority)
        if timeline is None:
            return None, NEVER
        now = self._clock()
        moment = timeline.at(now)
        return moment.edition, moment.until - now

    async def answer_otherwise(self, scope: Any, proto: Any, path: str) -> None:
        """Answer as if nothing live stood at this path: holding page, or 404 in the visitor's language."""
        sending = self._answer(scope, proto, path)
        if sending is not None:
            await sending

    def answer(self, scope: Any, proto: Any) -> Coroutine[Any, Any, None] | None:
        """Answer one request, or return the live answer to be awaited; a fault shows as a plain 500."""
        try:
            path = scope.path
            live = self._live.get(path[1:].partition("/")[0])
            if live is not None:
                return self._finish(live(scope, proto, path), proto)
            sending = self._answer(scope, proto, path)
            if sending is not None:
                return self._finish(sending, proto)
        except Exception as error:
            _fail(proto, error)
        return None

    async def _finish(self, answering: Coroutine[Any, Any, None], proto: Any) -> None:
        try:
            await answering
        except Exception as error:
            _fail(proto, error)

    def _answer(self, scope: Any, proto: Any, path: str) -> replies.Sending | None:
        method, headers, state = scope.method, scope.headers, self._state
        if method != "GET" and method != "HEAD":
            replies.send_text(proto, 405, "405 This address can only be read.\n", ("allow", "GET, HEAD"))
            return None
        timeline = state.campaign_of(headers.get("host") or scope.authority)
        if timeline is None:
            self._answer_without_campaign(state, proto, method, headers, path)
            return None
        now = self._clock()
        moment = timeline.at(now)
        left = moment.until - now
        edition = moment.edition
        entry = edition.routes.get(path) if edition is not None else None
        if entry is None and path.startswith("/assets/"):
            entry = moment.asset(path)
        if entry is not None:
            return replies.send_entry(proto, entry, method, headers, left)
        if edition is None:
            self._hold(state, proto, method, headers, path, left)
        elif (target := _short(path, moment, edition)) is not None:
            replies.send_short(proto, target, left)
        else:
            self._answer_miss(state, edition, scope, proto, path, left)
        return None

    def _answer_without_campaign(self, state: State, proto: Any, method: str, headers: Any, path: str) -> None:
        if not state.timelines:
            self._hold(state, proto, method, headers, path, NEVER)
            return
        entry = state.pages["missing"][_page_language(state, "missing", headers)]
        replies.send_missing(proto, entry, method, headers, NEVER, is_ours=False)

    def _hold(self, state: State, proto: Any, method: str, headers: Any, path: str, left: float) -> None:
        if path == "/robots.txt":
            replies.send_disallowance(proto, left)
        else:
            entry = state.pages["holding"][_page_language(state, "holding", headers)]
            replies.send_holding(proto, entry, method, headers, left)

    def _answer_miss(self, state: State, edition: Edition, scope: Any, proto: Any, path: str, left: float) -> None:
        """A redirect to where the page really is, or 404 in the language of the path or of the visitor."""
        headers = scope.headers
        if path == "/" and edition.languages:
            default = edition.source_language if f"/{edition.source_language}/" in edition.routes else ""
            language = language_for(headers.get("accept-language"), edition.languages, default or edition.languages[0])
            replies.send_language(proto, _with_query(f"/{language}/", scope), left)
            return
        target = _moved_to(path, edition.routes) if len(path) <= _LONGEST_PATH else None
        if target is not None:
            replies.send_moved(proto, _with_query(target, scope), left)
            return
        language = path[1:].partition("/")[0]
        if language not in edition.missing:
            accepted = headers.get("accept-language")
            language = language_for(accepted, tuple(edition.missing), edition.source_language)
        entry = edition.missing.get(language)
        is_ours = entry is not None
        if entry is None:
            entry = state.pages["missing"][_page_language(state, "missing", headers)]
        replies.send_missing(proto, entry, scope.method, headers, left, is_ours)

    async def _health(self, scope: Any, proto: Any, path: str) -> None:
        """What is open now, and nothing about what will be."""
        if path != "/healthz":
            sending = self._answer(scope, proto, path)
            if sending is not None:
                await sending
            return
        now = self._clock()
        is_open = {timeline.slug: timeline.at(now).edition for timeline in self._state.timelines}
        campaigns = {slug: edition.id[:12] for slug, edition in is_open.items() if edition is not None}
        headers = [replies.NO_STORE, ("content-type", "application/json"), replies.NOSNIFF]
        proto.response_bytes(200, headers, msgspec.json.encode({"ok": True, "campaigns": campaigns}))

    def unavailable(self, proto: Any, status: int, method: str, headers: Any) -> None:
        """The web process cannot answer: a clear page, not to be kept."""
        state = self._state
        entry = state.pages["unavailable"][_page_language(state, "unavailable", headers)]
        extra = [replies.NO_STORE, ("retry-after", "10"), replies.BY_LANGUAGE, *replies.GENERIC_SECURITY]
        replies.send_page(proto, status, entry, method, headers, extra)


def _fail(proto: Any, error: Exception) -> None:
    """Log a fault for the operator; the visitor sees no more than that there was one."""
    log.error("A request failed:\n%s", _frames(error))
    try:
        replies.send_text(proto, 500, "500 Something went wrong here. Please try again.\n")
    except Exception as closed:  # the visitor has gone, or half of an answer is already sent
        log.debug("No answer could be given: %s", type(closed).__name__)


def _page_language(state: State, kind: str, headers: Any) -> str:
    languages = state.languages[kind]
    default = "en" if "en" in languages else languages[0]
    return language_for(headers.get("accept-language"), languages, default)


def _short(path: str, moment: Moment, edition: Edition) -> str | None:
    """The page of a short link, or the nearest above it that is open; None where the code is of no edition that
    has been open. What a network has added to the address stays behind: it tells one visitor from another."""
    if not path.startswith(("/s/", "/S/")) or len(path) > _LONGEST_SHORT:
        return None
    page = moment.page(typed_code(path[3:]))
    if page is None:
        return None
    target = f"/{page}"
    while target != "/" and target not in edition.routes:
        target = target[: target.rindex("/", 0, -1) + 1]
    return target


def _moved_to(path: str, routes: dict) -> str | None:
    """The address at which a page answers that was asked for without its slash, by file or in capitals."""
    for target in (path + "/", path.removesuffix("index.html"), path.lower(), path.lower() + "/"):
        if target != path and target in routes:
            return quote(target)
    return None


def _with_query(location: str, scope: Any) -> str:
    query = scope.query_string
    is_safe = query and len(query) <= _LONGEST_PATH and query.isascii() and query.isprintable()
    return f"{location}?{query}" if is_safe else location


def _frames(error: BaseException) -> str:
    """Where an error came from, without its message: that may repeat what a visitor sent."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
