"""What is made on demand for the open edition: found in memory, or made in a child and then sent as any file is.

The door itself loads nothing that draws: children do, and they are ended when nobody has asked for a while.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from unisono.base.children import Children, Limits
from unisono.door import replies
from unisono.door.editions import Edition, EditionError, Entry, FileRecord, Shelf

log = logging.getLogger("unisono.door")

WORKERS = 2
LIMITS = Limits(memory=3 * 1024**3, seconds=90)
"""What one making may take: a ZIP is forty pictures and sheets."""
IDLE = 120.0  # seconds after which unused children are ended
LONGEST_QUEUE = 64  # makings that may wait; who comes then is asked to come back
REMEMBERED = 4096  # addresses whose files are known
_LONGEST_PATH = 300


class Door(Protocol):
    """What of the door is needed here."""

    def open_edition(self, scope: Any) -> tuple[Edition | None, float]:
        """Return the open edition and for how many seconds it is."""

    async def answer_otherwise(self, scope: Any, proto: Any, path: str) -> None:
        """Answer as for any address at which there is nothing."""

    def unavailable(self, proto: Any, status: int, method: str, headers: Any) -> None:
        """Answer with a page that asks to come back."""


class CannotBeMade(Exception):
    """What a name, words or a logo do not allow; the message says which, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Making:
    """One making, as a child is told it. The room that makes is named, not imported: it would fill this process."""

    home: str
    edition: str
    path: str

    def __call__(self) -> Any:
        """Return the answer of `unisono.studio.making.make`. Raises `CannotBeMade`."""
        making, errors = import_module("unisono.studio.making"), import_module("unisono.kit.engine.errors")
        try:
            return making.make(self.home, self.edition, self.path)
        except errors.EngineError as error:
            raise CannotBeMade(str(error)) from None


class Kits:
    """Answers everything under `/kits/`."""

    def __init__(self, door: Door, home: Path, make: Callable[[Making], Any] | None = None) -> None:
        self._door, self._home = door, home
        self._shelf = Shelf(home / "kits", capacity=0)
        self._workers = Workers()
        self._make = make or self._workers.run
        self._known: OrderedDict[tuple[str, str], Entry] = OrderedDict()
        self._running: dict[tuple[str, str], asyncio.Task[Entry | None]] = {}

    async def __call__(self, scope: Any, proto: Any, path: str) -> None:
        """Answer one request."""
        edition, left = self._door.open_edition(scope)
        if edition is None or len(path) > _LONGEST_PATH or scope.method not in ("GET", "HEAD"):
            await self._door.answer_otherwise(scope, proto, path)
            return
        try:
            entry = self._at_hand(edition.id, path) or await self._made(edition.id, path)
        except Crowded:
            self._door.unavailable(proto, 503, scope.method, scope.headers)
            return
        except CannotBeMade as error:
            log.warning("%s cannot be made: %s", path, error)
            replies.send_text(proto, 422, f"422 This picture cannot be made: {error}.\n")
            return
        except Exception as error:
            log.error("%s could not be made: %s: %s", path, type(error).__name__, error)
            replies.send_text(proto, 500, "500 This could not be made. The organisers can see why in their log.\n")
            return
        if entry is None:
            await self._door.answer_otherwise(scope, proto, path)
            return
        sending = replies.send_entry(proto, entry, scope.method, scope.headers, left)
        if sending is not None:
            await sending

    def _at_hand(self, edition: str, path: str) -> Entry | None:
        """The file of an address that was asked for before, if it is still there; it is touched, so that it stays."""
        entry = self._known.get((edition, path))
        if entry is None:
            return None
        try:
            os.utime(entry.variants[0].path)
        except OSError:
            del self._known[(edition, path)]
            return None
        self._known.move_to_end((edition, path))
        return entry

    async def _made(self, edition: str, path: str) -> Entry | None:
        """Make what is asked for; who asks for the same meanwhile waits for the same making."""
        key = (edition, path)
        running = self._running.get(key)
        if running is None:
            if len(self._running) >= LONGEST_QUEUE:
                raise Crowded
            running = asyncio.create_task(self._make_now(key))
            self._running[key] = running
            running.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(running)

    async def _make_now(self, key: tuple[str, str]) -> Entry | None:
        answer = await asyncio.to_thread(self._make, Making(str(self._home), *key))
        if answer is None:
            return None
        try:
            entry = self._shelf.loose(FileRecord(answer.sha256, answer.size, answer.type))
        except EditionError:  # let go of between making and looking: once more
            answer = await asyncio.to_thread(self._make, Making(str(self._home), *key))
            entry = self._shelf.loose(FileRecord(answer.sha256, answer.size, answer.type))
        self._known[key] = entry
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return entry


class Crowded(Exception):
    """More is asked for at this moment than can be made."""


class Workers:
    """Threads with a child each. Children start when they are needed and end when they have been idle."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="kits")
        self._lock = threading.Lock()
        self._children: list[Children] = []
        self._used = 0.0
        self._busy = 0

    def run(self, making: Making) -> Any:
        """Return what a making gives; raise what it raises. Blocks."""
        return self._pool.submit(self._run, making).result()

    def _run(self, making: Making) -> Any:
        with self._lock:
            self._busy += 1
            children = self._free()
        try:
            return children.run(making)
        finally:
            with self._lock:
                self._busy -= 1
                self._used = time.monotonic()
                self._children.append(children)
            timer = threading.Timer(IDLE, self._rest)
            timer.daemon = True
            timer.start()

    def _free(self) -> Children:
        return self._children.pop() if self._children else Children(LIMITS, count=1, prepare=_guard)

    def _rest(self) -> None:
        """End the children if nothing was asked for since."""
        with self._lock:
            if self._busy or time.monotonic() - self._used < IDLE * 0.99:
                return
            idle, self._children = self._children, []
        for children in idle:
            children.close()


def _guard() -> None:
    import_module("unisono.kit.engine.guarding").guard()
