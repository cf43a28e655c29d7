"""The organiser's screen: which words go to whom, switched on by campaign; what is being filled in, and stopped."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.models import Campaign
from unisono.languages.machine.fetching import MachineError
from unisono.languages.machine.filling import NotAllowed, ask_for_run, stop, switch_off, switch_on, use_of
from unisono.languages.machine.services import service_of
from unisono.languages.machine.ways import Machine
from unisono.languages.models import MachineRun, RunState
from unisono.languages.rules import LanguageRules, rules_for
from unisono.languages.screen import told
from unisono.launch.queries import edition_at
from unisono.newsroom.board.wording import language_words
from unisono.newsroom.choosing import campaign_for, choose_campaign
from unisono.newsroom.framing import frame
from unisono.newsroom.machine.tasks import ask_to_fill, says_of
from unisono.newsroom.machine.work import Missing, missing_in, works_of
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.permissions import campaigns_of
from unisono.people.queries import can


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """One language: what it lacks, whether the machine offers it, how its last run stands."""

    rules: LanguageRules
    name: str
    missing: Missing
    is_offered: bool
    run: MachineRun | None

    @property
    def is_open(self) -> bool:
        """Whether it is being filled in."""
        return self.run is not None and self.run.state == RunState.OPEN

    @property
    def done(self) -> int:
        """How many texts the run has been through."""
        return self.run.filled + len(self.run.broken) if self.run else 0

    @property
    def says(self) -> str:
        """Why it does not go on; "" for nothing to say."""
        said = says_of(self.run) if self.run else None
        return told(said) if said else ""


class Screen:
    """How machine suggestions stand in one campaign."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign, self.name = campaign, campaign_name(campaign)
        self.machine: Machine | None = settings.MACHINE
        self.use = use_of(campaign.public_id, self.machine)
        self.has_opened = edition_at(campaign, datetime.now(UTC)) is not None
        self.lines = self._lines() if self.use else []

    def _lines(self) -> list[LanguageLine]:
        codes = self.campaign.target_codes
        missing = missing_in(self.campaign, works_of(self.campaign), codes)
        runs: dict[str, MachineRun] = {}
        for run in MachineRun.objects.filter(campaign_id=self.campaign.public_id):
            runs.setdefault(run.language, run)  # the newest first
        offered = self.use.offered if self.use else []
        return [
            LanguageLine(rules_for(code), language_words(code), missing[code], code in offered, runs.get(code))
            for code in codes
        ]

    @property
    def is_running(self) -> bool:
        """Whether any language is being filled in."""
        return any(line.is_open for line in self.lines)

    @property
    def fillable(self) -> list[LanguageLine]:
        """The languages in which something could be filled in now."""
        return [line for line in self.lines if line.is_offered and line.missing.texts and not line.is_open]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the screen; where a person has several campaigns, let them choose."""
    campaigns = campaigns_of(request.user, "settings")
    return choose_campaign(request, campaigns, way="machine:campaign", frame=_frame())


@require_GET
def show(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Say which words go to whom, and how every language stands."""
    found = campaign_for(request.user, "settings", campaign)
    context = {"screen": Screen(found), **_frame(found)}
    return TemplateResponse(request, "newsroom/machine/campaign.html", context)


@require_GET
def progress(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Return how the work stands; the script asks for it until it is over."""
    screen = Screen(campaign_for(request.user, "settings", campaign))
    response = TemplateResponse(request, "newsroom/machine/progress.html", {"screen": screen})
    response["X-Newsroom-Over"] = "no" if screen.is_running else "yes"
    return response


@require_POST
def switch(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Switch on, once somebody has said that these words may go there; switch off; ask again which languages there
    are."""
    found, machine = campaign_for(request.user, "settings", campaign), settings.MACHINE
    here = redirect("machine:campaign", found.public_id)
    now: dict[str, Any] = {"at": datetime.now(UTC), "by": str(request.user.public_id)}  # type: ignore[union-attr]
    if request.POST.get("act") == "off":
        switch_off(campaign_id=found.public_id, **now)
        messages.success(request, _("Switched off. Nothing more is sent."))
        return here
    if machine is None:
        raise PermissionDenied
    is_confirmed = request.POST.get("confirmed") == machine.agreement
    if not is_confirmed and use_of(found.public_id, machine) is None:
        messages.error(request, _("Confirm first that these words may be sent there."))
        return here
    try:
        offered = service_of(machine).offered(found.source_language, found.target_codes)
        switch_on(campaign_id=found.public_id, machine=machine, offered=sorted(offered), confirmed=True, **now)
    except MachineError as error:
        messages.error(request, told(error.sentence))
        return here
    except NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("Switched on.") if is_confirmed else _("The list of languages is up to date."))
    return here


@require_POST
def fill(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Have what is missing filled in: in one language, or in all that the machine offers; or stop."""
    found = campaign_for(request.user, "settings", campaign)
    screen, asked = Screen(found), request.POST.get("into", "")
    here = redirect("machine:campaign", found.public_id)
    at = datetime.now(UTC)
    if request.POST.get("act") == "stop":
        for line in screen.lines:
            if line.run is not None and asked in ("", line.rules.code):
                stop(run=line.run, at=at)
        messages.success(request, _("Stopped. What has been filled in so far stays."))
        return here
    if screen.use is None:
        raise PermissionDenied
    wanted = [line for line in screen.fillable if asked in ("", line.rules.code)]
    with transaction.atomic():
        for line in wanted:
            ask_for_run(
                campaign_id=found.public_id, language=line.rules.code, wanted=line.missing.texts, at=at,
                by=str(request.user.public_id),  # type: ignore[union-attr]
            )  # fmt: skip
        if wanted:
            ask_to_fill(found.public_id)
    if not wanted:
        messages.warning(request, _("There is nothing to fill in."))
    return here


def _frame(campaign: Campaign | None = None) -> dict[str, Any]:
    way = (_("Machine suggestions"), reverse("machine:index"))
    if campaign is not None:
        label = _("Machine suggestions: %s") % campaign_name(campaign)
        way = (label, reverse("machine:campaign", args=[campaign.public_id]))
    return frame("cogs", way)


class MachineMenuItem(MenuItem):
    """Shown to organisers, where the installation has a machine."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person has it to decide on."""
        return settings.MACHINE is not None and can(request.user, "settings")


class MachineViewSet(ViewSet):
    """Machine suggestions."""

    name = "machine"
    icon = "cogs"
    menu_label = gettext_lazy("Machine suggestions")
    menu_order = 370
    add_to_admin_menu = True
    menu_item_class = MachineMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("", index, name="index"),
            path("<uuid:campaign>/", show, name="campaign"),
            path("<uuid:campaign>/progress/", progress, name="progress"),
            path("<uuid:campaign>/switch/", switch, name="switch"),
            path("<uuid:campaign>/fill/", fill, name="fill"),
        ]
