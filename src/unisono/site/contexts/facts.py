"""What pages show of a fact: its figure, its words, its source and the copy of that."""

from dataclasses import asdict
from typing import Any

from unisono.site.contexts.frame import file_of
from unisono.site.contexts.survey import Survey
from unisono.site.snapshot import Fact, FactWords


def fact_shown(survey: Survey, fact: Fact, said: FactWords) -> dict[str, Any]:
    """Return a fact with its words and its source; of a copy that is published, the file."""
    shown = {**asdict(fact), "claim": said.claim, "caveat": said.caveat, "language": said.language}
    if copy := shown["source"]["copy"]:
        copy["file"] = file_of(survey.assets.one(f"source:{fact.key}"))
    return shown
