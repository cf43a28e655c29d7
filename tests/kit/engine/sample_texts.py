"""The sample words of every language (`languages.samples`) as cards, for the proofs."""

from dataclasses import replace

from unisono.kit.engine import CardJob, Theme
from unisono.languages.figures import figure_parts
from unisono.languages.rules import rules_for
from unisono.languages.samples import LANGUAGES, Sample, longest, sample, tallest

__all__ = ["FILLED", "LANGUAGES", "RTL", "THEME", "Sample", "job", "longest", "sample", "tallest"]

RTL = tuple(code for code in LANGUAGES if rules_for(code).is_rtl)
THEME = Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")


def job(design: str, language: str, format: str = "square", words: Sample | None = None, **changes: object) -> CardJob:
    """A card in a language and format, filled from its sample (or `words`); `changes` replace parts of the job."""
    said = words or sample(language)
    figure, unit = figure_parts("40", "percent", "plain", language)
    made = CardJob(
        design=design,
        format=format,
        language=language,
        fields=FILLED[design](said, figure, unit),
        source=said.source,
        campaign=said.campaign,
        slogan=said.slogan,
        hashtag=said.hashtag,
        sample_note="",
        theme=THEME,
        alt=said.title,
        credit="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


#: design → its fields, from a sample and a figure. A further design joins every proof by one line here.
FILLED = {
    "number": lambda said, figure, unit: {
        "before": said.before,
        "figure": figure,
        "unit": unit,
        "text": said.sentence,
    },
    "aims": lambda said, figure, unit: {"title": said.title, "items": said.aims},
}
