"""What was done in a campaign, as sentences: the ledger, read aloud."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.languages.screen import listed
from unisono.ledger.models import Entry
from unisono.newsroom.desk.reading import label_of
from unisono.newsroom.naming import language_names
from unisono.newsroom.pieces.finding import BY_LABEL, titles_of
from unisono.people.models import Invitation, Role, User

#: How many entries the screen shows.
LISTED = 200
#: Under which key a sentence finds what its piece is called.
_PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: when, and the sentence."""

    at: datetime
    sentence: str


def activity_of(campaign: Campaign, limit: int = LISTED, piece: Piece | None = None) -> list[Told]:
    """Return the last entries of a campaign that can be told, or those about one piece, newest first.

    In three queries, and one for each kind of piece that is named.
    """
    entries = Entry.objects.filter(campaign_id=campaign.public_id, act__in=[*_SENTENCES])
    if piece is not None:
        public_id = str(piece.public_id)
        entries = entries.filter(Q(object_id=public_id) | Q(details__object=public_id))
    found = list(entries.order_by("-pk")[:limit])
    people, titles = _names(found), titles_of(map(_piece, found))
    return [Told(entry.at, _SENTENCES[entry.act](entry, people | _called(entry, titles))) for entry in found]


def _piece(entry: Entry) -> tuple[str, str]:
    """The label and public id of the piece that an entry is about."""
    return entry.details.get("kind", entry.label), entry.details.get("object", entry.object_id)


def _called(entry: Entry, titles: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """How the piece of an entry is called: kind and title; by its kind alone where it is no more."""
    label, _public_id = _piece(entry)
    if label not in BY_LABEL:
        return {}
    kind = capfirst(str(BY_LABEL[label]._meta.verbose_name))
    title = titles.get(_piece(entry))
    return {_PIECE: _("%(kind)s “%(title)s”") % {"kind": kind, "title": Truncator(title).chars(80)} if title else kind}


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


def _about(sentence: Promise) -> Callable[[Entry, dict[str, str]], str]:
    """Return what makes a sentence of an entry about a piece."""

    def told(entry: Entry, people: dict[str, str]) -> str:
        return str(sentence) % {**_who(entry, people), "piece": people.get(_PIECE, "")}

    return told


def _approved(entry: Entry, people: dict[str, str]) -> str:
    said = {**_who(entry, people), "piece": people.get(_PIECE, ""), "number": entry.details.get("version")}
    if said["number"]:
        return _("%(who)s approved: %(piece)s, version %(number)d.") % said
    return _("%(who)s approved: %(piece)s.") % said


def _part(entry: Entry) -> dict[str, str]:
    kind, (language,) = BY_LABEL[entry.details["kind"]], language_names([entry.details["language"]])
    return {"part": f"{label_of(kind, entry.details['key'])}, {language}"}


def _commented(entry: Entry, people: dict[str, str]) -> str:
    said = {**_who(entry, people), "piece": people.get(_PIECE, ""), **_part(entry)}
    return _("%(who)s commented on %(piece)s (%(part)s).") % said


def _resolved(entry: Entry, people: dict[str, str]) -> str:
    said = {**_who(entry, people), "piece": people.get(_PIECE, ""), **_part(entry)}
    return _("%(who)s closed the comments on %(piece)s (%(part)s).") % said


def _four_eyes(entry: Entry, people: dict[str, str]) -> str:
    if entry.details["wanted"]:
        return _("%(who)s decided that a second person must approve.") % _who(entry, people)
    return _("%(who)s decided that no second person needs to approve.") % _who(entry, people)


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
    "piece.created": _about(gettext_lazy("%(who)s began: %(piece)s.")),
    "piece.saved": _about(gettext_lazy("%(who)s saved a draft: %(piece)s.")),
    "piece.handed-in": _about(gettext_lazy("%(who)s handed in for review: %(piece)s.")),
    "piece.taken-back": _about(gettext_lazy("%(who)s took back what was handed in: %(piece)s.")),
    "piece.sent-back": _about(gettext_lazy("%(who)s sent back: %(piece)s.")),
    "piece.approved": _approved,
    "language.added": _language_added,
    "language.removed": _language_removed,
    "piece.locked": _about(gettext_lazy("%(who)s locked: %(piece)s.")),
    "piece.unlocked": _about(gettext_lazy("%(who)s unlocked: %(piece)s.")),
    "piece.restored": _about(gettext_lazy("%(who)s brought an earlier version back as a draft: %(piece)s.")),
    "piece.withdrawn": _about(gettext_lazy("%(who)s took out of the next edition: %(piece)s.")),
    "piece.deleted": _about(gettext_lazy("%(who)s deleted: %(piece)s.")),
    "remark.said": _commented,
    "remark.resolved": _resolved,
    "campaign.four-eyes": _four_eyes,
    "edition.frozen": _frozen,
    "edition.scheduled": _scheduled,
    "preview.shared": _shared,
    "preview.withdrawn": _unshared,
}
