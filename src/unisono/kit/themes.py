"""Where a theme's own files are laid out for the engine. Plain Python, and small: every process may load it.

A theme is known by path and content: the same files lie in the same folder, whoever asks for them, and the folder's
name takes part in nothing but finding it.
"""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath


def digest_of(named: Iterable[tuple[str, str]]) -> str:
    """Return the name of a theme's folder, from the paths and SHA-256 of its files; "" where there are none."""
    listed = sorted(named)
    text = "".join(f"{path}\0{sha256}\n" for path, sha256 in listed)
    return hashlib.sha256(text.encode()).hexdigest()[:40] if listed else ""


def laid_out(root: Path, named: Iterable[tuple[str, str]], read: Callable[[str, str], bytes]) -> str:
    """Return the folder below `root` in which these files (path, SHA-256) lie, made unless it is there; "" for none.

    `read(path, sha256)` gives a file's content. The folder appears whole or not at all.
    """
    listed = sorted(named)
    if not listed:
        return ""
    place = root / digest_of(listed)
    if not place.is_dir():
        root.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".", dir=root))
        try:
            for path, sha256 in listed:
                _write(made, path, read(path, sha256))
            made.chmod(0o755)  # a temporary folder is for its maker alone; the door may be another user's
            made.rename(place)
        except OSError:
            if not place.is_dir():  # else somebody else was faster
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return str(place)


def laid_out_for_now(files: Mapping[str, bytes]) -> str:
    """Return a folder with these files, kept until this process ends; "" for none."""
    named = [(path, hashlib.sha256(content).hexdigest()) for path, content in files.items()]
    return laid_out(_for_now(), named, lambda path, _: files[path])


@cache
def _for_now() -> Path:
    place = Path(tempfile.mkdtemp(prefix="unisono-theme-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _write(folder: Path, path: str, content: bytes) -> None:
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(f"{path} leads out of the theme")
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
