"""Designs that a theme brings along are drawn under guard: in a child under limits, without a network, and with no file
within reach but our `lib.typ` and what lies in the theme's own folder.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from unisono.base.children import Children, Limits, Stopped
from unisono.base.said import Said
from unisono.kit.engine.declared import DESIGNS
from unisono.kit.engine.errors import DesignFault
from unisono.kit.engine.fonts import KINDS as FONTS

#: What one render may take.
LIMITS = Limits(memory=3 * 1024**3, seconds=15)
#: What a design may read beside itself, and how much of it, in bytes.
KINDS = (".typ", ".toml", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".json", ".csv")
LARGEST = 8 * 1024**2
#: Where nothing answers: the typesetter would fetch packages through it.
_NOWHERE = "http://127.0.0.1:9"
_guarded = False
_alone = Lock()


def guard() -> None:
    """Cut this process off from the network, as far as the typesetter is concerned. For children, before all else."""
    global _guarded
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[name] = os.environ[name.upper()] = _NOWHERE
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = ""
    _guarded = True


def is_guarded() -> bool:
    """Say whether this process may set a design that is not ours."""
    return _guarded


def in_child(design: str, task: Callable[[], bytes]) -> bytes:
    """Do a task in a guarded child (here, where this is one); raise what it raises, or `DesignFault` if stopped."""
    if _guarded:
        return task()
    try:
        with _alone:  # threads of the newsroom share the child, and would take each other's answers
            return _children().run(task)
    except Stopped as stopped:
        raise DesignFault(design, stopped.sentence) from stopped


@lru_cache(maxsize=8)
def staged(folder: str) -> Path:
    """Return a folder with copies of `lib.typ` and of a theme's own files: all that a design can reach.

    Raises `DesignFault` for links, files that are too large, and kinds that designs have no use for.
    """
    theme = Path(folder)
    place = Path(tempfile.mkdtemp(prefix="unisono-design-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    left = LARGEST
    for path in sorted(path for path in theme.rglob("*") if not path.is_dir() or path.is_symlink()):
        name = path.relative_to(theme)
        if path.suffix.lower() in FONTS and not path.is_symlink():
            continue
        if path.is_symlink() or path.suffix.lower() not in KINDS:
            fault = Said("it cannot lie in a theme: put files there, of the kinds %(kinds)s", kinds=KINDS)
            raise DesignFault(str(name), fault)
        left -= path.stat().st_size
        if left < 0:
            fault = Said("the theme's files are larger than %(most)s MB together", most=LARGEST // 1024**2)
            raise DesignFault(str(name), fault)
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place / name)
    shutil.copyfile(DESIGNS / "lib.typ", place / "lib.typ")
    return place


def theme_digest(folder: str) -> str:
    """Return a hash of every file that a theme's designs can read, by name and content."""
    total = hashlib.sha256()
    for path in sorted(
        path for path in Path(folder or os.devnull).rglob("*") if path.is_file() and path.suffix.lower() in KINDS
    ):
        total.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@cache
def _children() -> Children:
    children = Children(LIMITS, count=1, prepare=guard)
    atexit.register(children.close)
    return children
