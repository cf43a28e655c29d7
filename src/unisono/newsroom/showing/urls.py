"""Routes of the screen “Preview”. They are not the editor's: translators, who cannot enter it, look as well."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from unisono.newsroom.board.rights import seen
from unisono.newsroom.entrance.plain import POLICY
from unisono.newsroom.showing import links, screen


def framing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view for the editor and outside of it, whose page may frame pages of this newsroom."""
    inner = seen(view)

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = inner(request, *args, **named)
        if response.headers.get("Content-Security-Policy") == POLICY:
            response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
        return response

    return answering


LINKS = "<uuid:campaign>/links/"

app_name = "showing"
urlpatterns = [
    path("", framing(screen.index), name="index"),
    path("<uuid:campaign>/", framing(screen.show), name="screen"),
    path(LINKS, framing(links.listed), name="links"),
    path(f"{LINKS}new/", framing(links.make), name="make"),
    path(f"{LINKS}<uuid:link>/withdraw/", framing(links.withdraw), name="withdraw"),
]
