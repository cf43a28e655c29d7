"""What the designs declare about themselves, read from the tables beside them. Loads nothing heavy."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from unisono.kit.engine.errors import UnknownDesign
from unisono.kit.engine.jobs import Field

DESIGNS = Path(__file__).with_name("designs")


def design_names() -> tuple[str, ...]:
    """Return the names of the designs there are."""
    return tuple(sorted(path.stem for path in DESIGNS.glob("*.toml")))


def design_fields(design: str) -> tuple[Field, ...]:
    """Return the fields that a design declares, in order; raise `UnknownDesign`."""
    return tuple(
        Field(**{**field, "choices": tuple(field.get("choices", ()))}) for field in design_table(design)["fields"]
    )


@cache
def design_table(design: str) -> dict[str, Any]:
    """Return the whole table of a design: its fields, and where the voices run; raise `UnknownDesign`."""
    if design not in design_names():
        raise UnknownDesign("design", design, design_names())
    return tomllib.loads((DESIGNS / f"{design}.toml").read_text(encoding="utf-8"))
