"""What points to something else, and the dates of statement and news."""

from unisono.base.said import Said
from unisono.packs import limits, tables
from unisono.packs.checks import forms
from unisono.packs.checks.figures import near
from unisono.packs.checks.findings import Findings


def check_references(findings: Findings) -> None:
    """Check the pictures and the film that statement and news show, and when they are dated."""
    pack = findings.pack
    source = pack.campaign.source_language
    if pack.statement is not None:
        file = f"statement/{source}.md"
        _check_shown(findings, file, pack.statement)
        for field, what, mend in forms.wrong_lengths(pack.statement, limits.STATEMENT):
            findings.error(findings.at(file, field), what, mend)
    zone = next((one.zone for one in pack.campaign.moments if one.kind == "opening"), "UTC")
    for slug, news in pack.news.items():
        file = f"news/{slug}/{source}.md"
        _check_shown(findings, file, news)
        wrong = None if forms.wrong_zone(zone) else forms.wrong_local_time(news.date, zone)
        if wrong:
            findings.error(findings.at(file, "date"), *wrong)


def _check_shown(findings: Findings, file: str, row: tables.Statement | tables.News) -> None:
    known = findings.keys("pictures.toml", "pictures")
    for key in row.pictures:
        if key not in known:
            what = Said("there is no picture “%(key)s”", key=key)
            findings.error(findings.at(file, "pictures"), what, near(key, known))
        elif row.pictures.count(key) > 1:
            what = Said("the picture “%(key)s” stands there twice", key=key)
            findings.error(findings.at(file, "pictures"), what, Said("Keep one."))
    if row.film and findings.pack.film is None:
        mend = Said("Add %(file)s, or take this line out.", file="film.toml")
        findings.error(findings.at(file, "film"), Said("there is no film"), mend)
