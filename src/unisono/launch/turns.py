"""Turns: few do something heavy at once, nobody does twice what another is doing, and nobody waits for long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic


class Busy(Exception):
    """Too much is under way; it is worth asking again in a few seconds."""


class Turns:
    """Lets `at_once` callers in at a time, each for a key of its own; at most `waiting` others wait, so many seconds.

    They count among the threads of one process.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._at_once, self._most, self._seconds, self._clock = at_once, waiting, seconds, clock
        self._changed = Condition()
        self._under_way: set[str] = set()
        self._waiting = 0

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Wait until it is one's turn to do what `key` names. Raises `Busy`."""
        with self._changed:
            self._wait_for(key)
            self._under_way.add(key)
        try:
            yield
        finally:
            with self._changed:
                self._under_way.discard(key)
                self._changed.notify_all()

    def _wait_for(self, key: str) -> None:
        until = self._clock() + self._seconds
        while key in self._under_way or len(self._under_way) >= self._at_once:
            left = until - self._clock()
            if left <= 0 or self._waiting >= self._most:
                raise Busy
            self._waiting += 1
            try:
                self._changed.wait(left)
            finally:
                self._waiting -= 1
