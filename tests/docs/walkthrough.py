"""Walks through a page of the documentation: writes the files it shows, runs the commands it shows, compares.

A fence ` ```text title=path ` is a file. In a fence ` ```console ` every line that begins with `$ ` is a command
and the lines after it are what it must print, whole: `…` stands for any text within a line, and alone on a line
for any lines. ` ```console terminal=second ` starts something that runs on while the rest is done. Other fences
are for reading only. Nothing of the page is repeated here: change the page, and the walk changes.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r"^```(\w+)[ \t]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATIENCE = 20.0  # seconds within which an edition that was just opened must be seen


@dataclass(frozen=True)
class Step:
    """One thing to do: write a file (`title`), or run a command that must print `expected`."""

    line: int
    title: str = ""
    content: str = ""
    command: str = ""
    expected: str = ""
    goes_on: bool = False


class WentWrong(AssertionError):
    """The page says one thing, and another happened."""


def steps_of(page: str) -> list[Step]:
    """Return what a reader of this Markdown would do, in order."""
    found: list[Step] = []
    for fence in _FENCE.finditer(page):
        language, info, body = fence.groups()
        line = page.count("\n", 0, fence.start()) + 2
        options = dict(option.split("=", 1) for option in shlex.split(info))
        if "title" in options:
            found.append(Step(line, title=options["title"], content=body))
        elif language == "console":
            found += _commands(body, line, "terminal" in options)
    return found


def _commands(body: str, line: int, goes_on: bool) -> list[Step]:
    """Return the commands of one fence, each with the lines that follow it."""
    found: list[Step] = []
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        at = line + body[: body.index(part)].count("\n")
        found.append(Step(at, command=command, expected=expected, goes_on=goes_on))
    return found


def fits(expected: str, printed: str) -> bool:
    """Say whether what was printed is what the page shows."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else ".+?".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n"
        for line in expected.splitlines()
    ]
    return (
        re.fullmatch("".join(lines), printed if printed.endswith("\n") or not printed else f"{printed}\n") is not None
    )


@dataclass
class Walk:
    """A reader's two terminals, beginning in `folder`; `port` stands for the page's 8000."""

    folder: Path
    port: int
    done: list[str] = field(default_factory=list)
    _running: list["Running"] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Do one step; raises `WentWrong` with the page's line."""
        if step.title:
            path = self.folder / step.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.content)
        elif step.goes_on:
            running = Running(self._here(step.command), self.folder, _environment())
            running.wait_for(self._here(step.expected), step.line)
            self._running.append(running)
        else:
            self._run(step)
        self.done.append(step.command or step.title)

    def end(self) -> None:
        """Press Ctrl-C wherever something runs on; raises `WentWrong` where it does not end well."""
        for running in self._running:
            running.interrupt()

    def _here(self, text: str) -> str:
        served = re.sub(r"^unisono serve$", f"unisono serve --port {self.port}", text)
        return served.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")

    def _run(self, step: Step) -> None:
        expected = self._here(step.expected)
        deadline = time.monotonic() + _PATIENCE
        while True:
            status, printed, faults = self._shell(self._here(step.command))
            if status == 0 and fits(expected, printed):
                return
            # What was just opened is served within a moment: only a look may be repeated, never an act.
            if not step.command.startswith("curl ") or time.monotonic() > deadline:
                said = f"status {status}, printed:\n{printed}\n{faults}"
                raise WentWrong(f"line {step.line}: {step.command}\nexpected:\n{expected}\n{said}")
            time.sleep(0.3)

    def _shell(self, command: str) -> tuple[int, str, str]:
        place = self.folder / ".walk"
        script = f"{command}\nstatus=$?; pwd > {shlex.quote(str(place))}; exit $status"
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=_environment(), capture_output=True, text=True, timeout=300
        )
        if place.exists():
            moved = Path(place.read_text().strip())
            place.unlink()
            self.folder = moved
        return done.returncode, done.stdout, done.stderr


class Running:
    """A command in the second terminal."""

    def __init__(self, command: str, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            shlex.split(command),
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self._lines: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._lines.append(line)

    def wait_for(self, expected: str, line: int) -> None:
        """Wait until every line that the page shows was printed."""
        deadline = time.monotonic() + 120
        while not all(any(fits(one, printed) for printed in list(self._lines)) for one in expected.splitlines()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._end(signal.SIGKILL)
                raise WentWrong(f"line {line}: expected\n{expected}\nprinted:\n{''.join(self._lines)}")
            time.sleep(0.1)

    def interrupt(self) -> None:
        """Press Ctrl-C and wait until it has ended."""
        status = self._end(signal.SIGINT)
        if status != 0:
            raise WentWrong(f"it ended with status {status}:\n{''.join(self._lines)}")

    def _end(self, by: signal.Signals) -> int:
        if self._process.poll() is None:
            self._process.send_signal(by)
        status = self._process.wait(timeout=60)
        self._listener.join(timeout=10)
        if self._process.stdout:
            self._process.stdout.close()
        return status


def _environment() -> dict[str, str]:
    """What a reader's terminal has after `source .venv/bin/activate`: nothing of the tests' own installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UNISONO_", "DJANGO_"))}
    return {**kept, "PATH": f"{Path(sys.executable).parent}:{kept['PATH']}", "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
