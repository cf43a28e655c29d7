"""The versions of a piece: every draft that was saved, what is approved now, and the numbered ones of the statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from wagtail.models import ModelLogEntry, Revision

from unisono.campaigns.writing import Piece
from unisono.languages.segments import Segment
from unisono.newsroom.pieces.parts import Part, parts_of, segment_parts
from unisono.words.models import Statement, StatementVersion

#: Drafts that the screen lists.
LISTED = 60
#: The name of what is approved now, where it came from a pack and was never a draft.
APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the list. `name` stands in addresses: a draft's number, `v3` of the statement, `approved`."""

    name: str
    at: datetime | None
    who: str
    number: int | None = None
    was_approved: bool = False
    is_approved: bool = False
    is_newest: bool = False
    can_restore: bool = False


def versions_of(piece: Piece) -> list[Version]:
    """Return the drafts of a piece, newest first, in two queries however many there are."""
    approved = set(
        ModelLogEntry.objects.for_instance(piece)
        .filter(action="wagtail.publish", revision__isnull=False)
        .values_list("revision_id", flat=True)
    )
    drafts = list(piece.revisions.select_related("user").defer("content").order_by("-pk")[:LISTED])
    found = [
        Version(
            name=str(draft.pk), at=draft.created_at, who=draft.user.name if draft.user else "",
            was_approved=draft.pk in approved, is_approved=draft.pk == piece.live_revision_id,
            is_newest=draft.pk == piece.latest_revision_id, can_restore=draft.pk != piece.latest_revision_id,
        )
        for draft in drafts
    ]  # fmt: skip
    if piece.live and piece.live_revision_id is None:
        found.append(Version(APPROVED, None, "", is_approved=True, is_newest=piece.latest_revision_id is None))
    return found


def numbered_of(piece: Piece) -> list[Version]:
    """Return the published versions of a statement, newest first; nothing for other pieces."""
    if not isinstance(piece, Statement):
        return []
    rows = piece.versions.order_by("-number")
    return [Version(f"v{row.number}", row.published_at, "", number=row.number, was_approved=True) for row in rows]


def statement_version(piece: Piece, number: int) -> StatementVersion:
    """Return a numbered version; raises `Http404`."""
    found = piece.versions.filter(number=number).first() if isinstance(piece, Statement) else None
    if found is None:
        raise Http404
    return found


def version_parts(piece: Piece, name: str) -> Mapping[str, Part]:
    """Return the parts of a version by its name; raises `Http404`."""
    if name == APPROVED:
        return parts_of(type(piece)._default_manager.get(pk=piece.pk)) if piece.live else {}
    if name.startswith("v") and name[1:].isascii() and name[1:].isdigit():
        return written_parts(type(piece), statement_version(piece, int(name[1:])).segments)
    return parts_of(revision_of(piece, name).as_object())


def written_parts(kind: type[Piece], written: Any) -> dict[str, Part]:
    """Return the parts of a version that is kept as `[key, kind, text]`."""
    return segment_parts(kind, tuple(Segment(key, text, shape) for key, shape, text in written))


def revision_of(piece: Piece, name: str) -> Revision:
    """Return a draft of a piece by its number; raises `Http404`."""
    found = piece.revisions.filter(pk=int(name)).first() if name.isascii() and name.isdigit() else None
    if found is None:
        raise Http404
    return found


def approved_parts(piece: Piece) -> Mapping[str, Part]:
    """Return what is approved now; nothing where a piece was never approved, or has been taken back."""
    return version_parts(piece, APPROVED)


def draft_parts(piece: Piece) -> dict[str, Part]:
    """Return the newest draft."""
    return parts_of(piece.get_latest_revision_as_object())
