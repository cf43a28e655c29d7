"""Who may do what in the newsroom: every question of the editor ends in `people.queries.can`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

from unisono.campaigns.models import Campaign
from unisono.people.models import Role
from unisono.people.queries import Action, can

#: Rooms whose objects editors work on.
ROOMS = frozenset({"campaigns", "words", "facts", "media", "kit", "coalition", "links", "press"})
#: What the verb of a permission means here. A campaign's own settings are the organiser's.
ACTIONS: dict[str, Action] = {
    "view": "edit",
    "add": "edit",
    "change": "edit",
    "choose": "edit",
    "delete": "approve",
    "publish": "approve",
}


class RolesBackend(ModelBackend):
    """Answers the framework's questions from a person's roles; there are no groups and no permissions by hand."""

    def has_perm(self, user: Any, permission: str, obj: Any = None) -> bool:
        """Say whether a person may, in any campaign; in which one, `guarded` and `campaigns_of` ask."""
        if not user.is_active or not user.is_authenticated:
            return False
        label, _, codename = permission.partition(".")
        if permission == "wagtailadmin.access_admin":
            return can(user, "edit") or can(user, "open") or user.grants.filter(role__in=Role).exists()
        if label not in ROOMS:
            return False
        verb = codename.partition("_")[0]
        if codename == "change_campaign":
            return can(user, "open")
        if codename in ("add_campaign", "delete_campaign") or verb not in ACTIONS:
            return False
        return can(user, ACTIONS[verb])

    def has_module_perms(self, user: Any, label: str) -> bool:
        """Say whether a person may do anything in a room."""
        return self.has_perm(user, f"{label}.view_")

    def get_all_permissions(self, user: Any, obj: Any = None) -> set[str]:
        """Nothing is held by name: everything is asked when it is needed."""
        return set()


def campaigns_of(user: Any, action: Action = "edit") -> models.QuerySet[Campaign]:
    """Return the campaigns in which a person may do `action`."""
    if user.is_superuser and user.is_active:
        return Campaign.objects.all()
    return Campaign.objects.filter(public_id__in=[one for one in _granted(user) if can(user, action, campaign_id=one)])


def _granted(user: Any) -> set[UUID]:
    return set(user.grants.values_list("campaign_id", flat=True)) if user.is_authenticated else set()


def require(user: Any, action: Action, campaign: Campaign) -> None:
    """Raise `PermissionDenied` unless a person may do `action` in a campaign."""
    if not can(user, action, campaign_id=campaign.public_id):
        raise PermissionDenied


def campaign_of(row: models.Model) -> Campaign | None:
    """Return the campaign that a row belongs to; None where it belongs to none or to several."""
    return row if isinstance(row, Campaign) else getattr(row, "campaign", None)


def guarded(view: Callable[..., HttpResponse], model: type[models.Model]) -> Callable[..., HttpResponse]:
    """Let a view that names one row answer only those who may edit in the row's campaign.

    The editor asks for permission on the kind of object; which campaign it is of, only this asks.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        pk = named.get("pk", args[0] if args else None)
        row = model._default_manager.filter(pk=pk).first() if str(pk or "").isdigit() else None
        campaign = campaign_of(row) if row is not None else None
        if campaign is not None:
            require(request.user, "open" if model is Campaign else "edit", campaign)
        return view(request, *args, **named)

    return asking
