"""`unisono serve`: starts door, web and worker and keeps them running. Imports no Django and no server.

The supervisor opens the public port itself and hands it to the door, so a door that dies refuses nobody:
callers wait in the queue of the port until the next door takes them.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from unisono.base.home import home as configured_home
from unisono.door.listening import listen

#: Seconds between a polite request to stop and a kill: an edition that is being prepared may be finished. One that is
#: not is put back, and prepared at the next start.
STOP_WITHIN = 30.0
_FIRST_PAUSE = 0.5  # seconds before a dead child is started again; doubled each time
_SETTLED_AFTER = 60.0  # seconds of running after which a child's former deaths are forgotten
_LOOK_EVERY = 0.2  # seconds, while something is starting or stopping
_IDLE = 5.0  # seconds between looks when all is well; a death wakes us at once
_LONGEST_SOCKET_PATH = 100  # bytes; the system takes 107
_SIGNALS = {signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_PR_SET_PDEATHSIG = 1

Say = Callable[[str], None]
Address = tuple[str, int] | str


class StartError(Exception):
    """Nothing was started; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """One process to keep running.

    `listens_at` is a (host, port) or socket path that takes calls when the child is ready, `asked` a path it
    must then answer (for a port that was open before it); `ready` is what is said of it when it is ready.
    `hands_over` are file descriptors it inherits. `longest_pause` in seconds.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    listens_at: Address | None = None
    asked: str = ""
    ready: str = "running"
    hands_over: tuple[int, ...] = ()
    longest_pause: float = 30.0


class Child:
    """A running (or dead and waiting) process of a ChildSpec."""

    def __init__(self, spec: ChildSpec, say: Say) -> None:
        self.spec = spec
        self._say = say
        self._process: subprocess.Popen | None = None
        self._pause = _FIRST_PAUSE
        self._started_at = 0.0
        self._start_at = 0.0
        self.is_ready = False
        self.was_killed = False

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def start_if_due(self, now: float) -> None:
        """Start it unless it runs or has to wait; `now` is monotonic seconds."""
        if self._process is not None or now < self._start_at:
            return
        self._started_at, self.is_ready = now, False
        try:
            self._process = subprocess.Popen(
                self.spec.command,
                env={**os.environ, **self.spec.environment},
                stdin=subprocess.DEVNULL,
                pass_fds=self.spec.hands_over,
                process_group=0,  # Ctrl-C is for the supervisor: it tells the children, in order
                preexec_fn=_prepare_child(os.getpid()),
            )
        except OSError as error:
            self._wait_and_say(f"could not be started ({error.strerror}: {self.spec.command[0]})", now)

    def look(self, now: float) -> None:
        """Notice that it is ready, or that it has ended."""
        ended = self._ended()
        if ended is not None:
            self._wait_and_say(f"ended: {_reason(ended)}", now)
        elif self._process is not None and not self.is_ready and _answers(self.spec):
            self.is_ready = True
            self._say(f"{self.spec.name:<7} {self.spec.ready} (process {self._process.pid})")
        if self.is_ready and now - self._started_at > _SETTLED_AFTER:
            self._pause = _FIRST_PAUSE

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and all it started, at once."""
        if self._process is not None:
            self.was_killed = True
            _kill_group(self._process.pid)

    def has_stopped(self) -> bool:
        """Whether it is gone, while stopping."""
        return self._process is None or self._ended() is not None

    def _ended(self) -> int | None:
        """Its exit status (negative: the signal) if it has ended; what it left running is ended with it."""
        if self._process is None:
            return None
        # Look without taking the status away: until then the number of the group cannot be given to another.
        if os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        _kill_group(self._process.pid)
        status = self._process.wait()
        self._process, self.is_ready = None, False
        return status

    def _wait_and_say(self, what: str, now: float) -> None:
        self._start_at = now + self._pause
        self._say(f"{self.spec.name:<7} {what}; starting it again in {self._pause:g} s")
        self._pause = min(self._pause * 2, self.spec.longest_pause)


def supervise(specs: Sequence[ChildSpec], stop_within: float = STOP_WITHIN, say: Say | None = None) -> int:
    """Keep all children running until SIGINT, SIGTERM or SIGHUP; call it from the main thread.

    The first, the door, then answers until the others have stopped: they may have work to finish. Returns 0 if all
    ended by themselves within `stop_within` seconds of being asked, 1 if any had to be killed.
    """
    children = [Child(spec, say or _say) for spec in specs]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        while True:
            now = time.monotonic()
            for child in children:
                child.start_if_due(now)
                child.look(now)
            is_calm = all(child.is_running and child.is_ready for child in children)
            if _asked_to_stop(_IDLE if is_calm else _LOOK_EVERY):
                break
        return _stop(children, stop_within, say or _say)
    finally:
        for child in children:
            child.kill()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(children: list[Child], stop_within: float, say: Say) -> int:
    say("Stopping; once more to stop at once.")
    first, *others = children
    is_hurried = False
    for group in (others, [first]):
        for child in group:
            child.ask_to_stop()
        deadline = time.monotonic() + stop_within
        # A list, not a generator: each has to be looked at, so that the ended are noticed.
        while not all([child.has_stopped() for child in group]):  # noqa: C419
            is_hurried = _asked_to_stop(_LOOK_EVERY) or is_hurried
            if is_hurried or time.monotonic() > deadline:
                for child in group:
                    child.kill()
    killed = [child.spec.name for child in children if child.was_killed]
    say(f"Stopped; had to be killed: {', '.join(killed)}." if killed else "Stopped.")
    return 1 if killed else 0


def _asked_to_stop(seconds: float) -> bool:
    """Wait at most `seconds` for a signal; True if it is one to stop, False for a child's death or none."""
    received = signal.sigtimedwait(_SIGNALS, seconds)
    return received is not None and received.si_signo != signal.SIGCHLD


def _prepare_child(parent: int) -> Callable[[], None]:
    """What a child does before its program starts: hear signals again, and not outlive the supervisor."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before it could be watched
                os._exit(1)

    return prepare


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _reason(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    with contextlib.suppress(ValueError):
        return f"killed by {signal.Signals(-status).name}"
    return f"killed by signal {-status}"


def _answers(spec: ChildSpec) -> bool:
    address = spec.listens_at
    if address is None:
        return True
    family = socket.AF_UNIX
    if not isinstance(address, str):
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
        probe.settimeout(0.5)
        probe.connect(address)
        if not spec.asked:
            return True
        request = f"GET {spec.asked} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        probe.sendall(request.encode())
        return probe.recv(16).startswith(b"HTTP/1.1 200")
    return False


def _say(line: str) -> None:
    print(f"unisono | {line}", flush=True)


def specs(home: Path, listener: socket.socket, worker: Sequence[str] | None = None) -> list[ChildSpec]:
    """Door (on `listener`), web and worker of an installation; `worker` is another command for the last."""
    python = sys.executable
    # Two allocation arenas instead of one a thread: about a fifth less memory in web.
    environment = {"UNISONO_HOME": str(home), "MALLOC_ARENA_MAX": "2"}
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    web, web_options, web_address = _web_address(home)
    return [
        ChildSpec(
            "door",
            [python, "-m", "unisono.door", "--fd", str(listener.fileno()), "--web", web],
            environment,
            listens_at=(host, port),
            asked="/healthz",
            ready=f"answers at http://{shown}:{port}/",
            hands_over=(listener.fileno(),),
            longest_pause=4.0,
        ),
        ChildSpec(
            "web",
            [python, "-m", "unisono.door.oneprocess", "unisono.wsgi:application", *web_options],
            environment,
            listens_at=web_address,
            ready=f"answers at http://{shown}:{port}/newsroom/",
        ),
        ChildSpec(
            "worker",
            worker or [python, "-m", "unisono.cli.main", "worker"],
            environment,
            ready="waits for tasks",
        ),
    ]


def _web_address(home: Path) -> tuple[str, list[str], Address]:
    """Where web listens: a socket in the home that only we can open, or a port where its path is too long."""
    path = str(home / "run" / "web.sock")
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
        return f"unix:{path}", ["--socket", path], path
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"127.0.0.1:{port}", ["--port", str(port)], ("127.0.0.1", port)


def open_public_port(host: str, port: int) -> socket.socket:
    """The listening socket of the door. Raises StartError with how to mend it."""
    try:
        return listen(host, port)
    except OSError as error:
        raise StartError(_mend(error, host, port)) from None


def _mend(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is already taken. Stop the program that has it "
            f"(`ss -ltnp 'sport = :{port}'` names it), or choose another: unisono serve --port {port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Choose one above 1023: unisono serve --port 8000"
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"{host} is no address of this machine. Try: unisono serve --host 127.0.0.1"
    return f"Cannot listen on {host}:{port}: {error.strerror}."


def serve(home: Path, host: str, port: int, worker: Sequence[str] | None = None) -> int:
    """Run door, web and worker until asked to stop; `worker` is another command for the last.

    Returns the exit status: 0 only if all went cleanly.
    """
    try:
        listener = open_public_port(host, port)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    with listener:
        return supervise(specs(home.absolute(), listener, worker))


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m unisono.cli.serve`: what `unisono serve` becomes, so that nothing else stays in memory."""
    parser = argparse.ArgumentParser("unisono serve", description="Run door, web and worker.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0: all)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    given = parser.parse_args(arguments)
    return serve(configured_home().root, given.host, given.port)


if __name__ == "__main__":
    sys.exit(main())
