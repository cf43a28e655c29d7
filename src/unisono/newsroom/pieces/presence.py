"""Who else has a piece open, since when, and when they wrote last.

The editor's own sessions know who is there. Since when, and the last keystroke, live in the memory of the web process:
they say nothing any more when the process is new.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.models import EditingSession
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.editing_sessions import ping as ping_of_editor

from unisono.campaigns.writing import Piece
from unisono.newsroom.permissions import action_of, campaign_of, require

#: Seconds for which a session is remembered; the editor takes it for gone after as many.
REMEMBERED = int(EditingSession.AVAILABLE_TIMEOUT.total_seconds())
#: Seconds after which a last keystroke is not worth telling.
LONG_AGO = 24 * 3600


@require_POST
def ping(request: HttpRequest, app_label: str, model_name: str, object_id: str, session_id: int) -> HttpResponse:
    """Answer the editor's question who else is there, with sentences; ask first whose campaign the row is of."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise PermissionDenied from None
    row = model._default_manager.filter(pk=object_id).first() if object_id.isascii() and object_id.isdigit() else None
    campaign = campaign_of(row) if row is not None else None
    if campaign is not None:
        require(request.user, action_of(model), campaign)
    response: HttpResponse = ping_of_editor(request, app_label, model_name, object_id, session_id)
    if response.status_code != 200 or not issubclass(model, Piece):
        return response
    told = json.loads(response.content)
    at = datetime.now(UTC)
    _remember(told["session_id"], str(request.POST.get("typed", "")), at)
    if row is not None and not request.POST.get("revision_id"):
        _note_first_draft(told["other_sessions"], row, request.user)
    sentences = [sentence_about(one, at) for one in told["other_sessions"]]
    is_newer = any(one["revision_id"] for one in told["other_sessions"])
    context = {"sentences": sentences, "is_newer": is_newer}
    told["html"] += render_to_string("newsroom/pieces/others.html", context, request)
    response.content = json.dumps(told).encode()
    return response


def _note_first_draft(sessions: list[dict[str, Any]], row: Piece, user: Any) -> None:
    """Add who saved the newest draft since a form was opened that began without any: the editor does not ask then."""
    newest = row.latest_revision
    if newest is None or newest.user_id in (None, user.pk) or any(one["revision_id"] for one in sessions):
        return
    name = get_user_display_name(newest.user)
    known = next((one for one in sessions if one["user"] == name), None)
    if known is None:
        sessions.insert(0, known := {"session_id": None, "user": name, "is_editing": False, "is_idle": False})
    known["revision_id"] = newest.pk


def _remember(session_id: int, typed: str, at: datetime) -> None:
    """Note since when a session is there, and when somebody typed last: `typed` is how many seconds ago that was."""
    known = cache.get(_key(session_id)) or {"since": at, "typed": None}
    if typed.isascii() and typed.isdigit() and len(typed) < 7:
        known["typed"] = at - timedelta(seconds=int(typed))
    cache.set(_key(session_id), known, REMEMBERED)


def _key(session_id: int) -> str:
    return f"presence-{session_id}"


def sentence_about(session: dict[str, Any], at: datetime) -> str:
    """Return what there is to say about somebody else who has the piece open, or has saved a newer version."""
    known = cache.get(_key(session["session_id"])) if session["session_id"] else None
    who = {"who": session["user"]}
    said = ""
    if known is not None:
        who["since"] = date_format(localtime(known["since"]), "TIME_FORMAT")
        opened = _("%(who)s has had this open since %(since)s") % who
        seconds = int((at - known["typed"]).total_seconds()) if known["typed"] else LONG_AGO
        typed = _typed(seconds) if seconds < LONG_AGO else _("has written nothing yet")
        said = _("%(opened)s, %(typed)s.") % {"opened": opened, "typed": typed}
    elif not session["revision_id"]:
        said = _("%(who)s has this open.") % who
    newer = _("%(who)s has saved a newer version than the one you see.") % who if session["revision_id"] else ""
    return " ".join(filter(None, (newer, said)))


def _typed(seconds: int) -> str:
    if seconds < 60:
        return _("last keystroke less than a minute ago")
    if seconds < 3600:
        minutes = seconds // 60
        return ngettext("last keystroke %(number)d minute ago", "last keystroke %(number)d minutes ago", minutes) % {
            "number": minutes
        }
    hours = seconds // 3600
    return ngettext("last keystroke %(number)d hour ago", "last keystroke %(number)d hours ago", hours) % {
        "number": hours
    }


urlpatterns = [
    path(
        "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/",
        require_admin_access(ping),
        name="presence",
    )
]
