"""Copies of sources: given out as downloads, and the question before another counts or none does."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unisono.campaigns.approval import Locked, require_unlocked
from unisono.facts.models import Fact, SourceCopy
from unisono.facts.operations import name_copy
from unisono.newsroom.framing import frame
from unisono.newsroom.permissions import require

#: A copy that somebody opens all the same can run nothing, ask for nothing and belongs to nobody.
INERT = "default-src 'none'; sandbox"
LIST = "wagtailsnippets_facts_fact:list"
FORM = "wagtailsnippets_facts_fact:edit"


@require_safe
def download(request: HttpRequest, copy: UUID) -> FileResponse:
    """Answer a copy of a source byte for byte, to be saved: nothing of it is shown or run here."""
    found = get_object_or_404(SourceCopy.objects.select_related("fact__campaign"), public_id=copy)
    require(request.user, "edit", found.fact.campaign)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def put_back(request: HttpRequest, fact: UUID, copy: UUID) -> HttpResponse:
    """Ask, then let the draft of a fact name a copy that it had before."""
    found = _fact(request, fact)
    chosen = get_object_or_404(found.copies, public_id=copy)
    if request.method == "POST":
        return _named(request, found, chosen, _("The copy “%s” counts again, in the draft.") % chosen.name)
    return _asked(request, found, chosen, _("Put this copy back"))


@require_http_methods(["GET", "POST"])
def take_away(request: HttpRequest, fact: UUID) -> HttpResponse:
    """Ask, then let the draft of a fact name no copy any more."""
    found = _fact(request, fact)
    if request.method == "POST":
        return _named(request, found, None, _("The copy is taken away, in the draft."))
    return _asked(request, found, None, _("Take the copy away"))


def _fact(request: HttpRequest, public_id: UUID) -> Fact:
    found = get_object_or_404(Fact.objects.select_related("campaign"), public_id=public_id)
    require(request.user, "edit", found.campaign)
    return found


def _named(request: HttpRequest, fact: Fact, copy: SourceCopy | None, said: str) -> HttpResponse:
    try:
        require_unlocked(fact)
    except Locked as why:
        messages.error(request, str(why))
        return redirect(FORM, fact.pk)
    draft = fact.get_latest_revision_as_object()
    with transaction.atomic():
        name_copy(draft=draft, copy=copy, at=datetime.now(UTC), by=str(request.user.public_id))
        draft.save_revision(user=request.user, log_action=True)
    messages.success(request, said)
    return redirect(FORM, fact.pk)


def _asked(request: HttpRequest, fact: Fact, copy: SourceCopy | None, title: str) -> HttpResponse:
    draft = fact.get_latest_revision_as_object()
    held = {one.sha256: one for one in fact.copies.all()}
    way = (_("Facts"), reverse(LIST)), (draft.claim, reverse(FORM, args=[fact.pk]))
    context: dict[str, Any] = {"fact": draft, "copy": copy, "now": held.get(draft.copy_sha256)}
    return TemplateResponse(
        request, "newsroom/sources/question.html", {**context, **frame("list-ol", *way, title=title)}
    )
