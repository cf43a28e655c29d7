"""Rich text as the pack's Markdown subset (docs/reference/pack.md).

Reading is CommonMark, and refuses by name whatever the subset does not have. Writing must survive
CommonMark's rule that `**` opens or closes by what stands beside it. The rule fails for `**「强调」**的`, and
wherever a script puts no space between words and a mark touches punctuation. The choice made here: the
*outer* neighbour is written as a numeric character reference where the rule would fail
(`**「强调」**&#x7684;`), because `&` and `;` are punctuation to that rule. Emphasis that touches bold is
written `_so_`, so that runs of `*` never merge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from unisono.base.said import Said

from .model import Block, Kind, MarkdownFault, Run, canonical_blocks, canonical_runs, forbidden, is_allowed_href

LIST_KINDS: dict[str, Kind] = {"bullet_list_open": "bullet", "ordered_list_open": "number"}
RAW_HTML = (
    Said("raw HTML"),
    Said("Write it in Markdown, or %(escaped)s for a literal %(sign)s", escaped="\\<", sign="<"),
)
NESTED_LIST = (Said("a list inside a list or quotation"), Said("Lists do not nest: put it after an empty line"))
AFTER_EMPTY_LINE = Said("Put it after an empty line")
REFUSED = {
    "code_block": (Said("an indented code block"), Said("Take the spaces at the beginning of the line away")),
    "fence": (Said("a code block"), Said("Take the %(one)s or %(other)s lines away", one="```", other="~~~")),
    "hr": (Said("a horizontal rule"), Said("Take it away, or write a %(sign)s heading", sign="###")),
    "html_block": RAW_HTML,
    "table_open": (Said("a table"), Said("Write it as a list")),
    "html_inline": RAW_HTML,
    # Translators: words that are marked as a program's, between backticks
    "code_inline": (Said("code"), Said("Write %(escaped)s for a literal %(sign)s", escaped="\\`", sign="`")),
    "image": (Said("a picture"), Said("List it in pictures.toml and in the front matter")),
    "hardbreak": (Said("a line break inside a paragraph"), Said("Leave an empty line to begin a new paragraph")),
    "bullet_list_open": NESTED_LIST,
    "ordered_list_open": NESTED_LIST,
    "blockquote_open": (Said("a quotation inside a list or quotation"), AFTER_EMPTY_LINE),
    "heading_open": (Said("a heading inside a list or quotation"), AFTER_EMPTY_LINE),
}
MARKS = {
    "strong_open": ("strong", 1),
    "strong_close": ("strong", -1),
    "em_open": ("em", 1),
    "em_close": ("em", -1),
}
FALSE_START = re.compile(r"[#+\-=>~]|\d{1,9}(?=[.)])")
ESCAPED = frozenset("\\`*_[]<")
ENTITY_START = re.compile(r"&[#A-Za-z]")


def _parser() -> MarkdownIt:
    """CommonMark with tables (to refuse them), without reference definitions (they would vanish), and with
    addresses left as they are written."""
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


PARSER = _parser()


def blocks_from_markdown(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text. Raises MarkdownFault for what the subset does not have."""
    tokens = PARSER.parse(text.removeprefix("\ufeff"))
    blocks: list[Block] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            if token.tag != "h3" or token.markup != "###":
                what, mend = Said("a heading of another level"), Said("Write %(sign)s before headings", sign="###")
                raise MarkdownFault(_line(token), what, mend)
            blocks.append(Block("heading", _runs(tokens[at + 1])))
            at += 3
        elif token.type == "paragraph_open":
            blocks.append(Block("paragraph", _runs(tokens[at + 1])))
            at += 3
        elif token.type in LIST_KINDS or token.type == "blockquote_open":
            end = _end_of(tokens, at)
            blocks += _list(tokens[at:end]) if token.type in LIST_KINDS else _quote(tokens[at:end])
            at = end
        else:
            raise MarkdownFault(_line(token), *REFUSED[token.type])
    return canonical_blocks(blocks)


def runs_from_markdown(text: str) -> tuple[Run, ...]:
    """The runs of one segment: a paragraph's or an item's words. Raises MarkdownFault.

    Only marks inside the line count: `1. words` are words, not a list.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").strip()
    gap = re.search(r"\n[ \t]*\n", text)
    if gap:
        line = text[: gap.end()].count("\n") + 1
        raise MarkdownFault(line, Said("a second paragraph"), Said("A segment is one paragraph: join them"))
    tokens = PARSER.parseInline(text)
    return canonical_runs(_runs(tokens[0])) if tokens else ()


def markdown_from_blocks(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown in the pack's normal form: one line a block, a newline at the end.

    Empty for no blocks. Raises ValueError for a forbidden address.
    """
    groups = []
    for kind, group in groupby(canonical_blocks(blocks), key=lambda block: block.kind):
        bodies = [_written(block.runs, heading=kind == "heading") for block in group]
        if kind == "bullet":
            groups.append("\n".join(f"- {body}" for body in bodies))
        elif kind == "number":
            groups.append("\n".join(f"{number}. {body}" for number, body in enumerate(bodies, 1)))
        elif kind == "quote":
            groups.append("\n>\n".join(f"> {body}" for body in bodies))
        else:
            groups += [f"### {body}" if kind == "heading" else body for body in bodies]
    return "\n\n".join(groups) + "\n" if groups else ""


def markdown_from_runs(runs: Iterable[Run]) -> str:
    """One segment as Markdown, without a newline; safe as a paragraph of its own and as a list item.

    Raises ValueError for a forbidden address.
    """
    return _written(canonical_runs(runs), heading=False)


# -- reading


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _end_of(tokens: list[Token], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at + 1
    raise AssertionError("the parser always closes what it opens")


def _list(tokens: list[Token]) -> list[Block]:
    if str(tokens[0].attrs.get("start", 1)) != "1":
        raise MarkdownFault(
            _line(tokens[0]),
            Said("a numbered list that does not begin with 1"),
            Said("Lists count from 1; write %(escaped)s for words", escaped="1\\."),
        )
    blocks: list[Block] = []
    paragraphs = 0
    for token in tokens[1:-1]:
        if token.type == "list_item_open":
            paragraphs = 0
        elif token.type == "inline":
            paragraphs += 1
            if paragraphs > 1:
                what, mend = Said("a second paragraph in a list item"), Said("An item is one paragraph")
                raise MarkdownFault(_line(token), what, mend)
            blocks.append(Block(LIST_KINDS[tokens[0].type], _runs(token)))
        elif token.type in REFUSED:
            raise MarkdownFault(_line(token), *REFUSED[token.type])
    return blocks


def _quote(tokens: list[Token]) -> list[Block]:
    for token in tokens[1:]:
        if token.type in REFUSED:
            raise MarkdownFault(_line(token), *REFUSED[token.type])
    return [Block("quote", _runs(token)) for token in tokens if token.type == "inline"]


def _runs(inline: Token) -> tuple[Run, ...]:
    runs: list[Run] = []
    depth = {"strong": 0, "em": 0}
    href, linked_from, line = "", 0, _line(inline)
    for child in inline.children or []:
        if child.type in MARKS:
            mark, step = MARKS[child.type]
            depth[mark] += step
        elif child.type == "link_open":
            href, linked_from = _checked_href(child, line), len(runs)
        elif child.type == "link_close":
            if not "".join(run.text for run in runs[linked_from:]).strip(" "):
                what = Said("a link to %(address)s without words", address=href)
                raise MarkdownFault(line, what, Said("Write [words](address)"))
            href = ""
        elif child.type in ("text", "softbreak"):
            line += child.type == "softbreak"
            text = child.content if child.type == "text" else " "
            runs.append(Run(text, depth["strong"] > 0, depth["em"] > 0, href))
        else:
            raise MarkdownFault(line, *REFUSED[child.type])
    return tuple(runs)


def _checked_href(token: Token, line: int) -> str:
    if token.attrs.get("title"):
        mend = Said("Write [words](address) without the quoted title")
        raise MarkdownFault(line, Said("a link with a title"), mend)
    href = str(token.attrs.get("href", ""))
    if not is_allowed_href(href):
        raise MarkdownFault(line, *forbidden(href))
    return href


# -- writing


class _Line:
    """Writes one canonical line: characters, and the delimiters in the gaps between them."""

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.text = "".join(run.text for run in runs)
        self.marks = [(run.strong, run.emphasis, run.href) for run in runs for _ in run.text]
        self.gaps = [self._gap(at) for at in range(len(self.text) + 1)]
        self.referenced = self._characters_to_reference()

    def _marks(self, at: int) -> tuple[bool, bool, str]:
        return self.marks[at] if 0 <= at < len(self.marks) else (False, False, "")

    def _gap(self, at: int) -> list[tuple[str, str]]:
        """What stands before character `at`: (role, delimiter), closers first, links outermost."""
        before, after = self._marks(at - 1), self._marks(at)
        if before == after:
            return []
        reopen_link = before[2] != after[2]
        reopen_strong = reopen_link or before[0] != after[0]
        gap: list[tuple[str, str]] = []
        if before[1]:
            gap.append(("close", self._emphasis_delimiter(at - 1)))
        if before[0] and reopen_strong:
            gap.append(("close", "**"))
        if before[2] and reopen_link:
            gap.append(("bracket", f"]({_destination(before[2])})"))
        if after[2] and reopen_link:
            gap.append(("bracket", "["))
        if after[0] and reopen_strong:
            gap.append(("open", "**"))
        if after[1]:
            gap.append(("open", self._emphasis_delimiter(at)))
        return gap

    def _emphasis_delimiter(self, at: int) -> str:
        """`_` where the emphasised stretch around character `at` is bold or touches bold, else `*`."""
        marks, start, end = self.marks[at], at, at
        while start > 0 and self.marks[start - 1] == marks:
            start -= 1
        while end < len(self.marks) and self.marks[end] == marks:
            end += 1
        return "_" if marks[0] or self._marks(start - 1)[0] or self._marks(end)[0] else "*"

    def _characters_to_reference(self) -> set[int]:
        """Positions to write as character references, so that every delimiter opens or closes.

        A reference may itself stand just inside another delimiter, hence the repetition; the set only grows.
        """
        wanted = {0, len(self.text) - 1} if self.text else set()
        referenced = {at for at in wanted if self.text[at].isspace() or self.text[at] == "\ufeff"}
        while True:
            more = {at for gap in range(len(self.gaps)) for at in self._failing(gap, referenced)} - referenced
            if not more:
                return referenced
            referenced |= more

    def _failing(self, gap: int, referenced: set[int]) -> Iterable[int]:
        pieces = self.gaps[gap]
        for index, (role, delimiter) in enumerate(pieces):
            if role == "bracket":
                continue
            closes = role == "close"
            inner_is_text = index == 0 if closes else index == len(pieces) - 1
            outer_is_text = index == len(pieces) - 1 if closes else index == 0
            inner, outer = (gap - 1, gap) if closes else (gap, gap - 1)
            if inner_is_text and self.text[inner].isspace():
                yield inner
            safe_inside = inner_is_text and inner not in referenced and _is_word(self.text[inner])
            if (safe_inside and delimiter != "_") or not outer_is_text or not 0 <= outer < len(self.text):
                continue
            if not _is_ascii_boundary(self.text[outer]):
                yield outer

    def write(self, heading: bool) -> str:
        """The line as Markdown."""
        written = []
        for at in range(len(self.text)):
            written += [delimiter for _, delimiter in self.gaps[at]]
            written.append(self._character(at, heading))
        return "".join([*written, *(delimiter for _, delimiter in self.gaps[-1])])

    def _character(self, at: int, heading: bool) -> str:
        character, following = self.text[at], self.text[at + 1 : at + 2]
        if at in self.referenced:
            return f"&#x{ord(character):x};"
        start = FALSE_START.match(self.text)
        opens_block = start is not None and not self.gaps[0] and at == (start.end() if start[0].isdigit() else 0)
        opens_link = character == "!" and any(delimiter == "[" for _, delimiter in self.gaps[at + 1])
        if (
            character in ESCAPED
            or opens_block
            or opens_link
            or (character == "&" and ENTITY_START.match(self.text, at))
            or (character == "&" and at + 1 in self.referenced)
            or (character == "{" and following == "#")  # else an item's words could end like a pack's key
            or (heading and character == "#" and not following)
        ):
            return "\\" + character
        return character


def _written(runs: tuple[Run, ...], heading: bool) -> str:
    return _Line(runs).write(heading)


def _destination(href: str) -> str:
    if not is_allowed_href(href):
        raise ValueError(f"a link cannot lead to {href!r}: give an https, http or mailto address")
    return re.sub(r"([()&])", r"\\\1", href)


def _is_word(character: str) -> bool:
    """Letters, marks and digits: neither space nor punctuation to CommonMark."""
    return unicodedata.category(character)[0] in "LMN"


def _is_ascii_boundary(character: str) -> bool:
    """Space or punctuation in every version of CommonMark."""
    return character.isascii() and not character.isalnum()
