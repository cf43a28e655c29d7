"""Background work of the room: deliver, and look after the outbox between deliveries."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from unisono.base.tasks import SWIFT, UPKEEP, enqueue, task
from unisono.mail.models import Letter

#: What the queue knows deliveries by.
SUBJECT = "mail"
#: When this process last looked for what is to be erased.
_erased: dict[str, datetime] = {}
ERASE_EVERY = timedelta(hours=1)


def ask_to_deliver() -> None:
    """Have the worker deliver what is due, after the caller's commit; asking often is asking once."""
    enqueue(deliver_letters, subject=SUBJECT)


@task(queue_name=SWIFT)
def deliver_letters() -> dict[str, int]:
    """Deliver what is due. May be run at any time, by several workers at once. Returns how many by verdict."""
    from unisono.mail.delivery import current_pace, deliver
    from unisono.mail.transports import current_transport

    return deliver(clock=lambda: datetime.now(UTC), transport=current_transport(), pace=current_pace())


@UPKEEP.add("mail")
def look_after_outbox(at: datetime) -> None:
    """Ask for a delivery where something is due and nobody is about to do it; erase what is old.

    So nothing waits for ever, whatever became of the task that was to send it, and what was put off goes in time.
    """
    from unisono.mail.delivery import is_open
    from unisono.mail.operations import erase_old

    if Letter.objects.due(at).exists() and is_open(at=at) and not _is_under_way():
        ask_to_deliver()
    if at - _erased.get("at", at - ERASE_EVERY) >= ERASE_EVERY:
        _erased["at"] = at
        erase_old(at=at, days=settings.MAIL_KEPT_DAYS)


def _is_under_way() -> bool:
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(task_path=deliver_letters.module_path, status__in=unfinished).exists()
