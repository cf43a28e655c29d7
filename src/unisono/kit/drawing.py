"""Pictures of cards for people who are writing them: drawn one after the other in one child of the process.

Plain Python. What draws beside the answers of a web process must neither fill its memory nor take its time: the child
is stopped by its limits, and ended when nobody has drawn for a while.
"""

import threading
from dataclasses import dataclass
from typing import Any

from unisono.base.children import Children, Limits
from unisono.kit.engine import CardJob

#: What one picture may take.
LIMITS = Limits(memory=3 * 1024**3, seconds=30)
#: Seconds after which an unused child is ended, and for which a picture may wait for its turn.
IDLE = 60.0
WAIT = 10.0
#: Bytes of a picture of this width in pixels, and of one of any other.
BUDGET = 160_000


class Busy(Exception):
    """Somebody's picture is being drawn already, or too many wait: ask again in a moment."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw: a card, and how wide it is at most (pixels)."""

    job: CardJob
    width: int

    def __call__(self) -> bytes:
        """Return it as WebP. Raises what the engine raises."""
        from unisono.kit.engine import derive, render_card

        return derive(render_card(self.job, "png", small=False), self.width, "webp", BUDGET)


class Drawer:
    """Draws in a child of its own, one picture at a time, and one a person."""

    def __init__(self, idle: float = IDLE, wait: float = WAIT) -> None:
        self._idle, self._wait = idle, wait
        self._turn, self._guard = threading.Lock(), threading.Lock()
        self._drawing: set[str] = set()
        self._children: Children | None = None
        self._end: threading.Timer | None = None

    def draw(self, drawing: Drawing, who: str) -> bytes:
        """Return a picture. Raises `Busy`, `Stopped`, and what the engine raises."""
        with self._guard:
            if who in self._drawing:
                raise Busy
            self._drawing.add(who)
        try:
            return self._in_turn(drawing)
        finally:
            with self._guard:
                self._drawing.discard(who)

    def close(self) -> None:
        """End the child."""
        with self._turn:
            self._close()

    def _in_turn(self, drawing: Drawing) -> Any:
        if not self._turn.acquire(timeout=self._wait):
            raise Busy
        try:
            if self._end is not None:
                self._end.cancel()
            self._children = self._children or Children(LIMITS, count=1)
            return self._children.run(drawing)
        finally:
            self._end = threading.Timer(self._idle, self.close)
            self._end.daemon = True
            self._end.start()
            self._turn.release()

    def _close(self) -> None:
        if self._end is not None:
            self._end.cancel()
        if self._children is not None:
            self._children.close()
        self._children = self._end = None


#: The one of this process.
DRAWER = Drawer()
