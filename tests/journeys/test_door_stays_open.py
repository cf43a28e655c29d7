"""The whole installation: what it needs in memory, and what stays up when the rest is killed."""

import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.xdist_group("installation")]


def children(pid: int) -> list[int]:
    """Return the processes below `pid`, all the way down."""
    direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [one for child in direct for one in (child, *children(child))]


def called(pid: int, word: str) -> bool:
    """Say whether a process was started with `word` in its command line."""
    try:
        return word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def status(url: str) -> int:
    """Return the HTTP status of `url`."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def wait_for_newsroom(installation) -> None:
    """Wait until the web process answers behind the door."""
    deadline = time.monotonic() + 60
    while status(f"{installation.url}/newsroom/login/") != 200:
        assert time.monotonic() < deadline, "the newsroom does not answer"
        time.sleep(0.2)


def test_all_processes_together_need_less_than_400_megabytes(installation):
    wait_for_newsroom(installation)
    pss = 0
    for pid in [installation.supervisor.pid, *children(installation.supervisor.pid)]:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        pss += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
    assert pss / 1000 < 400


@pytest.mark.parametrize("victim", ["unisono.wsgi", "worker"])
def test_killing_web_or_worker_leaves_every_public_page_answering(installation, victim):
    edition = json.loads(installation.unisono("edition", "list", "mother-language-day", "--json"))[0]["edition"]
    files = json.loads((installation.home / "editions" / "manifests" / f"{edition}.json").read_text())["files"]
    pids = [pid for pid in children(installation.supervisor.pid) if called(pid, victim)]
    assert pids, f"no process called {victim}"
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    expected = {path.removesuffix("index.html"): 404 if path.endswith("/404.html") else 200 for path in files}
    assert {path: status(f"{installation.url}/{path}") for path in expected} == expected
    wait_for_newsroom(installation)  # the supervisor has brought it back
