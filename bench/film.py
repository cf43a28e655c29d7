"""How fast captions are burnt into a film, in one language and in thirteen at once.

    python -m bench.film [--seconds 20] [--json FILE]

The film is one that is hard to encode (a zoom into the Mandelbrot set); an easy one is measured beside it. Thirteen
languages in one process are compared with the same thirteen one by one in the same run. Wall-clock figures need a
machine that does nothing else; processor seconds stand beside them and hold on a busy one as well.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from unisono.kit.film.ass import captions_for
from unisono.kit.film.ffmpeg import ffmpeg
from unisono.kit.film.making import Wanted, burn
from unisono.kit.film.probing import Headers, read_headers
from unisono.kit.film.shapes import layout_of
from unisono.kit.webvtt import parse

DEMO = Path(__file__).parent.parent / "demo" / "mother-language-day"
LANGUAGES = tuple(tomllib.loads((DEMO / "campaign.toml").read_text())["languages"])
FILMS = {"hard": "mandelbrot=s=1280x720:r=25", "easy": "testsrc2=s=1280x720:r=25"}


@dataclass(frozen=True)
class Burnt:
    """One measurement: seconds of the clock and of the processors; times real time for each language, by both
    (by processors: as if two of them had been free for it)."""

    what: str
    languages: int
    seconds: float
    cpu: float
    times: float
    times_by_cpu: float


def master(folder: Path, kind: str, seconds: int) -> Path:
    """Make a film of ffmpeg's generators, at a quality that leaves the encoder everything to do."""
    path = folder / f"{kind}.mp4"
    picture = ["-f", "lavfi", "-i", FILMS[kind], "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000"]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "14", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    command = [ffmpeg().path, "-nostdin", "-v", "error", "-y", *picture, "-t", str(seconds), *codecs, str(path)]
    subprocess.run(command, check=True)
    return path


def measured(what: str, path: Path, headers: Headers, groups: list[tuple[str, ...]]) -> Burnt:
    """Burn captions in, one process a group of languages."""
    layout = layout_of("landscape", headers.width, headers.height)
    captions = {code: (DEMO / "film" / "captions" / f"{code}.vtt").read_text() for code in LANGUAGES}
    wanted = {code: Wanted(captions_for(parse(text)[0], code, layout)) for code, text in captions.items()}
    clock, before = time.perf_counter(), _processors()
    for group in groups:
        with tempfile.TemporaryDirectory(prefix="bench-film-") as folder:
            burn(path, headers, layout, [wanted[code] for code in group], Path(folder))
    seconds, cpu = time.perf_counter() - clock, _processors() - before
    film = headers.seconds * sum(map(len, groups))
    return Burnt(what, sum(map(len, groups)), seconds, cpu, film / seconds, film / (cpu / 2))


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(seconds: int) -> list[Burnt]:
    """Measure one language of each film, then thirteen of the hard one, both ways."""
    found = []
    with tempfile.TemporaryDirectory(prefix="bench-film-") as folder:
        for kind in FILMS:
            path = master(Path(folder), kind, seconds)
            headers = read_headers(path)
            found.append(measured(f"{kind}, Arabic, 720p", path, headers, [("ar",)]))
        path = Path(folder) / "hard.mp4"
        headers = read_headers(path)
        found.append(measured("hard, one process a language", path, headers, [(code,) for code in LANGUAGES]))
        found.append(measured("hard, all in one process", path, headers, [LANGUAGES]))
    return found


def table(results: list[Burnt]) -> str:
    """The results as a table."""
    lines = ["| film | languages | seconds | processor s | × real time | × on two free processors |"]
    lines.append("|---|---|---|---|---|---|")
    for one in results:
        figures = f"{one.seconds:.1f} | {one.cpu:.1f} | {one.times:.1f} | {one.times_by_cpu:.1f}"
        lines.append(f"| {one.what} | {one.languages} | {figures} |")
    apart, together = results[-2:]
    lines.append("")
    lines.append(
        f"One process for {together.languages} languages: {1 - together.cpu / apart.cpu:.0%} fewer processor seconds,"
        f" {1 - together.seconds / apart.seconds:.0%} less time. Load when it ended: {os.getloadavg()[0]:.1f}."
    )
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How fast captions are burnt in.")
    parser.add_argument("--seconds", type=int, default=20, help="length of the film")
    parser.add_argument("--json", type=Path, help="file to write the results to as well")
    given = parser.parse_args()
    results = run(given.seconds)
    print(table(results))
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
