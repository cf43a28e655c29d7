"""What an import does to a piece's history: nothing that somebody wrote is lost, and no draft hides what is approved.

Before a piece changes, what it was is kept as a version. An open draft is carried on: it gets what the pack has
brought, and keeps its own words where both say something else. What a pack says and nobody has taken stands in the
history beside.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from wagtail.log_actions import log
from wagtail.models import Revision

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.languages.queries import approved_source
from unisono.packs.document import Pack
from unisono.packs.exporting import packed
from unisono.packs.filling import Filling
from unisono.packs.merging.base import base_of
from unisono.packs.merging.choosing import DRAFT_DIFFERS, Item, Known, Settling
from unisono.packs.merging.merge import merged
from unisono.packs.parts import parts
from unisono.packs.pieces import KEYED, SINGLE, pieces
from unisono.people.models import User

BEFORE, TAKEN, KEPT_BESIDE, DRAFT = (f"unisono.pack.{name}" for name in ("before", "taken", "beside", "draft"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An open draft, with what its piece was called and the approved words that it was written upon."""

    piece: Piece
    name: str
    upon: Pack


class History:
    """The versions of the pieces that one import touches."""

    def __init__(self, campaign: Campaign, at: datetime, by: str) -> None:
        self.campaign, self.at = campaign, at
        self.user = _person(by)
        self.drafts: dict[UUID, Draft] = {}
        self.known: set[UUID] = set()
        self.in_draft: list[Item] = []
        self.offered: tuple[Pack, frozenset[str]] | None = None
        self.stored: list[tuple[Any, str]] = []

    def before(self, name: str, piece: Piece) -> None:
        """Keep what a piece is before it is written: its approved words, and its open draft."""
        draft = open_draft(piece)
        if draft is not None:
            own = _named_as(piece)
            self.drafts[piece.public_id] = Draft(draft, own, packed(self.campaign, {own: piece} if piece.live else {}))
        self.known.add(piece.public_id)
        if piece.live_revision_id is None and (piece.live or piece.latest_revision_id is None):
            self._version(piece, BEFORE)

    def after(self, name: str, piece: Piece, offered: Pack | None) -> None:
        """Give a piece that was written its versions: what the pack says besides, what is approved, the open draft."""
        if piece.public_id not in self.known:
            return  # a new piece has no history yet
        if offered is not None:
            self._offered(name, piece, offered)
        live = self._version(_fresh(piece), TAKEN)
        draft = self._draft(piece)
        newest = live if draft is None else self._version(draft, DRAFT)
        self._point(piece, latest_revision=newest, live_revision=live, has_unpublished_changes=draft is not None)

    def beside(self, name: str, piece: Piece, offered: Pack) -> None:
        """Keep what the pack says of a piece that was not written. The newest version stays what it was."""
        latest = piece.latest_revision
        if latest is None:
            self._version(piece, BEFORE)
        self._offered(name, piece, offered)
        again = latest.as_object() if latest is not None else _fresh(piece)
        newest = self._version(again, BEFORE, user=latest.user if latest is not None else None)
        values: dict[str, Any] = {"latest_revision": newest}
        if piece.live and piece.live_revision_id == (latest.pk if latest is not None else None):
            values["live_revision"] = newest
        self._point(piece, **values)

    @cached_property
    def held(self) -> dict[str, Piece]:
        """What a version may point to: read once, when everything has been written."""
        return pieces(self.campaign, drafts=True)

    def _offered(self, name: str, piece: Piece, pack: Pack) -> Revision:
        """Keep what the pack says of a piece. What it names at all is asked once: for that its film is hashed."""
        if self.offered is None or self.offered[0] is not pack:
            self.offered = pack, frozenset(parts(pack))
        return self._version(self._filled(name, _fresh(piece), pack, self.offered[1]), KEPT_BESIDE)

    def _point(self, piece: Piece, **values: Any) -> None:
        type(piece)._default_manager.filter(pk=piece.pk).update(**values)

    def _draft(self, piece: Piece) -> Piece | None:
        """Return the open draft with what is approved now; None where nothing is left that only the draft says."""
        found = self.drafts.pop(piece.public_id, None)
        if found is None:
            return None
        draft, name, now = found.piece, found.name, _fresh(piece)
        own, before, after = _key(draft), name.partition(".")[2], _key(now)
        _set_key(draft, before)
        _set_key(now, before)
        mine, approved = packed(self.campaign, {name: draft}), packed(self.campaign, {name: now})
        together, chooser = merged(
            known=Known(base_of(found.upon)),
            settling=Settling(),
            ours=mine,
            theirs=approved,
            held=self.held,
        )
        said = parts(together.pack)
        if said[name] == parts(approved)[name] and own in (before, after):
            return None
        for item in chooser.conflicts:
            item.why = DRAFT_DIFFERS
        self.in_draft += chooser.conflicts
        filled = self._filled(name, draft, together.pack, frozenset(said))
        _set_key(filled, after if own == before else own)
        return filled

    def _filled(self, name: str, piece: Piece, pack: Pack, said: frozenset[str]) -> Piece:
        """Fill a piece without saving it, from a pack that says something of the objects `said`. Its place among the
        others stays."""
        position = getattr(piece, "position", None)
        others = set(said - {name})
        filling = Filling(self.campaign, pack, others, held=self.held | {name: piece}, save=lambda one: None)
        filling.fill()
        self.stored += filling.stored
        if position is not None:
            piece.position = position  # type: ignore[attr-defined]
        return piece

    def _version(self, piece: Piece, action: str, user: User | None = None) -> Revision:
        by = user or self.user
        revision = Revision.objects.create(
            content_object=piece,
            base_content_type=piece.get_base_content_type(),
            user=by,
            content=piece.serializable_data(),
            object_str=str(piece),
        )
        log(instance=piece, action=action, user=by, revision=revision, content_changed=action == TAKEN)
        return revision


def _person(by: str) -> User | None:
    """Return who brings a pack; None where a command does."""
    try:
        return User.objects.filter(pk=UUID(by)).first()
    except ValueError:
        return None


def open_draft(piece: Piece) -> Piece | None:
    """Return what somebody has written on a piece and not approved; None where there is nothing of the kind."""
    if piece.live and not piece.has_unpublished_changes:
        return None
    if piece.latest_revision is not None:
        return piece.latest_revision.as_object()  # type: ignore[no-any-return]
    settled = approved_source(piece.public_id, piece.campaign.source_language)
    said = [(one.key, one.kind, one.text) for one in settled or ()]
    now = [(one.key, one.kind, one.text) for one in piece.segments() if one.text]
    return None if piece.live or said == now else _fresh(piece)


def _fresh(piece: Piece) -> Piece:
    """Return a piece as the database has it, with nothing in memory of what was done to it."""
    fresh: Piece = type(piece)._default_manager.get(pk=piece.pk)
    fresh.campaign = piece.campaign
    return fresh


def _named_as(piece: Piece) -> str:
    """Return what a piece is called in a pack."""
    single = {kind: name for name, kind in SINGLE}
    keyed = {kind: name for name, kind, _ in KEYED}
    return single.get(type(piece)) or f"{keyed[type(piece)]}.{_key(piece)}"


def _key(piece: Piece) -> str:
    field = {kind: field for _, kind, field in KEYED}.get(type(piece))
    return getattr(piece, field) if field else ""


def _set_key(piece: Piece, key: str) -> None:
    if field := {kind: field for _, kind, field in KEYED}.get(type(piece)):
        setattr(piece, field, key)
