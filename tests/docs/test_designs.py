"""The page of designs says of every design what its table declares."""

import re

import pytest
from pages import DOCS

from unisono.kit.engine import design_fields, design_names
from unisono.kit.engine.jobs import Field

HEAD = ["| Field | Kind | Limit | Required | Written by translators |", "|---|---|---|---|---|"]


def _kind(field: Field) -> str:
    if field.kind == "choice":
        return f"one of {', '.join(f'`{choice}`' for choice in field.choices)}"
    named = {"moment": "moments", "quantity": "quantities", "country": "countries"}
    kind = f"{field.kind} of {named[field.of]}" if field.of else field.kind
    return f"{kind}, {field.least} to {field.most}" if field.most else kind


def _line(field: Field) -> str:
    limit = str(field.limit) if field.kind != "choice" else "–"
    answers = ["yes" if answer else "no" for answer in (field.required, field.words)]
    return f"| `{field.name}` | {_kind(field)} | {limit} | {' | '.join(answers)} |"


@pytest.mark.parametrize("design", design_names())
def test_page_of_designs_says_what_each_declares(design: str) -> None:
    sections = re.split(r"^## `(\w+)`$", (DOCS / "reference" / "designs.md").read_text(), flags=re.MULTILINE)
    said = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert design in said, f"describe the design in a section “## `{design}`” of docs/reference/designs.md"
    lines = [line for line in said[design].splitlines() if line.startswith("|")]
    assert lines == HEAD + [_line(field) for field in design_fields(design)]
