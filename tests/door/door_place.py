"""A small place to open doors in: editions made by hand, and the real door as a process of its own."""

import contextlib
import gzip
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli

import unisono
from unisono.bundles import BUNDLE_TYPE, Plan, encode_plan

SOURCE = Path(unisono.__path__[0]).parent
HTML = "text/html; charset=utf-8"
TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
}


class Place:
    """A `UNISONO_HOME` written by hand, to the letter of the contract between launch and door."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("editions/blobs", "editions/manifests", "public/holding", "public/missing"):
            (root / folder).mkdir(parents=True)
        for language, holding, missing in (
            ("en", "Not open yet", "Nothing here"),
            ("ar", "لم يفتح بعد", "لا شيء هنا"),
        ):
            body = f'<!doctype html><html lang="{language}"><title>{{}}</title>'
            (root / "public/holding" / f"{language}.html").write_text(body.format(holding))
            (root / "public/missing" / f"{language}.html").write_text(body.format(missing))

    @property
    def doors(self) -> Path:
        return self.root / "public/doors.json"

    def blob(self, content: bytes) -> str:
        sha = hashlib.sha256(content).hexdigest()
        path = self.root / "editions/blobs" / sha[:2] / sha
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        for suffix, packed in ((".gz", gzip.compress(content, mtime=0)), (".br", brotli.compress(content))):
            if len(packed) < 0.95 * len(content):
                path.with_name(sha + suffix).write_bytes(packed)
        return sha

    def freeze(self, files: dict[str, str | bytes | Plan], campaign: str = "voices", source: str = "en") -> str:
        """Write an edition; its languages are those that have a home page."""
        records = {}
        for path, content in files.items():
            if isinstance(content, Plan):
                records[path] = {"sha256": self.blob(encode_plan(content)), "size": content.size, "type": BUNDLE_TYPE}
                continue
            raw = content.encode() if isinstance(content, str) else content
            kind = TYPES[Path(path).suffix]
            records[path] = {"sha256": self.blob(raw), "size": len(raw), "type": kind}
        languages = sorted(
            path.split("/")[0] for path in files if path.count("/") == 1 and path.endswith("/index.html")
        )
        manifest = {
            "format": 1,
            "campaign": campaign,
            "source_language": source,
            "languages": languages,
            "files": records,
        }
        text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        id = hashlib.sha256(text).hexdigest()
        (self.root / "editions/manifests" / f"{id}.json").write_bytes(text)
        return id

    def schedule(self, *campaigns: dict) -> None:
        self.replace(json.dumps({"format": 1, "campaigns": list(campaigns)}).encode())

    def replace(self, text: bytes) -> None:
        temporary = self.doors.with_suffix(".new")
        temporary.write_bytes(text)
        temporary.replace(self.doors)


def campaign(*rows: tuple[datetime, str | None], slug: str = "voices", **more: object) -> dict:
    schedule = [
        {"at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "edition": edition} for at, edition in rows
    ]
    return {"slug": slug, "hosts": [], "schedule": schedule, **more}


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def page(words: str, language: str = "en", asset: str = "") -> str:
    picture = f'<img src="/{asset}" alt="">' if asset else ""
    filler = "All voices on the same note. " * 30
    return f'<!doctype html><html lang="{language}"><title>{words}</title><p>{words}</p>{picture}<p>{filler}</p></html>'


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        return self.headers.get(name)

    @property
    def text(self) -> str:
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self["content-encoding"], lambda raw: raw)
        return unpack(self.body).decode()


@dataclass
class RunningDoor:
    """The real door, listening on `port`; `log` is what it wrote."""

    port: int
    process: subprocess.Popen
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @property
    def peak(self) -> int:
        """The most memory (bytes) that the door has ever had resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def wait_for(self, path: str, condition, seconds: float = 5, **headers: str) -> Answer:
        deadline = time.monotonic() + seconds
        while True:
            answer = self.ask(path, **headers)
            if condition(answer):
                return answer
            assert time.monotonic() < deadline, f"{path} stayed {answer.status}\n{self.log}"
            time.sleep(0.03)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def child_environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), **more}


def wait_until(condition, seconds: float = 8, what: str = "it") -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} s"
        time.sleep(0.02)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def open_door(place: Place, *arguments: str) -> Iterator[RunningDoor]:
    port, log = free_port(), place.root / "door.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "unisono.door", "--port", str(port), *arguments],
            env=child_environment(UNISONO_HOME=str(place.root)),
            stderr=output,
            stdout=output,
        )
    try:
        wait_until(lambda: answers(port) or process.poll() is not None, what="the door")
        assert process.poll() is None, log.read_text()
        running = RunningDoor(port, process, log)
        running.ask("/healthz")  # the port is open before the schedule is read
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
