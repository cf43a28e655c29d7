"""Pages outside the editor: in the language of the person, under a strict policy, kept by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.users.models import UserProfile

#: Nothing inline, nothing from elsewhere. Pictures may stand in the page: the QR code of an app.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SPOKEN = frozenset(code for code, _ in settings.LANGUAGES)


def plain(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view whose page is in the person's language and carries the strict policy."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        chosen = request.GET.get("language", "")
        with translation.override(chosen if chosen in SPOKEN else language_of(request)):
            response = view(request, *args, **named)
            if hasattr(response, "render"):
                response.render()
        if chosen in SPOKEN:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                path=settings.LANGUAGE_COOKIE_PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "private, no-store"
        # The address may be a secret: nobody hears of it from the browser.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answering


def language_of(request: HttpRequest) -> str:
    """Return the language of the page: the person's own choice, otherwise what the browser asks for."""
    if request.user.is_authenticated:
        profile = UserProfile.objects.filter(user=request.user).first()
        if profile is not None and profile.preferred_language in SPOKEN:
            return profile.preferred_language
    return translation.get_language() or "en"


def keep_language(user: Any, code: str) -> None:
    """Let the newsroom speak a person's language from now on."""
    if code in SPOKEN:
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})


def address_of_caller(request: HttpRequest) -> str:
    """Return the caller's address as the nearest server of ours saw it: the last that was added."""
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return named or request.META.get("REMOTE_ADDR") or "unknown"
