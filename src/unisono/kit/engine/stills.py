"""Stills of the film: the card with which it ends in a language, and the ground on which it stands in other shapes."""

from dataclasses import dataclass
from typing import Any, Literal

from unisono.kit.engine.cards import colours_of
from unisono.kit.engine.fonts import FIGURE_FAMILY, require_glyphs, shelf
from unisono.kit.engine.jobs import Theme
from unisono.kit.engine.motif import motif_svg
from unisono.kit.engine.typesetting import language_inputs, typeset
from unisono.kit.engine.wording import isolated, pieces
from unisono.languages.rules import LanguageRules, rules_for

#: Where the voices run across an end card: x, y, width and height in shares; where their bright point is.
VOICES = {
    "landscape": ((0.0, 0.06, 1.0, 0.40), (0.93, 0.62)),
    "square": ((0.0, 0.04, 1.0, 0.32), (0.91, 0.62)),
    "story": ((0.0, 0.12, 1.0, 0.20), (0.91, 0.62)),
}
WORDS = ("campaign", "slogan", "hashtag", "address", "sample_note")


@dataclass(frozen=True, slots=True)
class FilmStill:
    """A still in one language. `kind`: an `end` card, or the `ground` around a film of another shape.

    `shape` is landscape, square or story; `width` and `height` are pixels; on a ground, words stand between the lines
    `head` (start and end, pixels from the top; (0, 0) for none). `address` is the short address to go to, `qr_svg`
    the same as a picture to scan (b"" for none). `voices` and `seed` belong to the motif.
    """

    kind: Literal["end", "ground"]
    shape: str
    width: int
    height: int
    language: str
    campaign: str
    slogan: str
    hashtag: str
    address: str
    sample_note: str
    theme: Theme
    qr_svg: bytes = b""
    head: tuple[int, int] = (0, 0)
    voices: int = 13
    seed: int = 0

    @property
    def ink(self) -> str:
        """The colour of words on the ground."""
        return colours_of(self.theme)["on-ground"]


def render_still(job: FilmStill) -> bytes:
    """Return the still as PNG; the same job gives the same bytes. Raises what `render_card` raises."""
    rules = rules_for(job.language)
    words = {name: isolated(getattr(job, name), rules) for name in WORDS}
    require_glyphs(words.items(), rules, job.theme.folder)
    return typeset(
        "still.typ",
        _inputs(job, rules, words),
        "png",
        format=f"film {job.shape}",
        language=job.language,
        folder=job.theme.folder,
    )


def _inputs(job: FilmStill, rules: LanguageRules, words: dict[str, str]) -> dict[str, Any]:
    here = shelf(job.theme.folder)
    box, focus = VOICES[job.shape]
    across = (job.width, job.height, job.width, job.height)
    place = [share * whole for share, whole in zip(box, across, strict=True)]
    told = {
        **language_inputs(rules, here),
        **words,
        "kind": job.kind,
        "head": list(job.head),
        "title": words["campaign"],
        "alt": words["slogan"],
        "credit": "",
        "link": job.address,
        "shape": job.shape,
        "width": job.width,
        "height": job.height,
        "unit": min(job.width, job.height) / 1080,
        "margin": 0.07 * min(job.width, job.height),
        "colours": colours_of(job.theme),
        "figure-fonts": [FIGURE_FAMILY, *here.chain(rules)],
        "pieces": {name: pieces(text, rules) for name, text in words.items()},
        "motif": {"box": place, "turned": False},
    }
    svg = motif_svg(place[2], place[3], job.voices, job.theme, rules.is_rtl, "card", job.seed, focus=focus)
    inputs: dict[str, Any] = {"job": told, "motif": svg}
    if job.qr_svg:
        inputs["qr"] = job.qr_svg.decode()
    if job.theme.logo_svg:
        inputs["logo"] = job.theme.logo_svg.decode("utf-8", "replace")
    return inputs
