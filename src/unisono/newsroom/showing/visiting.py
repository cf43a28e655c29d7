"""What a preview link opens, for people without an account: the whole site as it would be frozen, under a band.

The secret stands in the address of the first request alone. It is exchanged for a cookie that is good for this link and
below its path only. Looking uses nothing up; a messenger that unfurls the link keeps no cookie, so it learns nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from unisono.base.home import home
from unisono.campaigns.queries import openings
from unisono.door.negotiation import language_for
from unisono.door.replies import PAGE_POLICY
from unisono.launch.looking import Look, read
from unisono.launch.models import PreviewLink
from unisono.launch.preview import NoPreview
from unisono.launch.preview_links import (
    LinkState,
    languages_of_link,
    link_state,
    note_opened,
    preview_link_by,
    preview_link_of,
    visitor_key,
)
from unisono.launch.preview_store import PreviewStore
from unisono.launch.queries import edition_at
from unisono.launch.turns import Busy
from unisono.newsroom.entrance.plain import address_of_caller, plain
from unisono.newsroom.previews import ASSET, asset_of, file_of_kit
from unisono.newsroom.showing.band import with_band
from unisono.newsroom.showing.places import Shown, shown_at
from unisono.people.limits import LINK_GUESSES

COOKIE = "unisono_preview"
#: The cookie outlives its link, so that whoever comes back is told that the link has expired.
TOLD_FOR = timedelta(days=30)
#: How a cookie begins: before its bearer has seen a page, and from then on.
NEW, KNOWN = "n.", "k."
#: What holds no word of the campaign may be kept by the browser for a while, seconds.
WORDLESS = ("text/css", "text/javascript", "application/javascript", "font/")
KEPT = 3600


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view whose answers nobody keeps, lists, or is told the address of; pages have the public policy."""
    inner = require_safe(plain(view))

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = inner(request, *args, **named)
        if policy := getattr(response, "own_policy", ""):
            response.headers["Content-Security-Policy"] = policy
        response.headers["Cache-Control"] = getattr(response, "own_keeping", "private, no-store")
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answering


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret for a cookie, and lead to the first page in the reader's language."""
    caller = address_of_caller(request)
    if LINK_GUESSES.is_reached(caller):
        return TemplateResponse(request, "429.html", status=429)
    link = preview_link_by(token)
    state = link_state(link, datetime.now(UTC)) if link else None
    if link is None or state != LinkState.OPEN:
        if state != LinkState.EXPIRED:
            LINK_GUESSES.count(caller)
        return _closed(request, link, state)
    response = HttpResponseRedirect(reverse("preview_link_first", args=[link.public_id]))
    _keep(response, link, NEW)
    return response


def visit(request: HttpRequest, link: UUID, path: str) -> HttpResponse:
    """Answer a page or a file of the preview to whoever came in by the link."""
    began, key = request.COOKIES.get(COOKIE, "")[:2], request.COOKIES.get(COOKIE, "")[2:]
    found = preview_link_of(link, key)
    if found is None:
        return TemplateResponse(request, "newsroom/showing/no_cookie.html", status=403)
    state = link_state(found, datetime.now(UTC))
    languages = languages_of_link(found)
    if state != LinkState.OPEN or not languages:
        return _closed(request, found, state)
    look = Look(found.campaign, found.wording, tuple(languages))
    response = _answer(request, found, look, path)
    if began == NEW and response.status_code == 200 and request.method == "GET":
        note_opened(link=found)
        _keep(response, found, KNOWN)
    return response


def _answer(request: HttpRequest, link: PreviewLink, look: Look, path: str) -> HttpResponse:
    if not path:
        return HttpResponseRedirect(_address(link, f"{_language(request, look)}/"))
    if asset := ASSET.fullmatch(path):
        return _asset(request, look, asset[1], path)
    try:
        shown = shown_at(look, path, at=datetime.now(UTC), place=home())
    except NoPreview:
        shown = None
    except Busy:
        response = TemplateResponse(request, "newsroom/showing/busy.html", status=503)
        response["Retry-After"] = "5"
        return response
    if shown is None:
        return _missing(request, link, look)
    if not isinstance(shown, Shown):
        response = file_of_kit(request, shown)
        response.own_policy = response["Content-Security-Policy"]
        return response
    zone = next((zone for _at, zone, _codes in openings(link.campaign)), "UTC")
    until = link.expires_at.astimezone(ZoneInfo(zone)).date()
    html = with_band(
        shown.html, language=shown.language, wording=link.wording, missing=shown.missing, until=until
    )  # fmt: skip
    response = HttpResponse(html)
    response.own_policy = PAGE_POLICY
    return response


def _asset(request: HttpRequest, look: Look, start: str, path: str) -> HttpResponse:
    """Answer a file, if a page of this very preview has shown it: not another campaign's, nor another language's."""
    response = asset_of(request, start, path) if PreviewStore(home()).may_see(look.name, start) else None
    if response is None:
        return HttpResponse(status=404)
    response.own_policy = response["Content-Security-Policy"]
    if response["Content-Type"].startswith(WORDLESS):
        response.own_keeping = f"private, max-age={KEPT}"
    return response


def _language(request: HttpRequest, look: Look) -> str:
    """The reader's language where the preview has it; else the campaign's own, else the first."""
    try:
        # One that is held back until its words are ready has no pages.
        there = read(look, at=datetime.now(UTC), place=home()).snapshot.languages
    except (NoPreview, Busy):
        there = ()
    codes = tuple(code for code in look.languages if code in there) or look.languages
    return language_for(request.headers.get("Accept-Language"), codes, codes[0])


def _address(link: PreviewLink, path: str) -> str:
    return reverse("preview_link_page", args=[link.public_id, path])


def _keep(response: HttpResponse, link: PreviewLink, began: str) -> None:
    response.set_cookie(
        COOKIE,
        f"{began}{visitor_key(link)}",
        expires=link.expires_at + TOLD_FOR,
        path=reverse("preview_link_first", args=[link.public_id]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


# -- what is not there


def _closed(request: HttpRequest, link: PreviewLink | None, state: LinkState | None) -> HttpResponse:
    """Say that a link opens nothing, and why: of one that was withdrawn, as little as of one that never was."""
    has_expired = link is not None and state == LinkState.EXPIRED
    reason = (
        _("This preview has ended: its link was made for some days only.")
        if has_expired
        else _("This link opens nothing. It may have been withdrawn, or not copied as a whole.")
    )
    is_public = has_expired and link is not None and edition_at(link.campaign, datetime.now(UTC)) is not None
    context = {"reason": reason, "public": f"{settings.PUBLIC_ORIGIN}/" if is_public else ""}
    return TemplateResponse(request, "newsroom/showing/closed.html", context, status=410 if has_expired else 404)


def _missing(request: HttpRequest, link: PreviewLink, look: Look) -> HttpResponse:
    context = {"first": _address(link, f"{_language(request, look)}/")}
    return TemplateResponse(request, "newsroom/showing/missing.html", context, status=404)
