"""Translation memory: what has been translated before is offered again, with how alike the source texts are.

What is remembered are the translations themselves: nothing is copied, nothing grows old. The caller says from which
campaigns a person may be offered something.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from unisono.languages.differences import likeness, pairs_of
from unisono.languages.models import State, Translation

#: The newest translations that are looked through, and below which likeness none is offered (per cent).
LOOKED_THROUGH = 6000
LEAST = 70
OFFERED = 4
#: How many that share many pairs of letters are compared word by word.
COMPARED = 24


@dataclass(frozen=True, slots=True)
class Match:
    """A translation of the same or of a similar source text; `percent` says how alike the sources are."""

    pk: int
    percent: int
    source_text: str
    text: str
    campaign_id: UUID
    is_approved: bool


class Memory:
    """The translations into one language that one person may be offered, in one query.

    From other campaigns only what is ready; from the campaign itself also what its people have written and not yet
    handed in, for the same source text alone.
    """

    def __init__(self, language: str, campaign_id: UUID, others: Iterable[UUID] = ()) -> None:
        seen = {campaign_id, *others}
        rows = Translation.objects.filter(
            language=language, campaign_id__in=seen, state__in=[State.READY, State.REVIEW, State.DRAFT]
        ).order_by("-changed_at", "-pk")
        self.rows = [row for row in rows[:LOOKED_THROUGH] if row.state == State.READY or row.campaign_id == campaign_id]
        self._same: dict[str, list[Translation]] = {}
        for row in self.rows:
            self._same.setdefault(row.source_text, []).append(row)

    def same(self, source: str, *, but: tuple[UUID, str] | None = None) -> list[Match]:
        """Return translations of the very same source text, approved ones first, each wording once.

        `but` is the segment itself: (object, key).
        """
        rows = [row for row in self._same.get(source, []) if (row.object_id, row.key) != but]
        rows.sort(key=lambda row: row.state != State.READY)
        found: dict[str, Match] = {}
        for row in rows:
            found.setdefault(row.text, _match(row, 100))
        return list(found.values())[:OFFERED]

    def similar(self, source: str, *, but: tuple[UUID, str] | None = None) -> list[Match]:
        """Return translations of the same and of similar source texts, the most alike first."""
        found = self.same(source, but=but)
        wanted = pairs_of(source)
        near = []
        for text, rows in self._same.items():
            approved = next((row for row in rows if row.state == State.READY), None)
            if approved is None or text == source or (approved.object_id, approved.key) == but:
                continue
            pairs = pairs_of(text)
            near.append((len(wanted & pairs) / len(wanted | pairs), approved))
        near.sort(key=lambda pair: -pair[0])
        close = [(likeness(row.source_text, source), row) for shared, row in near[:COMPARED] if shared > 0.3]
        found += [_match(row, percent) for percent, row in sorted(close, key=lambda p: -p[0]) if percent >= LEAST]
        return found[:OFFERED]


def _match(row: Translation, percent: int) -> Match:
    return Match(row.pk, percent, row.source_text, row.text, row.campaign_id, row.state == State.READY)
