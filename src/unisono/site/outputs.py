"""What an edition is made of: outputs to make, the files they make, and where pages find these.

An output's key is the hash of everything it is made from, so an output whose key has been seen before
need not be made again. Names are stable and readable:

    page:en/news/the-call/          a page (a folder) or a file of an edition: page:en/404.html
    style  script  icon  logo       the look: stylesheet, script, favicon, the campaign's logo
    style:kit  script:frame         what only the kit's pages need of both
    type:hi                         letters for devices that lack them: a stylesheet and its fonts
    motif:hero:ltr  motif:divider:rtl
    card:understand:ar:square       one card in one language and format: PNG, WebP, thumbnail; or PDF
    frame:hi:ring                   a frame for profile pictures: PNG and SVG to put on, WebP of one put on
    pdf:statement:hi                the statement as a document
    picture:voices                  an original picture and its smaller versions
    source:no-access                the copy of a fact's source, where it may be published
    film:master  film:720  film:480  the film as it is, and smaller for pages
    film:poster  captions:ar  subtitles:ar  transcript:ar
    film:ar:story                   the film with captions burnt in and an end card, in one language and shape
    broadcast                       the film without words, its script and its sound, for radio and television
    kit:ar  kit:everything          all to download in one language, and in all: the plan of a ZIP (unisono.bundles)
    links                           where each short code leads
    feed:atom:en  feed:json:en      and others that no page needs to know

The pixels of a picture stand at the end of its file name, `understand-ar-square-1080x1080.png`: people see
them when they save it, and pages know width and height without opening it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Self

from unisono.bundles import BUNDLE_TYPE, decode_plan

Made = list[tuple[str, bytes, str]]
"""What an output makes: (path in the edition, content, MIME type)."""

_PIXELS = re.compile(r"-(\d+)x(\d+)\.[a-z0-9]+$")


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file of an edition: its path, the SHA-256 (hex) and size (bytes) of its content, its MIME type.

    Of the plan of a ZIP the size is that of the ZIP: what a visitor receives.
    """

    path: str
    sha256: str
    size: int
    type: str

    @classmethod
    def of(cls, path: str, content: bytes, type: str) -> Self:
        """Return the reference to a file with this content."""
        size = decode_plan(content).size if type == BUNDLE_TYPE else len(content)
        return cls(path, hashlib.sha256(content).hexdigest(), size, type)

    @property
    def pixels(self) -> tuple[int, int] | None:
        """Width and height, read from the end of the file's name; `None` when it says nothing."""
        found = _PIXELS.search(self.path)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def name(self) -> str:
        """The file's own name, under which people save it."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Output:
    """One thing to make: a stable name, the hash of all it is made from, and what makes it."""

    name: str
    key: str
    make: Callable[[], Made]


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that outputs have made, by the output's name: how a page finds what it shows.

    `read` gives a file's content by its SHA-256: a film's transcript is made from its captions.
    """

    files: Mapping[str, tuple[FileRef, ...]]
    read: Callable[[str], bytes]

    def of(self, output: str) -> tuple[FileRef, ...]:
        """Return the files of one output; none when there is no such output."""
        return tuple(self.files.get(output, ()))

    def pictures(self, output: str, type: str = "image/webp") -> tuple[FileRef, ...]:
        """Return the files of one output that have pixels and this MIME type, narrowest first."""
        fitting = [file for file in self.of(output) if file.type == type and file.pixels]
        return tuple(sorted(fitting, key=lambda file: file.pixels or (0, 0)))

    def one(self, output: str, type: str = "") -> FileRef | None:
        """Return the largest file of an output (of one MIME type, parameters apart), or `None`."""
        fitting = [file for file in self.of(output) if not type or file.type.split(";")[0] == type]
        return max(fitting, key=lambda file: (file.pixels or (0, 0), file.size), default=None)


def hashed_path(content: bytes, name: str) -> str:
    """Return where an immutable file lies: its path carries the first 16 hex digits of its SHA-256."""
    return f"assets/{hashlib.sha256(content).hexdigest()[:16]}/{name}"


def canonical(value: Any) -> bytes:
    """Return plain data (and dataclasses of it) as canonical JSON: keys sorted, no spaces, UTF-8.

    Raises `TypeError` for anything that has no plain form.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain
    ).encode()


def key_of(*parts: Any) -> str:
    """Return the SHA-256 (hex) of the parts' canonical JSON: the key of an output made from them alone."""
    return hashlib.sha256(canonical(parts)).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form: pass plain data or a dataclass")
