"""Interface catalogues and the sources kept in step, with Babel alone: a bare machine has no gettext tools.

`python -m unisono.languages.extraction` reads every source anew, writes the template (`django.pot`) and brings
each catalogue up to date; `--check` only says whether that would change the template; `--compile` writes the
`.mo` files. Nothing of it is needed while Unisono runs.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_from_dir
from babel.messages.pofile import read_po, write_po

from unisono.languages.catalogues import DOMAIN, LOCALE_FOLDER, compile_catalogues, coverage, product_languages

PACKAGE = Path(__file__).parent.parent
TEMPLATE = LOCALE_FOLDER / f"{DOMAIN}.pot"
METHODS = [
    ("**/migrations/**.py", "ignore"),
    ("languages/extraction.py", "ignore"),
    ("site/templates/**.html", "jinja2"),
    ("**.py", "python"),
]
OPTIONS = {"site/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {
    "Said": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
#: A call in the code that Django makes of a template; between the calls it is not Python.
CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:[^()"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\)""")
#: What changes with every run and says nothing.
DATED = ('"POT-Cr', '"PO-Rev', '"Generated-By', '"Last-Tr', '"Language-Team', '"Report-Msgid', "# FIRST AUTHOR")


def template() -> str:
    """Return the template as it follows from the sources: every message once, in the order of the alphabet."""
    catalog = Catalog(charset="utf-8", fuzzy=False, project="Unisono", header_comment="# The words of the interface.")
    found = extract_from_dir(
        PACKAGE, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for name, _, message, comments, context in [*found, *_from_django_templates()]:
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return written(catalog)


def _from_django_templates() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    from django.utils.translation.template import templatize

    for path in sorted(PACKAGE.glob("*/templates/**/*.html")):
        if path.is_relative_to(PACKAGE / "site"):
            continue
        calls = [match[0] for match in CALL.finditer(templatize(path.read_text()))]
        code = io.BytesIO("\n".join(calls).encode())
        for line, message, comments, context in extract("python", code, KEYWORDS, ("Translators:",)):
            yield str(path.relative_to(PACKAGE)), line, message, comments, context


def written(catalog: Catalog) -> str:
    """Return a catalogue as text that is the same as long as no word of it changes."""
    file = io.BytesIO()
    write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = file.getvalue().decode().split("\n")
    return "\n".join(line for line in lines if not line.startswith(DATED))


def update(text: str) -> None:
    """Bring every catalogue up to date with the template; what is translated stays."""
    TEMPLATE.write_text(text)
    messages = read_po(io.BytesIO(text.encode()))
    for path in sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parent.parent.name)
        catalog.update(messages, no_fuzzy_matching=True)
        path.write_text(written(catalog))


def main(arguments: list[str] | None = None) -> int:
    """Bring catalogues up to date, check them, or compile them; returns the exit status."""
    parser = argparse.ArgumentParser(description="Keep the interface's words in step with the sources.")
    parser.add_argument("--check", action="store_true", help="only say whether the template is out of date")
    parser.add_argument("--compile", action="store_true", help="only write the .mo files")
    given = parser.parse_args(arguments)
    if given.compile:
        compile_catalogues()
        return 0
    text = template()
    if given.check and text == TEMPLATE.read_text():
        return 0
    if given.check:
        print("The interface's words have changed. Bring the catalogues up to date: make words", file=sys.stderr)
        return 1
    update(text)
    compile_catalogues()
    for code in product_languages():
        have, there = coverage(code)
        print(f"{code:8} {have:4} of {there}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
