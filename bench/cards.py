"""How long the reference card takes: our engine beside others that draw the same picture, and beside floors.

    python -m bench.cards [--install] [--cards 40] [--block 5] [--json FILE] [--pictures FOLDER]

The card is `number`, 1080 × 1080, each time with words that were not drawn before; every engine is warm and stays in
its process. Engines take turns in blocks, so that whatever else this machine does hits all alike: compare figures of
one run only. `--install` gets the peers (npm and PyPI, as pinned); who is missing is named and left out.
`--pictures` draws the card in five scripts with each, counts what runs over, and keeps the pictures to look at.
What was seen in them stands in `bench/peers/verdicts.toml`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import sys
import tempfile
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy
from PIL import Image

from bench import words
from bench.peers.engines import ENGINES, HERE, Draw, Engine, NotInstalled, install, prepare, versions
from bench.peers.picture import FOOT, MARGIN

#: What fast mode must reach: so many times sooner than.
AIMS = {"Chromium, screenshot": 12, "Chromium, optimizeForSpeed": 5, "satori + resvg": 4, "takumi-py": 1.3}
#: Cards drawn by each engine before any counts.
WARM = 4


@dataclass
class Result:
    """What was measured of one engine: milliseconds of every card, processor time and bytes of one."""

    engine: Engine
    times: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def tenth(self) -> float:
        """The 10th percentile: what it takes when little else disturbs."""
        return sorted(self.times)[len(self.times) // 10]

    @property
    def work(self) -> float:
        """Processor time of a card in ms, all processes and threads together; the median of the blocks."""
        return statistics.median(self.processor)

    @property
    def size(self) -> float:
        return statistics.median(self.sizes)


def processor_time(pid: int | str = "self") -> float:
    """Milliseconds of processor time of a process and its living descendants."""
    ticks = 0
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(parts[11]) + int(parts[12])
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        children = []
    return ticks * 1000 / os.sysconf("SC_CLK_TCK") + sum(processor_time(child) for child in children)


def opened(stack: ExitStack, place: Path, language: str = "en") -> dict[Engine, Draw]:
    """Start every engine that is there; say which is not."""
    prepare(place, words.number_job(language))
    found = {}
    for engine in ENGINES:
        try:
            found[engine] = stack.enter_context(engine.open(language, place))
        except NotInstalled as missing:
            print(f"Without {engine.name}: {missing}.")
    return found


def run(cards: int, block: int) -> list[Result]:
    """Let the engines take turns until each has drawn `cards` cards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        draws = opened(stack, Path(folder))
        results = {engine: Result(engine) for engine in draws}
        numbers = iter(range(len(draws) * (cards + block + WARM)))
        for draw in draws.values():
            for _ in range(WARM):
                draw(words.fresh_job(next(numbers)), False)
        for _ in range(-(-cards // block)):
            for engine, draw in draws.items():
                before = processor_time()
                for _ in range(block):
                    made = draw(words.fresh_job(next(numbers)), False)
                    results[engine].times.append(made.ms)
                    results[engine].sizes.append(made.size)
                results[engine].processor.append((processor_time() - before) / block)
        return list(results.values())


def table(results: list[Result]) -> str:
    """The results as a table; ratios are to the first engine, so many times its time."""
    first = results[0]
    heads = ("engine", "ms, median", "ms, 10th percentile", "processor ms", "ratio, median", "ratio, 10th")
    heads = (*heads, "ratio, processor", "KB", "to reach")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for one in results:
        cells = [one.engine.name, f"{one.median:.1f}", f"{one.tenth:.1f}"]
        cells += ["" if one.engine.is_floor else f"{one.work:.0f}"]
        cells += [f"{one.median / first.median:.2f}", f"{one.tenth / first.tenth:.2f}"]
        cells += ["" if one.engine.is_floor else f"{one.work / first.work:.2f}"]
        cells += [f"{one.size / 1000:.0f}" if one.engine.gives_file else ""]
        cells += [f"≥ {AIMS[one.engine.name]}" if one.engine.name in AIMS else ""]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


# -- who did the whole work


@dataclass(frozen=True)
class Faults:
    """What can be counted in a card of another engine: pixels of words beyond the margins, and below the sentence's
    room, upon the voices."""

    outside: int
    below: int


def faults(png: bytes, ground: bytes) -> Faults:
    """Count the pixels that are clearly not ground where no word may stand.

    A fifth of the margin is left to letters that reach a little over their line.
    """
    here, bare = (numpy.asarray(Image.open(io.BytesIO(one)).convert("RGB")).astype(int) for one in (png, ground))
    ink = numpy.abs(here - bare).max(axis=2) > 90
    edge = int(MARGIN * 0.8)
    inner = ink[edge:-edge, edge:-edge].sum()
    return Faults(int(ink.sum() - inner), int(ink[FOOT + 8 : FOOT + 130].sum()))


def look(folder: Path) -> list[tuple[str, str, Faults]]:
    """Draw the card in every script and with one very long word, with each engine; keep the pictures in `folder`."""
    found = []
    for language in (*words.WORDS, "long word"):
        code, text = ("en", words.LONG_WORD) if language == "long word" else (language, "")
        job, place = words.number_job(code, text), folder / language.replace(" ", "-")
        with ExitStack() as stack:
            for engine, draw in opened(stack, place, code).items():
                if engine.is_floor:
                    continue
                png = draw(job, True).png
                (place / f"{_slug(engine.name)}.png").write_bytes(png)
                found.append((engine.name, language, faults(png, (place / "ground.png").read_bytes())))
    return found


def _slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")


def table_of_faults(found: list[tuple[str, str, Faults]]) -> str:
    """What was counted, an engine a line: pixels beyond the margins / below the sentence's room."""
    languages = list(dict.fromkeys(language for _, language, _ in found))
    lines = [f"| engine | {' | '.join(languages)} |", f"|---|{'---|' * len(languages)}"]
    for name in dict.fromkeys(name for name, _, _ in found):
        cells = [f"{one.outside} / {one.below}" for engine, _, one in found if engine == name]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def table_of_verdicts() -> str:
    """What people saw in the pictures, with the day."""
    told = tomllib.loads((HERE / "verdicts.toml").read_text())
    columns = told["columns"]
    lines = [f"| engine | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    lines += [f"| {one['engine']} | {' | '.join(one[name] for name in columns)} |" for one in told["engines"]]
    return f"Looked at on {told['looked']}:\n\n" + "\n".join(lines)


def as_json(results: list[Result], given: argparse.Namespace, loads: tuple[float, float]) -> str:
    """The results for a machine."""
    conditions = {"cards": given.cards, "block": given.block, "processors": os.cpu_count(), "load": loads}
    rows = [
        {
            "engine": one.engine.name,
            "median_ms": round(one.median, 2),
            "tenth_ms": round(one.tenth, 2),
            "processor_ms": round(one.work, 1),
            "ratio": round(one.median / results[0].median, 3),
            "bytes": round(one.size),
        }
        for one in results
    ]
    return json.dumps({"conditions": conditions, "versions": versions(), "results": rows}, indent=2)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Milliseconds of the reference card, beside peers and floors.")
    parser.add_argument("--install", action="store_true", help="get the peers first")
    parser.add_argument("--cards", type=int, default=40, help="cards of each engine")
    parser.add_argument("--block", type=int, default=5, help="cards of one turn")
    parser.add_argument("--json", type=Path, help="file to write the results to as well")
    parser.add_argument("--pictures", type=Path, help="folder for the card in five scripts by each engine")
    given = parser.parse_args()
    if given.install:
        install()
    if given.pictures:
        print(table_of_faults(look(given.pictures)))
        print()
    before = os.getloadavg()[0]
    results = run(given.cards, given.block)
    loads = (round(before, 1), round(os.getloadavg()[0], 1))
    print(", ".join(f"{name} {number}" for name, number in versions().items()))
    print(f"{os.cpu_count()} processors; others' work while this was measured: load {loads[0]} to {loads[1]}\n")
    print(table(results))
    print(f"\n{table_of_verdicts()}")
    if given.json:
        given.json.write_text(as_json(results, given, loads) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
