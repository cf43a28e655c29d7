"""Templates of the public site: one Jinja2 environment a language, with its words and ways of writing.

Templates get plain data and turn it into words here: dates, figures, names and rich text are written by
filters, everything else by gettext. `template_version` hashes all a template is made of, so that a page
need not be made again as long as neither its data nor its template changes.
"""

import hashlib
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from posixpath import relpath
from typing import Any
from urllib.parse import quote

import babel
import babel.dates
import jinja2
import jinja2.meta
from babel.lists import format_list
from babel.units import format_unit
from jinja2.runtime import Context
from markupsafe import Markup, escape

from unisono.languages import catalogues, figures, names, richtext, rules
from unisono.site import marking
from unisono.site.marking import marked, plain, words_of

TEMPLATES = Path(__file__).parent / "templates"
_INDENTATION = re.compile(r"\n[ \t]+")
#: A web address among words, without the stop that may follow it.
_ADDRESS = re.compile(r"(https?://\S*[^\s.,;:!?…،؛؟。！？)»”])")
_SOURCES = (Path(__file__), *(Path(module.__file__ or "") for module in (figures, names, rules, marking)), rules.TABLE)


def render(template: str, code: str, context: dict[str, Any]) -> str:
    """Return a template in a language. Raises `jinja2.TemplateError`, also for data that is not there.

    The indentation of templates is for their readers and stays behind: a third of a page's bytes.
    """
    return marked(_INDENTATION.sub("\n", environment(code).get_template(template).render(context)))


def environment(code: str) -> jinja2.Environment:
    """Return the environment of a language, with the words its catalogue has now."""
    return _environment(code, catalogues.catalogue_version(code))


@lru_cache(maxsize=64)
def _environment(code: str, words: str) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(words_of(code), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(_filters(code))
    made.globals.update(to=_to, words_in=_words_in, own_digits=rules.rules_for(code).own_digits)
    return made


def _filters(code: str) -> dict[str, Any]:
    """Return the filters that write data in the language `code`."""
    return {
        "rich": _rich,
        "inline": _inline,
        "plain": _plain,
        "day": lambda value: _day(value, code),
        "instant": lambda value, zone: names.instant_text(_instant(value), zone, code),
        "number": lambda value: figures.decimal_text(value, code),
        "figure": lambda fact: figures.figure(
            fact["value"], fact["unit"], fact["notation"], code, fact["value_to"] or None
        ),
        "country": lambda value: names.country_name(value, code),
        "language": lambda value: names.language_name(value, code),
        "filesize": lambda value: _filesize(value, code),
        "pixels": lambda value: " × ".join(figures.decimal_text(side, code).translate(_UNGROUPED) for side in value),
        "listed": lambda values: format_list(list(values), locale=rules.rules_for(code).locale),
        "mailto": _mailto,
        "addresses_apart": _addresses_apart,
    }


_UNGROUPED = str.maketrans("", "", ",.\u202f\u00a0٬’")


def _rich(text: str) -> Markup:
    """Return a body as HTML. Its headings are the second level of a page: the first is the title's."""
    html = richtext.html_from_blocks(richtext.blocks_from_markdown(text))
    # Words are escaped by now, so the only tags in here are the subset's own.
    for written, meant in (("h3>", "h2>"), ("b>", "strong>"), ("i>", "em>")):
        html = html.replace(f"<{written}", f"<{meant}").replace(f"</{written}", f"</{meant}")
    return Markup(html)  # noqa: S704  made of escaped words and a fixed set of tags


def _inline(text: str) -> Markup:
    """Return one paragraph's words as HTML, without the paragraph."""
    html = richtext.html_from_runs(richtext.runs_from_markdown(text))
    for written, meant in (("b>", "strong>"), ("i>", "em>")):
        html = html.replace(f"<{written}", f"<{meant}").replace(f"</{written}", f"</{meant}")
    return Markup(html)  # noqa: S704  made of escaped words and a fixed set of tags


def _plain(text: str) -> str:
    """Return a body's words without marks, paragraphs joined by spaces: for descriptions and data."""
    return " ".join(richtext.plain_text(block.runs) for block in richtext.blocks_from_markdown(text))


def _addresses_apart(text: str) -> Markup:
    """Return plain words with each web address from left to right: else its last stroke jumps among Arabic words."""
    parts = _ADDRESS.split(text)
    return Markup().join(
        Markup('<bdi dir="ltr">%s</bdi>') % part if number % 2 else escape(part) for number, part in enumerate(parts)
    )


def _day(value: str, code: str) -> str:
    """Return a date, month or year as far as it is known: `2026-02-21`, an instant, `2026-02` or `2026`."""
    rule = rules.rules_for(code)
    if len(value) == 4:
        return rule.own_digits(value)
    if len(value) == 7:
        first = date.fromisoformat(f"{value}-01")
        return rule.own_digits(babel.dates.format_skeleton("yMMMM", first, locale=rule.locale))
    return names.date_text(date.fromisoformat(value[:10]), code)


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _filesize(value: int, code: str) -> str:
    """Return a size of `value` bytes as people read it: whole kilobytes, or megabytes with one decimal."""
    rule = rules.rules_for(code)
    unit, number = ("megabyte", Decimal(value) / 1_000_000) if value >= 950_000 else ("kilobyte", Decimal(value) / 1000)
    rounded = round(number, 1) if unit == "megabyte" and number < 10 else max(round(number), 1)
    text = format_unit(rounded, unit, "short", locale=rule.locale, numbering_system=rule.numbering)
    return rule.own_digits(text)


def _mailto(address: str, subject: str = "", body: str = "") -> str:
    """Return a mailto address; a page's own address in the subject tells the reader where the writer was."""
    given = [(name, plain(text)) for name, text in (("subject", subject), ("body", body)) if text]
    asked = "&".join(f"{name}={quote(str(text), safe='')}" for name, text in given)
    return f"mailto:{quote(address, safe='@+')}" + (f"?{asked}" if asked else "")


@jinja2.pass_context
def _to(context: Context, path: str) -> str:
    """Return the address of a path of the edition, as seen from this page: `../kit/`, so that it can be moved.

    Pages that stand for any address (what is not found) link from the root.
    """
    if context["page"]["rooted"]:
        return f"/{path}"
    here = context["page"]["path"]
    folder = here if here.endswith("/") else here.rpartition("/")[0] + "/"
    target = relpath("/" + path, "/" + folder)
    return f"{target}/" if path.endswith("/") or not path else target


@jinja2.pass_context
def _words_in(context: Context, code: str) -> Markup:
    """Return the attributes lang, dir and script where words are in another language than the page."""
    if code == context["page"]["code"]:
        return Markup("")
    rule = rules.rules_for(code)
    return Markup(' lang="{}" dir="{}" data-script="{}"').format(html_lang(code), rule.direction, rule.script)


def html_lang(code: str) -> str:
    """Return a language code as BCP 47 writes it: `zh-hans` → `zh-Hans`."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def escaped(text: str) -> str:
    """Return text safe within HTML."""
    return str(escape(text))


@cache
def template_version(template: str) -> str:
    """Return the SHA-256 (hex) of a template, of all it includes and inherits from, and of what writes it."""
    digest = hashlib.sha256(_writers_version().encode())
    for name in sorted(_sources(template, set())):
        digest.update(name.encode() + b"\0" + (TEMPLATES / name).read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(template: str, seen: set[str]) -> set[str]:
    """Return a template and every template it refers to, however far."""
    seen.add(template)
    reader = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    parsed = reader.parse((TEMPLATES / template).read_text("utf-8"))
    for name in jinja2.meta.find_referenced_templates(parsed):
        if name is None:
            raise ValueError(f"{template} includes a template by a computed name: its pages could not be kept apart")
        if name not in seen:
            _sources(name, seen)
    return seen


@cache
def _writers_version() -> str:
    """Return a hash of the code and data that write words: ours, and the releases of others'."""
    digest = hashlib.sha256(f"jinja2 {jinja2.__version__} babel {babel.__version__}".encode())
    for path in (*_SOURCES, *sorted(Path(richtext.__file__ or "").parent.glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
