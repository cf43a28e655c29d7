"""Replies to the public: status, headers and bodies, made once per file and then only sent."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import quote

from unisono.bundles import ZIP_TYPE, chunks
from unisono.door.conditions import UnsatisfiableRangeError, is_known, wanted_range
from unisono.door.editions import Entry, Variant, read_bundle
from unisono.door.negotiation import encodings_for
from unisono.door.streaming import Busy, in_threads, stream

Header = tuple[str, str]
Headers = list[Header]
Part = tuple[int, int] | None
Sending = Coroutine[Any, Any, None]
"""The rest of an answer that is composed while it is sent."""

PAGE_AGE = 60  # seconds a page may be kept, if nothing is scheduled before
_SOON: Header = ("retry-after", "30")
_RETRY = 300  # seconds after which to ask again while nothing is open

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
# A drawing opened by itself is a document: it may look like itself, but run nothing and fetch nothing.
_DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
_DOCUMENTS = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/atom+xml")

NOSNIFF: Header = ("x-content-type-options", "nosniff")
# The generic pages bring their style with them, and nothing else.
HOLDING_POLICY: Header = (
    "content-security-policy",
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'",
)
_ISOLATION: Headers = [
    NOSNIFF,
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
]
DOCUMENT_SECURITY: Headers = [("content-security-policy", PAGE_POLICY), *_ISOLATION]
GENERIC_SECURITY: Headers = [HOLDING_POLICY, *_ISOLATION]

# Pictures and films are there to be passed on: other sites and web readers may show them.
_SHARED: Headers = [NOSNIFF, ("cross-origin-resource-policy", "cross-origin")]

NO_STORE: Header = ("cache-control", "no-store")
_IMMUTABLE: Header = ("cache-control", "public, max-age=31536000, immutable")
# One header per whole second left, so that a request near a flip only picks one.
_PUBLIC_AGES: list[Header] = [
    ("cache-control", f"public, max-age={seconds}, must-revalidate") for seconds in range(PAGE_AGE + 1)
]
_PRIVATE_AGES: list[Header] = [("cache-control", f"private, max-age={seconds}") for seconds in range(PAGE_AGE + 1)]
BY_LANGUAGE: Header = ("vary", "Accept-Encoding, Accept-Language")
_TEXT = "text/plain; charset=utf-8"


class Reply:
    """One encoding of one file: its tag and its headers (Cache-Control first), ready to be sent."""

    __slots__ = ("etag", "headers", "variant")

    def __init__(self, entry: Entry, variant: Variant) -> None:
        self.variant = variant
        self.etag = f'"{entry.sha256[:32]}{"-" + variant.encoding if variant.encoding else ""}"'
        headers: Headers = [
            _IMMUTABLE if entry.is_immutable else _PUBLIC_AGES[PAGE_AGE],
            ("content-type", ZIP_TYPE if entry.is_bundle else entry.type),
            ("etag", self.etag),
            ("accept-ranges", "bytes"),
        ]
        if entry.saved_as:
            headers.append(("content-disposition", f"attachment; filename*=UTF-8''{quote(entry.saved_as)}"))
        if len(entry.variants) > 1:
            headers.append(("vary", "Accept-Encoding"))
        if variant.encoding:
            headers.append(("content-encoding", variant.encoding))
        if variant.body is None:
            headers.append(("content-length", str(variant.size)))
        self.headers = headers + _security_of(entry)


def _security_of(entry: Entry) -> Headers:
    kind = entry.type.partition(";")[0].strip().lower()
    if kind == "image/svg+xml":
        return [("content-security-policy", _DRAWING_POLICY), *_SHARED]
    if kind in _DOCUMENTS:
        return DOCUMENT_SECURITY
    return _SHARED


def bounded(ages: list[Header], seconds_left: float) -> Header:
    """The Cache-Control that does not outlive the next instant of the schedule."""
    return ages[PAGE_AGE] if seconds_left >= PAGE_AGE else ages[max(0, int(seconds_left))]


def send_entry(proto: Any, entry: Entry, method: str, headers: Any, seconds_left: float) -> Sending | None:
    """Answer a GET or HEAD with a file of an edition: 200, 304, 206 or 416.

    Returns what is still to be awaited where the body is composed while it is sent.
    """
    replies = _replies_of(entry)
    reply = _chosen(replies, headers)
    known = headers.get("if-none-match")
    if known is not None and is_known(known, reply.etag):
        kept = [header for header in reply.headers if header[0] != "content-length"]
        proto.response_empty(304, _with_age(kept, entry, seconds_left))
        return None
    asked = headers.get("range") if method == "GET" else None
    if asked is None or not _is_same(headers.get("if-range"), replies[""]):
        return _send(proto, 200, _with_age(reply.headers, entry, seconds_left), entry, reply.variant, method)
    return _send_range(proto, replies[""], reply, entry, asked, seconds_left)


def _is_same(condition: str | None, reply: Reply) -> bool:
    """Whether a range may be answered: nothing is asked for but the range, or for the very bytes that are here."""
    return condition is None or condition.strip() == reply.etag


def _replies_of(entry: Entry) -> dict[str, Reply]:
    if entry.replies is None:
        entry.replies = {variant.encoding: Reply(entry, variant) for variant in entry.variants}
    return entry.replies


def _chosen(replies: dict[str, Reply], headers: Any) -> Reply:
    if len(replies) > 1:
        for encoding in encodings_for(headers.get("accept-encoding")):
            if encoding in replies:
                return replies[encoding]
    return replies[""]


def _with_age(headers: Headers, entry: Entry, seconds_left: float) -> Headers:
    if entry.is_immutable or seconds_left >= PAGE_AGE:
        return headers
    return [bounded(_PUBLIC_AGES, seconds_left), *headers[1:]]


def _send(
    proto: Any, status: int, headers: Headers, entry: Entry, variant: Variant, method: str, part: Part = None
) -> Sending | None:
    """Send a body, or a part [start, stop) of it, from memory, from disk, or composed on the way."""
    start, stop = part or (0, variant.size)
    if variant.body is not None:
        proto.response_bytes(status, headers, variant.body if part is None else variant.body[start:stop])
    elif method == "HEAD":
        proto.response_empty(status, headers)
    elif entry.is_bundle:
        return _send_bundle(proto, status, headers, entry, start, stop)
    elif part is None:
        proto.response_file(status, headers, variant.path)
    else:
        proto.response_file_range(status, headers, variant.path, start, stop)
    return None


async def _send_bundle(proto: Any, status: int, headers: Headers, entry: Entry, start: int, stop: int) -> None:
    """Compose bytes [start, stop) of a bundle from its plan and the blobs around it."""
    plan = Path(entry.variants[0].path)
    blobs = plan.parent.parent
    bundle = await asyncio.to_thread(read_bundle, plan, entry.sha256)
    body = chunks(bundle, lambda sha256: blobs / sha256[:2] / sha256, start, stop)
    try:
        await stream(proto, status, headers, in_threads(body))
    except Busy:
        send_text(proto, 503, "503 Too many downloads at this moment. Please try again.\n", NO_STORE, _SOON)


def _send_range(
    proto: Any, plain: Reply, chosen: Reply, entry: Entry, asked: str, seconds_left: float
) -> Sending | None:
    """Send a part of the unencoded file, or the whole (as `chosen`) where no one part is asked for."""
    size = plain.variant.size
    kept = [h for h in _with_age(plain.headers, entry, seconds_left) if h[0] != "content-length"]
    try:
        part = wanted_range(asked, size)
    except UnsatisfiableRangeError:
        proto.response_empty(416, [NO_STORE, ("content-range", f"bytes */{size}"), *kept[1:]])
        return None
    if part is None:
        return _send(proto, 200, _with_age(chosen.headers, entry, seconds_left), entry, chosen.variant, "GET")
    start, stop = part
    kept.append(("content-range", f"bytes {start}-{stop - 1}/{size}"))
    if plain.variant.body is None:
        kept.append(("content-length", str(stop - start)))
    return _send(proto, 206, kept, entry, plain.variant, "GET", part)


def send_page(proto: Any, status: int, entry: Entry, method: str, headers: Any, extra: Headers) -> None:
    """Answer with a page that stands for what is not there (404, 502, 503): no tag, no range."""
    reply = _chosen(_replies_of(entry), headers)
    kept: Headers = [*extra, ("content-type", entry.type)]
    if reply.variant.encoding:
        kept.append(("content-encoding", reply.variant.encoding))
    if reply.variant.body is None:
        kept.append(("content-length", str(reply.variant.size)))
    _send(proto, status, kept, entry, reply.variant, method)


def send_missing(proto: Any, entry: Entry, method: str, headers: Any, seconds_left: float, is_ours: bool) -> None:
    """404: the same headers for what never was and for what is not open yet."""
    security = DOCUMENT_SECURITY if is_ours else GENERIC_SECURITY
    extra = [bounded(_PUBLIC_AGES, seconds_left), BY_LANGUAGE, *security]
    send_page(proto, 404, entry, method, headers, extra)


def send_holding(proto: Any, entry: Entry, method: str, headers: Any, seconds_left: float) -> None:
    """503: nothing is open; ask again when something may be, but do not index this."""
    retry = max(1, int(min(_RETRY, seconds_left)))
    extra = [NO_STORE, ("retry-after", str(retry)), ("x-robots-tag", "noindex"), *GENERIC_SECURITY]
    send_page(proto, 503, entry, method, headers, [*extra, BY_LANGUAGE])


def send_language(proto: Any, location: str, seconds_left: float) -> None:
    """302 to the visitor's language, for this visitor only."""
    age = bounded(_PRIVATE_AGES, seconds_left)
    proto.response_empty(302, [age, ("location", location), ("vary", "Accept-Language"), *DOCUMENT_SECURITY])


def send_short(proto: Any, location: str, seconds_left: float) -> None:
    """302 from a short link to its page. Kept by the visitor's own browser alone: no cache between may hide visits."""
    proto.response_empty(302, [bounded(_PRIVATE_AGES, seconds_left), ("location", location), *DOCUMENT_SECURITY])


def send_moved(proto: Any, location: str, seconds_left: float) -> None:
    """301 to the one address of a page."""
    age = bounded(_PUBLIC_AGES, seconds_left)
    proto.response_empty(301, [age, ("location", location), *DOCUMENT_SECURITY])


def send_text(proto: Any, status: int, text: str, *extra: Header) -> None:
    """A short plain answer, not to be kept (unless `extra` says otherwise, first)."""
    age = () if extra and extra[0][0] == "cache-control" else (NO_STORE,)
    proto.response_str(status, [*age, *extra, ("content-type", _TEXT), NOSNIFF], text)


def send_disallowance(proto: Any, seconds_left: float) -> None:
    """robots.txt while nothing is open."""
    send_text(proto, 200, "User-agent: *\nDisallow: /\n", bounded(_PUBLIC_AGES, seconds_left))
