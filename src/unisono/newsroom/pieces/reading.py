"""What the screen about one piece shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.models import Revision

from unisono.campaigns.approval import lock_of, seen_name, writers_of
from unisono.campaigns.models import HandIn, HandInState, PieceLock
from unisono.campaigns.reviewing import last_hand_in
from unisono.campaigns.writing import Piece
from unisono.languages.rules import LanguageRules, rules_for
from unisono.newsroom.activity import Told, activity_of
from unisono.newsroom.desk.comments import Thread, threads
from unisono.newsroom.naming import names_of
from unisono.newsroom.pieces.finding import address_of, edit_address, hindrance, may_approve, reviewers_of, title_of_row
from unisono.newsroom.pieces.parts import Change, Part, changes
from unisono.newsroom.pieces.versions import Version, approved_parts, draft_parts, numbered_of, versions_of
from unisono.people.models import User
from unisono.people.queries import can


@dataclass(frozen=True, slots=True)
class Said:
    """A hand-in or a lock with the names of those who did it."""

    row: Any
    who: str
    decided_by: str = ""


class PiecePage:
    """One piece for one person."""

    def __init__(self, user: Any, piece: Piece, typed: Mapping[str, str] | None = None) -> None:
        self.user, self.piece, self.typed = user, piece, typed or {}

    @cached_property
    def draft(self) -> Revision | None:
        """The newest draft."""
        found: Revision | None = self.piece.latest_revision
        return found

    @property
    def seen(self) -> str:
        """By which name the page's forms say what was read."""
        return seen_name(self.draft)

    @cached_property
    def title(self) -> str:
        """The words by which people know the piece."""
        return title_of_row(self.piece.get_latest_revision_as_object())

    @property
    def kind(self) -> str:
        """What kind of piece it is."""
        return capfirst(str(self.piece._meta.verbose_name))

    @property
    def rules(self) -> LanguageRules:
        """Direction and name of the source language."""
        return rules_for(self.piece.campaign.source_language)

    @property
    def url(self) -> str:
        """The address of this screen."""
        return address_of(self.piece)

    @property
    def edit_url(self) -> str:
        """Where the piece is edited."""
        return edit_address(self.piece)

    # -- how it stands

    @property
    def has_changes(self) -> bool:
        """Whether there is a draft that is not approved."""
        return bool(self.draft and self.piece.has_unpublished_changes)

    @cached_property
    def hand_in(self) -> Said | None:
        """The last hand-in, if it waits or has been sent back."""
        last = last_hand_in(self.piece)
        if last is None or last.state not in (HandInState.WAITING, HandInState.SENT_BACK):
            return None
        names = names_of([last.handed_in_by, last.decided_by])
        return Said(last, names.get(last.handed_in_by, ""), names.get(last.decided_by, ""))

    @property
    def waiting(self) -> HandIn | None:
        """The hand-in that waits."""
        return self.hand_in.row if self.hand_in and self.hand_in.row.state == HandInState.WAITING else None

    @property
    def came_back(self) -> HandIn | None:
        """The hand-in that was sent back last, as long as nothing else was handed in."""
        return self.hand_in.row if self.hand_in and self.hand_in.row.state == HandInState.SENT_BACK else None

    @property
    def has_moved_on(self) -> bool:
        """Whether something was written after the hand-in."""
        return bool(self.waiting and self.draft and self.waiting.revision_id != self.draft.pk)

    @cached_property
    def lock(self) -> Said | None:
        """The lock, with who locked."""
        held: PieceLock | None = lock_of(self.piece)
        return Said(held, names_of([held.locked_by]).get(held.locked_by, "")) if held else None

    # -- who may

    @cached_property
    def can_approve(self) -> bool:
        """Whether the person's role lets them approve."""
        return may_approve(self.user, self.piece)

    @cached_property
    def hindrance(self) -> str:
        """Why the person cannot approve now; "" where they can."""
        return hindrance(self.user, self.piece) if self.has_changes else ""

    @cached_property
    def can_lock(self) -> bool:
        """Whether the person may lock and unlock."""
        return can(self.user, "lock", campaign_id=self.piece.campaign.public_id)

    @property
    def is_own(self) -> bool:
        """Whether it was this person who handed in what waits."""
        return bool(self.waiting and self.waiting.handed_in_by == str(self.user.public_id))

    @cached_property
    def approvers(self) -> list[User]:
        """Who could approve the newest draft: everybody by role, without its writers where a second person must."""
        writers: frozenset[str] = frozenset()
        if self.piece.campaign.four_eyes:
            writers = (writers_of(self.piece, self.draft) if self.draft else frozenset()) | {str(self.user.public_id)}
        return reviewers_of(self.piece, writers)

    @property
    def nobody_else(self) -> bool:
        """Whether a second person must approve and there is none."""
        return self.piece.campaign.four_eyes and not self.approvers

    # -- what it says

    @cached_property
    def _both(self) -> tuple[Mapping[str, Part], Mapping[str, Part]]:
        return approved_parts(self.piece), draft_parts(self.piece)

    @cached_property
    def changes(self) -> list[Change]:
        """What differs between the approved words and the newest draft."""
        return changes(*self._both) if self.has_changes else []

    @cached_property
    def unchanged(self) -> list[Part]:
        """The words that are as they were approved."""
        changed = {one.key for one in self.changes}
        return [part for key, part in self._both[1].items() if part.segment and key not in changed]

    @cached_property
    def threads(self) -> list[Thread]:
        """The open comments."""
        return threads(self.piece.campaign, self.piece)

    @cached_property
    def versions(self) -> list[Version]:
        """Its drafts."""
        return versions_of(self.piece)

    @cached_property
    def numbered(self) -> list[Version]:
        """The published versions of the statement."""
        return numbered_of(self.piece)

    @cached_property
    def activity(self) -> list[Told]:
        """What was done to it, in sentences."""
        return activity_of(self.piece.campaign, piece=self.piece)
