"""Filling in by machine: permission, runs, one batch after the other. What a person has written is never touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from unisono.base.said import Said
from unisono.languages.glossary.checking import Glossary
from unisono.languages.machine.fetching import MachineError
from unisono.languages.machine.services import Service
from unisono.languages.machine.ways import Machine
from unisono.languages.machine.wrapping import Broken, unwrapped, wrapped
from unisono.languages.models import EarlierText, MachineRun, MachineUse, RunState, State, Translation
from unisono.languages.operations import Named
from unisono.languages.queries import approved_sources
from unisono.languages.segments import Segment
from unisono.ledger.operations import record

#: What is sent at once at most: texts, characters.
MOST_TEXTS, MOST_CHARACTERS = 20, 8000
#: After so many failures in a row a run is broken off; the pauses between them double, from the first to the longest.
MOST_FAILURES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Work:
    """One segment of an approved source that may be sent."""

    named: Named
    segment: Segment

    @property
    def place(self) -> tuple[UUID, str]:
        """Object and key."""
        return self.named.object_id, self.segment.key


class NotAllowed(Exception):
    """No machine may be used for this campaign, or nobody has said that its words may leave the house."""


# -- permission


def use_of(campaign_id: UUID, machine: Machine | None) -> MachineUse | None:
    """Return what an organiser has agreed to for this machine; None where nobody has, or for another one."""
    found = MachineUse.objects.filter(campaign_id=campaign_id, is_on=True).first()
    return found if found and machine and found.agreed_to == machine.agreement else None


@transaction.atomic
def switch_on(
    *, campaign_id: UUID, machine: Machine, offered: Sequence[str], confirmed: bool, at: datetime, by: str
) -> MachineUse:
    """Let a campaign's words be sent to a machine. Raises `NotAllowed` unless somebody has confirmed to whom."""
    if not confirmed:
        raise NotAllowed
    values = {"is_on": True, "agreed_to": machine.agreement, "offered": list(offered), "changed_at": at}
    use, _ = MachineUse.objects.update_or_create(campaign_id=campaign_id, defaults={**values, "changed_by": by})
    record(at=at, by=by, act="machine.switched-on", of=use, campaign_id=campaign_id, to=machine.agreement)
    return use


@transaction.atomic
def switch_off(*, campaign_id: UUID, at: datetime, by: str) -> None:
    """Send nothing more. Runs that are under way are stopped; what they have filled in stays, for people to look at."""
    for use in MachineUse.objects.select_for_update().filter(campaign_id=campaign_id, is_on=True):
        MachineUse.objects.filter(pk=use.pk).update(is_on=False, changed_at=at, changed_by=by)
        record(at=at, by=by, act="machine.switched-off", of=use, campaign_id=campaign_id)
    for run in MachineRun.objects.filter(campaign_id=campaign_id, state=RunState.OPEN):
        stop(run=run, at=at)


# -- runs


@transaction.atomic
def ask_for_run(*, campaign_id: UUID, language: str, wanted: int, at: datetime, by: str) -> MachineRun:
    """Have a language filled in; returns the run that is under way already, where one is."""
    try:
        with transaction.atomic():
            run = MachineRun.objects.create(
                campaign_id=campaign_id, language=language, wanted=wanted, asked_at=at, asked_by=by
            )
    except IntegrityError:
        return MachineRun.objects.get(campaign_id=campaign_id, language=language, state=RunState.OPEN)
    record(at=at, by=by, act="machine.asked", of=run, campaign_id=campaign_id, language=language)
    return run


def stop(*, run: MachineRun, at: datetime) -> None:
    """Stop a run; one that has ended already stays as it is. A batch that is on its way is not written."""
    MachineRun.objects.filter(pk=run.pk, state=RunState.OPEN).update(state=RunState.STOPPED, ended_at=at)


def left_of(run: MachineRun, works: Sequence[Work]) -> list[Work]:
    """Return what is missing in the run's language and has not been tried in vain."""
    held = Translation.objects.filter(campaign_id=run.campaign_id, language=run.language)
    there = set(held.values_list("object_id", "key")) | {(UUID(one), key) for one, key in run.broken}
    return [work for work in works if work.place not in there]


def next_batch(works: Sequence[Work]) -> list[Work]:
    """Return as many of the works as are sent at once: always one at least."""
    batch: list[Work] = []
    for work in works[:MOST_TEXTS]:
        if batch and sum(len(one.segment.text) for one in (*batch, work)) > MOST_CHARACTERS:
            break
        batch.append(work)
    return batch


def step(
    *, run: MachineRun, works: Sequence[Work], source_language: str, machine: Machine, service: Service,
    glossary: Glossary, at: datetime,
) -> bool:  # fmt: skip
    """Do one batch of a run, and note how it went; says whether the run goes on at once.

    May be done again at any time: what is there is not sent again, and what was not written is.
    """
    left = left_of(run, works)
    if not left:
        _end(run, str(RunState.DONE), at)
        return False
    batch = next_batch(left)
    try:
        target = service.offered(source_language, [run.language]).get(run.language)
        if target is None:
            said = Said("%(machine)s does not translate into this language.", machine=machine.name)
            raise MachineError(said, is_final=True)
        found = translated(batch, glossary, service, source_language, target)
    except MachineError as error:
        return _failed(run, error, at)
    broken = [work for work in batch if work.place not in found]
    with transaction.atomic():
        now = MachineRun.objects.select_for_update().get(pk=run.pk)
        if now.state != RunState.OPEN:
            return False
        now.filled += write(batch, found, run.language, source_language, at, f"machine:{machine.name}")
        now.broken = [*now.broken, *([str(work.named.object_id), work.segment.key] for work in broken)]
        now.characters += sum(len(work.segment.text) for work in batch)
        now.failures, now.says, now.not_before = 0, "", None
        now.save()
    return True


def translated(
    batch: Sequence[Work], glossary: Glossary, service: Service, source: str, target: str
) -> dict[tuple[UUID, str], str]:
    """Return the texts of a batch by place, without those that came back broken. Raises `MachineError`."""
    sent = [wrapped(work.segment, glossary) for work in batch]
    answers = iter(service.translate([text for texts in sent for text in texts], source, target))
    found = {}
    for work, texts in zip(batch, sent, strict=True):
        own = [next(answers) for _ in texts]
        try:
            found[work.place] = unwrapped(work.segment, own)
        except Broken:
            continue
    return found


def _failed(run: MachineRun, error: MachineError, at: datetime) -> bool:
    failures = run.failures + 1
    pause = timedelta(seconds=error.after) if error.after is not None else FIRST_PAUSE * 2 ** (failures - 1)
    values = {"failures": failures, "says": error.sentence.kept(), "not_before": at + min(pause, LONGEST_PAUSE)}
    if error.after is not None:
        values["not_before"] = at + pause
    still = MachineRun.objects.filter(pk=run.pk, state=RunState.OPEN)
    still.update(**values)
    if error.is_final or failures >= MOST_FAILURES:
        still.update(state=RunState.REFUSED, ended_at=at, not_before=None)
    return False


def _end(run: MachineRun, state: str, at: datetime) -> None:
    still = MachineRun.objects.filter(pk=run.pk, state=RunState.OPEN)
    still.update(state=state, ended_at=at, not_before=None, says="", failures=0)


@transaction.atomic
def write(
    works: Sequence[Work], texts: Mapping[tuple[UUID, str], str], language: str, source_language: str, at: datetime,
    by: str,
) -> int:  # fmt: skip
    """Write a machine's texts where nothing stands and whose source is still today's; returns how many were."""
    objects = {work.named.object_id for work in works}
    today = approved_sources(objects, source_language)
    rows = Translation.objects.select_for_update().filter(object_id__in=objects, language=language)
    there = set(rows.values_list("object_id", "key"))
    earlier = EarlierText.objects.filter(object_id__in=objects, language=language).values_list("object_id", "key")
    last = {(object_id, key): version for object_id, key, version in earlier.annotate(Max("version")).order_by()}
    fresh = []
    for work in works:
        segment = today.get(work.named.object_id, {}).get(work.segment.key)
        if work.place in there or work.place not in texts or segment is None or segment.text != work.segment.text:
            continue
        fresh.append(
            Translation(
                campaign_id=work.named.campaign_id, label=work.named.label, object_id=work.named.object_id,
                key=work.segment.key, language=language, source_text=work.segment.text, text=texts[work.place],
                state=State.MACHINE, version=last.get(work.place, 0) + 1, changed_at=at, changed_by=by,
            )
        )  # fmt: skip
    # Somebody may write the same text in this very instant: theirs stays.
    before = Translation.objects.filter(object_id__in=objects, language=language, state=State.MACHINE).count()
    Translation.objects.bulk_create(fresh, ignore_conflicts=True)
    after = Translation.objects.filter(object_id__in=objects, language=language, state=State.MACHINE).count()
    return after - before
