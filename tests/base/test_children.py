"""Children under limits: what cannot be finished is stopped and named, what can is."""

import multiprocessing
import os
import signal
import time
from functools import partial

import pytest

from unisono.base.children import Children, Limits, Stopped

MEGABYTE = 1024**2
ROOMY = Limits(memory=2048 * MEGABYTE, seconds=30)


def square(number: int) -> int:
    return number * number


def fail(text: str) -> None:
    raise ValueError(text)


def loop() -> None:
    while True:
        pass


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes * MEGABYTE))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_does_every_task_and_keeps_its_children() -> None:
    with Children(ROOMY, count=2) as children:
        results = dict(children.each((number, partial(square, number)) for number in range(20)))
        assert results == {number: number * number for number in range(20)}
        assert len({children.run(os.getpid) for _ in range(4)}) <= 2


def test_has_its_children_ready_once_warm() -> None:
    before = set(multiprocessing.active_children())  # other tests of this process keep some
    with Children(ROOMY, count=2) as children:
        children.warm()
        children.warm()
        started = {process.pid for process in multiprocessing.active_children() if process not in before}
        assert len(started) == 2
        assert {pid for _, pid in children.each((number, os.getpid) for number in range(8))} <= started


def test_hands_over_what_a_task_raises() -> None:
    with Children(ROOMY, count=1) as children:
        with pytest.raises(ValueError, match="seven"):
            children.run(partial(fail, "seven"))
        assert children.run(partial(square, 3)) == 9


@pytest.mark.parametrize(
    ("limits", "task", "why"),
    [
        (Limits(2048 * MEGABYTE, 1), loop, "after 1 s of processor time"),
        (Limits(600 * MEGABYTE, 30), partial(eat, 900), "more than 600 MB of memory"),
        (ROOMY, die, "ended its process"),
    ],
    ids=["loops", "eats memory", "dies"],
)
def test_stops_what_takes_too_much_and_goes_on(limits: Limits, task, why: str) -> None:
    with Children(limits, count=2) as children:
        results = dict(children.each([("bad", task), *((number, partial(square, number)) for number in range(4))]))
        bad = results.pop("bad")
        assert isinstance(bad, Stopped)
        assert why in str(bad)
        assert results == {0: 0, 1: 1, 2: 4, 3: 9}


def test_counts_processor_time_of_each_task_alone() -> None:
    with Children(Limits(2048 * MEGABYTE, 2), count=1) as children:
        assert [children.run(partial(_busy, 0.9)) for _ in range(4)] == [True] * 4


def test_leaves_no_child_behind() -> None:
    with Children(ROOMY, count=1) as children:
        child = children.run(os.getpid)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def _busy(seconds: float) -> bool:
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass
    return True
