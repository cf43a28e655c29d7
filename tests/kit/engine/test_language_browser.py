"""The same words in the same fonts, drawn by Chromium: its ink must lie where the typesetter's does."""

import html
import io
from pathlib import Path

import numpy
import pypdfium2
import pytest
from harfbuzz import font_files
from PIL import Image
from sample_texts import LANGUAGES, RTL, sample
from set_lines import set_lines

from unisono.languages.rules import rules_for

pytestmark = pytest.mark.browser

SIZE, PITCH, WIDTH, LEFT = 36, 120, 2600, 40
#: The least share of either's ink that must lie on the other's (give or take a pixel). Of 132 right lines the worst
#: reached 0.989; of lines with a feature of their script off none of the worst passed 0.74.
LEAST = 0.98
FONTS = "https://fonts.invalid/"


def lines_in(language: str) -> list[str]:
    """Three lines of a language; in the Far East none with brackets or Latin letters, whose gaps vary."""
    said = sample(language)
    return [said.sentence, said.quote, said.slogan if rules_for(language).wrap == "anywhere" else said.hashtag]


@pytest.fixture(scope="module")
def set_ink() -> dict[str, list[numpy.ndarray]]:
    """The typesetter's ink, line by line."""
    lines = {code: lines_in(code) for code in LANGUAGES}
    pdf = set_lines(lines, size=SIZE, weight=400, width=WIDTH, pitch=PITCH, left=LEFT)
    document = pypdfium2.PdfDocument(pdf)
    try:
        return {
            code: strips(page.render(scale=1, grayscale=True).to_numpy(), len(lines[code]))
            for code, page in zip(LANGUAGES, document, strict=True)
        }
    finally:
        document.close()


def strips(picture: numpy.ndarray, count: int) -> list[numpy.ndarray]:
    """A picture cut into strips, each around the baseline of one line; true where there is ink."""
    return [picture[int((at + 0.25) * PITCH) : int((at + 1.25) * PITCH), :] < 128 for at in range(count)]


def drawn_by(browser, language: str, style: str = "") -> list[numpy.ndarray]:
    """Chromium's ink of the same lines; `style` may spoil it."""
    rules = rules_for(language)
    files = {f"{at}.ttf": path for at, path in enumerate(font_files(rules)[:2])}
    faces = "".join(
        f"@font-face {{ font-family: f{at}; src: url({FONTS}{name}); font-weight: 100 900 }}"
        for at, name in enumerate(files)
    )
    families = ", ".join(f"f{at}" for at in range(len(files)))
    start = WIDTH - LEFT if rules.is_rtl else LEFT
    texts = "".join(
        f'<text x="{start}" y="{(at + 1) * PITCH}">{html.escape(line)}</text>'
        for at, line in enumerate(lines_in(language))
    )
    high = (len(lines_in(language)) + 1) * PITCH
    page = browser.new_page(viewport={"width": WIDTH, "height": high})
    try:
        page.route(f"{FONTS}*", lambda route: route.fulfill(**_font(files[route.request.url.rsplit("/", 1)[1]])))
        page.set_content(
            f"<style>{faces} body {{ margin: 0 }} svg {{ display: block }} text {{ font: 400 {SIZE}px {families};"
            f" direction: {rules.direction}; unicode-bidi: isolate; {style} }}</style>"
            f'<svg lang="{language}" width="{WIDTH}" height="{high}">{texts}</svg>'
        )
        page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")
        shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
        return strips(numpy.asarray(shot), len(lines_in(language)))
    finally:
        page.close()


def _font(path: Path) -> dict[str, object]:
    return {"body": path.read_bytes(), "headers": {"Access-Control-Allow-Origin": "*"}, "content_type": "font/ttf"}


def agreement(one: numpy.ndarray, other: numpy.ndarray) -> float:
    """The share of the ink of either that lies on the other's, or beside it by a pixel; the lesser of the two."""
    assert one.any()
    return min(float((a & _wider(b)).sum() / max(1, a.sum())) for a, b in ((one, other), (other, one)))


def _wider(ink: numpy.ndarray) -> numpy.ndarray:
    """Ink and the pixels around it."""
    grown = ink.copy()
    for axis in (0, 1):
        grown = grown | numpy.roll(grown, 1, axis) | numpy.roll(grown, -1, axis)
    return grown


@pytest.mark.parametrize("language", LANGUAGES)
def test_chromium_puts_its_ink_where_the_typesetter_does(browser, language: str, set_ink) -> None:
    found = [agreement(one, other) for one, other in zip(set_ink[language], drawn_by(browser, language), strict=True)]
    assert min(found) >= LEAST, found


@pytest.mark.parametrize("language", ["ar", "bn", "fa", "hi", "km", "ml", "my", "ps", "si", "te", "ur"])
def test_would_see_words_whose_letters_are_not_joined(browser, language: str, set_ink) -> None:
    off = [
        "init",
        "medi",
        "fina",
        "isol",
        "rlig",
        "liga",
        "half",
        "pres",
        "blws",
        "abvs",
        "psts",
        "akhn",
        "blwf",
        "rphf",
    ]
    style = "font-feature-settings: " + ", ".join(f'"{name}" 0' for name in [*off, "pstf", "pref", "cjct", "mark"])
    found = [
        agreement(one, other) for one, other in zip(set_ink[language], drawn_by(browser, language, style), strict=True)
    ]
    assert min(found) < LEAST - 0.05, found


@pytest.mark.parametrize("language", RTL)
def test_would_see_a_line_that_runs_the_wrong_way(browser, language: str, set_ink) -> None:
    other = drawn_by(browser, language, "direction: ltr; text-anchor: end")
    found = [agreement(one, two) for one, two in zip(set_ink[language], other, strict=True)]
    assert min(found[1:]) < LEAST - 0.05, found  # a full stop at the end (not one of the script), a # at the beginning
