"""The work in the background: a batch of each run in turn, at a pace, so that nothing else waits long."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from unisono.base.said import Said
from unisono.base.tasks import UPKEEP, enqueue, errands, report_progress, task
from unisono.campaigns.models import Campaign
from unisono.languages.glossary.queries import glossary_for
from unisono.languages.machine.filling import step, stop, use_of
from unisono.languages.machine.services import service_of
from unisono.languages.models import MachineRun, RunState

#: After everything that people wait for.
PATIENT = -50
#: How long one task works before it lets others to the queue.
SLICE = timedelta(seconds=20)


def ask_to_fill(campaign_id: UUID) -> None:
    """Have the worker go on with the runs of a campaign, after the caller's commit."""
    enqueue(fill_in_background, subject=_subject(campaign_id), campaign=str(campaign_id))


def _subject(campaign_id: UUID | str) -> str:
    return f"machine {campaign_id}"


@task(priority=PATIENT)
def fill_in_background(campaign: str) -> dict[str, int]:
    """Go on with the runs of a campaign for a while; asks for itself again where more is to be done. May be run at any
    time. Returns how many batches were done."""
    found = Campaign.objects.filter(public_id=campaign).first()
    if found is None:
        return {"batches": 0}
    batches, is_more = work_on(found, clock=lambda: datetime.now(UTC), sleep=time.sleep)
    if is_more:
        ask_to_fill(found.public_id)
    return {"batches": batches}


def work_on(campaign: Campaign, *, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> tuple[int, bool]:
    """Do batches of the runs that are due, in turn, until `SLICE` is over or none goes on; returns how many were done
    and whether more could be done at once."""
    from unisono.newsroom.machine.work import works_of  # large: only the worker and the screen load it

    machine, begun, batches = settings.MACHINE, clock(), 0
    if machine is None or use_of(campaign.public_id, machine) is None:
        for run in open_runs(campaign.public_id):
            stop(run=run, at=begun)
        return 0, False
    service = service_of(machine)
    while runs := due_runs(campaign.public_id, clock()):
        works = works_of(campaign)  # anew each round: the source may move on meanwhile
        for run in runs:
            if clock() - begun >= SLICE:
                return batches, True
            if batches:
                sleep(60 / machine.per_minute)
            step(
                run=run, works=works, source_language=campaign.source_language, machine=machine, service=service,
                glossary=glossary_for(campaign.public_id, campaign.source_language, run.language), at=clock(),
            )  # fmt: skip
            batches += 1
            report_progress("machine", run.filled, run.wanted)
    return batches, False


def open_runs(campaign_id: UUID) -> list[MachineRun]:
    """Return the runs of a campaign that are under way, the oldest first."""
    return list(MachineRun.objects.filter(campaign_id=campaign_id, state=RunState.OPEN).order_by("pk"))


def due_runs(campaign_id: UUID, at: datetime) -> list[MachineRun]:
    """Return those of them that do not wait."""
    return [run for run in open_runs(campaign_id) if run.not_before is None or run.not_before <= at]


def says_of(run: MachineRun) -> Said | None:
    """Return why a run does not go on; None where nothing is to be said."""
    return Said.again(run.says) if run.says else None


@UPKEEP.add("machine")
def look_after_runs(at: datetime) -> None:
    """Go on with runs whose pause is over, and with those that a killed worker has left."""
    due = MachineRun.objects.filter(Q(not_before=None) | Q(not_before__lte=at), state=RunState.OPEN)
    for campaign_id in due.order_by().values_list("campaign_id", flat=True).distinct():
        if all(errand.is_over for errand in errands(_subject(campaign_id), limit=1)):
            ask_to_fill(campaign_id)
