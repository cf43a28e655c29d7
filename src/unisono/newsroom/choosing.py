"""Which campaign a screen is about: the one that its address names, the only one, or one of several that is chosen."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from unisono.campaigns.models import Campaign
from unisono.newsroom.naming import campaign_name
from unisono.people.queries import Action, can


def campaign_at(public_id: UUID | str, may: Callable[[Campaign], bool]) -> Campaign:
    """Return the campaign that an address names, if the person `may`; else raise `PermissionDenied`.

    A campaign that is not there and one of other people are refused alike.
    """
    found = Campaign.objects.filter(public_id=public_id).first()
    if found is None or not may(found):
        raise PermissionDenied
    return found


def campaign_for(user: Any, action: Action, public_id: UUID | str) -> Campaign:
    """Return the campaign that an address names, if the person may do `action` in it; else raise `PermissionDenied`."""
    return campaign_at(public_id, lambda one: can(user, action, campaign_id=one.public_id))


def with_campaign(action: Action) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Return what lets a view answer only those who may do `action` in the campaign that its address names.

    The view is given the campaign itself.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asking(request: HttpRequest, campaign: UUID, **named: Any) -> HttpResponse:
            return view(request, campaign_for(request.user, action, campaign), **named)

        return asking

    return guard


def choose_campaign(
    request: HttpRequest, campaigns: Iterable[Campaign], *, way: str, frame: dict[str, Any], nothing: str = ""
) -> HttpResponse:
    """Lead to the screen of the only campaign by its route `way`; where there are several, let the person choose.

    Where there is none, say `nothing`; raises `PermissionDenied` where there is nothing to say.
    """
    found = list(campaigns)
    if not found and not nothing:
        raise PermissionDenied
    if len(found) == 1:
        return redirect(way, found[0].public_id)
    ways = [(reverse(way, args=[one.public_id]), campaign_name(one)) for one in found]
    context = {"frame": "wagtailadmin/generic/base.html", "ways": ways, "nothing": nothing, **frame}
    return TemplateResponse(request, "newsroom/choosing.html", context)
