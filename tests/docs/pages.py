"""The pages of the documentation, as tests read them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"\bunisono(?: [a-z]\S*| --?[a-z]\S*| [^\s#`|;&>]+)+")


def pages() -> list[Path]:
    """Every Markdown page that people read."""
    return sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


def links(page: str) -> list[str]:
    """Where a page's links lead, as they are written."""
    return _LINK.findall(_FENCE.sub("", page))


def command_lines(page: str) -> list[str]:
    """Every `unisono …` of a page that is meant to be typed: in fences, and in backticks."""
    fenced = [line for fence in _FENCE.findall(page) for line in fence.splitlines()[1:-1]]
    spoken = re.findall(r"`([^`\n]+)`", _FENCE.sub("", page))
    typed = [re.sub(r"^\$ ", "", line) for line in [*fenced, *spoken]]
    return [found[0] for line in typed for found in _COMMAND.finditer(line) if _is_typed(line, found.start())]


def _is_typed(line: str, start: int) -> bool:
    """At the beginning, or by its full path behind other words; not a host name, a user or a service."""
    before = line[:start]
    return not before or before.endswith("/bin/")


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", _FENCE.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}
