"""Replies to the public: status, headers and bodies, made once per file and then only sent."""

from __future__ import annotations

from typing import Any

from unisono.door.conditions import UnsatisfiableRangeError, is_known, wanted_range
from unisono.door.editions import Entry, Variant
from unisono.door.negotiation import encodings_for

Header = tuple[str, str]
Headers = list[Header]

PAGE_AGE = 60  # seconds a page may be kept, if nothing is scheduled before
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
            ("content-type", entry.type),
            ("etag", self.etag),
            ("accept-ranges", "bytes"),
        ]
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


def send_entry(proto: Any, entry: Entry, method: str, headers: Any, seconds_left: float) -> None:
    """Answer a GET or HEAD with a file of an edition: 200, 304, 206 or 416."""
    replies = _replies_of(entry)
    reply = _chosen(replies, headers)
    known = headers.get("if-none-match")
    if known is not None and is_known(known, reply.etag):
        kept = [header for header in reply.headers if header[0] != "content-length"]
        proto.response_empty(304, _with_age(kept, entry, seconds_left))
        return
    if method == "GET":
        asked = headers.get("range")
        if asked is not None and _send_range(proto, replies[""], entry, asked, headers, seconds_left):
            return
    _send_whole(proto, 200, _with_age(reply.headers, entry, seconds_left), reply.variant, method)


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


def _send_whole(proto: Any, status: int, headers: Headers, variant: Variant, method: str) -> None:
    if variant.body is not None:
        proto.response_bytes(status, headers, variant.body)
    elif method == "HEAD":
        proto.response_empty(status, headers)
    else:
        proto.response_file(status, headers, variant.path)


def _send_range(proto: Any, reply: Reply, entry: Entry, asked: str, headers: Any, seconds_left: float) -> bool:
    """Send a part of the unencoded file; False where the whole is to be sent instead."""
    condition = headers.get("if-range")
    if condition is not None and condition.strip() != reply.etag:
        return False
    variant = reply.variant
    kept = [h for h in _with_age(reply.headers, entry, seconds_left) if h[0] != "content-length"]
    try:
        part = wanted_range(asked, variant.size)
    except UnsatisfiableRangeError:
        proto.response_empty(416, [NO_STORE, ("content-range", f"bytes */{variant.size}"), *kept[1:]])
        return True
    if part is None:
        return False
    start, stop = part
    kept.append(("content-range", f"bytes {start}-{stop - 1}/{variant.size}"))
    if variant.body is not None:
        proto.response_bytes(206, kept, variant.body[start:stop])
    else:
        kept.append(("content-length", str(stop - start)))
        proto.response_file_range(206, kept, variant.path, start, stop)
    return True


def send_page(proto: Any, status: int, entry: Entry, method: str, headers: Any, extra: Headers) -> None:
    """Answer with a page that stands for what is not there (404, 502, 503): no tag, no range."""
    reply = _chosen(_replies_of(entry), headers)
    kept: Headers = [*extra, ("content-type", entry.type)]
    if reply.variant.encoding:
        kept.append(("content-encoding", reply.variant.encoding))
    if reply.variant.body is None:
        kept.append(("content-length", str(reply.variant.size)))
    _send_whole(proto, status, kept, reply.variant, method)


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
