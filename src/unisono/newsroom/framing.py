"""What the editor's frame wants of a screen of our own: title, icon, and the way that leads to it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from unisono.newsroom.permissions import may_enter_editor


def frame(icon: str, *way: tuple[str, str], title: str = "") -> dict[str, Any]:
    """Return the frame of a screen. `way` leads to it from the first screen, as (label, address); `title`, the last
    step, is the screen's own: without one it is called as where the way ends."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url, "label": label} for label, url in (*way, *([(title, "")] if title else []))]
    shown = crumbs[-1]["label"]
    return {"page_title": shown, "header_title": shown, "header_icon": icon, "breadcrumbs_items": crumbs}


def open_frame(request: HttpRequest, icon: str, *way: tuple[str, str], title: str = "") -> dict[str, Any]:
    """Return the frame of a screen that is open to translators too, who cannot enter the editor: for them a plain
    one."""
    outer = "wagtailadmin/generic/base.html" if may_enter_editor(request.user) else "newsroom/board/plain.html"
    return {"frame": outer, **frame(icon, *way, title=title)}
