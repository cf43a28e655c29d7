"""What each act of the ledger is called in a sentence, and what the words in it stand for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.languages.screen import listed
from unisono.ledger.models import Entry
from unisono.newsroom.desk.reading import label_of
from unisono.newsroom.naming import language_names
from unisono.newsroom.pieces.finding import BY_LABEL
from unisono.people.models import Role


@dataclass(frozen=True, slots=True)
class Called:
    """What people (by public id) and pieces (by label and public id) are called that the entries name."""

    people: Mapping[str, str]
    pieces: Mapping[tuple[str, str], str]


def piece_of(entry: Entry) -> tuple[str, str]:
    """Return the label and public id of the piece that an entry is about."""
    return entry.details.get("kind", entry.label), entry.details.get("object", entry.object_id)


def sentence_of(entry: Entry, called: Called) -> str:
    """Return an entry as a sentence in the language of the screen."""
    said = SENTENCES[entry.act]
    return str(said if isinstance(said, Promise) else said(entry)) % _Words(entry, called)


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands for the words of a sentence, found when it asks for them."""

    entry: Entry
    called: Called

    def __getitem__(self, word: str) -> Any:
        return _WORDS[word](self.entry, self.called)


def _who(entry: Entry, called: Called) -> str:
    by_command = ":" in entry.by or entry.by == "command"
    return _("The command line") if by_command else called.people.get(entry.by) or _("Somebody who is no more")


def _whom(entry: Entry, called: Called) -> str:
    return called.people.get(entry.object_id) or _("somebody")


def _piece(entry: Entry, called: Called) -> str:
    return called.pieces.get(piece_of(entry), "")


def _part(entry: Entry, _called: Called) -> str:
    kind, (language,) = BY_LABEL[entry.details["kind"]], language_names([entry.details["language"]])
    return f"{label_of(kind, entry.details['key'])}, {language}"


def _role(entry: Entry, _called: Called) -> str:
    role = Role(entry.details["role"]).label
    languages = language_names(entry.details.get("languages", []))
    return f"{role} ({listed(languages)})" if languages else str(role)


def _roles(entry: Entry, _called: Called) -> str:
    held = entry.details["roles"].items()
    return listed(
        f"{Role(role).label} ({listed(language_names(codes))})" if codes else Role(role).label for role, codes in held
    )


def _factor(entry: Entry, _called: Called) -> str:
    return {"webauthn": _("a passkey"), "totp": _("an app for codes")}.get(entry.details.get("kind", ""), "")


#: What stands for the words of the sentences.
_WORDS: dict[str, Callable[[Entry, Called], Any]] = {
    "who": _who,
    "whom": _whom,
    "piece": _piece,
    "part": _part,
    "role": _role,
    "roles": _roles,
    "factor": _factor,
    "language": lambda entry, _called: language_names([entry.details["language"]])[0],
    "languages": lambda entry, _called: listed(language_names(entry.details["languages"])),
    "number": lambda entry, _called: entry.details["version"],
    "date": lambda entry, _called: date_format(datetime.fromisoformat(entry.details["until"]), "DATE_FORMAT"),
}


# -- sentences that depend on what was done


def _approved(entry: Entry) -> str:
    if entry.details.get("version"):
        return _("%(who)s approved: %(piece)s, version %(number)d.")
    return _("%(who)s approved: %(piece)s.")


def _four_eyes(entry: Entry) -> str:
    if entry.details["wanted"]:
        return _("%(who)s decided that a second person must approve.")
    return _("%(who)s decided that no second person needs to approve.")


def _shared(entry: Entry) -> str:
    if entry.details["languages"]:
        return _("%(who)s made a preview link until %(date)s, in: %(languages)s.")
    return _("%(who)s made a preview link until %(date)s, in all languages.")


#: Every act that can be told → its sentence, or what chooses one.
SENTENCES: dict[str, Promise | Callable[[Entry], str]] = {
    "people.invited": gettext_lazy("%(who)s invited %(whom)s as %(role)s."),
    "people.joined": gettext_lazy("%(who)s came in as %(role)s."),
    "people.link-renewed": gettext_lazy("%(who)s made a new link for %(whom)s."),
    "people.link-taken-back": gettext_lazy("%(who)s took the link of %(whom)s back."),
    "people.roles-changed": gettext_lazy("%(who)s changed what %(whom)s is: %(roles)s."),
    "people.removed": gettext_lazy("%(who)s removed %(whom)s from the campaign."),
    "people.factor-set": gettext_lazy("%(who)s set up a second factor: %(factor)s."),
    "people.factor-removed": gettext_lazy("%(who)s removed a second factor: %(factor)s."),
    "people.factors-reset": gettext_lazy("%(who)s had the second factor of %(whom)s forgotten."),
    "piece.created": gettext_lazy("%(who)s began: %(piece)s."),
    "piece.saved": gettext_lazy("%(who)s saved a draft: %(piece)s."),
    "piece.handed-in": gettext_lazy("%(who)s handed in for review: %(piece)s."),
    "piece.taken-back": gettext_lazy("%(who)s took back what was handed in: %(piece)s."),
    "piece.sent-back": gettext_lazy("%(who)s sent back: %(piece)s."),
    "piece.approved": _approved,
    "piece.locked": gettext_lazy("%(who)s locked: %(piece)s."),
    "piece.unlocked": gettext_lazy("%(who)s unlocked: %(piece)s."),
    "piece.restored": gettext_lazy("%(who)s brought an earlier version back as a draft: %(piece)s."),
    "piece.withdrawn": gettext_lazy("%(who)s took out of the next edition: %(piece)s."),
    "piece.deleted": gettext_lazy("%(who)s deleted: %(piece)s."),
    "remark.said": gettext_lazy("%(who)s commented on %(piece)s (%(part)s)."),
    "remark.resolved": gettext_lazy("%(who)s closed the comments on %(piece)s (%(part)s)."),
    "campaign.four-eyes": _four_eyes,
    "language.added": gettext_lazy("%(who)s added a language: %(language)s."),
    "language.removed": gettext_lazy("%(who)s took a language out: %(language)s."),
    "edition.frozen": gettext_lazy("%(who)s prepared an edition."),
    "edition.scheduled": gettext_lazy("%(who)s put an edition on the schedule."),
    "preview.shared": _shared,
    "preview.withdrawn": gettext_lazy("%(who)s withdrew a preview link."),
}
