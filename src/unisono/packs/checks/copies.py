"""Copies of sources in `facts.toml`: files that are there and are what their SHA-256 says."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from unisono.facts import evidence
from unisono.packs import limits, tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings

#: Notes a fault at a field: what, and how to mend it.
Error = Callable[[str, str, str], None]
KINDS = "PDF, PNG, JPEG, WebP, text, HTML or WARC"


def check_copy(findings: Findings, fact: tables.Fact) -> None:
    """Check the copy of a fact's source: the file, its hash, its day, the address in a public archive."""
    copy = fact.source.copy
    number = [one.key for one in findings.pack.facts].index(fact.key)

    def error(field: str, what: str, mend: str) -> None:
        findings.error(findings.at("facts.toml", "facts", number, "source", "copy", field), what, mend)

    if copy.file:
        _check_file(findings, copy, error)
    else:
        for field in ("name", "sha256", "public"):
            if getattr(copy, field):
                error(field, f"“{field}” is given, and there is no file", "Add the file, or take this line out.")
    if copy.address and (wrong := forms.wrong_url(copy.address)):
        error("address", *wrong)
    for field, most in limits.SOURCE_COPY.items():
        if (length := len(getattr(copy, field))) > most:
            error(field, f"“{field}” has {length} characters; at most {most}", "Shorten it.")
    if (copy.file or copy.address) and not copy.date:
        error("file" if copy.file else "address", "“date” is missing", "Say on which day the copy was made.")
    elif copy.date and not _is_day(copy.date):
        error("date", f"“{copy.date}” is no day", "Write it as 2026-02-01.")


def _check_file(findings: Findings, copy: tables.SourceCopy, error: Error) -> None:
    content = findings.pack.media.get(copy.file)
    if content is None or not copy.file.startswith("media/"):
        error("file", f"there is no file “{copy.file}”", "Put it under media/, called by its SHA-256.")
        return
    digest = sha256(content).hexdigest()
    if copy.sha256 != digest:
        what = f"“sha256” is “{copy.sha256}”, but the file has {digest}"
        error("sha256", what, "One of the two was changed: put in the file that was kept, or begin a new copy with it.")
    if len(content) > evidence.LARGEST:
        error("file", f"the copy has {len(content):,} bytes; at most {evidence.LARGEST:,}", "Keep a smaller one.")
    if not copy.name or copy.name != evidence.tidy_name(copy.name):
        error("name", f"“{copy.name}” is no file name", "Use letters, digits, spaces, hyphens: report.pdf")
    elif not evidence.ending_of(copy.name):
        error("name", f"“{copy.name}” is of a kind that is not kept", f"Keep a copy as {KINDS}.")
    elif not evidence.is_what_it_says(copy.name, content):
        error("name", f"“{copy.name}” is not what its ending says", "Give it the ending of its kind, or another file.")
    elif not copy.file.endswith(f".{evidence.ending_of(copy.name)}"):
        mend = f"Call it media/{digest}.{evidence.ending_of(copy.name)}"
        error("file", "the file has another ending than its name", mend)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
