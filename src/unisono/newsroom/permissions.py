"""Who may do what in the newsroom: every question of the editor ends in `people.queries.can`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access

from unisono.campaigns.models import Campaign
from unisono.people.queries import Action, campaigns_where, can, languages_where

#: What one must be allowed to do to work on the objects of a room. A campaign itself is its settings.
ACTION_OF_ROOM: dict[str, Action] = {
    "campaigns": "settings",
    "words": "edit",
    "facts": "edit",
    "media": "edit",
    "kit": "edit",
    "links": "edit",
    "coalition": "organisations",
    "press": "press",
}
#: Verbs of the editor that change nothing that is approved. All others need "approve" where "edit" is asked for.
HARMLESS = frozenset({"view", "add", "change", "choose"})
VERBS = HARMLESS | {"delete", "publish"}
#: What opens the editor at all: translating and reviewing alone do not, they have a desk of their own.
EDITORS_WORK: tuple[Action, ...] = ("edit", "organisations", "press", "settings")


class RolesBackend(ModelBackend):
    """Answers the framework's questions from a person's roles; there are no groups and no permissions by hand."""

    def has_perm(self, user: Any, permission: str, obj: Any = None) -> bool:
        """Say whether a person may, in any campaign; in which one, `guarded` and `campaigns_of` ask."""
        if not user.is_active or not user.is_authenticated:
            return False
        if permission == "wagtailadmin.access_admin":
            return may_enter_editor(user)
        label, _, codename = permission.partition(".")
        verb = codename.partition("_")[0]
        if label not in ACTION_OF_ROOM or verb not in VERBS or codename in ("add_campaign", "delete_campaign"):
            return False
        return can(user, action_for(label, verb))

    def has_module_perms(self, user: Any, label: str) -> bool:
        """Say whether a person may do anything in a room."""
        return self.has_perm(user, f"{label}.view_")

    def get_all_permissions(self, user: Any, obj: Any = None) -> set[str]:
        """Nothing is held by name: everything is asked when it is needed."""
        return set()


def action_for(label: str, verb: str = "change") -> Action:
    """Return what a verb of the editor means for the objects of a room; "edit" for what belongs to no room."""
    action = ACTION_OF_ROOM.get(label, "edit")
    return "approve" if action == "edit" and verb not in HARMLESS else action


def action_of(model: type[models.Model] | models.Model, verb: str = "change") -> Action:
    """Return what a verb of the editor means for a kind of object."""
    return action_for(model._meta.app_label, verb)


def may_enter_editor(user: Any) -> bool:
    """Say whether a person has anything to do in the editor."""
    return any(can(user, action) for action in EDITORS_WORK)


def campaigns_of(user: Any, action: Action = "edit") -> models.QuerySet[Campaign]:
    """Return the campaigns in which a person may do `action`."""
    return _named(campaigns_where(user, action))


def own_campaigns(user: Any) -> models.QuerySet[Campaign]:
    """Return the campaigns in which a person has any role."""
    return _named(campaigns_where(user))


def _named(public_ids: frozenset[Any] | None) -> models.QuerySet[Campaign]:
    return Campaign.objects.all() if public_ids is None else Campaign.objects.filter(public_id__in=public_ids)


def languages_of(user: Any, action: Action, campaign: Campaign) -> list[str]:
    """Return the languages of a campaign, but its source's, in which a person may do `action`."""
    allowed = languages_where(user, action, campaign.public_id)
    return [code for code in campaign.target_codes if allowed is None or code in allowed]


def require(user: Any, action: Action, campaign: Campaign) -> None:
    """Raise `PermissionDenied` unless a person may do `action` in a campaign."""
    if not can(user, action, campaign_id=campaign.public_id):
        raise PermissionDenied


def inside_or_outside(view: Callable[..., HttpResponse], outside: Callable[..., HttpResponse]) -> Any:
    """Return a view that answers by itself those who may enter the editor, and by `outside` whoever else signed in."""
    inside, others = require_admin_access(view), login_required(outside)

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        return (inside if may_enter_editor(request.user) else others)(request, *args, **named)

    return answering


def campaign_of(row: models.Model) -> Campaign | None:
    """Return the campaign that a row belongs to; None where it belongs to none or to several."""
    return row if isinstance(row, Campaign) else getattr(row, "campaign", None)


def guarded(view: Callable[..., HttpResponse], model: type[models.Model]) -> Callable[..., HttpResponse]:
    """Let a view that names one row answer only those who may work on such rows in the row's campaign.

    The editor asks for permission on the kind of object; which campaign it is of, only this asks.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        pk = named.get("pk", args[0] if args else None)
        row = model._default_manager.filter(pk=pk).first() if str(pk or "").isdigit() else None
        campaign = campaign_of(row) if row is not None else None
        if campaign is not None:
            require(request.user, action_of(model), campaign)
        return view(request, *args, **named)

    return asking
