"""Copies of sources in `facts.toml`: files that are there and are what their SHA-256 says."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from unisono.base.said import Said
from unisono.facts import evidence
from unisono.packs import limits, sentences, tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings

#: Notes a fault at a field: what, and how to mend it.
Error = Callable[[str, Said, Said], None]


def check_copy(findings: Findings, fact: tables.Fact) -> None:
    """Check the copy of a fact's source: the file, its hash, its day, the address in a public archive."""
    copy = fact.source.copy
    number = [one.key for one in findings.pack.facts].index(fact.key)

    def error(field: str, what: Said, mend: Said) -> None:
        findings.error(findings.at("facts.toml", "facts", number, "source", "copy", field), what, mend)

    if copy.file:
        _check_file(findings, copy, error)
    else:
        for field in ("name", "sha256", "public"):
            if getattr(copy, field):
                what = Said("“%(name)s” is given, and there is no file", name=field)
                error(field, what, Said("Add the file, or take this line out."))
    if copy.address and (wrong := forms.wrong_url(copy.address)):
        error("address", *wrong)
    for field, what, mend in forms.wrong_lengths(copy, limits.SOURCE_COPY):
        error(field, what, mend)
    if (copy.file or copy.address) and not copy.date:
        what = Said("“%(name)s” is missing", name="date")
        error("file" if copy.file else "address", what, Said("Say on which day the copy was made."))
    elif copy.date and not _is_day(copy.date):
        mend = Said("Write it as %(example)s.", example="2026-02-01")
        error("date", Said("“%(given)s” is no day", given=copy.date), mend)


def _check_file(findings: Findings, copy: tables.SourceCopy, error: Error) -> None:
    content = findings.pack.media.get(copy.file)
    if content is None or not copy.file.startswith("media/"):
        error("file", sentences.no_file(copy.file), sentences.UNDER_MEDIA)
        return
    digest = sha256(content).hexdigest()
    if copy.sha256 != digest:
        what = Said(
            "“%(name)s” is “%(given)s”, but the file has %(found)s", name="sha256", given=copy.sha256, found=digest
        )
        mend = Said("One of the two was changed: put in the file that was kept, or begin a new copy with it.")
        error("sha256", what, mend)
    if len(content) > evidence.LARGEST:
        sizes = {"size": f"{len(content):,}", "most": f"{evidence.LARGEST:,}"}
        error("file", Said("the copy has %(size)s bytes; at most %(most)s", **sizes), Said("Keep a smaller one."))
    if not copy.name or copy.name != evidence.tidy_name(copy.name):
        error("name", *sentences.no_file_name(copy.name, "report.pdf"))
    elif not evidence.ending_of(copy.name):
        what = Said("“%(name)s” is of a kind that is not kept", name=copy.name)
        error("name", what, Said("Keep a copy as PDF, PNG, JPEG, WebP, text, HTML or WARC."))
    elif not evidence.is_what_it_says(copy.name, content):
        what = Said("“%(name)s” is not what its ending says", name=copy.name)
        error("name", what, Said("Give it the ending of its kind, or another file."))
    elif not copy.file.endswith(f".{evidence.ending_of(copy.name)}"):
        mend = sentences.call_it(f"media/{digest}.{evidence.ending_of(copy.name)}")
        error("file", Said("the file has another ending than its name"), mend)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
