"""Segments: texts in the pieces in which they are translated."""

from hypothesis import given
from hypothesis import strategies as st

from unisono.languages.richtext import Block, Run, markdown_from_blocks
from unisono.languages.segments import Segment, body_markdown, body_segments, source_version

BODY = "Lead, **bold**.\n\n### Why\n\n- one\n- two\n\n1. first\n\n> said\n"


def test_body_is_cut_into_one_segment_a_block():
    assert body_segments("about", BODY) == (
        Segment("about.1", "Lead, **bold**.", "paragraph"),
        Segment("about.2", "Why", "heading"),
        Segment("about.3", "one", "bullet"),
        Segment("about.4", "two", "bullet"),
        Segment("about.5", "first", "number"),
        Segment("about.6", "said", "quote"),
    )


def test_body_is_put_together_from_its_own_segments():
    others = (Segment("title", "x"), Segment("abouts.1", "y", "paragraph"))
    assert body_markdown("about", (*others, *body_segments("about", BODY))) == BODY
    assert body_markdown("about", others) == ""
    assert body_segments("about", "") == ()


blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(("paragraph", "heading", "bullet", "number", "quote")),
        st.lists(st.builds(Run, st.text(max_size=8), st.booleans(), st.booleans()), min_size=1, max_size=2).map(tuple),
    ),
    max_size=5,
)


@given(blocks)
def test_any_body_comes_back_as_it_was_cut(made):
    markdown = markdown_from_blocks(made)
    assert body_markdown("lead", body_segments("lead", markdown)) == markdown


def test_version_changes_with_key_kind_text_and_order_and_nothing_else():
    one, two = Segment("a", "x"), Segment("b", "y")
    version = source_version((one, two))
    assert version == source_version([Segment("a", "x", limit=9), Segment("b", "y", optional=True)])
    assert version == source_version((one, Segment("c", "", optional=True), two))
    others = [
        (two, one),
        (one,),
        (Segment("a", "z"), two),
        (Segment("c", "x"), two),
        (Segment("a", "x", "inline"), two),
    ]
    assert len({version, *map(source_version, others)}) == 6
    assert len(version) == 64
