"""The texts of a download, each as a file that every editor opens, in the language of its folder."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from unisono.languages.catalogues import translations
from unisono.languages.names import date_text
from unisono.languages.rules import rules_for
from unisono.share.links import LABELS
from unisono.share.posts import offers
from unisono.site.contexts.survey import Survey
from unisono.site.media.sources import isolated
from unisono.site.plain_text import written
from unisono.site.snapshot import Snapshot, Words


def readme_lines(
    seen: Survey, words: Words, names: list[str], address: str, languages: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what the README says of the folder: whose it is, how it may be used, what the names in it mean."""
    code, snapshot = words.code, seen.snapshot
    _ = translations(code).gettext
    lines = [words.texts.name, words.texts.slogan, address, "", *_terms(snapshot, code)]
    if snapshot.sample:
        lines.append(_("This is a sample campaign. The body responsible and the organisations are examples."))
    if not words.reviewed and not languages:
        lines.append(_("This translation is a draft by its makers and has not been reviewed by a native speaker."))
    contents = (
        ("cards/", _("pictures for networks and messages")),
        ("print/", _("sheets to print")),
        ("pictures/", _("the campaign's own pictures")),
        ("film/", _("the film") if languages else _("captions of the film")),
        ("alt-texts.txt", _("what each card shows, for people who do not see it: add it where you post")),
        ("posts.txt", _("texts to post, by network")),
        ("LICENCE.txt", _("how all this may be used")),
        ("manifest.json", _("every file with its checksum, for programs")),
    )
    held = [*names, "manifest.json"]
    lines += ["", *(f"{name}: {said}" for name, said in contents if any(one.startswith(name) for one in held))]
    lines += [f"{language}/: {isolated(rules_for(language).endonym, code)}" for language in languages]
    return (
        *lines,
        "",
        _("Responsible for this campaign") + f": {snapshot.responsible.name}",
        snapshot.responsible.email,
    )


def readme(seen: Survey, code: str, lines: Iterable[str], version: str, at: str) -> str:
    """Return the README: its lines, and which state of the folder it describes."""
    _ = translations(code).gettext
    state = _("Version %(version)s") % {"version": isolated(version, code)}
    if at:
        zone = ZoneInfo(seen.snapshot.opening.zone) if seen.snapshot.opening else None
        day = date_text(datetime.fromisoformat(at).astimezone(zone or ZoneInfo("UTC")).date(), code)
        # Translators: the state of a folder of files: a short code, and the day when its words were last approved
        state = _("Version %(version)s of %(date)s") % {"version": isolated(version, code), "date": day}
    return written(code, [*lines, "", state])


def licence(seen: Survey, words: Words, names: Iterable[str] = ()) -> str:
    """Return how the folder's files may be used, and whose the pictures among them (`names`) are."""
    code, snapshot = words.code, seen.snapshot
    _ = translations(code).gettext
    lines = [words.texts.name, "", *_terms(snapshot, code)]
    if snapshot.licence.name:
        source = isolated(snapshot.responsible.name, code)
        lines.append(_("Where you use it, name its source: %(source)s.") % {"source": source})
    by_key = {picture.key: picture for picture in snapshot.pictures}
    credited = [(name, by_key[name.split("/")[1]]) for name in names if name.startswith("pictures/")]
    if any(picture.credit or picture.licence for _name, picture in credited):
        lines += ["", _("The pictures are by others, or have a licence of their own:")]
        for name, picture in credited:
            said = ", ".join(part for part in (picture.credit, picture.licence) if part)
            lines += [f"{name}: {said}"] if said else []
    return written(code, lines)


def _terms(snapshot: Snapshot, code: str) -> list[str]:
    """Say how what is offered may be used."""
    _ = translations(code).gettext
    if not snapshot.licence.name:
        owner = isolated(snapshot.responsible.name, code)
        return [
            _("Everything in this folder is meant to be passed on, unchanged."),
            _("All other rights stay with %(name)s.") % {"name": owner},
        ]
    said = _("Licence: %(licence)s") % {"licence": isolated(snapshot.licence.name, code)}
    return [_("Everything in this folder is meant to be passed on."), said, *filter(None, [snapshot.licence.url])]


def alternatives(seen: Survey, code: str) -> str:
    """Return the alternative text of every card, under its file name."""
    lines: list[str] = []
    for card, words in seen.cards(code):
        lines += [f"{seen.snapshot.slug}-{card.key}-{words.language}", words.alt, ""]
    return written(code, lines[:-1]) if lines else ""


def posts(words: Words, address: str) -> str:
    """Return the post texts, by network, leading to `address`; "" where there are none. No text is cut: what is too
    long for a network is not among them."""
    texts = dict(words.texts.posts)
    _ = translations(words.code).gettext
    lines: list[str] = []
    for offer in offers(texts, address):
        named = ", ".join(LABELS[one] for one in offer.networks)
        lines += [{"all": _("For every network"), "rest": _("For every other network"), "named": named}[offer.scope]]
        lines += [offer.text, ""]
    if texts.get("email_body"):
        subject, body = texts.get("email_subject", ""), texts["email_body"].replace("{link}", address)
        lines += [_("E-mail"), *([subject, ""] if subject else []), body, ""]
    return written(words.code, lines[:-1]) if lines else ""
