"""The screens about one piece: how it stands, what has changed, its versions laid beside each other."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns import reviewing
from unisono.campaigns.approval import NotNow, writers_of
from unisono.campaigns.writing import Piece
from unisono.newsroom.framing import frame
from unisono.newsroom.permissions import action_of, require
from unisono.newsroom.pieces import letters, threads
from unisono.newsroom.pieces.finding import piece_for
from unisono.newsroom.pieces.parts import changes
from unisono.newsroom.pieces.reading import PiecePage
from unisono.newsroom.pieces.versions import (
    APPROVED,
    revision_of,
    statement_version,
    version_parts,
    written_parts,
)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, model: str, piece: UUID) -> HttpResponse:
    """Show how a piece stands; do what was asked for. What was typed comes back where it could not be done."""
    found = piece_for(request.user, model, piece)
    if request.method != "POST":
        return _shown(request, PiecePage(request.user, found))
    try:
        with transaction.atomic():
            says = _act(request, found)
    except NotNow as why:
        messages.error(request, str(why))
        fresh = piece_for(request.user, model, piece)
        return _shown(request, PiecePage(request.user, fresh, request.POST.dict()), status=409)
    messages.success(request, says)
    return redirect(request.path)


def _shown(request: HttpRequest, page: PiecePage, status: int = 200) -> HttpResponse:
    context = {"page": page, **_frame(page)}
    return TemplateResponse(request, "newsroom/pieces/piece.html", context, status=status)


def _frame(page: PiecePage, title: str = "") -> dict[str, Any]:
    opts = page.piece._meta
    listing = reverse(f"wagtailsnippets_{opts.app_label}_{opts.model_name}:list")
    own = (page.title[:60], page.url)
    return frame("doc-full", (page.kind, listing), own, title=title)


def _act(request: HttpRequest, piece: Piece) -> str:
    what = str(request.POST.get("act", ""))
    if what not in STEPS:
        raise NotNow(_("This cannot be done now. Look at how it stands."))
    return STEPS[what](request, piece, datetime.now(UTC))


def _by(request: HttpRequest) -> str:
    return str(request.user.public_id)  # type: ignore[union-attr]


def _typed(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, ""))


def _hand_in(request: HttpRequest, piece: Piece, at: datetime) -> str:
    given = {"seen": _typed(request, "seen"), "note": _typed(request, "note"), "at": at, "by": _by(request)}
    handed_in = reviewing.hand_in(piece=piece, **given)
    writers = writers_of(piece, handed_in.revision)
    asked = letters.tell_reviewers(hand_in=handed_in, piece=piece, writers=writers, at=at)
    if asked:
        return _("Handed in for review. Those who may approve it have been told by mail.")
    return _("Handed in for review. It stands on the first screen of those who may approve it.")


def _take_back(request: HttpRequest, piece: Piece, at: datetime) -> str:
    reviewing.take_back(piece=piece, at=at, by=_by(request))
    return _("Taken back. Hand it in again when it is ready.")


def _approve(request: HttpRequest, piece: Piece, at: datetime) -> str:
    require(request.user, action_of(piece, "publish"), piece.campaign)
    threads.comment(piece=piece, user=request.user, given=request.POST, at=at)
    reviewing.approve_draft(piece=piece, seen=_typed(request, "seen"), user=request.user)
    return _("Approved. Translators see it from now on, and the next edition shows it.")


def _send_back(request: HttpRequest, piece: Piece, at: datetime) -> str:
    require(request.user, action_of(piece, "publish"), piece.campaign)
    threads.comment(piece=piece, user=request.user, given=request.POST, at=at)
    sent = reviewing.send_back(piece=piece, reason=_typed(request, "reason"), at=at, by=_by(request))
    letters.tell_writer(hand_in=sent, piece=piece, at=at)
    return _("Sent back, with your reason.")


def _lock(request: HttpRequest, piece: Piece, at: datetime) -> str:
    require(request.user, "lock", piece.campaign)
    reviewing.lock(piece=piece, reason=_typed(request, "why"), at=at, by=_by(request))
    return _("Locked. Nobody can change its words until an organiser unlocks it.")


def _unlock(request: HttpRequest, piece: Piece, at: datetime) -> str:
    require(request.user, "lock", piece.campaign)
    reviewing.unlock(piece=piece, at=at, by=_by(request))
    return _("Unlocked.")


def _restore(request: HttpRequest, piece: Piece, at: datetime) -> str:
    name = _typed(request, "version")
    revision = None if name == APPROVED and piece.live else revision_of(piece, name)
    reviewing.restore(piece=piece, revision=revision, seen=_typed(request, "seen"), user=request.user, at=at)
    return _("This version is the newest draft again, as a copy. Every other version is still here.")


def _say(request: HttpRequest, piece: Piece, at: datetime) -> str:
    if not threads.comment(piece=piece, user=request.user, given=request.POST, at=at):
        raise NotNow(_("Write a comment first."))
    return _("Your comment stands below.")


def _answer(request: HttpRequest, piece: Piece, at: datetime, *, resolve: bool = False) -> str:
    language, _space, key = _typed(request, "thread").partition(" ")
    text = _typed(request, "answer")
    if not text.strip() and not resolve:
        raise NotNow(_("Write an answer first."))
    done = threads.answer(piece=piece, language=language, key=key, user=request.user, text=text, resolve=resolve, at=at)
    if not done:
        raise NotNow(_("Somebody has closed these comments meanwhile."))
    return _("Resolved.") if resolve else _("Answered.")


def _resolve(request: HttpRequest, piece: Piece, at: datetime) -> str:
    return _answer(request, piece, at, resolve=True)


STEPS: dict[str, Callable[[HttpRequest, Piece, datetime], str]] = {
    "hand-in": _hand_in,
    "take-back": _take_back,
    "approve": _approve,
    "send-back": _send_back,
    "lock": _lock,
    "unlock": _unlock,
    "restore": _restore,
    "say": _say,
    "answer": _answer,
    "resolve": _resolve,
}


@require_GET
def compare(request: HttpRequest, model: str, piece: UUID) -> HttpResponse:
    """Lay two versions of a piece beside each other."""
    found = piece_for(request.user, model, piece)
    page = PiecePage(request.user, found)
    names = [str(request.GET.get(side, "")) for side in ("old", "new")]
    old, new = (version_parts(found, name) for name in names)
    if any(name.startswith("v") for name in names):  # a numbered version keeps the words alone
        old, new = ({key: part for key, part in side.items() if part.segment} for side in (old, new))
    versions = {one.name: one for one in [*page.versions, *page.numbered]}
    context = {
        "page": page, "changes": changes(old, new), "old": versions.get(names[0]), "new": versions.get(names[1]),
        **_frame(page, _("Compare versions")),
    }  # fmt: skip
    return TemplateResponse(request, "newsroom/pieces/compare.html", context)


@require_GET
def read_version(request: HttpRequest, model: str, piece: UUID, number: int) -> HttpResponse:
    """Show a published version of the statement as it was published."""
    found = piece_for(request.user, model, piece)
    page = PiecePage(request.user, found)
    version = statement_version(found, number)
    title = _("Version %(number)d") % {"number": number}
    context = {
        "page": page, "version": version, "parts": written_parts(type(found), version.segments).values(),
        **_frame(page, title),
    }  # fmt: skip
    return TemplateResponse(request, "newsroom/pieces/version.html", context)


class PiecesViewSet(ViewSet):
    """All about one piece."""

    name = "pieces"
    url_prefix = "pieces"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("<slug:model>/<uuid:piece>/", show, name="show"),
            path("<slug:model>/<uuid:piece>/compare/", compare, name="compare"),
            path("<slug:model>/<uuid:piece>/versions/<int:number>/", read_version, name="version"),
        ]
