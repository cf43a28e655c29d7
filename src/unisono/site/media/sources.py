"""Where what a card shows comes from: the line of its sources, and rows that are counted here."""

import unicodedata
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from unisono.kit.engine import Row
from unisono.languages.catalogues import translations
from unisono.languages.figures import decimal_text, figure
from unisono.languages.names import country_name, date_text
from unisono.languages.rules import rules_for
from unisono.site.snapshot import Snapshot, Source


def sources_line(sources: tuple[Source, ...], code: str) -> str:
    """Return where facts were found, as a card says it in the language's words.

    One source is named in full: publisher, title, year. Of several there is room for the publishers; the page of
    the card names them in full.
    """
    _ = translations(code).gettext
    if len(sources) == 1:
        return source_line(sources[0], code)
    named = dict.fromkeys(isolated(one.publisher or one.title, code) for one in sources)
    # Translators: the line at the foot of a card; %(sources)s are publishers, parted by dots
    return _("Sources: %(sources)s") % {"sources": " · ".join(named)}


def source_line(source: Source, code: str) -> str:
    """Return where a fact was found, as a card says it: publisher, title, year, in the language's words."""
    named = source.title
    if source.publisher and not source.title.casefold().startswith(source.publisher.casefold()):
        named = f"{source.publisher}, {source.title}"
    parts = [isolated(named, code)]
    year = source.date[:4]
    if year and year not in source.title:
        parts.append(figure(year, "year", "plain", code))
    _ = translations(code).gettext
    # Translators: the line at the foot of a card; %(source)s is a publisher, a title and a year
    return _("Source: %(source)s") % {"source": ", ".join(parts)}


def isolated(text: str, code: str) -> str:
    """Return `text` as one run of its own direction where that is not the direction of the language `code`."""
    is_rtl = rules_for(code).is_rtl
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "")
    if not strong or (strong != "L") == is_rtl:
        return text
    start, end = "\u2066" if strong == "L" else "\u2067", "\u2069"
    return f"{start}{text}{end}"


def counted(snapshot: Snapshot) -> tuple[dict[str, int], bool]:
    """Return how many organisations there are by country, and whether they are samples: these are never added in,
    and stand there only where there is nothing else."""
    real = Counter(member.country for member in snapshot.members if member.basis != "sample")
    samples = Counter(member.country for member in snapshot.members if member.basis == "sample")
    return dict(real or samples), not real and bool(samples)


def counted_rows(snapshot: Snapshot, code: str) -> tuple[Row, ...]:
    """Return the campaign's organisations by country as rows, the most first."""
    counts, _ = counted(snapshot)
    return tuple(
        Row(country_name(country, code), decimal_text(number, code), number, country)
        for country, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def counted_line(snapshot: Snapshot, code: str) -> str:
    """Return on which day the organisations were counted, and whether they are samples, in the language's words."""
    counts, are_samples = counted(snapshot)
    words = translations(code)
    zone = snapshot.opening.zone if snapshot.opening else "UTC"
    day = datetime.fromisoformat(snapshot.counts.as_of).astimezone(ZoneInfo(zone)).date()
    said = [words.gettext("Counted on %(moment)s.") % {"moment": date_text(day, code)}]
    if are_samples:
        one, many = (
            "The samples are spread over %(number)s country.",
            "The samples are spread over %(number)s countries.",
        )
        said.insert(0, words.ngettext(one, many, len(counts)) % {"number": decimal_text(len(counts), code)})
    return " ".join(said)
