"""Writes docs/reference/languages.md from the rules themselves: `python -m tests.docs.languages_page`."""

from pathlib import Path

from babel import Locale

from unisono.languages.names import language_name
from unisono.languages.rules import LanguageRules, proven_languages, rules_for

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "languages.md"
HEAD = """# Languages

Made from the rules themselves (`python -m tests.docs.languages_page`), which stand in \
`src/unisono/languages/rules.toml`.

These {count} languages are proved: every word of a [sample](../../src/unisono/languages/sample_words) is drawn with \
exactly the glyphs that HarfBuzz names, Chromium puts its ink in the same place, no line touches the next, no \
letter is missing. Any other language that CLDR knows opens too, with the defaults of its script: [add a \
language](../how-to/add-a-language.md).

`unisono doctor` says which fonts set them on your machine. Words of the samples are drafts by the makers.

- **Fonts**: in order of preference; Latin words stand in Noto Sans beside them. Noto Nastaliq Urdu is in no font \
package for Python: `apt install fonts-noto-core`, or put its file into the theme's `fonts` folder; until then \
Urdu is set in Naskh.
- **Leading**: from line to line, in shares of the letter size. **Smallest**: how much larger than Latin the \
smallest text must be.
- **Digits**: CLDR's default, unless a reason stands in the rules. **Quotes**: CLDR's delimiters, likewise.
- **Line ends**: at *spaces*; *anywhere* between signs, except before a stop; between *words* only, although signs \
would allow more; by *dictionary*, where no space parts words. Long words are split in documents where it says \
*hyphenated*; cards make words smaller instead, and break a word only at a soft hyphen (U+00AD) that its writer \
put.

| code | language | script | from the | fonts | leading | smallest | digits | quotes | line ends |
|---|---|---|---|---|---|---|---|---|---|
"""


def row(rules: LanguageRules) -> str:
    """Return what the page says of one language."""
    name = language_name(rules.code, "en")
    called = rules.endonym if name == rules.endonym else f"{name}, {rules.endonym}"
    script = Locale("en").scripts.get(rules.script, rules.script)
    side = "right" if rules.is_rtl else "left"
    fonts = ", ".join(face.family for face in rules.faces)
    quotes = f"{rules.quotes[0].strip()} {rules.quotes[1].strip()}"
    ends = f"{rules.wrap}, hyphenated" if rules.hyphenate else rules.wrap
    cells = [f"`{rules.code}`", called, script, side, fonts, f"{rules.leading:.2f}", f"{rules.floor:.2f}"]
    return "| " + " | ".join([*cells, rules.digits, quotes, ends]) + " |"


def written() -> str:
    """Return the whole page."""
    codes = proven_languages()
    return HEAD.format(count=len(codes)) + "\n".join(row(rules_for(code)) for code in codes) + "\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
