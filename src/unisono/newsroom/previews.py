"""What previews and editing screens show besides themselves: pages, their files, stored originals. For staff only."""

import mimetypes
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils._os import safe_join
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from unisono.base.home import home
from unisono.bundles import BUNDLE_TYPE, ZIP_TYPE, BadPlan, Bundle, chunks, decode_plan
from unisono.door.conditions import UnsatisfiableRangeError, wanted_range
from unisono.facts.evidence import FOLDER as EVIDENCE
from unisono.launch.looking import Look
from unisono.launch.preview import POLICY, NoPreview
from unisono.launch.preview_store import PreviewStore
from unisono.launch.turns import Busy
from unisono.newsroom.permissions import inside_or_outside
from unisono.newsroom.showing.places import Shown, shown_at
from unisono.newsroom.showing.rights import look_for
from unisono.people.queries import can
from unisono.site.outputs import FileRef

ASSET = re.compile(r"assets/([0-9a-f]{16})/[^/]+")
#: Bytes that are read at once of a part of a file.
CHUNK = 65536
#: A stored drawing or document that is opened by itself can run nothing and ask for nothing.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox"


def for_those_who_look(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view for people with an account: what somebody may see in a preview, the view itself asks."""
    return inside_or_outside(view, view)


@require_safe
@for_those_who_look
@xframe_options_sameorigin
def preview(request: HttpRequest, campaign: UUID, path: str, drafts: bool = False) -> HttpResponse:
    """Answer a page or a file of a preview: pages as they would be frozen, files by their hash, partners' kits.

    With `drafts`, the newest words that the person may see stand in the pages.
    """
    look = look_for(request.user, campaign, drafts=drafts)
    if asset := ASSET.fullmatch(path):
        if not can(request.user, "edit", campaign_id=campaign) and not PreviewStore(home()).may_see(
            look.name, asset[1]
        ):
            raise Http404
        return asset_of(request, asset[1], path)
    return _shown(request, look, path)


def _shown(request: HttpRequest, look: Look, path: str) -> HttpResponse | StreamingHttpResponse:
    try:
        shown = shown_at(look, path, at=datetime.now(UTC), place=home())
    except NoPreview as why:
        return HttpResponse(render_to_string("launch/no_preview.html", {"why": str(why)}), status=404)
    except Busy:
        html = render_to_string("launch/no_preview.html", {"is_busy": True})
        return HttpResponse(html, status=503, headers={"Retry-After": "5"})
    if shown is None:
        raise Http404
    if not isinstance(shown, Shown):
        return file_of_kit(request, shown)
    return HttpResponse(shown.html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"})


def file_of_kit(request: HttpRequest, file: FileRef) -> HttpResponse | StreamingHttpResponse:
    """Answer a file of a partner's kit. Its address does not name its content, so nobody keeps it."""
    store = PreviewStore(home())
    path = store.path(file.sha256)
    response = _zip(path, store) if file.type == BUNDLE_TYPE else _file(request, path, file.type)
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, no-store"
    return response


def asset_of(request: HttpRequest, start: str, path: str) -> HttpResponse | StreamingHttpResponse:
    """Answer a file of a preview by the beginning of its hash, or a part of it; raises `Http404`."""
    store = PreviewStore(home())
    file, kind = store.find(start), mimetypes.guess_type(path)[0]
    if file is None or kind is None:
        raise Http404
    response = _zip(file, store) if kind == ZIP_TYPE else _file(request, file, kind)
    response["Content-Security-Policy"] = ALONE
    # Named by its content: it never changes.
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _file(request: HttpRequest, file: Path, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Answer a file or the part that is asked for: without parts, some browsers play no film."""
    size = file.stat().st_size
    try:
        part = wanted_range(request.headers.get("Range", ""), size) if request.method == "GET" else None
    except UnsatisfiableRangeError:
        return HttpResponse(status=416, content_type=kind, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return FileResponse(file.open("rb"), content_type=kind, headers={"Accept-Ranges": "bytes"})
    start, stop = part
    headers = {"Content-Range": f"bytes {start}-{stop - 1}/{size}", "Content-Length": str(stop - start)}
    return StreamingHttpResponse(_part(file, start, stop), status=206, content_type=kind, headers=headers)


def _part(file: Path, start: int, stop: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(start)
        while start < stop and (content := opened.read(min(stop - start, CHUNK))):
            start += len(content)
            yield content


def _zip(plan: Path, store: PreviewStore) -> StreamingHttpResponse:
    """Answer the ZIP of a plan, composed as it is sent."""
    try:
        bundle = Bundle(decode_plan(plan.read_bytes()))
    except BadPlan:
        raise Http404 from None
    name = f'attachment; filename="{bundle.plan.name}"'
    headers = {"Content-Disposition": name, "Content-Length": str(bundle.size)}
    return StreamingHttpResponse(chunks(bundle, store.path), content_type=ZIP_TYPE, headers=headers)


@require_safe
@require_admin_access
def stored(request: HttpRequest, path: str) -> HttpResponse:
    """Answer an original or a smaller copy of it, as the editing screens show it; copies of sources are not shown."""
    try:
        name = safe_join(settings.MEDIA_ROOT, path)
        if Path(name).is_relative_to(Path(settings.MEDIA_ROOT, EVIDENCE)):
            raise Http404
        file = open(name, "rb")  # noqa: PTH123, SIM115  the response closes it
    except (SuspiciousFileOperation, OSError):
        raise Http404 from None
    response = FileResponse(file, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, max-age=3600"
    return response
