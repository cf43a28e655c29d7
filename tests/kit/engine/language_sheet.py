"""Contact sheets of every language, to be looked at: `python -m tests.kit.engine.language_sheet [FONTS_FOLDER]`.

Writes `test-output/languages-…png`: in rows of four, each language's `number` and `aims`, square. A folder of fonts
(Noto Nastaliq Urdu, say) is used as the theme's own. With `--longest` the longest plausible words are set.
"""

import io
import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from sample_texts import FILLED, LANGUAGES, THEME, job, longest, sample

from unisono.kit.engine import render_card

OUT = Path(__file__).parents[3] / "test-output"
SIDE, GAP, ACROSS, DOWN = 540, 12, 4, 3


def card(design: str, language: str, folder: str, is_longest: bool) -> Image.Image:
    """One card at half size."""
    words = longest(language) if is_longest else sample(language)
    made = job(design, language, words=words, theme=replace(THEME, folder=folder))
    picture = Image.open(io.BytesIO(render_card(made, small=False))).convert("RGB")
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def sheets(languages: tuple[str, ...], folder: str = "", is_longest: bool = False) -> list[Path]:
    """Write the sheets and return where they are."""
    OUT.mkdir(exist_ok=True)
    cards = [(language, design) for language in languages for design in FILLED]
    places = []
    for start in range(0, len(cards), ACROSS * DOWN):
        part = cards[start : start + ACROSS * DOWN]
        sheet = Image.new("RGB", ((SIDE + GAP) * ACROSS + GAP, (SIDE + GAP) * DOWN + GAP), "#888888")
        for at, (language, design) in enumerate(part):
            down, across = divmod(at, ACROSS)
            place = (GAP + across * (SIDE + GAP), GAP + down * (SIDE + GAP))
            sheet.paste(card(design, language, folder, is_longest), place)
        kind = "longest" if is_longest else "usual"
        places.append(OUT / f"languages-{kind}-{part[0][0]}-{part[-1][0]}.png")
        sheet.save(places[-1])
    return places


def main() -> None:
    """Write the sheets of all languages, or of those named with `--only ur,my`."""
    arguments = sys.argv[1:]
    is_longest = "--longest" in arguments
    only = LANGUAGES
    if "--only" in arguments:
        only = tuple(arguments.pop(arguments.index("--only") + 1).split(","))
    folders = [argument for argument in arguments if not argument.startswith("--")]
    for place in sheets(only, folders[0] if folders else "", is_longest):
        sys.stdout.write(f"{place}\n")


if __name__ == "__main__":
    main()
