"""The desk's pages. Each answers a plain form and, where the script asks, the same as JSON."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from unisono.campaigns.models import Campaign
from unisono.languages.checks import words_of
from unisono.languages.differences import difference
from unisono.languages.models import EarlierText
from unisono.languages.rules import rules_for
from unisono.newsroom.choosing import campaign_for
from unisono.newsroom.desk import comments as about
from unisono.newsroom.desk.access import called, desk_campaign, desks_of
from unisono.newsroom.desk.acting import Outcome, act
from unisono.newsroom.desk.labels import names_of, tallies
from unisono.newsroom.desk.pictures import picture_answer
from unisono.newsroom.desk.pieces import find_piece, piece_lines
from unisono.newsroom.desk.reading import EditorPage
from unisono.newsroom.desk.segments import Conflict, SegmentView, marked
from unisono.newsroom.permissions import campaigns_of
from unisono.people.queries import can

#: Stricter than the newsroom's own: nothing inline, nobody else's server, in nobody's frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def strict(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with the desk's own policy."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = view(request, *args, **named)
        response["Content-Security-Policy"] = POLICY
        return response

    return answering


def wants_json(request: HttpRequest) -> bool:
    """Say whether the script asks."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


@strict
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the campaigns and languages in which the person translates."""
    desks = [(campaign, [rules_for(code) for code in codes]) for campaign, codes in desks_of(request.user)]
    edited = [called(one) for one in campaigns_of(request.user) if can(request.user, "edit", campaign_id=one.public_id)]
    return TemplateResponse(request, "newsroom/desk/index.html", {"desks": desks, "edited": edited})


@strict
@require_GET
def pieces(request: HttpRequest, campaign: UUID, language: str) -> HttpResponse:
    """List the approved pieces with how they stand in the language."""
    found = desk_campaign(request.user, campaign, language)
    lines = piece_lines(found, language)
    counts: dict[str, int] = {}
    for line in lines:
        for state, number in line.progress.counts.items():
            counts[state] = counts.get(state, 0) + number
    context = {
        "campaign": found, "rules": rules_for(language), "source_rules": rules_for(found.source_language),
        "lines": lines, "tallies": tallies(counts),
    }  # fmt: skip
    return TemplateResponse(request, "newsroom/desk/pieces.html", context)


@strict
@require_http_methods(["GET", "POST"])
def editor(request: HttpRequest, campaign: UUID, language: str, piece: UUID) -> HttpResponse:
    """Show one piece side by side with its translation; take what was written."""
    page = _page(request, campaign, language, piece)
    if request.method == "GET":
        return _similar(request, page) if wants_json(request) else _shown(request, page, page.read())
    outcome = act(page, request.POST, datetime.now(UTC))
    if not wants_json(request) and outcome.is_clean:
        _tell(request, outcome)
        here = str(request.POST.get("act", "")).split(":")
        view = next((one for one in page.read() if len(here) > 1 and one.key == here[1]), None)
        return redirect(request.path + (f"#{view.anchor}" if view else ""))
    views = _with_outcome(page, page.read(), outcome)
    if wants_json(request):
        return _json(request, page, views, outcome)
    _tell(request, outcome)
    return _shown(request, page, views, status=409 if outcome.conflicts else 422)


def _page(request: HttpRequest, campaign: UUID, language: str, piece: UUID) -> EditorPage:
    found = desk_campaign(request.user, campaign, language)
    own = find_piece(found, piece)
    page = EditorPage(request.user, found, language, own) if own else None
    if page is None or not page.source:
        raise Http404
    return page


def _shown(request: HttpRequest, page: EditorPage, views: list[SegmentView], status: int = 200) -> HttpResponse:
    similar = request.GET.get("similar")
    for view in views:
        if view.key == similar:
            view.offers = page.offers(view.segment, view.text, similar=True)
    context = {**_frame(page, views), "views": views}
    return TemplateResponse(request, "newsroom/desk/editor.html", context, status=status)


def _frame(page: EditorPage, views: list[SegmentView]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for view in views:
        view.unfinished = page.is_unfinished(view)
        if view.row or view.segment.text:
            counts[view.state] = counts.get(view.state, 0) + 1
    return {
        "page": page, "campaign": page.campaign, "rules": page.rules, "source_rules": page.source_rules,
        "tallies": tallies(counts), "counts": counts, "fillable": len(page.fillable(views)),
        "total": sum(counts.values()),
    }  # fmt: skip


def _with_outcome(page: EditorPage, views: list[SegmentView], outcome: Outcome) -> list[SegmentView]:
    """Put what could not be saved back into its field, beside what stands there now."""
    for view in views:
        newer = outcome.conflicts.get(view.key)
        if newer and view.key in outcome.typed:
            text = newer.row.text if newer.row else ""
            view.conflict = Conflict(marked(view.segment, text), text, view.who, newer.row, newer.source_moved)
        elif newer:
            view.refused = _("This text has changed since you saw it: read it again.")
        view.refused = outcome.refused.get(view.key, view.refused)
        view.text = outcome.typed.get(view.key, view.text)
        view.findings += tuple(one for one in outcome.unfit.get(view.key, ()) if one not in view.findings)
    return views


def _json(request: HttpRequest, page: EditorPage, views: list[SegmentView], outcome: Outcome) -> HttpResponse:
    frame = _frame(page, views)
    wanted = outcome.touched | set(outcome.conflicts) | set(outcome.refused) | set(outcome.unfit)
    answer = {
        "segments": {view.key: _told(request, page, view) for view in views if view.key in wanted},
        "bar": render_to_string("newsroom/desk/bar.html", frame, request),
        "says": [*outcome.messages, *outcome.warnings, *(one.says for one in outcome.unfit.get("", ()))],
    }
    status = 409 if outcome.conflicts else 200 if outcome.is_clean else 422
    return JsonResponse(answer, status=status)


def _told(request: HttpRequest, page: EditorPage, view: SegmentView) -> dict[str, Any]:
    aside = render_to_string("newsroom/desk/aside.html", {"view": view, "page": page, "rules": page.rules}, request)
    text = view.row.text if view.row else ""
    return {
        "aside": aside, "version": view.version, "source": view.source_digest, "state": view.state,
        "unfinished": page.is_unfinished(view), "text": text, "html": str(marked(view.segment, text)),
        "conflict": view.conflict is not None, "yours": view.text, "refused": view.refused,
    }  # fmt: skip


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    for says in outcome.messages:
        messages.success(request, says)
    for says in outcome.warnings + [one.says for one in outcome.unfit.get("", ())]:
        messages.warning(request, says)
    if set(outcome.conflicts) & set(outcome.typed):
        messages.warning(
            request, _("Somebody else has written meanwhile. Both texts stand below; yours is not saved yet.")
        )


def _similar(request: HttpRequest, page: EditorPage) -> HttpResponse:
    """Answer one segment with what memory has of similar texts."""
    for view in page.read():
        if view.key == request.GET.get("similar"):
            view.offers = page.offers(view.segment, view.text, similar=True)
            return JsonResponse({"segments": {view.key: _told(request, page, view)}})
    raise Http404


@strict
@require_GET
def history(request: HttpRequest, campaign: UUID, language: str, piece: UUID) -> HttpResponse:
    """Show the texts that a segment had before, each with what differs from the one that followed."""
    page = _page(request, campaign, language, piece)
    view = next((one for one in page.read() if one.key == request.GET.get("key")), None)
    if view is None:
        raise Http404
    texts = list(EarlierText.objects.filter(object_id=piece, language=language, key=view.key))
    names = names_of({one.written_by for one in texts})
    after = view.text
    steps = []
    for one in texts:
        was, became = (words_of(view.segment, text) for text in (one.text, after))
        steps.append((one, names[one.written_by], marked(view.segment, one.text), difference(was, became)))
        after = one.text
    context = {"page": page, "campaign": page.campaign, "rules": page.rules, "view": view, "steps": steps}
    return TemplateResponse(request, "newsroom/desk/history.html", context)


@strict
@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest, campaign: UUID, language: str, piece: UUID) -> HttpResponse:
    """Draw the card with the words as they are being written."""
    page = _page(request, campaign, language, piece)
    if not page.is_card:
        raise Http404
    return picture_answer(page, request)


@strict
@require_POST
def counts(request: HttpRequest, campaign: UUID, language: str, piece: UUID) -> HttpResponse:
    """Answer how posts stand on the networks with the texts as they are being written."""
    page = _page(request, campaign, language, piece)
    texts = {one.key: request.POST.get(f"text:{one.key}", "") for one in page.source}
    return JsonResponse(page.counted(texts))


@strict
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Show editors the open comments of all languages; take answers."""
    found = campaign_for(request.user, "edit", campaign)
    if request.method == "POST":
        about.answer(found, request.user, request.POST, datetime.now(UTC))
        return redirect(request.path)
    context = {"campaign": called(found), "threads": about.threads(found)}
    return TemplateResponse(request, "newsroom/desk/comments.html", context)


def editor_url(campaign: Campaign, language: str, piece: UUID) -> str:
    """Return the address of the editor of a piece in a language."""
    return reverse("desk:editor", args=[campaign.public_id, language, piece])
