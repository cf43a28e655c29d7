"""Lines set by the typesetter with the engine's own fonts and rules, and nothing else around them."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import typst

from unisono.kit.engine.fonts import shelf
from unisono.kit.engine.typesetting import language_inputs
from unisono.languages.rules import rules_for

DESIGN = Path(__file__).with_name("words.typ")


def set_lines(
    lines: Mapping[str, Sequence[str]],
    *,
    size: float = 100,
    weight: int = 700,
    width: float = 6000,
    pitch: float = 400,
    left: float = 100,
    folder: str = "",
) -> bytes:
    """Return a PDF with a page for each language; line n of a page stands with its baseline (n + 1) × `pitch` down.

    Lines begin `left` points from the edge where the language begins; all measures in points.
    """
    here = shelf(folder)
    pages = [{**language_inputs(rules_for(code), here), "lines": list(texts)} for code, texts in lines.items()]
    told = {
        "pages": pages,
        "size": size,
        "weight": weight,
        "width": width,
        "height": (max(map(len, lines.values())) + 1) * pitch,
        "pitch": pitch,
        "left": left,
    }
    made = _compiler(folder).compile(
        format="pdf", sys_inputs={"told": json.dumps(told, ensure_ascii=False)}, timestamp=0, pdf_tags=False
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(folder: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(DESIGN), root=str(DESIGN.parent), font_paths=shelf(folder).for_typst, ignore_system_fonts=True
    )
