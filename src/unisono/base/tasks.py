"""Background tasks: a thin layer over the queue in the database, with a lease that survives a killed worker.

A task is put on the queue in the caller's transaction and run by `unisono worker`. It must be *idempotent*:
a worker may be killed in the middle, and then another does the task again from its beginning.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from unisono.base.models import Lease
from unisono.base.registry import Registry

__all__ = [
    "SWIFT",
    "UPKEEP",
    "Errand",
    "enqueue",
    "errands",
    "put_back_lost",
    "report_progress",
    "run_worker",
    "task",
]

log = logging.getLogger(__name__)

#: How long a worker is believed without a sign of life. More than a long write of another can keep it waiting.
LEASE = timedelta(seconds=60)
#: Seconds between two signs of life.
BEAT = 10.0
#: How often a task may lose its worker before it is given up: a task that kills workers must not go on for ever.
ATTEMPTS = 5
#: How long what was done stays on record.
KEPT = timedelta(days=14)
#: Bytes by which a worker may grow before it should begin anew: what a freeze has loaded is not given back otherwise.
GROWTH = 64_000_000
#: Seconds between two notes of progress: people see no more, and every note is a write.
NOTE_EVERY = 0.7
#: The queue for what people wait for. It has a thread of its own in the worker: no film holds it up.
SWIFT = "swift"
#: What a worker looks after between its signs of life. Each is told the instant, is quick, and may come at any time.
UPKEEP: Registry[Callable[[datetime], None]] = Registry("upkeep")


class WorkerLost(RuntimeError):
    """A task has lost its worker so often that it is not tried again."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A task as people see it. `state`: waiting | running | done | failed; `result` is what it returned."""

    task_id: UUID
    name: str
    state: str
    progress: dict
    result: object
    enqueued_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")


STATES: dict[str, str] = {
    "READY": "waiting",
    "RUNNING": "running",
    "SUCCESSFUL": "done",
    "FAILED": "failed",
}


@transaction.atomic
def enqueue(what: Task, *, subject: UUID | str, once: bool = True, **arguments: object) -> UUID:
    """Put a task on the queue, in the caller's transaction or in one of its own: no worker takes it before its lease
    stands. Returns its id.

    `subject` says for what it is (a public id). With `once`, the same task that still waits for the same subject
    with the same arguments is enough: its id is returned.
    """
    if once:
        waiting = DBTaskResult.objects.filter(
            status=TaskResultStatus.READY,
            task_path=what.module_path,
            pk__in=Lease.objects.filter(subject=str(subject)).values("task_id"),
        )
        for row in waiting:
            if row.args_kwargs["kwargs"] == arguments:
                return row.pk
    task_id = UUID(str(what.enqueue(**arguments).id))
    Lease.objects.create(task_id=task_id, subject=str(subject))
    return task_id


def errands(subject: UUID | str, what: Task | None = None, limit: int = 5) -> list[Errand]:
    """Return the last tasks for a subject (of one kind), the newest first."""
    leases = {lease.task_id: lease for lease in Lease.objects.filter(subject=str(subject))}
    rows = DBTaskResult.objects.filter(pk__in=leases).order_by("-enqueued_at", "-pk")
    if what is not None:
        rows = rows.filter(task_path=what.module_path)
    return [
        Errand(
            row.pk,
            row.task_path.rpartition(".")[2],
            STATES[row.status],
            leases[row.pk].progress,
            row.return_value,
            row.enqueued_at,
            row.finished_at,
        )
        for row in rows[:limit]
    ]


# -- the worker --------------------------------------------------------------------------------------------


class _Now(threading.local):
    """Which task this thread is running, and when it last told how far it is (monotonic seconds)."""

    task_id: UUID | None = None
    noted: float = 0.0


_now = _Now()


def report_progress(what: str, done: int, of: int) -> None:
    """Note how far the running task is; does nothing outside a task. Notes that follow too quickly are left out."""
    if _now.task_id is None or (done < of and time.monotonic() - _now.noted < NOTE_EVERY):
        return
    _now.noted = time.monotonic()
    Lease.objects.filter(pk=_now.task_id).update(progress={"what": what, "done": done, "of": of})


class _LeasedWorker(Worker):
    """The queue's own worker, with a lease on what it runs."""

    running_id: UUID | None = None
    has_grown = False
    #: None: this worker does not begin anew, however much the process has grown.
    bytes_at_start: int | None = None

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task under a lease that `_Keeper` renews."""
        values = {"until": datetime.now(UTC) + LEASE, "progress": {}}
        Lease.objects.update_or_create(task_id=db_task_result.pk, defaults=values)
        self.running_id = _now.task_id = db_task_result.pk
        _now.noted = 0.0
        try:
            super().run_task(db_task_result)
            if db_task_result.priority > 0:
                log.info("%s: %s", db_task_result.task_path, STATES[db_task_result.status])
        finally:
            self.running_id = _now.task_id = None
        if self.bytes_at_start is not None and resident_bytes() - self.bytes_at_start > GROWTH:
            self.has_grown, self.running = True, False


def resident_bytes() -> int:
    """Return the memory of this process in bytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class _Keeper(threading.Thread):
    """Beside the workers: renews their leases, puts back what others have lost, does the upkeep of the rooms."""

    def __init__(self, workers: Sequence[_LeasedWorker]) -> None:
        super().__init__(name="keeper", daemon=True)
        self.workers = workers
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(BEAT):
            close_old_connections()
            try:
                self.beat(datetime.now(UTC))
            except DatabaseError as error:  # busy or away: the next beat comes before the lease ends
                log.warning("no sign of life could be given: %s", error)
        connection.close()

    def beat(self, at: datetime) -> None:
        """Give one sign of life at `at`, look for what was lost, and do the upkeep."""
        running = [worker.running_id for worker in self.workers if worker.running_id is not None]
        if running:
            Lease.objects.filter(pk__in=running).update(until=at + LEASE)
        put_back_lost(at=at)
        for look_after in UPKEEP:
            try:
                look_after(at)
            except DatabaseError:
                raise
            except Exception:  # what one room gets wrong must not cost the running tasks their leases
                log.exception("upkeep failed")


class _SwiftThread(threading.Thread):
    """Beside the worker: runs the swift queue. A database that is away ends one round, not the thread."""

    def __init__(self, worker: _LeasedWorker) -> None:
        super().__init__(name="swift", daemon=True)
        self.worker = worker

    def run(self) -> None:
        while self.worker.running:
            try:
                self.worker.run()
            except DatabaseError as error:
                log.warning("the swift queue waits for the database: %s", error)
                connection.close()
                time.sleep(self.worker.interval)
        connection.close()


@transaction.atomic
def put_back_lost(*, at: datetime) -> int:
    """Put tasks back whose worker gave no sign of life within its lease; returns how many were put back.

    One that has lost its worker `ATTEMPTS` times fails instead. What is long over is taken off the record.
    """
    running = list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))
    leases = dict(Lease.objects.filter(pk__in=[row.pk for row in running]).values_list("pk", "until"))
    put_back = 0
    for row in running:
        until = leases.get(row.pk) or (row.started_at or row.enqueued_at) + LEASE
        if until >= at:
            continue
        if len(row.worker_ids) >= ATTEMPTS:
            row.set_failed(WorkerLost(f"{row.task_path} has lost its worker {len(row.worker_ids)} times."))
            log.error("%s has lost its worker %d times and is given up", row.task_path, len(row.worker_ids))
            continue
        still = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING)
        put_back += still.update(status=TaskResultStatus.READY, started_at=None)
        log.warning("%s has lost its worker and is put back", row.task_path)
    _forget_finished(at)
    return put_back


def _forget_finished(at: datetime) -> None:
    old = DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT)
    Lease.objects.filter(pk__in=old.values("pk")).delete()
    old.delete()


def run_worker(*, interval: float = 1.0, until_empty: bool = False) -> bool:
    """Run tasks until SIGTERM or SIGINT, looking for one every `interval` seconds; the running task is ended first.

    The swift queue runs in a thread of its own. With `until_empty`, run all in this one and return when none is
    waiting. Returns True when the process has grown so much that a new one should go on. Call it from the main thread.
    """
    worker = _worker(interval, until_empty, but=[] if until_empty else [SWIFT])
    if not until_empty:
        worker.bytes_at_start = resident_bytes()
    swift = _SwiftThread(_worker(interval, until_empty, only=SWIFT))
    put_back_lost(at=datetime.now(UTC))
    keeper = _Keeper([worker, swift.worker])
    keeper.start()
    if not until_empty:
        swift.start()
        if threading.current_thread() is threading.main_thread():
            worker.configure_signals()
    try:
        worker.run()
    finally:
        swift.worker.running = False
        if swift.is_alive():
            swift.join(BEAT)
        keeper.over.set()
        keeper.join(BEAT)
    return worker.has_grown


def _worker(interval: float, until_empty: bool, *, only: str = "*", but: Sequence[str] = ()) -> _LeasedWorker:
    return _LeasedWorker(
        queue_names=[only],
        interval=interval,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(8)}",
        excluded_queue_names=list(but),
    )
