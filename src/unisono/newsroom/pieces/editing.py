"""Editing a piece: no newer version is overwritten unseen, handing in, locks, and who may approve what they wrote."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.action_menu import ActionMenuItem, LockedMenuItem, PublishMenuItem

from unisono.campaigns.approval import NotNow, lock_of
from unisono.campaigns.reviewing import newest_draft
from unisono.campaigns.writing import Piece
from unisono.ledger.operations import record
from unisono.newsroom.forms import number_items
from unisono.newsroom.permissions import action_of, campaigns_of
from unisono.newsroom.pieces.finding import address_of
from unisono.newsroom.pieces.parts import Change, changes, parts_of
from unisono.newsroom.pieces.reading import PiecePage
from unisono.newsroom.pieces.versions import draft_parts

#: What a form has that asks only to see what it holds beside what is saved.
LOOK = "newsroom-look"


class _Lock:
    """What the editor asks about a lock: it holds for everybody."""

    def for_user(self, user: Any) -> bool:
        return True


class Editing:
    """Adds to the editor's own views what the way of a piece wants."""

    #: What the ledger says when this view has saved.
    saved_act = "piece.saved"
    is_conflict = False

    def get_lock(self) -> _Lock | None:
        """Return the lock that an organiser has set."""
        row = self.object if self.view_name != "create" else None  # type: ignore[attr-defined]
        return _Lock() if row is not None and lock_of(row) is not None else None

    def get_available_actions(self) -> list[str]:
        """Add handing in: what is in the form is saved first."""
        return [*super().get_available_actions(), "hand-in"]  # type: ignore[misc]

    # -- nobody's newer version is overwritten unseen

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether a newer draft has been saved than the one that this form began with. Saying nothing is no leave."""
        given, latest = self.request.POST, self.latest_revision  # type: ignore[attr-defined]
        number = str(latest.pk) if latest else ""
        if own := given.get("overwrite_revision_id"):
            return bool(own != number)
        if given.get("loaded_revision_id", "") != number:
            return True
        return bool(latest) and given.get("loaded_revision_created_at", "") != self.latest_revision_created_at  # type: ignore[attr-defined]

    @property
    def is_look(self) -> bool:
        """Whether somebody only wants to see what their device has kept."""
        return LOOK in self.request.POST  # type: ignore[attr-defined]

    def is_valid(self, form: Any) -> bool:
        """Show both versions instead of saving over one that the person has not seen."""
        is_edit = self.view_name != "create"  # type: ignore[attr-defined]
        if self.expects_json_response or not (self.is_look or (is_edit and self.is_out_of_date)):  # type: ignore[attr-defined]
            return bool(super().is_valid(form))  # type: ignore[misc]
        self.is_conflict = True
        form.defer_required_fields()
        form.is_valid()
        form.restore_required_fields()
        self.produced_error_message = (
            _("This is what your device has kept. It is not saved yet.")
            if self.is_look
            else _("Somebody has saved a newer version. Nothing is overwritten: look at both, then choose.")
        )
        return False

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say in the answer's status that there are two versions."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if self.is_conflict and not self.is_look:
            response.status_code = 409
        return response

    @cached_property
    def beside(self) -> list[Change]:
        """What differs between the newest saved version and what is in the form."""
        form = self.form  # type: ignore[attr-defined]
        if not self.is_conflict or self.view_name == "create" or not form.is_valid():  # type: ignore[attr-defined]
            return []
        for relation, letter in form.ITEM_KEYS.items():
            number_items([one.instance for one in form.formsets[relation].forms], letter)
        mine = WagtailAdminModelForm.save(form, commit=False)  # the words alone: nothing is stored, no file kept
        return changes(draft_parts(self.row), parts_of(mine))

    @cached_property
    def row(self) -> Piece:
        """The piece as it is saved: the form may have written into the object that the view holds."""
        found: Piece = self.model._default_manager.select_related("campaign").get(pk=self.object.pk)  # type: ignore[attr-defined]
        return found

    def save_instance(self) -> Any:
        """Save the draft, unless somebody has saved one in this very moment; tell the ledger."""
        before = None
        if self.view_name != "create":  # type: ignore[attr-defined]
            type(self.object)._default_manager.select_for_update().filter(pk=self.object.pk).first()  # type: ignore[attr-defined]
            before = newest_draft(self.object)  # type: ignore[attr-defined]
            if _moment(before) != _moment(self.latest_revision):  # type: ignore[attr-defined]
                self.__dict__.pop("latest_revision_created_at", None)
                self.__dict__["latest_revision"] = self.object.latest_revision = before  # type: ignore[attr-defined]
                raise PermissionDenied(_("Somebody has saved a newer version in this moment. Look at both, then save."))
        piece: Piece = super().save_instance()  # type: ignore[misc]
        if before is None or self.new_revision.pk != before.pk:  # type: ignore[attr-defined]
            act = "piece.created" if self.view_name == "create" else self.saved_act  # type: ignore[attr-defined]
            by = str(self.request.user.public_id)  # type: ignore[attr-defined]
            record(at=datetime.now(UTC), by=by, act=act, of=piece, campaign_id=piece.campaign.public_id)
        return piece

    # -- what follows from saving

    def publish_action(self) -> HttpResponse | None:
        """Approve what was saved; where that is not this person's to do, say so: the draft is kept."""
        try:
            done: HttpResponse | None = super().publish_action()  # type: ignore[misc]
        except NotNow as why:
            messages.error(self.request, str(why))  # type: ignore[attr-defined]
            return redirect(address_of(self.object))  # type: ignore[attr-defined]
        return done

    def hand_in_action(self) -> HttpResponse:
        """Lead to where a note can be added and the draft is handed in."""
        return redirect(f"{address_of(self.object)}#hand-in")  # type: ignore[attr-defined]

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """Add how the piece stands."""
        context: dict[str, Any] = super().get_context_data(**named)  # type: ignore[misc]
        context["locked_for_user"] = self.locked_for_user  # type: ignore[attr-defined]
        # Where two versions stand beside each other, a person chooses: nothing is saved by itself.
        if self.is_conflict:
            context["autosave_enabled"] = False
            context.pop("autosave_indicator", None)
        if not self.expects_json_response:  # type: ignore[attr-defined]
            is_edit = self.view_name != "create"  # type: ignore[attr-defined]
            context["page"] = PiecePage(self.request.user, self.row) if is_edit else None  # type: ignore[attr-defined]
            context["is_conflict"], context["is_look"], context["beside"] = self.is_conflict, self.is_look, self.beside
        return context


def _moment(revision: Any) -> tuple[Any, ...]:
    return (revision.pk, revision.created_at) if revision else ()


class Reverting:
    """The editor's own way to bring an earlier version back: the ledger calls it so."""

    saved_act = "piece.restored"


class HandInMenuItem(ActionMenuItem):
    """Saves, and leads to handing in."""

    name = "action-hand-in"
    label = gettext_lazy("Hand in for review …")
    icon_name = "resubmit"


def hand_in_item_for(model: type) -> ActionMenuItem | None:
    """Return the menu's way to hand a piece in."""
    return HandInMenuItem(order=10) if issubclass(model, Piece) else None


def locked_item_for(model: type) -> ActionMenuItem | None:
    """Return what the menu says of a locked piece."""
    return LockedMenuItem(order=10000) if issubclass(model, Piece) else None


def without_publishing(items: list[Any], user: Any, context: dict[str, Any]) -> None:
    """Offer no publishing while editing where a second person must approve: that is done where changes are read."""
    model, piece = context["model"], context.get("instance")
    if not issubclass(model, Piece):
        return
    own = campaigns_of(user, action_of(model))
    needs_second = piece.campaign.four_eyes if piece is not None else not own.filter(four_eyes=False).exists()
    if needs_second:
        items[:] = [one for one in items if not isinstance(one, PublishMenuItem)]
