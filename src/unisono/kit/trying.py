"""Cards filled with sample words, to try a design with: the longest plausible text of each field in each language.

Our own designs get the words they were made for. Of a theme's design only the limits are known: its lines and texts
are filled up to them, with half as many signs where a language writes a word with one or two.
"""

from collections.abc import Iterable
from itertools import cycle, islice
from unicodedata import category

from unisono.kit.engine import FORMATS, CardJob, Field, FieldValue, Row, Theme, design_fields, is_ours
from unisono.languages.figures import figure, figure_parts
from unisono.languages.names import country_name
from unisono.languages.rules import rules_for
from unisono.languages.samples import LANGUAGES, Sample, longest, sample
from unisono.links.qr import qr_svg

#: What the words of a limit made for Latin letters take in signs that are words.
DENSE = 0.5
_DENSE_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})
#: Fields that mean the same in every design, by their place in a sample.
_SAID = {"before": "before", "title": "title", "quote": "quote", "who": "who", "role": "role"}
_QUANTITIES = (("72", 72.0), ("40", 40.0), ("25", 25.0), ("90", 90.0), ("12", 12.0), ("66", 66.0))
_MOMENTS = (
    ("1952-02-21", "date", 1952.14),
    ("1999", "year", 1999.0),
    ("2000-02-21", "date", 2000.14),
    ("2007", "year", 2007.0),
    ("2016", "year", 2016.0),
    ("2019", "year", 2019.0),
    ("2022", "year", 2022.0),
    ("2025-02-21", "date", 2025.14),
)
_COUNTRIES = ("BD", "FR", "KE", "BR", "IN", "ID", "TR", "MX", "NG", "CA", "ZA", "AU")
_FIGURE = ("40", "percent")
_ADDRESS = "https://example.org/s/3h7k2m"


def tried_languages(languages: Iterable[str]) -> tuple[str, ...]:
    """Return those of `languages` that there are sample words of."""
    return tuple(code for code in languages if code in LANGUAGES)


def trial_job(design: str, language: str, format: str, theme: Theme, *, full: bool = False) -> CardJob:
    """Return a card with sample words of a language; with `full` every field is as long as it plausibly gets.

    Raises `UnknownDesign` or `DesignFault`, and `FileNotFoundError` for a language without sample words.
    """
    said = longest(language) if full else sample(language)
    on_paper = not FORMATS[format].is_picture
    return CardJob(
        design=design,
        format=format,
        language=language,
        fields={
            field.name: _filled(field, said, language, full=full and not is_ours(design))
            for field in design_fields(design, theme.folder)
        },
        source=said.source,
        campaign=said.campaign,
        slogan=said.slogan,
        hashtag=said.hashtag,
        sample_note="",
        theme=theme,
        alt=said.title,
        credit="",
        link=_ADDRESS.partition("://")[2] if on_paper else "",
        qr=qr_svg(_ADDRESS) if on_paper else None,
    )


def _filled(field: Field, said: Sample, language: str, *, full: bool) -> FieldValue:
    if field.kind == "choice":
        return field.choices[0]
    if field.kind == "rows":
        return _rows(field, said, language)
    if field.kind == "list":
        return tuple(_cut(aim, field.limit, language) for aim in _some(said.aims, field, len(said.aims)))
    if not field.words:
        return dict(zip(("figure", "unit"), figure_parts(*_FIGURE, "plain", language), strict=True)).get(field.name, "")
    usual = "sentence" if field.kind == "text" else "slogan"
    text = getattr(said, _SAID.get(field.name, usual))
    if not full:
        return _cut(text, field.limit, language)
    limit = max(1, round(field.limit * (DENSE if rules_for(language).script in _DENSE_SCRIPTS else 1)))
    return _up_to(limit, [text, said.sentence, said.title, said.quote], language)


def _rows(field: Field, said: Sample, language: str) -> tuple[Row, ...]:
    """Rows as a careful campaign gives them; as many as there are samples, or as the design asks for."""
    if field.of == "country":
        count = min(max(field.least, len(_COUNTRIES)), field.most or len(_COUNTRIES), len(_COUNTRIES))
        counts = [(code, 14 - number) for number, code in enumerate(_COUNTRIES[:count])]
        return tuple(
            Row(country_name(code, language), figure(str(number), "count", "plain", language), number, code)
            for code, number in counts
        )
    if field.of == "moment":
        labels = _some(said.moments, field, len(said.moments))
        points = (
            _MOMENTS[: len(labels)] if len(labels) <= len(_MOMENTS) else tuple(islice(cycle(_MOMENTS), len(labels)))
        )
        return tuple(
            Row(_cut(label, field.limit, language), figure(value, unit, "plain", language), at)
            for label, (value, unit, at) in zip(labels, sorted(points, key=lambda one: one[2]), strict=True)
        )
    labels = _some(said.bars, field, len(said.bars))
    return tuple(
        Row(_cut(label, field.limit, language), figure(value, "percent", "plain", language), size)
        for label, (value, size) in zip(labels, cycle(_QUANTITIES), strict=False)
    )


def _some(words: tuple[str, ...], field: Field, usual: int) -> tuple[str, ...]:
    """As many of the words, over and over, as a field takes; `usual` where that is among it."""
    count = max(usual, field.least)
    return tuple(islice(cycle(words), min(count, field.most) if field.most else count))


def _up_to(limit: int, texts: list[str], language: str) -> str:
    """The texts one after the other and over again, cut after a word at `limit` characters."""
    gap = " " if rules_for(language).wrap in ("spaces", "words") else ""
    found = texts[0]
    for text in islice(cycle(texts[1:]), limit):
        if len(found) >= limit:
            break
        found = f"{found}{gap}{text}"
    return _cut(found, limit, language)


def _cut(text: str, limit: int, language: str) -> str:
    """The text up to a limit: after a word where spaces part them, and never between a sign and its marks."""
    if len(text) <= limit:
        return text
    if rules_for(language).wrap in ("spaces", "words") and " " in text[: limit + 1]:
        return text[: limit + 1].rpartition(" ")[0].rstrip()
    return _whole_signs(text, limit)


def _whole_signs(text: str, limit: int) -> str:
    at = limit
    while at > 1 and category(text[at]).startswith("M"):
        at -= 1
    return text[:at]
