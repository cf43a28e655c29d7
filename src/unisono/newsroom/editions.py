"""The screen “Editions”: prepare, open, go back. Every act is confirmed in plain words and done by POST."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from unisono.base.home import home
from unisono.campaigns.queries import openings
from unisono.launch.models import Edition
from unisono.launch.operations import NotReady, open_now, open_on_schedule, rollback
from unisono.launch.tasks import ask_for_edition, ask_to_open
from unisono.newsroom.choosing import campaign_for
from unisono.newsroom.framing import frame
from unisono.newsroom.permissions import campaigns_of, require
from unisono.newsroom.standing import late_list, standing_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show how the person's campaigns stand."""
    campaigns = campaigns_of(request.user)
    standings = [standing_of(campaign, request.user) for campaign in campaigns]
    return TemplateResponse(request, "newsroom/editions/index.html", {"standings": standings, **_frame()})


@require_GET
def progress(request: HttpRequest, campaign: str) -> HttpResponse:
    """Return the line about a running preparation; the script asks for it until it is over."""
    found = campaign_for(request.user, "edit", campaign)
    standing = standing_of(found, request.user)
    response = TemplateResponse(request, "newsroom/editions/progress.html", {"standing": standing})
    response["X-Newsroom-Over"] = "no" if standing.is_preparing else "yes"
    return response


@require_http_methods(["POST"])
def prepare(request: HttpRequest, campaign: str) -> HttpResponse:
    """Have an edition prepared in the background."""
    found = campaign_for(request.user, "edit", campaign)
    require(request.user, "approve", found)
    ask_for_edition(campaign=found, by=str(request.user.public_id))
    messages.success(request, _("A new edition is being prepared. Nothing opens by this."))
    return redirect("editions:index")


@require_http_methods(["GET", "POST"])
def open_edition(request: HttpRequest, campaign: str, edition: str) -> HttpResponse:
    """Ask, then open an edition now or at the moments planned."""
    found = campaign_for(request.user, "edit", campaign)
    require(request.user, "open", found)
    chosen = get_object_or_404(Edition, campaign=found, name=edition)
    if request.method == "POST":
        _open(request, chosen, planned=request.POST.get("when") == "planned")
        return redirect("editions:index")
    standing = standing_of(found, request.user)
    context = {"standing": standing, "edition": chosen, "late": late_list(chosen), **_frame(_("Open an edition"))}
    return TemplateResponse(request, "newsroom/editions/open.html", context)


@require_http_methods(["GET", "POST"])
def go_back(request: HttpRequest, campaign: str) -> HttpResponse:
    """Ask, then open again what was open before."""
    found = campaign_for(request.user, "edit", campaign)
    require(request.user, "open", found)
    if request.method == "POST":
        try:
            rollback(campaign=found, at=datetime.now(UTC), by=str(request.user.public_id), home=home())
            messages.success(request, _("The edition that was open before is open again."))
        except NotReady as error:
            messages.error(request, " ".join(error.missing))
        return redirect("editions:index")
    context = {"standing": standing_of(found, request.user), **_frame(_("Go back"))}
    return TemplateResponse(request, "newsroom/editions/back.html", context)


def _open(request: HttpRequest, edition: Edition, *, planned: bool) -> None:
    campaign, by, at = edition.campaign, str(request.user.public_id), datetime.now(UTC)
    if planned and len(openings(campaign)) > 1:
        ask_to_open(edition=edition, by=by)  # a rolling opening needs editions of its own: not in a request
        messages.success(request, _("The editions of the rolling opening are being prepared and put on the schedule."))
        return
    try:
        if planned:
            entries = open_on_schedule(
                campaign=campaign, at=at, by=by, home=home(), edition=edition, frozen=lambda languages: edition
            )
        else:
            entries = open_now(edition=edition, at=at, by=by, home=home())
    except NotReady as error:
        messages.error(request, " ".join(error.missing))
        return
    if entries[-1].at > at and planned:
        messages.success(request, _("The edition opens by itself at the moment planned."))
    else:
        messages.success(request, _("The edition is open, in all its languages."))


def _frame(title: str = "") -> dict[str, Any]:
    return frame("date", (_("Editions"), reverse("editions:index")), title=title)


class EditionsMenuItem(MenuItem):
    """Shown to those who may edit in a campaign."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person has a campaign; several entries of the menu ask, the database is asked once."""
        if not hasattr(request, "has_campaigns"):
            request.has_campaigns = campaigns_of(request.user).exists()  # type: ignore[attr-defined]
        return bool(request.has_campaigns)


class EditionsViewSet(ViewSet):
    """Prepare, open, go back."""

    name = "editions"
    icon = "date"
    menu_label = gettext_lazy("Editions")
    menu_order = 700
    add_to_admin_menu = True
    menu_item_class = EditionsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("", index, name="index"),
            path("<uuid:campaign>/progress/", progress, name="progress"),
            path("<uuid:campaign>/prepare/", prepare, name="prepare"),
            path("<uuid:campaign>/open/<str:edition>/", open_edition, name="open"),
            path("<uuid:campaign>/back/", go_back, name="back"),
        ]
