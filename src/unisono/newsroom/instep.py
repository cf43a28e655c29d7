"""After an approval the languages are brought in step: at once what editions read, the rest in the background.

What an approval itself does is whole when it answers (`languages.instep`). What follows here only fills in drafts, one
language after the other, each all or nothing; a worker that is killed loses nothing, and another does it again.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from unisono.base.tasks import SWIFT, Errand, enqueue, errands, report_progress, task
from unisono.campaigns.models import Campaign
from unisono.languages.filling import Place, fill_missing
from unisono.languages.segments import Segment
from unisono.newsroom.permissions import own_campaigns
from unisono.packs.pieces import pieces


def ask_to_bring_in_step(*, campaign: Campaign) -> UUID | None:
    """Have the languages of a campaign brought in step in the background; asking twice before it begins is asking once.

    Returns the task; None where there is nothing to translate into.
    """
    if not campaign.target_codes:
        return None
    return enqueue(bring_languages_in_step, subject=campaign.public_id, campaign=str(campaign.public_id))


@task(queue_name=SWIFT)
def bring_languages_in_step(campaign: str) -> dict[str, int]:
    """Fill in what can be filled in, language by language. May be run again at any time.

    Returns `{"languages": how many, "filled": texts}`.
    """
    found = Campaign.objects.filter(public_id=campaign).first()
    codes = found.target_codes if found else ()
    if found is None or not codes:
        return {"languages": 0, "filled": 0}
    labels, segments = _source(found)
    filled = 0
    for done, code in enumerate(codes):
        report_progress("languages", done, len(codes))
        filled += fill_missing(
            campaign_id=found.public_id,
            language=code,
            source_language=found.source_language,
            labels=labels,
            segments=segments,
            at=datetime.now(UTC),
        )
    report_progress("languages", len(codes), len(codes))
    return {"languages": len(codes), "filled": filled}


def _source(campaign: Campaign) -> tuple[Mapping[UUID, str], Mapping[Place, Segment]]:
    found = pieces(campaign).values()
    labels = {piece.public_id: piece._meta.label for piece in found}
    return labels, {(piece.public_id, one.key): one for piece in found for one in piece.segments()}


class InStep:
    """How far the languages of a campaign are, as screens show it."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    @cached_property
    def errand(self) -> Errand | None:
        """What was asked for last."""
        return next(iter(errands(self.campaign.public_id, bring_languages_in_step, limit=1)), None)

    @property
    def is_running(self) -> bool:
        """Whether it is being done, or waits for it."""
        return self.errand is not None and not self.errand.is_over

    @property
    def is_broken(self) -> bool:
        """Whether it broke off for good."""
        return self.errand is not None and self.errand.state == "failed"

    @property
    def done(self) -> int:
        """How many languages are done."""
        return int(self._progress.get("done", 0))

    @property
    def languages(self) -> int:
        """How many there are."""
        return int(self._progress.get("of", 0)) or len(self.campaign.target_codes)

    @property
    def filled(self) -> int:
        """How many texts have been filled in, once it is over."""
        result = self.errand.result if self.errand and self.errand.is_over else None
        return int(result.get("filled", 0)) if isinstance(result, dict) else 0

    @property
    def _progress(self) -> Mapping[str, Any]:
        return self.errand.progress if self.errand else {}


def under_way(person: Any) -> list[InStep]:
    """Return how far the languages are in those campaigns of a person where it is being done; usually one query."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    rows = DBTaskResult.objects.filter(task_path=bring_languages_in_step.module_path, status__in=unfinished)
    asked = {UUID(row["kwargs"]["campaign"]) for row in rows.values_list("args_kwargs", flat=True)}
    return [InStep(one) for one in own_campaigns(person).filter(public_id__in=asked)] if asked else []
