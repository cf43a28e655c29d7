"""How long the demo campaign takes to freeze, and how little of it after one news post has changed.

    python -m bench.freeze [--json FILE]

The full freeze of the run is what the others are compared with.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.door import memory

DEMO = Path(__file__).parent.parent / "demo" / "mother-language-day"


@dataclass(frozen=True)
class Freeze:
    """One freeze: seconds, outputs made anew, files and megabytes of the edition, peak memory (MB, PSS)."""

    what: str
    seconds: float
    made: int
    files: int
    megabytes: float
    peak: float


def unisono(home: Path, *arguments: str) -> tuple[str, float]:
    """Run one command; returns what it printed and its peak memory (MB, PSS, children included)."""
    environment = {**os.environ, "UNISONO_HOME": str(home), "UNISONO_SECRET_KEY": "bench"}
    command = [sys.executable, "-m", "unisono.cli.main", *arguments]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    peak = [0.0]

    def watch() -> None:
        while running.poll() is None:
            peak[0] = max(peak[0], memory(running.pid))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said = running.communicate()[0]
    watcher.join()
    if running.returncode:
        raise SystemExit(f"unisono {' '.join(arguments)} failed")
    return said, peak[0]


def freeze(home: Path, what: str) -> Freeze:
    """Freeze the demo and measure it, start of the process included."""
    started = time.perf_counter()
    said, peak = unisono(home, "freeze", "mother-language-day", "--json")
    seconds = time.perf_counter() - started
    facts = json.loads(said)
    return Freeze(what, seconds, len(facts["made"]), facts["files"], facts["bytes"] / 1e6, peak)


def run() -> list[Freeze]:
    """Freeze from nothing, again, and after one changed news post."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home, pack = Path(folder) / "home", Path(folder) / "pack"
        home.mkdir()
        unisono(home, "pack", "import", str(DEMO))
        results = [freeze(home, "everything"), freeze(home, "nothing changed")]
        unisono(home, "pack", "export", "mother-language-day", str(pack))
        post = pack / "news" / "the-call" / "en.md"
        post.write_text(post.read_text().replace("Today we invite", "We invite"))
        unisono(home, "pack", "import", str(pack))
        return [*results, freeze(home, "one news post changed")]


def table(results: list[Freeze]) -> str:
    """The results as a table; `ratio` is to the full freeze."""
    lines = ["| freeze | seconds | ratio | made | files | MB | peak MB (PSS) |", "|---|---|---|---|---|---|---|"]
    for one in results:
        ratio = one.seconds / results[0].seconds
        lines.append(
            f"| {one.what} | {one.seconds:.1f} | {ratio:.3f} | {one.made} | {one.files} "
            f"| {one.megabytes:.1f} | {one.peak:.0f} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Seconds and bytes of a freeze.")
    parser.add_argument("--json", type=Path, help="file to write the results to as well")
    given = parser.parse_args()
    results = run()
    print(table(results))
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
