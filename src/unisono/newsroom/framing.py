"""What the editor's frame wants of a screen of our own: title, icon, and the way that leads to it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(icon: str, *way: tuple[str, str], title: str = "") -> dict[str, Any]:
    """Return the frame of a screen. `way` leads to it from the first screen, as (label, address); `title`, the last
    step, is the screen's own: without one it is called as where the way ends."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url, "label": label} for label, url in (*way, *([(title, "")] if title else []))]
    shown = crumbs[-1]["label"]
    return {"page_title": shown, "header_title": shown, "header_icon": icon, "breadcrumbs_items": crumbs}
