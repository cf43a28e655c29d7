"""Pages that read from a USB stick: links to folders lead to their `index.html`. Plain Python."""

import posixpath
import re
from collections.abc import Mapping

HREF = re.compile(r'(\s(?:href|src|action|poster)=")([^"]*)(")')


def portable_page(html: str, path: str, files: Mapping[str, object]) -> str:
    """Rewrite the links of the page at `path` that lead to a folder of the edition, or begin at its root."""
    folder = posixpath.dirname(path)

    def rewrite(match: re.Match[str]) -> str:
        address, mark, fragment = match[2].partition("#")
        if not address or ":" in address or address.startswith("//"):
            return match[0]
        is_folder = address.endswith("/") or address in (".", "..")
        target = posixpath.normpath(posixpath.join("/", folder, address, "index.html" if is_folder else "")).lstrip("/")
        if target not in files or not (is_folder or address.startswith("/")):
            return match[0]
        shown = posixpath.relpath(target, folder) if address.startswith("/") else f"{address.rstrip('/')}/index.html"
        return f"{match[1]}{shown}{mark}{fragment}{match[3]}"

    return HREF.sub(rewrite, html)
