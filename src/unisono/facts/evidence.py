"""Copies of sources as files: which kinds are kept, how large, and what each really is.

Nothing here opens a file in the sense of its kind: the first bytes are compared and that is all. A copy is evidence
and stays byte for byte as it is.
"""

import re
from pathlib import PurePosixPath

#: Below the folder of originals. What lies here leaves it as a download alone.
FOLDER = "evidence"
#: Bytes.
LARGEST = 40_000_000
LONGEST_NAME = 120
#: Ending → MIME type under which a published copy is sent. A page is sent as plain text: nothing in it may run.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "html": "text/plain",
    "htm": "text/plain",
    "warc": "application/warc",
    "warc.gz": "application/gzip",
}
#: Pages, whose ending alone makes servers send them as such.
PAGES = ("html", "htm")
_STARTS = {
    "pdf": rb"[\s\S]{0,1019}%PDF-",
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "jpeg": rb"\xff\xd8\xff",
    "webp": rb"RIFF[\s\S]{4}WEBP",
    "warc": rb"WARC/\d",
    "warc.gz": rb"\x1f\x8b\x08",
}
#: Text may be in any encoding; what holds these bytes is no text in any that pages and notes are saved in.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def ending_of(name: str) -> str:
    """Return the ending that names the kind of a file, `warc.gz` in one; "" where it is none that is kept."""
    low = name.lower()
    return next((one for one in sorted(TYPES, key=len, reverse=True) if low.endswith(f".{one}")), "")


def is_what_it_says(name: str, content: bytes) -> bool:
    """Say whether a file begins as those of its ending do; False for an ending that is not kept."""
    ending = ending_of(name)
    if ending in _STARTS:
        return re.match(_STARTS[ending], content[:1024]) is not None
    if not ending:
        return False
    return content.startswith(_WIDE) or _NO_TEXT.search(content[:65536]) is None


def type_of(name: str) -> str:
    """Return the MIME type under which a copy is published; raises `KeyError` for a kind that is not kept."""
    return TYPES[ending_of(name)]


def published_name(name: str) -> str:
    """Return the name under which a copy is published: plain letters, and for a page one that no server runs."""
    ending = ending_of(name)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", PurePosixPath(name).name[: -len(ending) - 1]).strip("-.") or "source"
    return f"{stem}.{ending}.txt" if ending in PAGES else f"{stem}.{ending}"


def tidy_name(name: str) -> str:
    """Return a file name without folders and odd signs, at most `LONGEST_NAME` characters, its ending kept."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    ending = ending_of(plain)
    room = LONGEST_NAME - len(ending) - 1
    stem = re.sub(r'[:*?"<>|\x00-\x1f\x7f]+', "-", plain[: -len(ending) - 1] if ending else plain)
    stem = stem.strip(". ")[:room].strip(". ") or "source"
    return f"{stem}.{ending}" if ending else stem
