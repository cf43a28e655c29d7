"""The queue: one wish is one task; a task whose worker was killed is done by another."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from unisono.base import tasks
from unisono.base.models import Lease
from unisono.base.tasks import ATTEMPTS, KEPT, LEASE, enqueue, errands, put_back_lost, run_worker, task

NOW = datetime.now(UTC)


@task()
def greet(name: str) -> str:
    """Say hello and tell how far it is."""
    tasks.report_progress("greeting", 1, 2)
    tasks.report_progress("greeting", 2, 2)
    return f"hello {name}"


@task()
def stumble() -> None:
    """Fail."""
    raise ValueError("a stone")


@task()
def wait_for_ever(folder: str) -> str:
    """Wait, the first time; the second time be quick."""
    from pathlib import Path

    mark = Path(folder) / "begun"
    if mark.exists():
        return "done by another"
    mark.touch()
    time.sleep(120)
    return "too late"


def row(task_id) -> DBTaskResult:
    return DBTaskResult.objects.get(pk=task_id)


def running(task_id, *, until=None, attempts=1) -> None:
    """Let a task stand as a worker that was killed leaves it."""
    DBTaskResult.objects.filter(pk=task_id).update(
        status=TaskResultStatus.RUNNING, started_at=NOW - 2 * LEASE, worker_ids=["gone"] * attempts
    )
    Lease.objects.filter(pk=task_id).update(until=until)


def test_enqueue_is_undone_with_its_transaction(db):
    from django.db import transaction

    with transaction.atomic():
        enqueue(greet, subject="river", name="eel")
        transaction.set_rollback(True)
    assert errands("river") == []
    assert not DBTaskResult.objects.exists()


def test_enqueue_once_is_one_task_as_long_as_it_waits(db):
    first = enqueue(greet, subject="river", name="eel")
    assert enqueue(greet, subject="river", name="eel") == first
    assert enqueue(greet, subject="lake", name="eel") != first
    assert enqueue(greet, subject="river", name="reed") != first
    running(first)
    assert enqueue(greet, subject="river", name="eel") != first


def test_run_worker_does_what_waits_and_tells_how_far_it_is(db):
    enqueue(greet, subject="river", name="eel")
    enqueue(stumble, subject="river")
    run_worker(until_empty=True)
    failed, done = errands("river")
    assert (done.name, done.state, done.result) == ("greet", "done", "hello eel")
    assert done.progress == {"what": "greeting", "done": 2, "of": 2}
    assert (failed.state, failed.is_over) == ("failed", True)
    assert "a stone" in row(failed.task_id).traceback


def test_worker_that_has_grown_says_that_a_new_one_should_go_on(db, monkeypatch):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    monkeypatch.setattr(tasks, "GROWTH", -1)
    enqueue(greet, subject="river", name="eel")
    enqueue(greet, subject="river", name="reed")
    try:
        assert run_worker(interval=0.01) is True
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert sorted(errand.state for errand in errands("river")) == ["done", "waiting"]
    assert tasks.resident_bytes() > 10_000_000


def test_report_progress_outside_a_task_does_nothing(db):
    tasks.report_progress("reading", 1, 1)
    assert not Lease.objects.exists()


def test_put_back_what_lost_its_worker(db):
    lost = enqueue(greet, subject="river", name="eel")
    alive = enqueue(greet, subject="river", name="reed")
    running(lost, until=NOW - timedelta(seconds=1))
    running(alive, until=NOW + timedelta(seconds=1))
    assert put_back_lost(at=NOW) == 1
    assert (row(lost).status, row(alive).status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_put_back_what_died_before_it_had_a_lease(db):
    lost = enqueue(greet, subject="river", name="eel")
    running(lost)
    Lease.objects.all().delete()
    assert put_back_lost(at=NOW) == 1
    assert row(lost).status == TaskResultStatus.READY


def test_give_up_a_task_that_kills_its_workers(db):
    deadly = enqueue(greet, subject="river", name="eel")
    running(deadly, until=NOW - timedelta(seconds=1), attempts=ATTEMPTS)
    assert put_back_lost(at=NOW) == 0
    assert row(deadly).status == TaskResultStatus.FAILED
    assert "has lost its worker 5 times" in row(deadly).traceback


def test_forget_what_was_finished_long_ago(db):
    enqueue(greet, subject="river", name="eel")
    run_worker(until_empty=True)
    put_back_lost(at=datetime.now(UTC) + KEPT - timedelta(minutes=1))
    assert len(errands("river")) == 1
    put_back_lost(at=datetime.now(UTC) + KEPT + timedelta(minutes=1))
    assert (errands("river"), Lease.objects.count()) == ([], 0)


WORKER = """
import unisono.base.sqlite, os, sys
from datetime import timedelta
import django
django.setup()
from django.core.management import call_command
from unisono.base import tasks
tasks.LEASE, tasks.BEAT = timedelta(seconds=1.5), 0.3
import test_newsroom_tasks
if sys.argv[1] == "ask":
    call_command("migrate", verbosity=0, interactive=False)
    tasks.enqueue(test_newsroom_tasks.wait_for_ever, subject="river", folder=sys.argv[2])
elif sys.argv[1] == "work":
    tasks.run_worker(interval=0.1)
else:
    print([(one.state, one.result) for one in tasks.errands("river")])
"""


@pytest.mark.slow
def test_task_of_a_killed_worker_is_done_by_another(tmp_path):
    here = os.path.dirname(__file__)  # noqa: PTH120
    environment = {
        **os.environ,
        "UNISONO_HOME": str(tmp_path),
        "UNISONO_DATABASE": f"sqlite:///{tmp_path}/queue.sqlite3",
        "PYTHONPATH": here,
    }

    def program(act: str) -> list[str]:
        return [sys.executable, "-c", WORKER, act, str(tmp_path)]

    subprocess.run(program("ask"), env=environment, check=True)
    first = subprocess.Popen(program("work"), env=environment, stderr=subprocess.DEVNULL)
    second = None
    try:
        _wait_until((tmp_path / "begun").exists)
        time.sleep(2.5)  # longer than a lease: its signs of life keep it
        assert _states(program, environment) == [("running", None)]
        first.kill()
        second = subprocess.Popen(program("work"), env=environment, stderr=subprocess.DEVNULL)
        _wait_until(lambda: _states(program, environment) == [("done", "done by another")])
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0
    finally:
        for process in (first, second):
            if process is not None:
                process.kill()
                process.wait()


def _states(program, environment) -> list[tuple[str, object]]:
    import ast

    answer = subprocess.run(program("ask how it stands"), env=environment, capture_output=True, text=True, check=True)
    return ast.literal_eval(answer.stdout)


def _wait_until(condition, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)
