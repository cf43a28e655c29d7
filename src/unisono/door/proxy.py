"""Passes the newsroom's and the partners' area on to the web process, streaming both ways."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from unisono.door import replies
from unisono.door.streaming import Busy, stream

log = logging.getLogger("unisono.door")

_HOP_BY_HOP = frozenset(
    [
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
    ]
)
_FORWARDED = frozenset(("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"))
_NAMES_OF_OTHERS = _FORWARDED | {"forwarded", "x-real-ip", "x-forwarded-server", "x-forwarded-prefix"}
_TIMEOUTS = {"connect": 3.0, "read": 120.0, "write": 60.0, "pool": 10.0}  # seconds
_MOST_CONNECTIONS = 16


class _RefusedError(Exception):
    """The visitor's request is not passed on: `status` and why."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


class _WebRequestError(Exception):
    """Web did not answer: `status` for the visitor, and what went wrong."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Where the web process listens: a Unix socket, or host and port on the loopback."""

    socket: str | None = None
    host: str = "127.0.0.1"
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> WebAddress:
        """`unix:/path/to.sock` or `127.0.0.1:9000`. Raises ValueError with what is accepted."""
        if text.startswith("unix:") and len(text) > 5:
            return cls(socket=text[5:])
        host, _, port = text.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"{text!r} is no address: give unix:/path/to.sock or 127.0.0.1:9000")
        return cls(host=host, port=int(port))


class WebProxy:
    """A live answer (see Door): sends the request on to the web process.

    `limit` is the largest body in bytes. `unavailable` answers where web does not. With `trusts_front`, a
    proxy in front of the door is believed when it names the visitor's address, host and scheme.
    """

    def __init__(
        self, web: WebAddress, limit: int, unavailable: Callable[..., None], trusts_front: bool = False
    ) -> None:
        self._web = web
        self._limit = limit
        self._unavailable = unavailable
        self._trusts_front = trusts_front
        self._importing = asyncio.Lock()
        self._httpx: Any = None
        self._transport: Any = None

    async def __call__(self, scope: Any, proto: Any, path: str) -> None:
        """Answer one request by what web says: its reply, or a clear 4xx, 502 or 504."""
        try:
            response = await self._ask(scope, proto, path)
        except _RefusedError as refusal:
            replies.send_text(proto, refusal.status, str(refusal))
            return
        except _WebRequestError as failure:
            log.warning("The web process did not answer: %s", failure)
            self._unavailable(proto, failure.status, scope.method, scope.headers)
            return
        try:
            await self._send_back(proto, scope.method, response)
        except Busy:
            self._unavailable(proto, 503, scope.method, scope.headers)
        finally:
            await response.aclose()

    async def _ask(self, scope: Any, proto: Any, path: str) -> Any:
        await self._connect()
        httpx = self._httpx
        length = self._body_length(scope.headers)
        request = httpx.Request(
            scope.method,
            self._url(scope, path),
            headers=self._headers_for_web(scope),
            content=self._body(proto, length) if length else None,
            extensions={"timeout": _TIMEOUTS},
        )
        try:
            return await self._send(request, may_repeat=not length and scope.method in ("GET", "HEAD"))
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise _WebRequestError(504, type(error).__name__) from None
        except httpx.TransportError as error:
            raise _WebRequestError(502, type(error).__name__) from None

    def _body_length(self, headers: Any) -> int:
        """Bytes that the visitor announces. Without a number nobody could tell a body that broke off from a whole."""
        if "transfer-encoding" in headers:
            raise _RefusedError(411, "411 Say how long the body is (Content-Length).\n")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._limit:
            most = self._limit // 1_000_000
            raise _RefusedError(413, f"413 This is too large: at most {most} MB can be sent here.\n")
        return int(length)

    async def _send(self, request: Any, may_repeat: bool) -> Any:
        try:
            return await self._transport.handle_async_request(request)
        except (self._httpx.ReadError, self._httpx.WriteError, self._httpx.RemoteProtocolError):
            # A kept connection may have died with the former web process; the new one is asked once.
            if not may_repeat:
                raise
            return await self._transport.handle_async_request(request)

    async def _connect(self) -> None:
        """Make the transport on first use: most doors serve the public for weeks without a newsroom request.

        The bare transport, not a client: a client keeps cookies, and would hand one editor's to the next.
        """
        if self._transport is not None:
            return
        async with self._importing:
            if self._transport is None:
                self._httpx = await asyncio.to_thread(importlib.import_module, "httpx")
                limits = self._httpx.Limits(max_connections=_MOST_CONNECTIONS, keepalive_expiry=5.0)
                self._transport = self._httpx.AsyncHTTPTransport(
                    uds=self._web.socket, verify=False, trust_env=False, limits=limits
                )

    def _url(self, scope: Any, path: str) -> Any:
        raw = quote(path, safe="/:@!$&'()*+,;=~-._")
        if scope.query_string:
            raw = f"{raw}?{scope.query_string}"
        base = self._httpx.URL(scheme="http", host=self._web.host, port=self._web.port or None)
        return base.copy_with(raw_path=raw.encode("ascii", "ignore"))

    def _headers_for_web(self, scope: Any) -> list[tuple[str, str]]:
        dropped = _HOP_BY_HOP | _named_by_connection(scope.headers.get("connection"))
        if not self._trusts_front:
            dropped |= _NAMES_OF_OTHERS
        # WSGI cannot tell x_forwarded_for from x-forwarded-for: an underscore would smuggle one in.
        kept = [(n, v) for n, v in scope.headers.items() if n not in dropped and "_" not in n]
        given = {name for name, _ in kept}
        host = scope.headers.get("host") or scope.authority or ""
        if "host" not in given:
            kept.append(("host", host))
        ours = {
            "x-forwarded-for": scope.client.rpartition(":")[0],
            "x-forwarded-host": host,
            "x-forwarded-proto": scope.scheme,
        }
        return kept + [(name, value) for name, value in ours.items() if name not in given]

    async def _body(self, proto: Any, length: int) -> AsyncIterator[bytes]:
        """The visitor's body as it comes; granian ends it quietly where a visitor leaves, so it is counted."""
        received = 0
        async for chunk in proto:
            received += len(chunk)
            yield bytes(chunk)
        if received < length:
            raise _RefusedError(400, "400 The request broke off.\n")

    async def _send_back(self, proto: Any, method: str, response: Any) -> None:
        raw = [(_text(name).lower(), _text(value)) for name, value in response.headers.raw]
        named = _named_by_connection(response.headers.get("connection"))
        dropped = _HOP_BY_HOP | named | {"date", "server"}  # granian writes these two itself
        headers = [(name, value) for name, value in raw if name not in dropped]
        if method == "HEAD" or response.status_code in (204, 304):
            proto.response_empty(response.status_code, headers)
        else:
            await stream(proto, response.status_code, headers, response.stream)


def _named_by_connection(value: str | None) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in value.split(",")) if value else frozenset()


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
