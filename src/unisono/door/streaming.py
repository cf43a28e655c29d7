"""Bodies that are composed while they are sent, no faster than the visitor takes them.

The server's own stream takes whatever it is given into memory: a slow visitor would have a whole download kept
for them there. Of a file, on the other hand, it reads only as much as the visitor has room for. So the body goes
through a pipe, which the server opens as a file: a full pipe holds us back, and a visitor who leaves breaks it.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import Any

PIPE = 64 * 1024  # bytes under way; a shorter body needs no pipe
_SMALLEST = 4096  # bytes; the system makes a whole page of it
_OPENING = 10.0  # seconds the server may take for that: a visitor may have gone before it came to it
_STALLED = 300.0  # seconds without a byte taken, after which a visitor has to ask again for the rest


class Busy(Exception):
    """There are more downloads at this moment than the system has pipes for."""


class Gone(Exception):
    """The visitor has left, or takes nothing any more."""


async def stream(proto: Any, status: int, headers: list[tuple[str, str]], body: AsyncIterable[bytes]) -> None:
    """Answer with `body` as it comes; a short one is sent at once.

    Raises `Busy` before anything is sent. Where `body` fails, the answer breaks off before its announced length,
    and the visitor can see that.
    """
    begun, rest = bytearray(), aiter(body)
    async for chunk in rest:
        begun += chunk
        if len(begun) > PIPE:
            break
    else:
        proto.response_bytes(status, [header for header in headers if header[0] != "content-length"], bytes(begun))
        return
    try:
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Busy from error
    pipe = _Pipe(reading, writing)
    try:
        proto.response_file(status, headers, f"/proc/self/fd/{reading}")
        await pipe.send(begun)
        async for chunk in rest:
            await pipe.send(chunk)
    except Gone:
        pass
    finally:
        pipe.close()


async def in_threads(body: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what comes out of an iterator that may wait for the disk."""
    while chunk := await asyncio.to_thread(next, body, b""):
        yield chunk


class _Pipe:
    """Our end of the pipe, and the other one until the server has opened it for itself."""

    def __init__(self, reading: int, writing: int) -> None:
        # As small as it gets at first: once more has gone through than fits in, the server has read from it.
        self._fits = fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _SMALLEST)
        self._reading: int | None = reading
        self._writing = writing
        self._sent = 0

    async def send(self, chunk: bytes | bytearray) -> None:
        """Write a chunk as fast as it is taken. Raises `Gone`."""
        left = memoryview(chunk)
        while left:
            try:
                written = os.write(self._writing, left)
            except BlockingIOError:
                await self._room()
                continue
            except BrokenPipeError:
                raise Gone from None
            left = left[written:]
            self._sent += written
            if self._reading is not None and self._sent > self._fits:
                self._has_been_opened(self._reading)

    def _has_been_opened(self, reading: int) -> None:
        """Leave reading to the server alone, so that the pipe breaks when it stops; and hurry."""
        os.close(reading)
        self._reading = None
        with contextlib.suppress(PermissionError):  # so many downloads that the system gives no larger pipes
            fcntl.fcntl(self._writing, fcntl.F_SETPIPE_SZ, PIPE)

    async def _room(self) -> None:
        """Wait until something has been taken. Raises `Gone` where nothing is for long."""
        loop = asyncio.get_running_loop()
        free: asyncio.Future[None] = loop.create_future()
        loop.add_writer(self._writing, _settle, free)
        try:
            await asyncio.wait_for(free, _STALLED if self._reading is None else _OPENING)
        except TimeoutError:
            raise Gone from None
        finally:
            loop.remove_writer(self._writing)

    def close(self) -> None:
        """Let go of the pipe: the server's end then ends too."""
        os.close(self._writing)
        if self._reading is not None:
            os.close(self._reading)


def _settle(free: asyncio.Future[None]) -> None:
    if not free.done():
        free.set_result(None)
