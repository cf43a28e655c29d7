"""Rich text: blocks, the pack's Markdown subset and the editor's HTML are three forms of one thing."""

import pickle
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisono.base.said import Said
from unisono.languages.richtext import (
    Block,
    HtmlFault,
    MarkdownFault,
    RichTextFault,
    Run,
    blocks_from_html,
    blocks_from_markdown,
    canonical_blocks,
    canonical_runs,
    html_from_blocks,
    html_from_runs,
    is_allowed_href,
    markdown_from_blocks,
    markdown_from_runs,
    plain_text,
    runs_from_html,
    runs_from_markdown,
)

TROUBLE = st.sampled_from(
    [
        *"*_`~#>+-=!|[](){}<>&;:\\/\"'.,0123456789 \t\n\u00a0\u3000\u2028\ufeff\u200f\u202f",
        *"「」“”«»，。、؟،۔।aé漢ハض१",
        *[
            "1. ",
            "2) ",
            "- ",
            "### ",
            "**",
            "__",
            "&amp;",
            "&#32;",
            "<b>",
            "](",
            "{#a1}",
            "![",
            "```",
            "    ",
            "-->",
        ],
    ]
)
TEXTS = st.one_of(st.text(max_size=12), st.lists(TROUBLE, max_size=8).map("".join))
HREFS = st.one_of(
    st.just(""),
    st.sampled_from(["https://example.org/a_b(c)?d=1&amp=2&copy", "mailto:desk@example.org", "http://مثال.إختبار/*x*"]),
    st.text(min_size=1, max_size=10).map(lambda tail: "https://" + tail).filter(is_allowed_href),
)
RUNS = st.lists(st.builds(Run, TEXTS, st.booleans(), st.booleans(), HREFS), max_size=6)
KINDS = st.sampled_from(["paragraph", "heading", "bullet", "number", "quote"])
BLOCKS = st.lists(st.builds(Block, KINDS, RUNS.map(tuple)), max_size=5)


@settings(max_examples=250, deadline=None)
@given(BLOCKS)
def test_markdown_gives_the_blocks_back(blocks):
    canonical = canonical_blocks(blocks)
    assert blocks_from_markdown(markdown_from_blocks(blocks)) == canonical


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_html_gives_the_blocks_back(blocks):
    canonical = canonical_blocks(blocks)
    assert blocks_from_html(html_from_blocks(blocks)) == canonical


@settings(max_examples=150, deadline=None)
@given(RUNS)
def test_segments_come_back_from_markdown_and_html(runs):
    canonical = canonical_runs(runs)
    assert runs_from_markdown(markdown_from_runs(runs)) == canonical
    assert runs_from_html(html_from_runs(runs)) == canonical


@settings(max_examples=100, deadline=None)
@given(RUNS)
def test_canonical_form_is_stable_and_keeps_every_printing_character(runs):
    canonical = canonical_runs(runs)
    assert canonical_runs(canonical) == canonical
    assert "".join(plain_text(canonical).split(" ")).count("a") == "".join(run.text for run in runs).count("a")
    assert all(run.text for run in canonical)
    assert all(left != right for left, right in pairwise(canonical))


@settings(max_examples=100, deadline=None)
@given(BLOCKS)
def test_written_markdown_is_one_line_a_block_and_never_looks_like_a_key(blocks):
    written = markdown_from_blocks(blocks)
    lines = [line for line in written.split("\n") if line.strip() not in ("", ">")]
    assert len(lines) == len(canonical_blocks(blocks))
    assert not any(line.endswith("}") and " {#" in line for line in lines)


@settings(max_examples=250, deadline=None)
@given(st.lists(TROUBLE, max_size=14).map("".join))
def test_any_markdown_is_read_stably_or_refused_with_advice(text):
    fault = None
    try:
        blocks = blocks_from_markdown(text)
    except MarkdownFault as raised:
        fault = raised
    if fault is None:
        assert blocks_from_markdown(markdown_from_blocks(blocks)) == blocks
    else:
        assert fault.line >= 1
        assert fault.what and fault.mend  # noqa: PT018


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        ((Run("他说"), Run("“你好”", strong=True), Run("了")), "他&#x8bf4;**“你好”**&#x4e86;"),
        ((Run("强调", strong=True), Run("，然后")), "**强调**，然后"),
        ((Run("قال "), Run("«نعم»", strong=True), Run(" ثم")), "قال **«نعم»** ثم"),
        ((Run("bold ", strong=True), Run("next")), "**bold** next"),
        ((Run("a", strong=True), Run("b", emphasis=True)), "**a**_b_"),
        ((Run("x "), Run("soft", emphasis=True)), "x *soft*"),
        ((Run("A & B"),), "A & B"),
        ((Run("&amp;"),), "\\&amp;"),
        ((Run("1. first"),), "1\\. first"),
        (
            (Run("Look!"), Run("here", href="https://example.org/(a)")),
            "Look\\![here](https://example.org/\\(a\\))",
        ),
        ((Run("words {#a1}"),), "words \\{#a1}"),
    ],
)
def test_markdown_is_written_in_one_plain_form(runs, written):
    assert markdown_from_runs(runs) == written
    assert runs_from_markdown(written) == canonical_runs(runs)


def test_writes_and_reads_every_kind_of_block():
    blocks = (
        Block("paragraph", (Run("Lead with "), Run("weight", strong=True), Run("."))),
        Block("heading", (Run("A heading #"),)),
        Block("bullet", (Run("one"),)),
        Block("bullet", (Run("two"),)),
        Block("number", (Run("first"),)),
        Block("number", (Run("second", href="mailto:desk@example.org"),)),
        Block("quote", (Run("Said one."),)),
        Block("quote", (Run("Said more."),)),
    )
    markdown = (
        "Lead with **weight**.\n\n### A heading \\#\n\n- one\n- two\n\n1. first\n"
        "2. [second](mailto:desk@example.org)\n\n> Said one.\n>\n> Said more.\n"
    )
    html = (
        "<p>Lead with <b>weight</b>.</p><h3>A heading #</h3><ul><li>one</li><li>two</li></ul>"
        '<ol><li>first</li><li><a href="mailto:desk@example.org">second</a></li></ol>'
        "<blockquote>Said one.</blockquote><blockquote>Said more.</blockquote>"
    )
    assert markdown_from_blocks(blocks) == markdown
    assert blocks_from_markdown(markdown) == blocks
    assert html_from_blocks(blocks) == html
    assert blocks_from_html(html) == blocks


def test_reads_what_the_editor_writes():
    html = (
        '<p data-block-key="ab1">One<br/>two <strong>three </strong><em>four</em></p>'
        '<p data-block-key="x"></p>\n'
        "<blockquote><p>q1</p><p>q2</p></blockquote>"
    )
    assert blocks_from_html(html) == (
        Block("paragraph", (Run("One two "), Run("three", strong=True), Run(" "), Run("four", emphasis=True))),
        Block("quote", (Run("q1"),)),
        Block("quote", (Run("q2"),)),
    )


def test_reads_hard_wrapped_and_loose_markdown():
    text = "Lead on\r\ntwo lines.\r\n\r\n* a\r\n\r\n* b <https://example.org>\r\n"
    assert blocks_from_markdown(text) == (
        Block("paragraph", (Run("Lead on two lines."),)),
        Block("bullet", (Run("a"),)),
        Block("bullet", (Run("b "), Run("https://example.org", href="https://example.org"))),
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("ok\n\n<div>x</div>", 3, "raw HTML"),
        ("ok\nand <b>x</b>", 2, "raw HTML"),
        ("![alt](https://example.org/a.png)", 1, "a picture"),
        ("a | b\n--|--\n1 | 2", 1, "a table"),
        ("- a\n  - b", 2, "a list inside a list or quotation"),
        ("> - b", 1, "a list inside a list or quotation"),
        ("> > b", 1, "a quotation inside a list or quotation"),
        ("- ### b", 1, "a heading inside a list or quotation"),
        ("- a\n\n  b", 3, "a second paragraph in a list item"),
        ("5. a", 1, "a numbered list that does not begin with 1"),
        ("x\n\n    code", 3, "an indented code block"),
        ("```\nx\n```", 1, "a code block"),
        ("say `x`", 1, "code"),
        ("x\n\n---\n", 3, "a horizontal rule"),
        ("# x", 1, "a heading of another level"),
        ("x\n===", 1, "a heading of another level"),
        ("a  \nb", 1, "a line break inside a paragraph"),
        ("[x](javascript:alert)", 1, "a link to “javascript:alert”"),
        ("[x](../there)", 1, "a link to “../there”"),
        ("[](https://example.org)", 1, "a link to https://example.org without words"),
        ('[x](https://example.org "title")', 1, "a link with a title"),
    ],
)
def test_refuses_markdown_outside_the_subset(text, line, what):
    with pytest.raises(MarkdownFault) as caught:
        blocks_from_markdown(text)
    look_at(caught.value, line, what)


def look_at(fault: RichTextFault, line: int, what: str) -> None:
    """A fault says where, what and how to mend it, and can be said in other languages, in another process too."""
    assert (fault.line, fault.what) == (line, what)
    assert str(fault) == f"line {line}: {what}. {fault.mend}"
    assert {type(fault.what), type(fault.mend)} == {Said}
    again = pickle.loads(pickle.dumps(fault))  # noqa: S301  what was written here
    assert again.sentence.kept() == fault.sentence.kept()


def test_refuses_a_second_paragraph_in_a_segment():
    with pytest.raises(MarkdownFault) as caught:
        runs_from_markdown("a\nb\n\nc")
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("html", "line", "what"),
    [
        ("<p>x</p>\n<h2>y</h2>", 2, "<h2> is not in the subset"),
        ("<p>x<script>y</script></p>", 1, "<script> is not in the subset"),
        ('<p class="x">y</p>', 1, "<p> with class="),
        ('<p><a linktype="page" id="3">y</a></p>', 1, "<a> with linktype="),
        ('<p><a href="javascript:x">y</a></p>', 1, "a link to “javascript:x”"),
        ("<p><a href='https://a.org'>y<a href='https://b.org'>z</a></a></p>", 1, "a link inside a link"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", 1, "<ul> cannot stand here"),
        ("<li>a</li>", 1, "<li> cannot stand here"),
        ("words", 1, "words outside a paragraph: “words”"),
        ("<b>words</b>", 1, "<b> outside a paragraph"),
        ("<p>x", 1, "<p> is never closed"),
        ("<p>x</b></p>", 1, "</b> closes nothing that is open here"),
        ("<!-- x -->", 1, "a comment"),
        ("<!DOCTYPE html>", 1, "a document declaration"),
        ("<![CDATA[x]]>", 1, "a marked section"),
        ("<?x?>", 1, "a processing instruction"),
        ('<embed embedtype="image"/>', 1, "<embed> with embedtype="),
    ],
)
def test_refuses_html_outside_the_subset(html, line, what):
    with pytest.raises(HtmlFault) as caught:
        blocks_from_html(html)
    look_at(caught.value, line, what)


@pytest.mark.parametrize("href", ["ftp://x.org", "https://a b", "https://a<b", "/en/", "tel:1", "https://\ufdd0"])
def test_writers_refuse_addresses_that_readers_would_refuse(href):
    runs = (Run("x", href=href),)
    with pytest.raises(ValueError, match="a link cannot lead to"):
        markdown_from_runs(runs)
    with pytest.raises(ValueError, match="a link cannot lead to"):
        html_from_runs(runs)
