"""The coalition and the facts as data, for journalists and for whoever wants to count again."""

import csv
import io
import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from unisono.site.contexts.survey import Survey
from unisono.site.snapshot import Fact

_COLUMNS = (
    "key", "claim", "caveat", "language", "value", "value_to", "qualifier", "unit", "as_of", "status",
    "source_title", "source_publisher", "source_date", "source_url", "source_via", "address",
    "copy_date", "copy_sha256", "copy_address", "copy_file",
)  # fmt: skip


def coalition_json(survey: Survey) -> bytes:
    """Return the list of organisations with its counts: samples are marked and never added in."""
    snapshot = survey.snapshot
    by_country: dict[str, Counter[str]] = {}
    for member in snapshot.members:
        by_country.setdefault(member.country, Counter())[member.basis] += 1
    coalition = {
        "format": 1,
        "campaign": snapshot.slug,
        "origin": snapshot.origin,
        "sample_campaign": snapshot.sample,
        "as_of": snapshot.counts.as_of,
        "counts": {name: number for name, number in asdict(snapshot.counts).items() if name != "as_of"},
        "countries": {
            country: {basis: counted[basis] for basis in ("confirmed", "named", "sample")}
            for country, counted in sorted(by_country.items())
        },
        "organisations": [asdict(member) for member in sorted(snapshot.members, key=lambda one: one.key)],
    }
    return _json(coalition)


def facts_json(survey: Survey, code: str) -> bytes:
    """Return the facts of a language with value, unit, date, source, the copy of that, and corrections."""
    snapshot, words = survey.snapshot, survey.snapshot.in_language(code)
    entries = {entry.key: entry for entry in snapshot.corrections}
    corrections = [
        {**asdict(entries[said.key]), "text": said.text, "language": said.language}
        for said in words.corrections
        if said.key in entries
    ]
    return _json(
        {
            "format": 1,
            "campaign": snapshot.slug,
            "language": code,
            "facts": _facts(survey, code),
            "corrections": corrections,
        }
    )


def facts_csv(survey: Survey, code: str) -> bytes:
    """Return the facts of a language as a table (RFC 4180); begun with a byte order mark, without which
    spreadsheets take UTF-8 for something else."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, _COLUMNS, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    for fact in _facts(survey, code):
        source = {f"source_{name}": value for name, value in fact["source"].items()}
        copy = {f"copy_{name}": value for name, value in (source.pop("source_copy") or {}).items()}
        writer.writerow({name: _cell(value) for name, value in {**fact, **source, **copy}.items()})
    return file.getvalue().encode("utf-8-sig")


def _facts(survey: Survey, code: str) -> list[dict[str, Any]]:
    snapshot = survey.snapshot
    by_key = {fact.key: fact for fact in snapshot.facts}
    return [
        {
            **asdict(by_key[said.key]),
            "source": _source(survey, by_key[said.key]),
            "claim": said.claim,
            "caveat": said.caveat,
            "language": said.language,
            "address": f"{snapshot.origin}/{code}/facts/#{said.key}",
        }
        for said in snapshot.in_language(code).facts
        if said.key in by_key
    ]


def _source(survey: Survey, fact: Fact) -> dict[str, Any]:
    """A source with its copy, of which the file has an address only where it is published."""
    source = asdict(fact.source)
    if copy := fact.source.copy:
        file = survey.assets.one(f"source:{fact.key}")
        address = f"{survey.snapshot.origin}/{file.path}" if file else ""
        source["copy"] = {"date": copy.date, "sha256": copy.sha256, "address": copy.address, "file": address}
    return source


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    is_number = text.lstrip("-").replace(".", "", 1).isdecimal()
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else text


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
