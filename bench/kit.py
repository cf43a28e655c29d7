"""How long the demo's whole base kit takes in fast mode, and a partner's card on demand through the real door.

    python -m bench.kit [--languages ar,en] [--cards understand] [--partners 30] [--port 18300] [--json FILE]

Without options: every card in every language and picture format, processes started from nothing. The small mode (what
a freeze makes: small PNG, WebP, thumbnail) of a part of the same kit is what that is compared with; what the door
answers is compared with the same cards drawn by the engine alone, in this process, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.door import listens
from bench.freeze import DEMO, unisono
from unisono.kit.engine import FORMATS, CardJob, Partner, render_card
from unisono.launch.store import Store
from unisono.links.qr import qr_svg
from unisono.site.media.cards import card_jobs

SLUG = DEMO.name
PICTURES = tuple(name for name, shape in FORMATS.items() if shape.is_picture)
#: What must be reached: seconds and megabytes (PSS) of the base kit, milliseconds of a partner's card.
KIT_SECONDS, KIT_MEMORY, PARTNER_MS = 8.0, 500.0, 100.0


@dataclass(frozen=True)
class Batch:
    """One run of `unisono kit render`: pictures, seconds with the start of all processes, peak memory (MB, PSS)."""

    what: str
    pictures: int
    seconds: float
    peak: float

    @property
    def each(self) -> float:
        """Milliseconds of a picture."""
        return self.seconds * 1000 / self.pictures


@dataclass(frozen=True)
class OnDemand:
    """Milliseconds of a partner's cards: the first, and the following ones through the door and by the engine alone."""

    first: float
    door: list[float]
    engine: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.door)

    @property
    def ratio(self) -> float:
        """How many times the engine's own render the door takes."""
        return self.median / statistics.median(self.engine)


def render(home: Path, what: str, *options: str) -> Batch:
    """Render cards into a new folder, twice: once for the time, once for the memory, as watching takes time itself."""
    environment = {**os.environ, "UNISONO_HOME": str(home), "UNISONO_SECRET_KEY": "bench"}
    with tempfile.TemporaryDirectory(prefix="bench-") as out:
        command = ["kit", "render", SLUG, *options, "--out", out]
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "unisono.cli.main", *command], env=environment, check=True)
        seconds = time.perf_counter() - started
        return Batch(what, len(list(Path(out).glob("*.png"))), seconds, unisono(home, *command)[1])


def base_kit(home: Path, fast: list[str], part: list[str], rounds: int) -> list[Batch]:
    """Render the kit in fast mode, several times, and a part of it in small mode."""
    formats = [word for name in PICTURES for word in ("--format", name)]
    runs = [render(home, "fast mode, everything", "--fast", *fast) for _ in range(rounds)]
    return [*runs, render(home, "small mode, a part", *formats, *part)]


@contextmanager
def open_demo(home: Path, port: int) -> Iterator[str]:
    """The demo open at a port, until the block ends; yields its address."""
    environment = {**os.environ, "UNISONO_HOME": str(home), "UNISONO_SECRET_KEY": "bench"}
    environment["UNISONO_PUBLIC_ORIGIN"] = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "unisono.cli.main", "serve", "--port", str(port)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/en/", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(30)


def wait_for(url: str, running: subprocess.Popen) -> None:
    """Wait until a page is there; ends the bench if the server has ended, or after two minutes."""
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except OSError:
            if running.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{url} does not answer") from None
            time.sleep(0.3)


def on_demand(url: str, home: Path, edition: str, count: int) -> OnDemand:
    """Ask for `count` cards that nobody has asked for, each in another partner's name; each as the engine draws it."""
    snapshot = Store(home / "editions").index(edition).snapshot
    jobs = {name: job for name, _, job in card_jobs(snapshot) if name.endswith(":square")}
    names = sorted(jobs)
    door, engine = [], []
    for number in range(count + 1):
        member, name = snapshot.members[number % len(snapshot.members)], names[number % len(names)]
        _, card, language, format = name.split(":")
        door.append(_asked(f"{url}/kits/{member.key}/{language}/{card}-{format}.png"))
        job = jobs[name]
        address = f"{url}/s/{number:06d}"
        started = time.perf_counter()
        partnered = _in_name_of(job, member.name, address)
        render_card(partnered, "png", small=False)
        engine.append((time.perf_counter() - started) * 1000)
    return OnDemand(door[0], door[1:], engine[1:])


def _in_name_of(job: CardJob, name: str, address: str) -> CardJob:
    return replace(job, partner=Partner(name), link=address.partition("://")[2], qr=qr_svg(address))


def _asked(url: str) -> float:
    """Milliseconds until the whole picture is here."""
    started = time.perf_counter()
    with urllib.request.urlopen(url, timeout=120) as answer:
        picture = answer.read()
    spent = (time.perf_counter() - started) * 1000
    assert picture.startswith(b"\x89PNG"), f"{url} is no picture"
    return spent


def table(batches: list[Batch], asked: OnDemand | None) -> str:
    """The results; the ratio is to the small mode, a picture each."""
    small = batches[-1]
    lines = ["| base kit | pictures | seconds | ms a picture | ratio | peak MB (PSS) |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {one.what} | {one.pictures} | {one.seconds:.1f} | {one.each:.1f} | {one.each / small.each:.3f} "
        f"| {one.peak:.0f} |"
        for one in batches
    ]
    lines += [f"\nTo reach, in fast mode: under {KIT_SECONDS:.0f} s, under {KIT_MEMORY:.0f} MB.\n"]
    if asked:
        engine = statistics.median(asked.engine)
        lines += [
            "| a partner's card on demand | first ms | median ms | 90th percentile ms | engine alone ms | ratio |",
            "|---|---|---|---|---|---|",
            f"| through the door, {len(asked.door)} different ones | {asked.first:.0f} | {asked.median:.1f} "
            f"| {sorted(asked.door)[len(asked.door) * 9 // 10]:.1f} | {engine:.1f} | {asked.ratio:.2f} |",
            f"\nTo reach: a median under {PARTNER_MS:.0f} ms from the second on.",
        ]
    return "\n".join(lines)


def several(option: str, names: str) -> list[str]:
    """An option once for each of several names ("ar,en")."""
    return [word for name in names.split(",") if name for word in (option, name)]


def free(port: int) -> int:
    """The first port from `port` on where nothing listens."""
    while listens(port):
        port += 1
    return port


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Seconds of the base kit, milliseconds of a partner's card.")
    parser.add_argument("--languages", default="", help="only these, with commas between")
    parser.add_argument("--cards", default="", help="only these, with commas between")
    parser.add_argument("--part", default="en", help="languages of the small mode's run, with commas between")
    parser.add_argument("--rounds", type=int, default=3, help="runs of the fast mode")
    parser.add_argument("--partners", type=int, default=40, help="cards on demand; 0: none, and nothing is frozen")
    parser.add_argument("--port", type=int, default=18300, help="where the demo is opened")
    parser.add_argument("--json", type=Path, help="file to write the results to as well")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        unisono(home, "pack", "import", str(DEMO))
        cards = several("--card", given.cards)
        whole = [*cards, *several("--language", given.languages)]
        batches = base_kit(home, whole, [*cards, *several("--language", given.part)], given.rounds)
        asked = partners(home, free(given.port), given.partners) if given.partners else None
    print(f"{os.cpu_count()} processors; load {before:.1f} to {os.getloadavg()[0]:.1f}\n")
    print(table(batches, asked))
    if given.json:
        told = {"load": before, "kit": [asdict(one) for one in batches], "partners": asked and asdict(asked)}
        given.json.write_text(json.dumps(told, indent=2) + "\n")
    return 0


def partners(home: Path, port: int, count: int) -> OnDemand:
    """Freeze and open the demo, and ask its door."""
    os.environ["UNISONO_PUBLIC_ORIGIN"] = f"http://127.0.0.1:{port}"
    said, _ = unisono(home, "freeze", SLUG, "--json")
    edition = re.search(r"[0-9a-f]{64}", said)
    assert edition, said
    unisono(home, "open", SLUG)
    with open_demo(home, port) as url:
        return on_demand(url, home, edition[0], count)


if __name__ == "__main__":
    sys.exit(main())
