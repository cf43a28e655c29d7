"""What every piece of a campaign's writing has in common: drafts, history, preview, segments.

The newsroom edits pieces in the source language; a published piece is the *approved* source. What a preview
shows is decided by the rooms above, which register a previewer: it shows exactly what a freeze would make.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from unisono.base.models import PublicObject
from unisono.base.registry import Registry
from unisono.campaigns.approval import is_kept, require_second_person, require_unlocked
from unisono.campaigns.models import Campaign
from unisono.languages.rules import rules_for
from unisono.languages.segments import Segment

#: `previewer(piece, request, mode) -> response`: registered once, by the room that freezes editions.
previewers: Registry[Callable[["Piece", HttpRequest, str], HttpResponse]] = Registry("previewer")
#: `after_approval(piece, at, by)`: what else a kind of piece does when it is approved, by its label; returns the number
#: of the version, for a kind that numbers them.
after_approval: Registry[Callable[["Piece", datetime, str], int | None]] = Registry("action after approval")


class Piece(PreviewableMixin, DraftStateMixin, RevisionMixin, PublicObject):
    """A piece of a campaign's writing, in its source language."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name=_("campaign"))

    class Meta:
        abstract = True

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments to translate, in reading order."""
        raise NotImplementedError

    @transaction.atomic
    def publish(self, revision: Revision, user: Any = None, **options: Any) -> Any:
        """Publish a revision; all or nothing, together with the approval that follows from it.

        Every door leads through here. Raises `approval.Locked` and `approval.SecondPersonNeeded`.
        """
        require_unlocked(self)
        require_second_person(self, revision, user)
        return super().publish(revision, user=user, **options)

    @transaction.atomic
    def unpublish(self, *args: Any, **options: Any) -> Any:
        """Take the piece back; all or nothing, together with what follows from it. Raises `approval.Locked`."""
        require_unlocked(self)
        return super().unpublish(*args, **options)

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **options: Any) -> Revision:
        """Save a draft; one that was approved or handed in stays as it is, and a new one begins.

        Raises `approval.Locked`.
        """
        require_unlocked(self)
        if overwrite_revision is not None and is_kept(self, overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **options)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One preview for each language of the campaign, the source language first."""
        if self.campaign_id is None:
            return []  # a new piece, before it is said for which campaign
        codes = (self.campaign.source_language, *self.campaign.target_codes)
        return [(code, f"{rules_for(code).endonym} ({code})") for code in codes]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the piece as the next edition would, in the language `mode_name`."""
        return previewers.get("edition")(self, request, mode_name)
