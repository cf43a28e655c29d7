"""Cards with any words at all, for Hypothesis: every script and the signs between them, in any field or edge."""

import os
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.database import DirectoryBasedExampleDatabase
from page_faults import PLAIN_CODE
from sample_texts import LANGUAGES, job, sample

from unisono.kit.engine import FORMATS, CardJob, Field, FieldValue, Partner, Row, design_fields

#: How many cards of each design are tried: few and always the same, unless the environment asks for more (`make soak`).
EXAMPLES = int(os.environ.get("UNISONO_EXAMPLES", "0"))
TRIED = (
    settings(
        max_examples=EXAMPLES,
        derandomize=False,
        print_blob=True,
        database=DirectoryBasedExampleDatabase("test-output/any-cards"),
    )
    if EXAMPLES
    else settings(max_examples=12)
)
#: The words at a card's edges, and the most characters of each.
EDGES = {"source": 160, "campaign": 80, "slogan": 80, "hashtag": 40, "sample_note": 40, "credit": 60}
WORDS = tuple(sorted({word for code in LANGUAGES for text in sample(code).words() for word in text.split()}))
#: What goes wrong: marks without a letter and many on one, joiners, directions, ends of lines, spaces of every width,
#: what the typesetter or a picture's metadata might take for a command, emoji in one piece and in several.
SIGNS = (
    "\u0301", "\u0323", "\u0327\u0301\u0303", "e\u0301\u0302\u0303\u0304\u0306", "\u094d", "\u200d", "\u200c", "\u200b",
    "\ufeff", "\u00ad", "\u2060", "\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
    "\u2066", "\u2067", "\u2068", "\u2069", "\n", "\r\n", "\t", "\x00", "\x0b", "\x7f", "\u0085", "\u2028", "\u2029",
    " ", "\u00a0", "\u202f", "\u2009", "\u3000", "|", "\\", "#", "$", "*", "_", "`", "]", "//", "<b>", "&amp;", "]]>",
    "😀", "👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "🇰🇪", "1\ufe0f\u20e3", "«", "»", "“", "”", "—", "…", "،", "؟", "۔",
    "।", "。", "「", "」", "+40", "-7", "1.234.567,89", "٤٠٪", "৪০", "#अ", "@unisono", "https://voices.example/s/k7Qp?a=b",
    "W" * 30, "م" * 30, "ক্ষ" * 10, "ང", "\U00013000", "\ue000", "\uffff", "﷽", "꧅", "𒐫", "ſ", "İ", "ß", "ﬁ",
)  # fmt: skip


def texts(limit: int) -> some.SearchStrategy[str]:
    """Any text of at most `limit` characters: words of all languages, single signs, whatever Unicode has."""
    part = some.one_of(
        some.sampled_from(WORDS), some.sampled_from(SIGNS), some.text(some.characters(codec="utf-8"), max_size=4)
    )
    mixed = some.builds(
        lambda parts, gap: gap.join(parts)[:limit],
        some.lists(part, min_size=1, max_size=max(2, limit // 4)),
        some.sampled_from(["", " "]),
    )
    # Words of one language, as long as may be: what is most likely, and most likely to overflow.
    plain = some.builds(
        lambda code, size: " ".join(sample(code).words() * 2)[: max(1, size)],
        some.sampled_from(LANGUAGES),
        some.integers(limit // 2, limit),
    )
    return some.one_of(mixed, plain)


def _rows(field: Field, given: tuple[Row, ...]) -> some.SearchStrategy[tuple[Row, ...]]:
    values = {
        "quantity": some.floats(0, 1e300) | some.integers(0, 100).map(float),
        "moment": some.floats(-1e300, 1e300) | some.floats(1800, 2100),
        "country": some.integers(1, 10**9).map(float),
    }[field.of]
    most = min(field.most, len(given)) if field.of == "country" else field.most
    return some.lists(some.builds(Row, texts(field.limit), texts(24), values), min_size=field.least, max_size=most).map(
        lambda rows: tuple(replace(row, country=given[at % len(given)].country) for at, row in enumerate(rows))
    )


def _value(field: Field, given: FieldValue) -> some.SearchStrategy[FieldValue]:
    """Any value of a field up to what it declares."""
    match field.kind:
        case "choice":
            return some.sampled_from(field.choices)
        case "list":
            return some.lists(texts(field.limit), min_size=1, max_size=field.most).map(tuple)
        case "rows":
            return _rows(field, tuple(row for row in given if isinstance(row, Row)))
    return texts(field.limit)


@some.composite
def any_cards(draw: some.DrawFn, design: str) -> CardJob:
    """A card of a design in any language and format: up to three fields or edges hold any words."""
    made = job(design, draw(some.sampled_from(LANGUAGES)), draw(some.sampled_from(sorted(FORMATS))))
    if draw(some.booleans()):
        made = replace(made, qr=PLAIN_CODE, link="voices.example/s/k7Qp", partner=Partner(draw(texts(80)) or "A"))
    fields = {field.name: field for field in design_fields(design)}
    changed = draw(some.lists(some.sampled_from([*fields, *EDGES]), min_size=1, max_size=3, unique=True))
    for name in changed:
        if name in fields:
            value = draw(_value(fields[name], made.fields.get(name, "")))
            made = replace(made, fields={**made.fields, name: value})
        else:
            made = replace(made, **{name: draw(texts(EDGES[name]))})
    return replace(made, alt=made.campaign)
