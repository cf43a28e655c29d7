"""What is missing in a language and can be filled in by itself, in the background, after a source was approved.

Everything filled in is a draft (or a machine's text) and waits for somebody to look at it: it is in no settled copy,
so no edition shows it. Nothing is written where something stands, or has stood: what somebody emptied stays empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from unisono.base.registry import Registry
from unisono.languages.models import EarlierText, State, Translation
from unisono.languages.queries import translations_into
from unisono.languages.segments import Segment

#: Who wrote what was filled in.
BY = "command:same-words"
#: An object of a campaign and the key of one of its segments.
Place = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Here:
    """One language of one campaign: every segment of the approved source, the translations, what is missing."""

    campaign_id: UUID
    language: str
    source_language: str
    segments: Mapping[Place, Segment]
    rows: Mapping[Place, Translation]
    missing: Mapping[Place, Segment]


@dataclass(frozen=True, slots=True)
class Filled:
    """A text for a place: as a draft, or as a machine's."""

    text: str
    state: str = str(State.DRAFT)
    by: str = BY


#: `filler(here) -> texts`: asked in the order of their names; the first that has a text for a place is taken. Each is
#: quick, or asks only what it has not asked before: it is asked again after every approval.
fillers: Registry[Callable[[Here], Mapping[Place, Filled]]] = Registry("filler")


@fillers.add("same-words")
def same_words(here: Here) -> Mapping[Place, Filled]:
    """Return what the campaign itself says for the very same words elsewhere, where it says but one thing."""
    said: dict[tuple[str, bool], set[str]] = {}
    for place, row in here.rows.items():
        segment = here.segments.get(place)
        if segment is not None and row.state == State.READY and row.source_text == segment.text:
            said.setdefault((segment.text, segment.kind == "line"), set()).add(row.text)
    found = {place: said.get((one.text, one.kind == "line"), set()) for place, one in here.missing.items()}
    return {place: Filled(next(iter(texts))) for place, texts in found.items() if len(texts) == 1}


@transaction.atomic
def fill_missing(
    *,
    campaign_id: UUID,
    language: str,
    source_language: str,
    labels: Mapping[UUID, str],
    segments: Mapping[Place, Segment],
    at: datetime,
) -> int:
    """Fill in what is missing in one language, all of it or nothing; returns how many texts. May be done again.

    `segments` is all of the campaign's approved source, `labels` the kind of each object.
    """
    rows = translations_into(campaign_id, language)
    earlier = EarlierText.objects.filter(campaign_id=campaign_id, language=language).order_by()
    before = set(earlier.values_list("object_id", "key"))
    missing = {
        place: one
        for place, one in segments.items()
        if one.text and not one.optional and place not in rows and place not in before
    }
    if not missing:
        return 0
    here = Here(campaign_id, language, source_language, segments, rows, missing)
    found: dict[Place, Filled] = {}
    for filler in fillers:
        found = {**filler(here), **found}
    fresh = [
        Translation(
            campaign_id=campaign_id, label=labels[place[0]], object_id=place[0], key=place[1], language=language,
            source_text=missing[place].text, text=one.text, state=one.state, changed_at=at, changed_by=one.by,
        )
        for place, one in found.items()
        if place in missing and one.text
    ]  # fmt: skip
    # Somebody may write the first text in this instant: theirs stands.
    Translation.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
