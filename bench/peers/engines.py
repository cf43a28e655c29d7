"""The engines: each draws a `number` card and says how long that took. Ours, peers that draw as nearly the same picture
as they can, and floors that draw less.
"""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from bench import words
from bench.peers import picture as pictures
from unisono.kit.engine import CardJob, cards, render_card
from unisono.kit.engine.pictures import drawn, png_from_pixels

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VENV = ROOT / "var" / "bench-venv"
FONTS = ROOT / "var" / "bench-fonts"
LOCK = ROOT / "requirements" / "bench.lock"


@dataclass(frozen=True)
class Drawn:
    """One card: milliseconds from words to bytes, and the file (only its size where it stayed elsewhere)."""

    ms: float
    size: int
    png: bytes = b""


#: Draws one card; `keep` asks for the file.
Draw = Callable[[CardJob, bool], Drawn]


class NotInstalled(Exception):
    """A peer is not here; the message says how to get it."""


def _timed(make: Callable[[CardJob], bytes]) -> Draw:
    def draw(job: CardJob, keep: bool) -> Drawn:
        started = time.perf_counter()
        made = make(job)
        return Drawn((time.perf_counter() - started) * 1000, len(made), made if keep else b"")

    return draw


# -- ours, and floors


def fast(job: CardJob) -> bytes:
    """Our fast mode: true colour, no time spent on size."""
    return render_card(job, "png", small=False)


def small(job: CardJob) -> bytes:
    """Our small mode: what a freeze makes."""
    return render_card(job, "png", small=True)


def typst_png(job: CardJob) -> bytes:
    """The same design drawn and packed by the typesetter itself."""
    return cards._typeset(job, cards._inputs(job), "png")


@contextmanager
def ours(make: Callable[[CardJob], bytes], language: str, place: Path) -> Iterator[Draw]:
    """An engine of this process."""
    yield _timed(make)


@contextmanager
def encoding(language: str, place: Path) -> Iterator[Draw]:
    """Floor: PNG made of pixels that are there already."""
    pixels: dict[str, object] = {}

    def draw(job: CardJob, keep: bool) -> Drawn:
        pixels.setdefault("card", cards.card_pixels(job))
        return _timed(lambda _: png_from_pixels(pixels["card"], small=False))(job, keep)

    yield draw


@contextmanager
def raster(language: str, place: Path) -> Iterator[Draw]:
    """Floor: pixels of words that are set already, ground included, not packed."""

    def draw(job: CardJob, keep: bool) -> Drawn:
        pdf = cards._typeset(job, cards._inputs(job), "pdf", tags=False)
        return _timed(lambda _: drawn(pdf, None).data)(job, False)

    yield draw


# -- peers


@contextmanager
def chromium(optimise: bool, language: str, place: Path) -> Iterator[Draw]:
    """Headless Chromium through Playwright: one page, used again and again.

    `optimise` asks the browser itself for the picture, with speed before size; else Playwright's screenshot.
    """
    program = shutil.which("chromium")
    if program is None:
        raise NotInstalled("chromium is not installed (apt install chromium)")
    faces = "\n".join(
        f'@font-face {{ font-family: {name}; font-weight: 100 900; src: url("{path.as_uri()}"); }}'
        for name, path in pictures.font_files(language).items()
    )
    page_file = place / "card.html"
    page_file.write_text((HERE / "card.html").read_text().replace("/*FONTS*/", faces))
    browser = _playwright().chromium.launch(executable_path=program, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": pictures.SIDE, "height": pictures.SIDE})
    page.goto(page_file.as_uri())
    wire = page.context.new_cdp_session(page)

    def make(job: CardJob) -> bytes:
        told = json.loads(pictures.picture_of(job).as_json())
        page.evaluate("([picture, rooms]) => show(picture, rooms)", [told, pictures.ROOMS])
        if not optimise:
            return page.screenshot(type="png")
        asked = {"format": "png", "optimizeForSpeed": True}
        return base64.b64decode(wire.send("Page.captureScreenshot", asked)["data"])

    try:
        make(words.number_job(language))  # fonts are loaded once words need them
        page.evaluate("() => document.fonts.ready.then(() => true)")
        yield _timed(make)
    finally:
        browser.close()


@cache
def _playwright():
    """One Playwright for both ways: a process can have no two."""
    from playwright.sync_api import sync_playwright

    running = sync_playwright().start()
    atexit.register(running.stop)
    return running


@contextmanager
def _child(command: list[str], ground: str, language: str, place: Path) -> Iterator[Draw]:
    """An engine that draws in a process of its own and takes its time there, so that talking to it costs nothing."""
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE
    )

    def ask(what: dict) -> dict:
        running.stdin.write(json.dumps(what) + "\n")
        running.stdin.flush()
        said = running.stdout.readline()
        if not said:
            raise SystemExit(f"{command[0]} ended:\n{running.stderr.read()[-2000:]}")
        return json.loads(said)

    def draw(job: CardJob, keep: bool) -> Drawn:
        kept = place / "drawn.png"
        told = json.loads(pictures.picture_of(job).as_json())
        said = ask({"picture": told, "out": str(kept) if keep else ""})
        return Drawn(said["ms"], said["bytes"], kept.read_bytes() if keep else b"")

    fonts = [(name, weight, str(path)) for name, weight, path in pictures.cut_fonts(language, FONTS)]
    try:
        setup = {"fonts": fonts, "ground": str(place / ground), "side": pictures.SIDE, "margin": pictures.MARGIN}
        ask(setup | {"version": "1"})
        yield draw
    finally:
        running.stdin.close()
        running.wait(10)
        running.stdout.close()
        running.stderr.close()


def satori(language: str, place: Path):
    """Satori and resvg, from npm."""
    if shutil.which("node") is None:
        raise NotInstalled("node is not installed (apt install nodejs npm)")
    if not (HERE / "node_modules" / "satori").is_dir():
        raise NotInstalled("satori is not installed (python -m bench.cards --install)")
    return _child(["node", "satori.mjs"], "ground.svg", language, place)


def takumi(language: str, place: Path):
    """Takumi, from PyPI."""
    if not (VENV / "bin" / "python").is_file():
        raise NotInstalled("takumi-py is not installed (python -m bench.cards --install)")
    return _child([str(VENV / "bin" / "python"), "takumi.py"], "ground.svg", language, place)


@dataclass(frozen=True)
class Engine:
    """An engine by its name; `open(language, folder)` starts it. A floor draws less than the whole card."""

    name: str
    open: Callable
    is_floor: bool = False
    gives_file: bool = True


#: The first is what the others are compared with.
ENGINES = (
    Engine("unisono, fast mode", partial(ours, fast)),
    Engine("unisono, small mode", partial(ours, small)),
    Engine("Typst's own PNG", partial(ours, typst_png)),
    Engine("Chromium, screenshot", partial(chromium, False)),
    Engine("Chromium, optimizeForSpeed", partial(chromium, True)),
    Engine("satori + resvg", satori),
    Engine("takumi-py", takumi),
    Engine("floor: PNG encoding alone", encoding, is_floor=True),
    Engine("floor: raster alone", raster, is_floor=True, gives_file=False),
)


def prepare(place: Path, job: CardJob) -> None:
    """Write the ground for engines that take it as a file."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "ground.svg").write_text(pictures.ground_svg(job))
    (place / "ground.png").write_bytes(ground_png(job))


def ground_png(job: CardJob) -> bytes:
    """The ground as our engine draws it, as PNG: decoded once by who takes it."""
    inputs = {**cards._inputs(job), "layer": "ground"}
    return png_from_pixels(drawn(cards._typeset(job, inputs, "pdf", tags=False), None), small=False)


def install() -> None:
    """Install the peers: npm's into `bench/peers/node_modules`, PyPI's into `var/bench-venv`, both as pinned."""
    if shutil.which("npm"):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)
    else:
        print("Without satori: npm is not installed (apt install nodejs npm).")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(LOCK)], check=True)


def versions() -> dict[str, str]:
    """What was measured: name → version."""
    found = {name: version(name) for name in ("typst", "pypdfium2", "playwright")}
    if shutil.which("chromium"):
        said = subprocess.run(["chromium", "--version", "--no-sandbox"], capture_output=True, text=True, check=False)
        found["chromium"] = said.stdout.split()[1] if said.stdout else "?"
    packages = json.loads((HERE / "package.json").read_text())["dependencies"]
    pinned = [line.split()[0] for line in LOCK.read_text().splitlines() if line[:1].isalpha()]
    return found | packages | dict(line.split("==") for line in pinned if line.startswith(("takumi", "pyoxipng")))
