"""Milliseconds and kilobytes of many encoders, for the same pixels: where the engine's two modes stand among them.

    python -m bench.encoders [--times 9] [--json FILE]

Three pictures: the `number` card, the `aims` card (both flat with drawn voices), and a full-page gradient with words,
as a campaign's own design may have it. oxipng comes with `python -m bench.cards --install`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy
from isal import isal_zlib
from PIL import Image

from bench import words
from bench.peers.engines import HERE, VENV
from unisono.kit.engine import cards
from unisono.kit.engine.pictures import encoded, png_from_pixels

Encode = Callable[[numpy.ndarray], bytes]


@dataclass(frozen=True)
class Cost:
    """What an encoder took for a picture: milliseconds (the least of several times, and the median) and bytes."""

    picture: str
    encoder: str
    least: float
    median: float
    size: int


def pillow(kind: str, **options: object) -> Encode:
    """Pillow's encoder of a kind."""

    def encode(pixels: numpy.ndarray) -> bytes:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, kind, **options)
        return file.getvalue()

    return encode


def up(pack: Callable[[bytes], bytes]) -> Encode:
    """True colour, every row as its difference to the one above."""

    def encode(pixels: numpy.ndarray) -> bytes:
        flat = pixels.reshape(len(pixels), -1)
        return pack(numpy.vstack([flat[:1], flat[1:] - flat[:-1]]).tobytes())

    return encode


def plain(pack: Callable[[bytes], bytes]) -> Encode:
    """True colour, rows as they are."""
    return lambda pixels: pack(pixels.tobytes())


ENCODERS: dict[str, Encode] = {
    "ours, fast (true colour)": lambda pixels: png_from_pixels(pixels, small=False),
    "ours, small (256 colours)": lambda pixels: png_from_pixels(pixels, small=True),
    **{f"up, isal {level}": up(lambda rows, level=level: isal_zlib.compress(rows, level)) for level in range(4)},
    **{
        f"no filter, isal {level}": plain(lambda rows, level=level: isal_zlib.compress(rows, level)) for level in (1, 2)
    },
    **{f"up, zlib {level}": up(lambda rows, level=level: zlib.compress(rows, level)) for level in (1, 6, 9)},
    **{f"Pillow PNG {level}": pillow("png", compress_level=level) for level in (1, 6)},
    "ours, JPEG 88": lambda pixels: encoded(pixels, "jpeg"),
    "ours, WebP 88": lambda pixels: encoded(pixels, "webp"),
    "WebP lossless 0": pillow("webp", lossless=True, quality=0, method=0),
    "WebP lossless 4": pillow("webp", lossless=True, quality=75, method=4),
}


def pictures() -> dict[str, numpy.ndarray]:
    """The pixels to encode, by name."""
    number = cards.card_pixels(words.number_job("en"))
    across = numpy.linspace(0, 1, number.shape[1])[None, :, None]
    down = numpy.linspace(0, 1, number.shape[0])[:, None, None]
    first, last = numpy.array((0x10, 0x1C, 0x3D)), numpy.array((0xE4, 0x57, 0x2E))
    gradient = first + (last - first) * (across + down) / 2
    ink = number.max(axis=2, keepdims=True) > 0x90
    return {
        "number": number,
        "aims": cards.card_pixels(words.aims_job()),
        "gradient": numpy.where(ink, number, gradient.round().astype(numpy.uint8)),
    }


def measured(name: str, encoder: str, encode: Encode, pixels: numpy.ndarray, times: int) -> Cost:
    """Encode a picture several times."""
    spent, made = [], b""
    for _ in range(times):
        started = time.perf_counter()
        made = encode(pixels)
        spent.append((time.perf_counter() - started) * 1000)
    return Cost(name, encoder, min(spent), statistics.median(spent), len(made))


def oxipng(name: str, pixels: numpy.ndarray, times: int) -> list[Cost]:
    """What oxipng makes of our PNGs, in its own process; nothing where it is not installed."""
    python = VENV / "bin" / "python"
    if not python.is_file():
        return []
    found = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for small, level in ((False, 0), (False, 2), (True, 2)):
            path = Path(folder) / "card.png"
            path.write_bytes(png_from_pixels(pixels, small=small))
            asked = json.dumps({"path": str(path), "level": level}) + "\n"
            command = [str(python), str(HERE / "oxipng_child.py")]
            said = subprocess.run(command, input=asked * times, capture_output=True, text=True, check=True).stdout
            runs = [json.loads(line) for line in said.splitlines()]
            spent = [one["ms"] for one in runs]
            of = f"oxipng {level} of our {'small' if small else 'fast'} PNG"
            found.append(Cost(name, of, min(spent), statistics.median(spent), runs[0]["bytes"]))
    return found


def run(times: int) -> list[Cost]:
    """Encode every picture with every encoder."""
    found = []
    for name, pixels in pictures().items():
        found += [measured(name, encoder, encode, pixels, times) for encoder, encode in ENCODERS.items()]
        found += oxipng(name, pixels, min(times, 3))
    return found


def table(found: list[Cost]) -> str:
    """An encoder a line, a picture a column: the least milliseconds, and kilobytes."""
    names = list(dict.fromkeys(one.picture for one in found))
    lines = [f"| encoder | {' | '.join(f'{name}: ms, KB' for name in names)} |", f"|---|{'---|' * len(names)}"]
    for encoder in dict.fromkeys(one.encoder for one in found):
        cells = [f"{one.least:.1f}, {one.size / 1000:.0f}" for one in found if one.encoder == encoder]
        lines.append(f"| {encoder} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Milliseconds and kilobytes of encoders.")
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--json", type=Path, help="file to write the results to as well")
    given = parser.parse_args()
    if not (VENV / "bin" / "python").is_file():
        print("Without oxipng: it is not installed (python -m bench.cards --install).")
    before = os.getloadavg()[0]
    found = run(given.times)
    print(f"{os.cpu_count()} processors; load {before:.1f} to {os.getloadavg()[0]:.1f}\n")
    print(table(found))
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in found], indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
