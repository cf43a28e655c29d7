"""Work in spawned children under limits: what loops or eats memory is stopped and named, and the rest goes on.

Plain Python. A task is a picklable callable without arguments. Children are spawned, not forked: a forked one hangs
when its parent has used a raster library's threads.
"""

import resource
import signal
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from os import cpu_count
from typing import Any

from unisono.base.said import Said, SentenceError

_SPAWN = get_context("spawn")
#: Of a task that waits instead of working: so many times its processor time may pass.
_PATIENCE = 20


class Stopped(SentenceError, RuntimeError):
    """A task whose child had to be stopped, or died of it; the sentence says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: `memory` in bytes of address space, `seconds` of processor time."""

    memory: int
    seconds: int


@dataclass(slots=True)
class _Child:
    process: Any
    pipe: Connection
    key: Hashable
    deadline: float


class Children:
    """Up to `count` children (None: one a core) that work off tasks. Use as a context manager.

    `prepare`, a picklable callable, runs once in each child before its first task.
    """

    def __init__(self, limits: Limits, count: int | None = None, prepare: Callable[[], None] | None = None) -> None:
        self._limits, self._count, self._prepare = limits, count or cpu_count() or 1, prepare
        self._idle: list[tuple[Any, Connection]] = []
        self._busy: list[_Child] = []

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start all children now; they prepare themselves while the caller does something else."""
        while len(self._idle) + len(self._busy) < self._count:
            self._idle.append(self._start())

    def each(self, tasks: Iterable[tuple[Hashable, Callable[[], Any]]]) -> Iterator[tuple[Hashable, Any]]:
        """Yield (key, result) of every task as it is done; an exception stands in the result's place.

        A task that takes more than its limits yields `Stopped`; the others go on in a new child.
        """
        waiting = iter(tasks)
        while True:
            while len(self._busy) < self._count and (following := next(waiting, None)) is not None:
                self._begin(*following)
            if not self._busy:
                return
            yield from self._finished()

    def run(self, task: Callable[[], Any]) -> Any:
        """Return the result of one task; raise what it raises, or `Stopped`."""
        [(_, result)] = self.each([(None, task)])
        if isinstance(result, Exception):
            raise result
        return result

    def close(self) -> None:
        """End all children at once."""
        for process, pipe in [*self._idle, *((child.process, child.pipe) for child in self._busy)]:
            pipe.close()
            _end(process)
        self._idle, self._busy = [], []

    def _begin(self, key: Hashable, task: Callable[[], Any]) -> None:
        process, pipe = self._idle.pop() if self._idle else self._start()
        pipe.send(task)
        self._busy.append(_Child(process, pipe, key, time.monotonic() + self._limits.seconds * _PATIENCE))

    def _start(self) -> tuple[Any, Connection]:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, self._limits, self._prepare), daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def _finished(self) -> Iterator[tuple[Hashable, Any]]:
        first = min(child.deadline for child in self._busy)
        ready = wait([child.pipe for child in self._busy], max(0.0, first - time.monotonic()))
        for child in [child for child in self._busy if child.pipe in ready or child.deadline <= time.monotonic()]:
            self._busy.remove(child)
            try:
                result = child.pipe.recv() if child.pipe in ready else self._stop(child)
            except (EOFError, OSError):
                result = self._stop(child)
            else:
                if not isinstance(result, Stopped):
                    self._idle.append((child.process, child.pipe))
            yield child.key, result

    def _stop(self, child: _Child) -> Stopped:
        """End a child that has not answered, and say why it did not."""
        child.pipe.close()
        if child.deadline > time.monotonic():
            child.process.join(5)  # it has died already: wait until its status can be read
        status = child.process.exitcode
        _end(child.process)
        if status == -signal.SIGXCPU:
            return Stopped(
                Said(
                    "it was stopped after %(seconds)s s of processor time: it loops, or does too much",
                    seconds=self._limits.seconds,
                )
            )
        if status is None:
            waited = self._limits.seconds * _PATIENCE
            return Stopped(Said("it was stopped after waiting %(seconds)s s", seconds=waited))
        return Stopped(
            Said(
                "it ended its process (status %(status)s): most often it needs more than %(size)s of memory",
                status=status,
                size=_size(self._limits.memory),
            )
        )


def _size(memory: int) -> str:
    return f"{memory / 1024**3:.1f} GB" if memory >= 1024**3 else f"{memory // 1024**2} MB"


def _end(process: Any) -> None:
    process.kill()
    process.join(5)
    with suppress(ValueError):  # it still lives: the system is too busy to end it, and will
        process.close()


def _work(pipe: Connection, limits: Limits, prepare: Callable[[], None] | None) -> None:
    """What a child does: one task after the other, until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    if prepare is not None:
        prepare()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_one(task, limits))


def _one(task: Callable[[], Any], limits: Limits) -> Any:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + limits.seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    try:
        return task()
    except MemoryError:
        return Stopped(Said("it needs more than %(size)s of memory", size=_size(limits.memory)))
    except Exception as error:
        return error
