"""What points to something else, and the dates of statement and news."""

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
        most = limits.STATEMENT["number"]
        if len(pack.statement.number) > most:
            what = f"“number” has {len(pack.statement.number)} characters; at most {most}"
            findings.error(findings.at(file, "number"), what, "Shorten it.")
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
            findings.error(findings.at(file, "pictures"), f"there is no picture “{key}”", near(key, known))
        elif row.pictures.count(key) > 1:
            findings.error(findings.at(file, "pictures"), f"the picture “{key}” stands there twice", "Keep one.")
    if row.film and findings.pack.film is None:
        findings.error(findings.at(file, "film"), "there is no film", "Add film.toml, or take this line out.")
