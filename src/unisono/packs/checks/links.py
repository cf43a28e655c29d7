"""`links.csv`: the codes of short links. An organisation or a language may be gone: its links are not."""

from unisono.base.said import Said
from unisono.packs import tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings


def check_links(findings: Findings) -> None:
    """Check every row of `links.csv`, and that no two rows are the same link."""
    seen: dict[tuple[str, ...], str] = {}
    for row in findings.pack.links:
        place = findings.link(row.code)
        for wrong in _wrongs(row):
            findings.error(place, *wrong)
        first = seen.setdefault((row.language, row.place, row.organisation, row.network), row.code)
        if first != row.code:
            what = Said("this link has the code “%(code)s” already", code=first)
            findings.error(place, what, Said("Keep the row whose code is printed."))


def _wrongs(row: tables.Link) -> list[tuple[Said, Said]]:
    found = [
        forms.wrong_code(row.code),
        forms.wrong_language(row.language),
        forms.wrong_place(row.place),
        forms.wrong_key(row.organisation) if row.organisation else None,
        forms.wrong_network(row.network),
    ]
    return [wrong for wrong in found if wrong]
