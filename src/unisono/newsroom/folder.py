"""The screen “Folder”: a campaign goes out as a ZIP, and comes back in; what it would change is seen before it does."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.models import Campaign
from unisono.launch.tasks import ask_for_edition
from unisono.newsroom.choosing import campaign_at, choose_campaign
from unisono.newsroom.folder_faults import shown_fault
from unisono.newsroom.folder_report import ShownReport
from unisono.newsroom.framing import frame
from unisono.newsroom.naming import campaign_name, names_of
from unisono.newsroom.permissions import own_campaigns
from unisono.packs.checking import check_pack
from unisono.packs.document import Pack
from unisono.packs.exporting import export_pack
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.files import read_files
from unisono.packs.importing import ImportReport, Settling, import_pack
from unisono.packs.models import WaitingPack
from unisono.packs.reading import read_pack
from unisono.packs.waiting import LARGEST, bring, place_of, put_away
from unisono.packs.writing import written
from unisono.people.queries import Action, can, may_finish

#: A pack reaches into all of a campaign: who brings one or takes one out must be allowed all of this.
NEEDED: tuple[Action, ...] = ("settings", "edit", "approve", "translate", "review", "organisations", "press")
#: Faults that are named at once.
MOST_FAULTS = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the folder; where a person has several campaigns, let them choose."""
    campaigns = [one for one in own_campaigns(request.user) if may_carry(request.user, one)]
    return choose_campaign(request, campaigns, way="folder:of", frame=_frame())


@require_GET
def show(request: HttpRequest, campaign: str) -> HttpResponse:
    """Show what can be taken out and brought, and what waits."""
    return _shown(request, _campaign(request, campaign))


@require_GET
def take_out(request: HttpRequest, campaign: str) -> HttpResponse:
    """Send the campaign as a ZIP of its folder."""
    found = _campaign(request, campaign)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(written(export_pack(found)).items()):
            archive.writestr(zipfile.ZipInfo(f"{found.slug}/{name}"), content, zipfile.ZIP_DEFLATED)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{found.slug}.zip")


@require_POST
def bring_in(request: HttpRequest, campaign: str) -> HttpResponse:
    """Keep a ZIP, and lead to what it would change; one that is no pack without error is refused at once."""
    found = _campaign(request, campaign)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return redirect("folder:of", found.public_id)
    try:
        waiting = bring(campaign=found, name=upload.name, chunks=upload.chunks(), at=datetime.now(UTC), by=_by(request))
    except PackRefused as refused:
        return _shown(request, found, refused.faults)
    try:
        _check(waiting)
    except PackRefused as refused:
        put_away(pack=waiting)
        return _shown(request, found, refused.faults)
    return redirect("folder:pack", found.public_id, waiting.public_id)


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, campaign: str, pack: str) -> HttpResponse:
    """Show what a pack would change; take it in, with what was chosen, or put it away."""
    found = _campaign(request, campaign)
    waiting = WaitingPack.objects.filter(campaign=found, public_id=pack).first()
    if waiting is None:
        messages.info(request, _("This pack does not wait any more: it was taken in, put away, or forgotten."))
        return redirect("folder:of", found.public_id)
    if request.POST.get("act") == "away":
        put_away(pack=waiting)
        messages.success(request, _("Put away. Nothing was changed."))
        return redirect("folder:of", found.public_id)
    takes = request.POST.get("act") == "take"
    try:
        read, _faults = read_pack(_files(waiting))
        report = _import(request, read.called(found.slug), is_trial=not takes)
    except PackRefused as refused:
        return _shown(request, found, refused.faults)
    if takes:
        put_away(pack=waiting)
        if report.has_changed:
            ask_for_edition(campaign=found, by=_by(request))
    context = {
        "shown": ShownReport(report, is_done=takes, everywhere=request.GET.get("all", "")),
        "waiting": waiting,
        "campaign": found,
        "remove_missing": _removes(request),
        "other": read.campaign.slug if read.campaign.slug != found.slug and not takes else "",
        **_frame(found, waiting.name),
    }
    return TemplateResponse(request, "newsroom/folder/report.html", context)


def may_carry(user: Any, campaign: Campaign) -> bool:
    """Say whether a person may take a campaign out and in as a whole."""
    return all(can(user, action, campaign_id=campaign.public_id) for action in NEEDED)


def _campaign(request: HttpRequest, public_id: str) -> Campaign:
    return campaign_at(public_id, partial(may_carry, request.user))


def _by(request: HttpRequest) -> str:
    return str(request.user.public_id)


def _removes(request: HttpRequest) -> bool:
    return (request.POST if request.method == "POST" else request.GET).get("remove") == "on"


def _check(waiting: WaitingPack) -> None:
    """Raise `PackRefused` for a pack with an error."""
    files = _files(waiting)
    pack, faults = read_pack(files)
    if errors := [fault for fault in [*faults, *check_pack(pack, files)] if fault.level == "error"]:
        raise PackRefused(errors)


def _files(waiting: WaitingPack) -> dict[str, bytes]:
    return read_files(place_of(waiting.public_id), waiting.name)


def _import(request: HttpRequest, pack: Pack, *, is_trial: bool) -> ImportReport:
    chosen = {
        name.removeprefix("choice:"): ("theirs", value.removeprefix("theirs:"))
        for name, value in request.POST.items()
        if name.startswith("choice:") and value.startswith("theirs:")
    }
    return import_pack(
        pack=pack,
        at=datetime.now(UTC),
        by=_by(request),
        settling=Settling(chosen=chosen),
        remove_missing=_removes(request),
        may_settle=lambda campaign, language: may_finish(request.user, campaign.public_id, language),
        is_trial=is_trial,
    )


def _shown(request: HttpRequest, campaign: Campaign, faults: Iterable[Fault] = ()) -> HttpResponse:
    found, waits = list(faults), list(WaitingPack.objects.filter(campaign=campaign))
    names = names_of({one.brought_by for one in waits})
    rest = max(0, len(found) - MOST_FAULTS)
    context = {
        "campaign": campaign,
        "waits": [(one, names.get(one.brought_by, "")) for one in waits],
        "faults": [shown_fault(fault) for fault in found[:MOST_FAULTS]],
        "rest": ngettext("and %d more", "and %d more", rest) % rest if rest else "",
        "largest": LARGEST,
        **_frame(campaign),
    }
    return TemplateResponse(request, "newsroom/folder/folder.html", context, status=422 if found else 200)


def _frame(campaign: Campaign | None = None, title: str = "") -> dict[str, Any]:
    way = [(_("Folder"), reverse("folder:index"))]
    if campaign is not None:
        way.append((campaign_name(campaign), reverse("folder:of", args=[campaign.public_id])))
    return frame("folder-open-inverse", *way, title=title)


class FolderViewSet(ViewSet):
    """A campaign out and in as a folder."""

    name = "folder"
    url_prefix = "folder"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("", index, name="index"),
            path("<uuid:campaign>/", show, name="of"),
            path("<uuid:campaign>/out/", take_out, name="out"),
            path("<uuid:campaign>/in/", bring_in, name="in"),
            path("<uuid:campaign>/<uuid:pack>/", look, name="pack"),
        ]
