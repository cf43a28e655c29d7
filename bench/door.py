"""How many pages a second the door serves, beside nginx with the same page, headers and compression.

    python bench/door.py [--connections 64] [--threads 1] [--seconds 5] [--rounds 3] [--json FILE]

Needs wrk and nginx (Debian packages); says so and measures nothing where they are missing. All peers and wrk
share this machine's processors, and the rounds take turns, so compare figures of one run only.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from unisono.door.replies import DOCUMENT_SECURITY

SOURCE = Path(__file__).parent.parent / "src"
HEADERS = {"Cache-Control": "public, max-age=60, must-revalidate", "Vary": "Accept-Encoding", **dict(DOCUMENT_SECURITY)}
PATH = "/en/"


@dataclass(frozen=True)
class Running:
    """A peer that answers at `url`; `pid` is its first process."""

    url: str
    pid: int


@dataclass(frozen=True)
class Peer:
    """Something that serves the page: its program (if it needs one installed) and how to start it in a folder."""

    name: str
    program: str | None
    start: Callable[[Path, bytes], AbstractContextManager[Running]]


@dataclass
class Result:
    """What was measured of one peer: requests a second and 99th percentile (ms) per round, memory (MB, PSS)."""

    name: str
    rates: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    memory: float = 0.0
    failures: int = 0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


WORDS = ["voices", "language", "mother", "campaign", "partner", "statement", "together", "every", "right"]
#: The lines of the page: words that compress about as words do.
LINES = [
    " ".join(WORDS[(line * 7 + word * word) % len(WORDS)] + str((line * word) % 90) for word in range(28))
    for line in range(52)
]


def page() -> bytes:
    """A page of about 12 KB."""
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Measured</title></head><body>\n'
    return (head + "</p>\n".join(f"<p>{line}" for line in LINES) + "</p></body></html>\n").encode()


@contextlib.contextmanager
def door(folder: Path, body: bytes) -> Iterator[Running]:
    """Our door, on an edition of this one page."""
    sha = hashlib.sha256(body).hexdigest()
    blob = folder / "editions" / "blobs" / sha[:2] / sha
    for parent in (blob.parent, folder / "editions" / "manifests", folder / "public"):
        parent.mkdir(parents=True)
    blob.write_bytes(body)
    blob.with_name(sha + ".gz").write_bytes(gzip.compress(body, mtime=0))
    record = {"sha256": sha, "size": len(body), "type": "text/html; charset=utf-8"}
    manifest = {"campaign": "bench", "files": {"en/index.html": record}, "format": 1, "languages": ["en"]}
    text = json.dumps(manifest | {"source_language": "en"}, sort_keys=True).encode()
    edition = hashlib.sha256(text).hexdigest()
    (folder / "editions" / "manifests" / f"{edition}.json").write_bytes(text)
    row = {"at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(), "edition": edition}
    doors = {"format": 1, "campaigns": [{"slug": "bench", "schedule": [row]}]}
    (folder / "public" / "doors.json").write_text(json.dumps(doors))
    port = free_port()
    environment = {**os.environ, "UNISONO_HOME": str(folder), "PYTHONPATH": str(SOURCE)}
    with process([sys.executable, "-m", "unisono.door", "--port", str(port)], port, environment) as pid:
        yield Running(f"http://127.0.0.1:{port}{PATH}", pid)


@contextlib.contextmanager
def nginx(folder: Path, body: bytes) -> Iterator[Running]:
    """nginx as it is best: a worker a processor, compressed file beside the page, open files kept, no log."""
    home = folder / "root" / "en"
    home.mkdir(parents=True)
    (home / "index.html").write_bytes(body)
    (home / "index.html.gz").write_bytes(gzip.compress(body, mtime=0))
    port = free_port()
    headers = "\n".join(f'    add_header {name} "{value}" always;' for name, value in HEADERS.items())
    temporary = "\n".join(
        f"  {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(f"""
{user} worker_processes auto; daemon off; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; gzip_static on;
  open_file_cache max=100; types {{ text/html html; }} charset utf-8;
{temporary}
  server {{
    listen 127.0.0.1:{port} backlog=1024; root {folder}/root;
{headers}
  }}
}}
""")
    command = [shutil.which("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with process(command, port, dict(os.environ)) as pid:
        yield Running(f"http://127.0.0.1:{port}{PATH}", pid)


@contextlib.contextmanager
def django(folder: Path, body: bytes) -> Iterator[Running]:
    """The same page rendered for each visitor by Django, in granian: what a site without editions does."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--workers", str(os.cpu_count()), "bench.django_page:application"]
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}"}
    with process(command, port, environment) as pid:
        yield Running(f"http://127.0.0.1:{port}{PATH}", pid)


#: The first is what the others are compared with.
PEERS = [Peer("nginx", "nginx", nginx), Peer("door", None, door), Peer("Django", None, django)]


@contextlib.contextmanager
def process(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """Run a server until the block ends; yields its process id once it listens on `port`."""
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 10
        while not listens(port):
            if running.poll() is not None or time.monotonic() > deadline:
                running.kill()
                raise SystemExit(f"{command[0]} did not start:\n{running.communicate()[1].decode()}")
            time.sleep(0.05)
        yield running.pid
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_same(url: str, body: bytes) -> None:
    """Refuse to measure a peer that does not send this very page, compressed and with these very headers."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip", f"{url} does not compress"
        assert gzip.decompress(answer.read()) == body, f"{url} sends another page"
        wrong = [name for name, value in HEADERS.items() if answer.headers[name] != value]
        assert not wrong, f"{url} differs in {', '.join(wrong)}"


def measure(url: str, given: argparse.Namespace, seconds: int) -> tuple[float, float, int]:
    """Requests a second, 99th percentile in ms, and requests that failed, as wrk counts them."""
    command = ["wrk", "-t", str(given.threads), "-c", str(given.connections), "-d", f"{seconds}s", "--latency"]
    command += ["-H", "Accept-Encoding: gzip", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    failed = re.findall(r"Non-2xx or 3xx responses: (\d+)|(?:connect|read|write|timeout) (\d+)", said)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit], sum(int(a or b) for a, b in failed)


def memory(pid: int) -> float:
    """Megabytes (PSS) of a process and its children; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        own = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(own[1]) / 1000 + sum(memory(int(child)) for child in children)
    return 0.0


def run(given: argparse.Namespace, peers: list[Peer]) -> list[Result]:
    """Start all peers, let them take turns, and collect what wrk says of each."""
    body = page()
    results = {peer.name: Result(peer.name) for peer in peers}
    with contextlib.ExitStack() as stack:
        running = {}
        for peer in peers:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            running[peer.name] = stack.enter_context(peer.start(folder, body))
            check_same(running[peer.name].url, body)
            measure(running[peer.name].url, given, 1)  # warm
        for _ in range(given.rounds):
            for name, result in results.items():
                rate, slowest, failed = measure(running[name].url, given, given.seconds)
                result.rates.append(rate)
                result.slowest.append(slowest)
                result.failures += failed
        for name, result in results.items():
            result.memory = memory(running[name].pid)
    return list(results.values())


def table(results: list[Result]) -> str:
    """The results as a table; `ratio` is to the first peer."""
    lines = [
        "| peer | requests/s (median) | all rounds | p99 ms | failed | memory MB | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in results:
        rounds = " ".join(f"{rate:,.0f}" for rate in result.rates)
        slowest = statistics.median(result.slowest)
        ratio = result.rate / results[0].rate
        lines.append(
            f"| {result.name} | {result.rate:,.0f} | {rounds} | {slowest:.1f} | {result.failures} "
            f"| {result.memory:.0f} | {ratio:.2f} |"
        )
    return "\n".join(lines)


def as_json(results: list[Result], given: argparse.Namespace) -> str:
    """The results for a machine."""
    conditions = {"connections": given.connections, "threads": given.threads, "seconds": given.seconds}
    conditions |= {"rounds": given.rounds, "processors": os.cpu_count(), "page_bytes": len(page())}
    rows = [
        {
            "peer": r.name,
            "requests_per_second": round(r.rate),
            "rounds": [round(rate) for rate in r.rates],
            "p99_ms": round(statistics.median(r.slowest), 2),
            "failed": r.failures,
            "memory_mb": round(r.memory, 1),
            "ratio": round(r.rate / results[0].rate, 3),
        }
        for r in results
    ]
    return json.dumps({"conditions": conditions, "results": rows}, indent=2)


def main() -> int:
    """Measure and print. Exit status 1 if any request failed."""
    parser = argparse.ArgumentParser(description="Pages a second: the door beside nginx.")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1, help="threads of wrk")
    parser.add_argument("--seconds", type=int, default=5, help="length of a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="file to write the results to as well")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        print("Skipped: wrk is not installed (apt install wrk).")
        return 0
    present = [peer for peer in PEERS if peer.program is None or shutil.which(peer.program)]
    for peer in PEERS:
        if peer not in present:
            print(f"Without {peer.name}: {peer.program} is not installed (apt install {peer.program}).")
    results = run(given, present)
    print(table(results))
    if given.json:
        given.json.write_text(as_json(results, given) + "\n")
    return 1 if any(result.failures for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
