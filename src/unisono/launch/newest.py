"""The newest words of a campaign, finished or not: what its drafts and translations would make if all were taken.

Drafts are approved in a transaction that is taken back, by the operations that publishing would call. Translations are
taken whatever their state; where a text has none the source stands in its place, and is counted.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import approve
from unisono.campaigns.writing import Piece
from unisono.languages.models import State, Translation
from unisono.languages.queries import Settled, settled_copies, translations
from unisono.languages.rules import rules_for
from unisono.languages.segments import Segment
from unisono.launch.late import Chooser, Chosen
from unisono.ledger.queries import last_times
from unisono.packs.pieces import pieces

log = logging.getLogger(__name__)

#: Which pieces a page shows, by the first part of its place: their names, or how those begin.
SHOWN_AT: Mapping[str, tuple[str, ...]] = {
    "": ("texts", "news."),
    "statement": ("statement", "picture."),
    "news": ("news.",),
    "film": ("film",),
    "facts": ("fact.",),
    "corrections": ("correction.",),
    "act": ("texts",),
    "press": ("press",),
    "about": ("texts",),
}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is unfinished: how many texts each language lacks, which pieces mix it with the source, which drafts cannot
    be shown because something is missing in them."""

    missing: Mapping[str, int]
    mixed: frozenset[tuple[str, str]]
    left_out: tuple[str, ...] = ()

    def borrows(self, language: str, where: str) -> bool:
        """Say whether the page at `where` mixes words of the source among those of a language."""
        first, _slash, rest = where.partition("/")
        shown = (f"news.{rest.strip('/')}", "picture.") if first == "news" and rest else SHOWN_AT.get(first, ())
        return any(name.startswith(shown) for code, name in self.mixed if code == language)


#: What is approved is finished.
FINISHED = Unfinished({}, frozenset())


class NewestChooser(Chooser):
    """Chooses the newest translation of every text; nothing is left out, and nothing holds a language back."""

    def __init__(self, campaign: Campaign, found: Mapping[str, Piece]) -> None:
        super().__init__(campaign.source_language, settled_copies(campaign.public_id))
        self._segments = {name: piece.segments() for name, piece in found.items()}
        self._rows = translations(campaign.public_id)
        self._is_rtl = rules_for(campaign.source_language).is_rtl
        self._missing: Counter[str] = Counter()
        self._mixed: set[tuple[str, str]] = set()

    def choose(self, name: str, piece: UUID, language: str, needed: frozenset[str] = frozenset()) -> Chosen | None:
        """Return the newest words of a piece in a language; None only where its source was never approved."""
        source = self.settled.get((piece, self.source_language))
        if source is None:
            return None
        if language == self.source_language or not source.written:
            return Chosen(language, False, source)
        rows = self._rows.get((piece, language), {})
        lacking = [one for one in self._segments[name] if _is_lacking(one, rows)]
        self._missing[language] += len(lacking)
        # A card is drawn in one language: its rows and labels cannot be mixed.
        if not rows or any(one.key in needed for one in lacking):
            return Chosen(self.source_language, False, source)
        if lacking:
            self._mixed.add((language, name))
        written = [(one.key, one.kind, self._said(one, rows, language)) for one in self._segments[name]]
        behind = any(row.state == State.STALE for row in rows.values())
        changed = max([source.settled_at, *(row.changed_at for row in rows.values())])
        return Chosen(language, behind, Settled([one for one in written if one[2]], "", changed))

    def _said(self, segment: Segment, rows: Mapping[str, Translation], language: str) -> str:
        if segment.key in rows:
            return rows[segment.key].text
        if segment.optional or not segment.text:
            return ""
        # Words that run the other way keep a direction of their own among these.
        is_other_way = rules_for(language).is_rtl != self._is_rtl
        return f"\u2068{segment.text}\u2069" if is_other_way else segment.text

    def unfinished(self, left_out: tuple[str, ...]) -> Unfinished:
        """Return what was found to be unfinished in the languages that were asked for."""
        return Unfinished(dict(self._missing), frozenset(self._mixed), left_out)


def _is_lacking(segment: Segment, rows: Mapping[str, Translation]) -> bool:
    return bool(segment.text) and not segment.optional and segment.key not in rows


def approve_drafts(campaign: Campaign, at: datetime) -> tuple[str, ...]:
    """Approve every draft of a campaign, in a transaction that the caller takes back.

    What was taken out of the next edition, and not been written on since, stays out. Returns the names of drafts that
    cannot be approved yet: of those the approved words stand.
    """
    left_out = []
    withdrawn = last_times(campaign.public_id, "piece.withdrawn")
    for name, piece in pieces(campaign, drafts=True).items():
        if not _has_draft(piece, withdrawn.get(str(piece.public_id))):
            continue
        try:
            with transaction.atomic():
                draft = piece.get_latest_revision_as_object()
                draft.live = True
                draft.save()
                approve(piece=draft, at=at, by="preview")
        except (DatabaseError, ValidationError, ObjectDoesNotExist, ValueError) as why:
            log.info("no preview of the draft %s: %s", name, why)
            left_out.append(name)
    return tuple(left_out)


def _has_draft(piece: Piece, withdrawn: datetime | None) -> bool:
    if not piece.has_unpublished_changes or piece.latest_revision is None:
        return False
    return piece.live or withdrawn is None or piece.latest_revision.created_at > withdrawn
