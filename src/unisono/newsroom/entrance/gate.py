"""The gate, asked at every request: does the link still hold, is a second factor due, where does the person begin?"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from unisono.newsroom.permissions import may_enter_editor
from unisono.people.links import is_same
from unisono.people.models import Invitation, User
from unisono.people.operations import note_seen
from unisono.people.queries import needs_second_factor

#: Where a session that began with a link keeps which link that was.
LINK = "people.link"
SEEN = "people.seen"
#: Seconds between two notes that somebody was here.
SEEN_EVERY = 600
#: What somebody reaches who still has to set a second factor: signing in and out, and their own account.
OPEN_PATHS = ("/newsroom/login/", "/newsroom/logout/", "/newsroom/enter/", "/newsroom/me/")
#: The account that `unisono demo` makes.
DEMO_ORGANISER = "organiser@example.org"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def gate(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware."""

    def ask(request: HttpRequest) -> HttpResponse:
        return _turned_away(request) or answer(request)

    return ask


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    user: Any = request.user
    if not user.is_authenticated:
        return None
    if not _link_holds(request):
        logout(request)
        messages.warning(request, _("Your link no longer works here. Ask for a new one."))
        return None
    if owes_second_factor(request) and not request.path.startswith(OPEN_PATHS):
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied(_("Set up a second factor first."))
        return redirect("mfa_index")
    if request.path == reverse("wagtailadmin_home") and not may_enter_editor(user):
        return redirect("your_languages")
    _note_seen(request)
    return None


def _link_holds(request: HttpRequest) -> bool:
    """Say whether the link with which this session began still stands; limits the person to its campaign."""
    kept = request.session.get(LINK)
    if kept is None:
        return True
    user: Any = request.user
    found = Invitation.objects.filter(public_id=kept["id"], person_id=user.pk, withdrawn_at__isnull=True).first()
    if found is None or not is_same(found.token_hash, kept["hash"]):
        return False
    user.signed_in_for = found.campaign_id
    return True


def is_strong(request: HttpRequest) -> bool:
    """Say whether a second factor was used, or set up, in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def owes_second_factor(request: HttpRequest) -> bool:
    """Say whether the person must use or set up a second factor before going anywhere."""
    user: Any = request.user
    return not is_strong(request) and not is_excused(user) and needs_second_factor(user)


def is_excused(user: User) -> bool:
    """Say whether this is the demo's own organiser, on the demo's own machine: the one exception."""
    return is_demo() and user.email == DEMO_ORGANISER


def is_demo() -> bool:
    """Say whether this is the demo, reached under a loopback address."""
    return settings.DEMO and urlsplit(settings.PUBLIC_ORIGIN).hostname in LOOPBACK


def start_of(request: HttpRequest) -> str:
    """Return where a person begins: their account as long as a second factor is due, the editor, or their languages."""
    if owes_second_factor(request):
        return reverse("mfa_index")
    return reverse("wagtailadmin_home" if may_enter_editor(request.user) else "your_languages")


def _note_seen(request: HttpRequest) -> None:
    user: Any = request.user
    if time.time() - request.session.get(SEEN, 0) > SEEN_EVERY:
        request.session[SEEN] = int(time.time())
        note_seen(person=user, campaign_id=user.signed_in_for, at=datetime.now(UTC))
