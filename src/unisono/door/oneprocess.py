"""Runs an application in this very process under granian, without its usual parent process.

granian's own command starts a parent that only watches one child: our supervisor does that already, for 5 MB
less beside the door and 31 MB less beside the web process. What granian starts in its child is called here
directly. That is below its public interface, so its version is pinned, and tests run both kinds.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import socket
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol, cast

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder
from granian._signals import set_loop_signals
from granian.constants import HTTPModes, Loops, RuntimeModes, TaskImpl
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from unisono.door.listening import BACKLOG, listen, listen_unix

_HTTP1 = HTTP1Settings(header_read_timeout=30_000, max_buffer_size=64 * 1024)
_NO_TLS: tuple = (False, None, None, None, "tls1.3", None, [], False)


class Application(Protocol):
    """What `run_public` serves."""

    def answer(self, scope: Any, proto: Any) -> Coroutine[Any, Any, None] | None:
        """Answer a request (RSGI scope and protocol) at once, or return what has to be awaited. Never raises."""

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called before the first request, with the loop on which the awaited answers run."""


def _at_once(loop: asyncio.AbstractEventLoop, application: Application) -> Any:
    """A scheduler that lets the server's own thread answer what needs no waiting; the rest goes to the loop.

    A file from memory takes ten microseconds, waking the loop for it takes as long again: measured, 1.7 times
    the pages a second. The server has one thread, so `answer` is never called twice at a time.
    """
    answer, wake = application.answer, loop.call_soon_threadsafe

    async def wait_for(waiting: Coroutine[Any, Any, None], watcher: Any) -> None:
        try:
            await waiting
        except BaseException as error:
            watcher.err(error)
            return
        watcher.done()

    def start(waiting: Coroutine[Any, Any, None], watcher: Any) -> None:
        watcher.taskref(loop.create_task(wait_for(waiting, watcher)))

    def schedule(watcher: Any) -> None:
        waiting = answer(watcher.scope, watcher.proto)
        if waiting is None:
            watcher.done()
        else:
            wake(start, waiting, watcher)

    scheduler: Any = CallbackScheduler(loop, None, None, None, None)  # type: ignore[call-arg]
    scheduler._schedule_fn = schedule
    return scheduler


def run_public(application: Application, listener: socket.socket, connections: int = 8192) -> None:
    """Serve an application until SIGTERM or SIGINT. `connections`: how many at a time."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asked_to_stop = set_loop_signals(loop)
    stopped = asyncio.Event()
    asked_to_stop.add_cb(lambda: loop.call_soon_threadsafe(stopped.set))
    worker = cast("Any", RSGIWorker)(
        1,  # worker_id
        (None, _holder(listener)),
        None,  # ipc
        1,  # runtime threads: Python is the limit, a second one would only take its processor
        16,  # threads for reading files
        1,  # Python threads
        30,  # seconds until an idle one ends
        connections,
        HTTPModes.http1,
        _HTTP1,
        None,  # http2
        False,  # websockets
        None,  # static files
        *_NO_TLS,
        (None, None),  # metrics
    )
    application.begin(loop)
    worker.serve_str(_at_once(loop, application), loop, asked_to_stop)
    loop.run_until_complete(stopped.wait())


def run_wsgi(application: Callable, listener: socket.socket, threads: int = 4) -> None:
    """Serve a WSGI application on `threads` threads until SIGTERM or SIGINT."""
    if listener.family == socket.AF_UNIX:
        application = _with_visitor(application)
    # Arguments by position are those of the server's process wrapper, which takes no names.
    MPServer._spawn_wsgi_worker(
        1,  # worker_id
        None,  # process_name
        lambda: application,
        ((None, _holder(listener)), None),
        None,  # ipc
        Loops.asyncio,
        True,  # log_enabled
        LogLevels.warning,
        None,  # log_config
        (),  # env_files
        runtime_mode=RuntimeModes.st,
        runtime_threads=1,
        runtime_blocking_threads=16,
        blocking_threads=threads,
        blocking_threads_idle_timeout=30,
        backpressure=128,
        task_impl=TaskImpl.asyncio,
        http_mode=HTTPModes.http1,
        http1_settings=_HTTP1,
        http2_settings=None,
        websockets=False,
        static_path=None,
        log_access_fmt=None,
        ssl_ctx=_NO_TLS,
        scope_opts={},
        metrics=(None, None),
    )


def _holder(listener: socket.socket) -> SocketHolder:
    listener.setblocking(False)
    is_unix = listener.family == socket.AF_UNIX
    return SocketHolder(listener.fileno(), is_unix, BACKLOG)  # type: ignore[call-arg]


def _with_visitor(application: Callable) -> Callable:
    """A Unix socket has no address of the visitor: take the one that the door in front of it names.

    Only a process of this user can open the socket, so the last address in the list is to be believed.
    """

    def named(environment: dict, start: Callable) -> Any:
        forwarded = environment.get("HTTP_X_FORWARDED_FOR", "")
        environment["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip() or "127.0.0.1"
        return application(environment, start)

    return named


def main(arguments: list[str] | None = None) -> int:
    """`python -m unisono.door.oneprocess package.module:name --socket PATH | --port N [--threads N]`."""
    parser = argparse.ArgumentParser(description="Serve a WSGI application in one process.")
    parser.add_argument("application", help="package.module:name")
    parser.add_argument("--socket", type=Path, help="Unix socket to listen on")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, help="port to listen on, instead of a socket")
    parser.add_argument("--threads", type=int, default=4)
    given = parser.parse_args(arguments)
    if (given.socket is None) == (given.port is None):
        parser.error("give either --socket or --port")
    module, _, name = given.application.partition(":")
    application = getattr(importlib.import_module(module), name or "application")
    listener = listen_unix(given.socket) if given.socket else listen(given.host, given.port)
    run_wsgi(application, listener, given.threads)
    return 0


if __name__ == "__main__":
    sys.exit(main())
