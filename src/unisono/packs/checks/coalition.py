"""`organisations.csv` and `press.toml`: who stands behind the campaign, and whom journalists may ask."""

from unisono.base.said import Said
from unisono.kit.engine.harmless import wrong_image, wrong_svg
from unisono.packs import limits, sentences, tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings

PRESS = "press.toml"


def check_organisations(findings: Findings) -> None:
    """Check every row of `organisations.csv`."""
    for row in findings.pack.organisations:
        place = findings.organisation(row.key)
        for wrong in _wrongs(row):
            findings.error(place, *wrong)
        if row.logo:
            _check_logo(findings, row)


def _wrongs(row: tables.Organisation) -> list[tuple[Said, Said]]:
    found = [forms.wrong_key(row.key), forms.wrong_country(row.country)]
    found += [forms.wrong_language(code) for code in row.languages]
    if not row.name:
        found.append((Said("the organisation has no name"), Said("Write it in the second column.")))
    if row.website:
        found.append(forms.wrong_url(row.website))
    found += [(what, mend) for _, what, mend in forms.wrong_lengths(row, limits.ORGANISATION)]
    return [wrong for wrong in found if wrong]


def _check_logo(findings: Findings, row: tables.Organisation) -> None:
    content = findings.pack.media.get(row.logo)
    if content is None or not row.logo.startswith("media/"):
        mend = Said("Put it under %(folder)s, called by its SHA-256, or leave the column empty.", folder="media/")
        findings.error(findings.organisation(row.key), sentences.no_file(row.logo), mend)
        return
    wrong = wrong_svg(content) if row.logo.endswith(".svg") else wrong_image(row.logo, content)
    if wrong:
        findings.error((row.logo, 0), *wrong)


def check_contacts(findings: Findings) -> None:
    """Check the press contacts."""
    for contact in findings.pack.contacts:

        def error(field: str, what: Said, mend: Said, key: str = contact.key) -> None:
            findings.error(findings.row(PRESS, "contacts", key, field), what, mend)

        for field, wrong in (("key", forms.wrong_key(contact.key)), ("email", forms.wrong_email(contact.email))):
            if wrong:
                error(field, *wrong)
        if not contact.name.strip():
            error("name", Said("the contact has no name"), Said("Write whom journalists ask for."))
        for code in contact.languages:
            if wrong := forms.wrong_language(code):
                error("languages", *wrong)
        for field, what, mend in forms.wrong_lengths(contact, limits.CONTACT):
            error(field, what, mend)
