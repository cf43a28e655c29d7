"""ffmpeg: where it is found, and how it is run: without network, under limits of memory, time and size.

The binary of the package imageio-ffmpeg comes first (the same on every machine, with libass), then one on the path.
It never opens what a film's content names: only files given by path, read by a demuxer given by name.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from unisono.kit.film.errors import FfmpegFailed, NoFfmpeg, TookTooLong

#: Bytes of address space, and of one written file.
MEMORY = 6 * 1024**3
WRITTEN = 4 * 1024**3
#: Seconds after which any work on a film is stopped.
LONGEST = 3 * 3600
#: `seconds done → None`: called while ffmpeg works.
Progress = Callable[[float], None]

# The limits are set by the child itself, then it becomes ffmpeg: nothing runs between fork and exec of a large
# process with threads.
_LIMITED = """
import json, os, resource, sys
limits = json.loads(sys.argv[1])
for name, most in limits.items():
    kind = getattr(resource, name)
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))
os.execv(sys.argv[2], sys.argv[2:])
"""
_NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n'


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An ffmpeg: its path, its version, and whether its libass can break lines by Unicode's rules."""

    path: str
    version: str
    breaks_lines: bool


def ffmpeg() -> Ffmpeg:
    """Return the ffmpeg to use; raises `NoFfmpeg`."""
    path = _path()
    if not path:
        raise NoFfmpeg
    return _asked(path)


def ffmpeg_version() -> str:
    """Return the version of ffmpeg, "" where there is none: part of the key of everything it makes."""
    path = _path()
    return _asked(path).version if path else ""


def _path() -> str:
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(Path(get_ffmpeg_exe()).resolve())
    except (ImportError, RuntimeError):
        return shutil.which("ffmpeg") or ""


@cache
def _asked(path: str) -> Ffmpeg:
    def said(*arguments: str) -> str:
        command = [path, "-hide_banner", *arguments]
        return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False).stdout

    named = re.match(r"ffmpeg version (\S+)", subprocess.run([path, "-version"], capture_output=True, text=True).stdout)
    return Ffmpeg(path, named[1] if named else "unknown", "wrap_unicode" in said("-h", "filter=subtitles"))


def run(
    arguments: Sequence[str],
    *,
    doing: str,
    folder: Path,
    seconds: float = LONGEST,
    memory: int = MEMORY,
    progress: Progress | None = None,
) -> str:
    """Run ffmpeg in `folder` and return what it said. `doing` names the work in errors ("reading the film").

    Raises `NoFfmpeg`, `FfmpegFailed` or, after `seconds`, `TookTooLong`.
    """
    common = ["-nostdin", "-hide_banner", "-nostats", "-progress", "pipe:1", "-y"]
    said, status = limited(
        [ffmpeg().path, *common, *arguments], folder=folder, seconds=seconds, memory=memory, told=_follower(progress)
    )
    if status is None:
        raise TookTooLong(doing, seconds)
    if status != 0:
        raise FfmpegFailed(doing, _last_words(said))
    return said


def limited(
    command: Sequence[str],
    *,
    folder: Path,
    seconds: float,
    memory: int,
    told: Callable[[str], None],
) -> tuple[str, int | None]:
    """Run a command under limits; `told` gets each line of its output. Returns its standard error and its status,
    which is `None` where it was stopped for taking too long."""
    limits = {"RLIMIT_AS": memory, "RLIMIT_FSIZE": WRITTEN, "RLIMIT_CORE": 0}
    limits["RLIMIT_CPU"] = int(seconds * (os.cpu_count() or 1)) + 5
    fonts = folder / "no-fonts.conf"
    fonts.write_text(_NO_FONTS)
    # Nothing of our own environment: no secrets, no proxies, no fonts of the system.
    environment = {"PATH": os.defpath, "HOME": str(folder), "FONTCONFIG_FILE": str(fonts), "LC_ALL": "C.UTF-8"}
    whole = [sys.executable, "-I", "-S", "-c", _LIMITED, json.dumps(limits), *command]
    with tempfile.TemporaryFile() as errors:
        settings: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": errors}
        settings |= {"cwd": folder, "env": environment, "text": True, "errors": "replace", "start_new_session": True}
        with subprocess.Popen(whole, **settings) as running:
            status = _followed(running, seconds, told)
        errors.seek(0)
        return errors.read(2_000_000).decode("utf-8", "replace"), status


def _followed(running: subprocess.Popen, seconds: float, told: Callable[[str], None]) -> int | None:
    """Read what a process says until it ends; stop it after `seconds`, which gives `None`."""
    stopped = threading.Event()
    clock = threading.Timer(seconds, _stop, (running, stopped))
    clock.daemon = True
    clock.start()
    try:
        for line in running.stdout or ():
            told(line.strip())
        status = running.wait()
    except BaseException:
        _stop(running, stopped)
        raise
    finally:
        clock.cancel()
    return None if stopped.is_set() else status


def _stop(running: subprocess.Popen, stopped: threading.Event) -> None:
    if running.poll() is None:
        stopped.set()
        os.killpg(running.pid, signal.SIGKILL)


def _follower(progress: Progress | None) -> Callable[[str], None]:
    def told(line: str) -> None:
        name, _, value = line.partition("=")
        if progress is not None and name == "out_time_us" and value.lstrip("-").isdigit():
            progress(max(0.0, int(value) / 1e6))

    return told


def _last_words(said: str) -> str:
    """The last lines of ffmpeg that say something, without addresses in memory."""
    lines = [re.sub(r"\[(\w+) @ 0x[0-9a-f]+\] ?", "", line).strip() for line in said.splitlines()]
    return " / ".join([line for line in lines if line][-3:])[:400]
