"""`campaign.toml`: the campaign, its responsible body, its moments and its look."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from unisono.base.said import Said
from unisono.campaigns.theme import DEFAULT_COLOURS, ROLES, TooLittleContrast, contrast_faults, is_colour
from unisono.kit.engine.harmless import wrong_svg
from unisono.packs import limits, sentences, tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings

FILE = "campaign.toml"
#: What the responsible body must have.
PARTS = {
    "name": Said("the responsible body has no name"),
    "address": Said("the responsible body has no address"),
    "country": Said("the responsible body has no country"),
    "email": Said("the responsible body has no e-mail address"),
}
#: Moments that are the same for all languages.
WITHOUT_LANGUAGES = {
    "announcement": Said("the announcement names languages"),
    "embargo": Said("the embargo names languages"),
    "end": Said("the end names languages"),
}
FORMAT = 1


def check_campaign(findings: Findings) -> None:
    """Check everything that `campaign.toml` says."""
    campaign = findings.pack.campaign
    if campaign.format != FORMAT:
        what = Said("format %(format)s is not known", format=campaign.format)
        mend = Said("Import it with the version of Unisono that wrote it.")
        findings.error(findings.at(FILE, "format"), what, mend)
    _note(findings, ("slug",), forms.wrong_key(campaign.slug))
    for code, times in Counter(campaign.languages).items():
        _note(findings, ("languages",), forms.wrong_language(code))
        if times > 1:
            findings.error(findings.at(FILE, "languages"), *sentences.twice(code))
    for host, times in Counter(campaign.hosts).items():
        _note(findings, ("hosts",), forms.wrong_host(host))
        if times > 1:
            findings.error(findings.at(FILE, "hosts"), *sentences.twice(host))
    _check_responsible(findings)
    _check_licence(findings)
    _check_moments(findings)
    _check_theme(findings)


def _note(findings: Findings, path: tuple[str | int, ...], wrong: forms.Wrong) -> None:
    if wrong:
        findings.error(findings.at(FILE, *path), *wrong)


def _check_responsible(findings: Findings) -> None:
    body = findings.pack.campaign.responsible
    for name, what in PARTS.items():
        if not getattr(body, name).strip():
            mend = Said(
                "Add it under %(table)s; a campaign without a responsible body cannot open.", table="[responsible]"
            )
            findings.gap(findings.at(FILE, "responsible"), what, mend)
    _check_lengths(findings, "responsible", body, limits.RESPONSIBLE)
    for name, judge in (("country", forms.wrong_country), ("email", forms.wrong_email), ("website", forms.wrong_url)):
        if value := getattr(body, name):
            _note(findings, ("responsible", name), judge(value))


def _check_licence(findings: Findings) -> None:
    licence = findings.pack.campaign.licence
    _check_lengths(findings, "licence", licence, limits.LICENCE)
    if licence.url:
        _note(findings, ("licence", "url"), forms.wrong_url(licence.url))
    if licence.url and not licence.name.strip():
        mend = Said("Add %(line)s as it is to be shown, such as CC BY 4.0.", line="name = “…”")
        findings.error(findings.at(FILE, "licence", "url"), Said("the licence has an address but no name"), mend)


def _check_lengths(findings: Findings, table: str, held: tables.Table, limits_of: dict[str, int]) -> None:
    for name, what, mend in forms.wrong_lengths(held, limits_of):
        findings.error(findings.at(FILE, table, name), what, mend)


def _check_moments(findings: Findings) -> None:
    campaign = findings.pack.campaign
    instants: dict[str, list[datetime]] = {}
    for number, moment in enumerate(campaign.moments):
        path = ("moments", number)
        if wrong := forms.wrong_zone(moment.zone):
            _note(findings, (*path, "zone"), wrong)
        elif wrong := forms.wrong_local_time(moment.at, moment.zone):
            _note(findings, (*path, "at"), wrong)
        else:
            instants.setdefault(moment.kind, []).append(moment.at.replace(tzinfo=ZoneInfo(moment.zone)))
        if moment.languages and moment.kind in WITHOUT_LANGUAGES:
            mend = Said("Only an opening has languages of its own.")
            findings.error(findings.at(FILE, *path, "languages"), WITHOUT_LANGUAGES[moment.kind], mend)
        for code in sorted(set(moment.languages) - set(campaign.languages)):
            what = Said("“%(code)s” is not a language of the campaign", code=code)
            mend = Said("Add it to the languages of the campaign, or take it out here.")
            findings.error(findings.at(FILE, *path, "languages"), what, mend)
    _check_order(findings, instants)


def _check_order(findings: Findings, instants: dict[str, list[datetime]]) -> None:
    kinds = {moment.kind for moment in findings.pack.campaign.moments}
    if "opening" not in kinds:
        mend = Said(
            "Add %(table)s with %(kind)s, %(at)s and %(zone)s.",
            table="[[moments]]",
            kind="kind = “opening”",
            at="at",
            zone="zone",
        )
        findings.gap(findings.at(FILE, "moments", 0), Said("no opening moment is set"), mend)
    openings, ends = instants.get("opening", []), instants.get("end", [])
    place = findings.at(FILE, "moments", 0)
    if openings and ends and min(ends) <= max(openings):
        findings.error(place, Said("the campaign ends before it has opened"), Said("Mend the moments."))
    if openings and any(at > min(openings) for at in instants.get("embargo", [])):
        mend = Said("Let it lift at the opening or before: what is open is public.")
        findings.error(place, Said("the embargo lifts after the opening"), mend)


def _check_theme(findings: Findings) -> None:
    theme = findings.pack.campaign.theme
    sound = dict(DEFAULT_COLOURS)
    for role, colour in theme.colours.items():
        place = findings.at(FILE, "theme", "colours", role)
        if role not in ROLES:
            what, mend = (
                Said("there is no colour “%(name)s”", name=role),
                Said("The colours are %(known)s.", known=ROLES),
            )
            findings.error(place, what, mend)
        elif not is_colour(colour):
            mend = Said("Write six hexadecimal digits, such as %(example)s.", example="#1d4fa8")
            findings.error(place, Said("“%(given)s” is no colour", given=colour), mend)
        else:
            sound[role] = colour
    for fault in contrast_faults(sound):
        given = next((role for role in (fault.text, fault.ground) if role in theme.colours), "")
        place = findings.at(FILE, "theme", "colours", given)
        findings.error(place, *_unreadable(fault))
    _check_logo(findings)


def _unreadable(fault: TooLittleContrast) -> tuple[Said, Said]:
    what = Said(
        "%(text)s on %(ground)s has a contrast of %(ratio)s; text needs at least %(least)s",
        text=fault.text,
        ground=fault.ground,
        ratio=f"{fault.ratio:.1f}",
        least=f"{fault.least:.1f}",
    )
    return what, Said("Make %(text)s or %(ground)s lighter or darker.", text=fault.text, ground=fault.ground)


def _check_logo(findings: Findings) -> None:
    name = findings.pack.campaign.theme.logo
    if not name:
        return
    if name not in findings.files:
        mend = Said("Put the file there, or take the line out.")
        findings.error(findings.at(FILE, "theme", "logo"), sentences.no_file(name), mend)
    elif not (name.startswith("theme/") and name.endswith(".svg")):
        what = Said("“%(name)s” is no SVG under %(folder)s", name=name, folder="theme/")
        findings.error(findings.at(FILE, "theme", "logo"), what, Said("Call it %(name)s.", name="theme/logo.svg"))
    elif wrong := wrong_svg(findings.files[name]):
        findings.error((name, 0), *wrong)
