"""`campaign.toml`: the campaign, its responsible body, its moments and its look."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from unisono.campaigns.theme import DEFAULT_COLOURS, ROLES, contrast_faults, is_colour
from unisono.kit.engine.harmless import wrong_svg
from unisono.packs import limits, tables
from unisono.packs.checks import forms
from unisono.packs.checks.findings import Findings

FILE = "campaign.toml"
PARTS = {"name": "name", "address": "address", "country": "country", "email": "e-mail address"}
FORMAT = 1


def check_campaign(findings: Findings) -> None:
    """Check everything that `campaign.toml` says."""
    campaign = findings.pack.campaign
    if campaign.format != FORMAT:
        mend = "Import it with the version of Unisono that wrote it."
        findings.error(findings.at(FILE, "format"), f"format {campaign.format} is not known", mend)
    _note(findings, ("slug",), forms.wrong_key(campaign.slug))
    for code, times in Counter(campaign.languages).items():
        _note(findings, ("languages",), forms.wrong_language(code))
        if times > 1:
            findings.error(findings.at(FILE, "languages"), f"“{code}” stands there twice", "Keep one of them.")
    for host, times in Counter(campaign.hosts).items():
        _note(findings, ("hosts",), forms.wrong_host(host))
        if times > 1:
            findings.error(findings.at(FILE, "hosts"), f"“{host}” stands there twice", "Keep one of them.")
    _check_responsible(findings)
    _check_licence(findings)
    _check_moments(findings)
    _check_theme(findings)


def _note(findings: Findings, path: tuple[str | int, ...], wrong: forms.Wrong) -> None:
    if wrong:
        findings.error(findings.at(FILE, *path), *wrong)


def _check_responsible(findings: Findings) -> None:
    body = findings.pack.campaign.responsible
    for name, words in PARTS.items():
        if not getattr(body, name).strip():
            mend = "Add it under [responsible]; a campaign without a responsible body cannot open."
            findings.gap(findings.at(FILE, "responsible"), f"the responsible body has no {words}", mend)
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
        mend = "Add name = “…” as it is to be shown, such as CC BY 4.0."
        findings.error(findings.at(FILE, "licence", "url"), "the licence has an address but no name", mend)


def _check_lengths(findings: Findings, table: str, held: tables.Table, limits_of: dict[str, int]) -> None:
    for name, most in limits_of.items():
        if (length := len(getattr(held, name))) > most:
            what = f"“{name}” has {length} characters; at most {most}"
            findings.error(findings.at(FILE, table, name), what, "Shorten it.")


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
        if moment.languages and moment.kind != "opening":
            what = f"the {moment.kind} names languages"
            findings.error(findings.at(FILE, *path, "languages"), what, "Only an opening has languages of its own.")
        for code in sorted(set(moment.languages) - set(campaign.languages)):
            mend = "Add it to the languages of the campaign, or take it out here."
            findings.error(findings.at(FILE, *path, "languages"), f"“{code}” is not a language of the campaign", mend)
    _check_order(findings, instants)


def _check_order(findings: Findings, instants: dict[str, list[datetime]]) -> None:
    kinds = {moment.kind for moment in findings.pack.campaign.moments}
    if "opening" not in kinds:
        mend = "Add [[moments]] with kind = “opening”, at and zone."
        findings.gap(findings.at(FILE, "moments", 0), "no opening moment is set", mend)
    openings, ends = instants.get("opening", []), instants.get("end", [])
    place = findings.at(FILE, "moments", 0)
    if openings and ends and min(ends) <= max(openings):
        findings.error(place, "the campaign ends before it has opened", "Mend the moments.")
    if openings and any(at > min(openings) for at in instants.get("embargo", [])):
        what = "the embargo lifts after the opening"
        findings.error(place, what, "Let it lift at the opening or before: what is open is public.")


def _check_theme(findings: Findings) -> None:
    theme = findings.pack.campaign.theme
    sound = dict(DEFAULT_COLOURS)
    for role, colour in theme.colours.items():
        place = findings.at(FILE, "theme", "colours", role)
        if role not in ROLES:
            findings.error(place, f"there is no colour “{role}”", f"The colours are {', '.join(ROLES)}.")
        elif not is_colour(colour):
            findings.error(place, f"“{colour}” is no colour", "Write six hexadecimal digits, such as #1d4fa8.")
        else:
            sound[role] = colour
    for fault in contrast_faults(sound):
        given = next((role for role in (fault.text, fault.ground) if role in theme.colours), "")
        place = findings.at(FILE, "theme", "colours", given)
        findings.error(place, str(fault), f"Make {fault.text} or {fault.ground} lighter or darker.")
    _check_logo(findings)


def _check_logo(findings: Findings) -> None:
    name = findings.pack.campaign.theme.logo
    if not name:
        return
    if name not in findings.files:
        mend = "Put the file there, or take the line out."
        findings.error(findings.at(FILE, "theme", "logo"), f"there is no file “{name}”", mend)
    elif not (name.startswith("theme/") and name.endswith(".svg")):
        findings.error(
            findings.at(FILE, "theme", "logo"), f"“{name}” is no SVG under theme/", "Call it theme/logo.svg."
        )
    elif wrong := wrong_svg(findings.files[name]):
        findings.error((name, 0), *wrong)
