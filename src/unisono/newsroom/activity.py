"""What was done in a campaign, as sentences: the ledger, read aloud."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from unisono.campaigns.models import Campaign
from unisono.languages.screen import listed
from unisono.ledger.models import Entry
from unisono.newsroom.naming import language_names
from unisono.people.models import Invitation, Role, User

#: How many entries the screen shows.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: when, and the sentence."""

    at: datetime
    sentence: str


def activity_of(campaign: Campaign, limit: int = LISTED) -> list[Told]:
    """Return the last entries of a campaign that can be told, newest first, in three queries."""
    told = [*_SENTENCES]
    entries = list(Entry.objects.filter(campaign_id=campaign.public_id, act__in=told).order_by("-pk")[:limit])
    people = _names(entries)
    return [Told(entry.at, _SENTENCES[entry.act](entry, people)) for entry in entries]


def _names(entries: list[Entry]) -> dict[str, str]:
    """Return what everybody in these entries is called, by public id of the person or of the invitation."""
    invited = [entry.object_id for entry in entries if entry.label == "people.Invitation"]
    invitations = list(Invitation.objects.filter(public_id__in=invited).select_related("person"))
    ids = {entry.by for entry in entries if ":" not in entry.by and entry.by != "command"}
    ids |= {entry.object_id for entry in entries if entry.label == "people.User"}
    names = {str(person.pk): person.name for person in User.objects.filter(pk__in=ids)}
    return names | {str(one.public_id): one.person.name if one.person else one.name for one in invitations}


def _who(entry: Entry, people: dict[str, str]) -> dict[str, Any]:
    by_command = ":" in entry.by or entry.by == "command"
    who = _("The command line") if by_command else people.get(entry.by) or _("Somebody who is no more")
    return {"who": who, "whom": people.get(entry.object_id) or _("somebody")}


def _role(entry: Entry) -> str:
    role = Role(entry.details["role"]).label
    languages = language_names(entry.details.get("languages", []))
    return f"{role} ({listed(languages)})" if languages else str(role)


def _roles(entry: Entry) -> str:
    held = entry.details["roles"].items()
    return listed(
        f"{Role(role).label} ({listed(language_names(codes))})" if codes else Role(role).label for role, codes in held
    )


def _kind(entry: Entry) -> str:
    return capfirst(str(apps.get_model(entry.label)._meta.verbose_name))


def _factor(entry: Entry) -> str:
    return {"webauthn": _("a passkey"), "totp": _("an app for codes")}.get(entry.details.get("kind", ""), "")


def _invited(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s invited %(whom)s as %(role)s.") % {**_who(entry, people), "role": _role(entry)}


def _joined(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s came in as %(role)s.") % {**_who(entry, people), "role": _role(entry)}


def _renewed(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s made a new link for %(whom)s.") % _who(entry, people)


def _taken_back(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s took the link of %(whom)s back.") % _who(entry, people)


def _changed(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s changed what %(whom)s is: %(roles)s.") % {**_who(entry, people), "roles": _roles(entry)}


def _removed(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s removed %(whom)s from the campaign.") % _who(entry, people)


def _factor_set(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s set up a second factor: %(factor)s.") % {**_who(entry, people), "factor": _factor(entry)}


def _factor_removed(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s removed a second factor: %(factor)s.") % {**_who(entry, people), "factor": _factor(entry)}


def _reset(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s had the second factor of %(whom)s forgotten.") % _who(entry, people)


def _approved(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s approved: %(kind)s.") % {**_who(entry, people), "kind": _kind(entry)}


def _withdrawn(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s took out of the next edition: %(kind)s.") % {**_who(entry, people), "kind": _kind(entry)}


def _deleted(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s deleted: %(kind)s.") % {**_who(entry, people), "kind": _kind(entry)}


def _frozen(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s prepared an edition.") % _who(entry, people)


def _scheduled(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s put an edition on the schedule.") % _who(entry, people)


def _shared(entry: Entry, people: dict[str, str]) -> str:
    said = {**_who(entry, people), "languages": listed(language_names(entry.details["languages"]))}
    said["date"] = date_format(datetime.fromisoformat(entry.details["until"]), "DATE_FORMAT")
    if entry.details["languages"]:
        return _("%(who)s made a preview link until %(date)s, in: %(languages)s.") % said
    return _("%(who)s made a preview link until %(date)s, in all languages.") % said


def _unshared(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s withdrew a preview link.") % _who(entry, people)


def _language_added(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s added a language: %(language)s.") % {**_who(entry, people), "language": _language(entry)}


def _language_removed(entry: Entry, people: dict[str, str]) -> str:
    return _("%(who)s took a language out: %(language)s.") % {**_who(entry, people), "language": _language(entry)}


def _language(entry: Entry) -> str:
    return language_names([entry.details["language"]])[0]


_SENTENCES = {
    "people.invited": _invited,
    "people.joined": _joined,
    "people.link-renewed": _renewed,
    "people.link-taken-back": _taken_back,
    "people.roles-changed": _changed,
    "people.removed": _removed,
    "people.factor-set": _factor_set,
    "people.factor-removed": _factor_removed,
    "people.factors-reset": _reset,
    "piece.approved": _approved,
    "piece.withdrawn": _withdrawn,
    "piece.deleted": _deleted,
    "language.added": _language_added,
    "language.removed": _language_removed,
    "edition.frozen": _frozen,
    "edition.scheduled": _scheduled,
    "preview.shared": _shared,
    "preview.withdrawn": _unshared,
}
