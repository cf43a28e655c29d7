"""Rich text in one canonical form, written as the pack's Markdown subset or as the newsroom editor's HTML.

Both are in bijection with `Block` and `Run`: text → blocks → text gives one normal form, and
blocks → text → blocks gives the very same blocks. Plain Python; no Django.
"""

from .html import blocks_from_html, html_from_blocks, html_from_runs, runs_from_html
from .markdown import blocks_from_markdown, markdown_from_blocks, markdown_from_runs, runs_from_markdown
from .model import (
    Block,
    HtmlFault,
    Kind,
    MarkdownFault,
    RichTextFault,
    Run,
    canonical_blocks,
    canonical_runs,
    is_allowed_href,
    plain_text,
)

__all__ = [
    "Block",
    "HtmlFault",
    "Kind",
    "MarkdownFault",
    "RichTextFault",
    "Run",
    "blocks_from_html",
    "blocks_from_markdown",
    "canonical_blocks",
    "canonical_runs",
    "html_from_blocks",
    "html_from_runs",
    "is_allowed_href",
    "markdown_from_blocks",
    "markdown_from_runs",
    "plain_text",
    "runs_from_html",
    "runs_from_markdown",
]
