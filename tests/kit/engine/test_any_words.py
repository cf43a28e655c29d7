"""Any words in any field of any design, language and format: drawn within the safe area, or refused by name."""

import pytest
from any_cards import EDGES, TRIED, any_cards
from drawn_glyphs import drawn_glyphs
from hypothesis import given, note
from page_faults import outside
from sample_texts import FILLED

from unisono.kit.engine import BadField, CardJob, DoesNotFit, MissingGlyph, design_fields, render_card


@pytest.mark.slow
@pytest.mark.parametrize("design", FILLED)
def test_draws_any_words_within_the_safe_area_or_refuses_them_by_name(design: str) -> None:
    @TRIED
    @given(any_cards(design))
    def holds(made: CardJob) -> None:
        note(f"{made.language} {made.format} {[getattr(made, name) for name in EDGES]!a} {made.fields!a}")
        named, pdf = drawn_or_refused(made)
        if named:
            assert named in {*EDGES, "partner", "link", *(field.name for field in design_fields(design))}
            return
        glyphs = drawn_glyphs(pdf)
        note(f"{made.language} {made.format} {[getattr(made, name) for name in EDGES]!a} {made.fields!a}")
        assert sum(glyph.glyph == 0 for glyph in glyphs) == 0
        assert len(outside(glyphs, made.format)) == 0

    holds()


def drawn_or_refused(made: CardJob) -> tuple[str, bytes]:
    """The field that stops the render, or the card as PDF; any other error is a fault of ours."""
    try:
        return "", render_card(made, "pdf")
    except (BadField, DoesNotFit, MissingGlyph) as refused:
        return refused.field, b""
