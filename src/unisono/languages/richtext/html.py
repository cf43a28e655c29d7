"""Rich text as the HTML that the newsroom's editor reads and writes.

Blocks: `<p>`, `<h3>`, `<ul><li>`, `<ol><li>`, `<blockquote>`; inside them `<b>`, `<i>`, `<a href>`.
A quotation is written `<blockquote>words</blockquote>`, one element a paragraph, because the editor keeps
only that form; `<blockquote><p>…</p></blockquote>` is read too. `<strong>` and `<em>` are read as `<b>` and
`<i>`; `<br>` (Shift + Enter in the editor) is read as a space. Anything else is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from unisono.base.said import Said

from .model import Block, HtmlFault, Kind, Run, canonical_blocks, canonical_runs, forbidden, is_allowed_href

BLOCKS: dict[str, Kind] = {"p": "paragraph", "h3": "heading", "blockquote": "quote"}
LISTS: dict[str, Kind] = {"ul": "bullet", "ol": "number"}
INLINE = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "a": "link"}
SILENT_ATTRIBUTES = {"data-block-key", "dir"}
"""Attributes that say nothing the blocks must keep: the editor's own keys, and a direction it may add."""

#: The elements of the subset, as they are named to people.
KNOWN = ("p", "h3", "ul", "ol", "li", "blockquote", "b", "i", "a")
PARAGRAPH = "<p>…</p>"
TAKE_OUT = Said("Take it out")
OWN_ELEMENTS = Said("Give only the text's own elements")


def blocks_from_html(text: str) -> tuple[Block, ...]:
    """The blocks of a rich-text field.

    Raises HtmlFault for elements, attributes and addresses that the subset does not have.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return canonical_blocks(reader.finished())


def runs_from_html(text: str) -> tuple[Run, ...]:
    """The runs of one segment (what may stand inside a paragraph). Raises HtmlFault."""
    reader = _Reader(inside="paragraph")
    reader.feed(text)
    reader.close()
    return canonical_runs(run for block in reader.finished() for run in block.runs)


def html_from_blocks(blocks: Iterable[Block]) -> str:
    """The blocks as HTML, in the form the editor itself writes. Raises ValueError for a forbidden address."""
    written = []
    for kind, group in groupby(canonical_blocks(blocks), key=lambda block: block.kind):
        bodies = [html_from_runs(block.runs) for block in group]
        if kind in ("bullet", "number"):
            tag = "ul" if kind == "bullet" else "ol"
            written.append(f"<{tag}>" + "".join(f"<li>{body}</li>" for body in bodies) + f"</{tag}>")
        else:
            tag = {"paragraph": "p", "heading": "h3", "quote": "blockquote"}[kind]
            written += [f"<{tag}>{body}</{tag}>" for body in bodies]
    return "".join(written)


def html_from_runs(runs: Iterable[Run]) -> str:
    """One segment as HTML. Raises ValueError for a forbidden address."""
    return "".join(
        _linked(href, "".join(_marked(run) for run in group))
        for href, group in groupby(canonical_runs(runs), key=lambda run: run.href)
    )


def _linked(href: str, body: str) -> str:
    if not href:
        return body
    if not is_allowed_href(href):
        raise ValueError(f"a link cannot lead to {href!r}: give an https, http or mailto address")
    return f'<a href="{escape(href)}">{body}</a>'


def _marked(run: Run) -> str:
    body = escape(run.text, quote=False)
    body = f"<i>{body}</i>" if run.emphasis else body
    return f"<b>{body}</b>" if run.strong else body


class _Reader(HTMLParser):
    """Collects blocks; `inside` starts it within one open block."""

    def __init__(self, inside: Kind | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self._segment = inside is not None
        self._blocks: list[Block] = []
        self._open: list[str] = []
        self._kind: Kind | None = inside
        self._list: Kind | None = None
        self._runs: list[Run] = []
        self._href = ""

    def finished(self) -> list[Block]:
        """The blocks, once everything has been fed. Raises HtmlFault when an element was never closed."""
        if self._open:
            what = Said("%(tag)s is never closed", tag=f"<{self._open[-1]}>")
            raise self._fault(what, Said("Add %(tag)s", tag=f"</{self._open[-1]}>"))
        if self._segment:
            self._end_block()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data(" ")
            return
        self._check_attributes(tag, attrs)
        if tag in INLINE:
            self._start_inline(tag, dict(attrs))
        else:
            self._start_block(tag)
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag != "br":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            return
        if not self._open or self._open[-1] != tag:
            what = Said("%(tag)s closes nothing that is open here", tag=f"</{tag}>")
            raise self._fault(what, Said("Close elements in the order they nest"))
        self._open.pop()
        if tag == "a":
            self._href = ""
        elif tag in LISTS:
            self._list = None
        elif tag not in INLINE and not (tag == "p" and self._kind == "quote"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        if self._kind is None:
            if data.strip():
                what = Said("words outside a paragraph: “%(words)s”", words=data.strip()[:40])
                raise self._fault(what, Said("Put them in %(element)s", element=PARAGRAPH))
            return
        marks = {INLINE[tag] for tag in self._open if tag in INLINE}
        self._runs.append(Run(data, "strong" in marks, "emphasis" in marks, self._href))

    def handle_comment(self, data: str) -> None:
        raise self._fault(Said("a comment"), TAKE_OUT)

    def handle_decl(self, decl: str) -> None:
        raise self._fault(Said("a document declaration"), OWN_ELEMENTS)

    def unknown_decl(self, data: str) -> None:
        raise self._fault(Said("a marked section"), OWN_ELEMENTS)

    def handle_pi(self, data: str) -> None:
        raise self._fault(Said("a processing instruction"), TAKE_OUT)

    def _start_block(self, tag: str) -> None:
        if tag == "p" and self._kind == "quote" and self._open[-1:] == ["blockquote"]:
            self._end_block()
            self._kind = "quote"
        elif tag in BLOCKS and self._kind is None and self._list is None:
            self._kind = BLOCKS[tag]
        elif tag in LISTS and self._kind is None and self._list is None:
            self._list = LISTS[tag]
        elif tag == "li" and self._list is not None and self._kind is None:
            self._kind = self._list
        elif tag in BLOCKS or tag in LISTS or tag == "li":
            mend = Said("Lists and paragraphs do not nest; put them one after another")
            raise self._fault(Said("%(tag)s cannot stand here", tag=f"<{tag}>"), mend)
        else:
            mend = Said("Use %(known)s and %(last)s only", known=KNOWN[:-1], last=KNOWN[-1])
            raise self._fault(Said("%(tag)s is not in the subset", tag=f"<{tag}>"), mend)

    def _start_inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        if self._kind is None:
            what = Said("%(tag)s outside a paragraph", tag=f"<{tag}>")
            raise self._fault(what, Said("Put it in %(element)s", element=PARAGRAPH))
        if tag != "a":
            return
        if "a" in self._open:
            mend = Said("Close the first link with %(tag)s", tag="</a>")
            raise self._fault(Said("a link inside a link"), mend)
        href = attributes.get("href") or ""
        if not is_allowed_href(href):
            raise self._fault(*forbidden(href))
        self._href = href

    def _check_attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, _ in attrs:
            if name not in SILENT_ATTRIBUTES and not (tag == "a" and name == "href"):
                what = Said("%(tag)s with %(attribute)s", tag=f"<{tag}>", attribute=f"{name}=")
                mend = Said("Take the attribute out; only a link has one, %(attribute)s", attribute="href")
                raise self._fault(what, mend)

    def _end_block(self) -> None:
        if self._kind is not None and self._runs:
            self._blocks.append(Block(self._kind, tuple(self._runs)))
        self._runs, self._kind = [], None

    def _fault(self, what: Said, mend: Said) -> HtmlFault:
        return HtmlFault(self.getpos()[0], what, mend)
