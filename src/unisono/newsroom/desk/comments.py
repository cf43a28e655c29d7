"""Comments of translators, as editors see them: the open threads of a campaign, each beside its words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.safestring import SafeString

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.languages.models import Remark, Translation
from unisono.languages.queries import approved_sources
from unisono.languages.rules import LanguageRules, rules_for
from unisono.languages.segments import Segment
from unisono.newsroom.desk.labels import label_of, names_of
from unisono.newsroom.desk.pieces import find_piece, kinds_of, title_of
from unisono.newsroom.desk.segments import marked
from unisono.newsroom.pieces.threads import answer as answer_thread


@dataclass(frozen=True, slots=True)
class Thread:
    """The open comments on one segment in one language."""

    object_id: UUID
    language: LanguageRules
    key: str
    piece: str
    label: str
    source: SafeString
    text: SafeString
    remarks: list[tuple[str, Remark]]

    @property
    def where(self) -> str:
        """What a form says to name the thread."""
        return f"{self.object_id} {self.language.code} {self.key}"


def threads(campaign: Campaign, piece: Piece | None = None) -> list[Thread]:
    """Return the open threads of a campaign, or of one piece, those in which something was said last first.

    Comments on the source of a piece stand among them, in the source language.
    """
    open_ones = Remark.objects.filter(campaign_id=campaign.public_id, resolved_at=None)
    remarks = list(open_ones if piece is None else open_ones.filter(object_id=piece.public_id))
    names = names_of({one.said_by for one in remarks})
    grouped: dict[tuple[UUID, str, str], list[Remark]] = {}
    for one in remarks:
        grouped.setdefault((one.object_id, one.language, one.key), []).append(one)
    ids = {object_id for object_id, _language, _key in grouped}
    kinds, sources = kinds_of(campaign, ids), approved_sources(ids, campaign.source_language)
    if piece is not None:  # editors comment on drafts as well, before anything is approved
        kinds[piece.public_id] = type(piece)
        drafted = {one.key: one for one in piece.get_latest_revision_as_object().segments()}
        sources[piece.public_id] = drafted | sources.get(piece.public_id, {})
    rows = Translation.objects.filter(object_id__in=ids)
    texts = {(row.object_id, row.language, row.key): row.text for row in rows}
    found = []
    for (object_id, language, key), said in sorted(grouped.items(), key=lambda pair: -pair[1][-1].pk):
        if object_id not in kinds or object_id not in sources:
            continue
        segments = sources[object_id]
        segment = segments.get(key, Segment(key, ""))
        thread = Thread(
            object_id=object_id,
            language=rules_for(language),
            key=key,
            piece=title_of({one.key: one.text for one in segments.values()}),
            label=label_of(kinds[object_id], key),
            source=marked(segment, segment.text),
            text=marked(segment, texts.get((object_id, language, key), "")),
            remarks=[(names[one.said_by], one) for one in said],
        )
        found.append(thread)
    return found


def answer(campaign: Campaign, user: Any, given: QueryDict, at: datetime) -> None:
    """Add an editor's answer to a thread, or close it; does nothing for a thread that is not of this campaign."""
    object_id, language, key = [*str(given.get("thread", "")).split(" ", 2), "", "", ""][:3]
    open_ones = Remark.objects.filter(campaign_id=campaign.public_id, language=language, key=key, resolved_at=None)
    first = next((one for one in open_ones if str(one.object_id) == object_id), None)
    piece = find_piece(campaign, first.object_id) if first else None
    if piece is not None:
        answer_thread(
            piece=piece, language=language, key=key, user=user, text=str(given.get("remark", "")),
            resolve=given.get("act") == "resolve", at=at,
        )  # fmt: skip
