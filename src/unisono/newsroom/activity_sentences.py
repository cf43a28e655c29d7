"""What each act of the ledger is called in a sentence, and what the words in it stand for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from unisono.base.models import is_public_id
from unisono.campaigns.models import Late
from unisono.languages.screen import isolated, listed
from unisono.ledger.models import Entry
from unisono.mail.models import Reason
from unisono.mail.queries import kind_label
from unisono.newsroom.desk.labels import label_of
from unisono.newsroom.naming import language_names
from unisono.newsroom.pieces.finding import BY_LABEL
from unisono.people.models import Role


@dataclass(frozen=True, slots=True)
class Called:
    """What people (by public id) and things (by label and public id) are called that the entries name."""

    people: Mapping[str, str]
    things: Mapping[tuple[str, str], str]


def thing_of(entry: Entry) -> tuple[str, str]:
    """Return the label and public id of what an entry is about: the piece, where it is about a part of one."""
    return entry.details.get("kind", entry.label), entry.details.get("object", entry.object_id)


def sentence_of(entry: Entry, called: Called) -> str:
    """Return an entry as a sentence in the language of the screen."""
    said = SENTENCES[entry.act]
    return (str(said if isinstance(said, Promise) else said(entry)) % _Words(entry, called)).strip()


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands for the words of a sentence, found when it asks for them."""

    entry: Entry
    called: Called

    def __getitem__(self, word: str) -> Any:
        return _WORDS[word](self.entry, self.called) if word in _WORDS else self.entry.details[word]


def _who(entry: Entry, called: Called) -> str:
    if ":" in entry.by or entry.by == "command":
        return _("The command line")
    if not is_public_id(entry.by):
        return _("The newsroom by itself")
    return _name(called.people.get(entry.by)) or _("Somebody who is no more")


def _whom(entry: Entry, called: Called) -> str:
    return _name(called.people.get(entry.object_id)) or _("somebody")


def _name(name: str | None) -> str:
    return isolated(name) if name else ""


def _thing(entry: Entry, called: Called) -> str:
    return called.things.get(thing_of(entry)) or _("something that is no more")


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


def _language(entry: Entry, _called: Called) -> str:
    return language_names([entry.details["language"]])[0]


def _late(entry: Entry, _called: Called) -> str:
    return str(Late(entry.details["late"]).label)


def _letter(entry: Entry, _called: Called) -> str:
    return kind_label(entry.details["letter_kind"])


def _reason(entry: Entry, _called: Called) -> str:
    return str(Reason(entry.details["reason"]).label)


def _machine(entry: Entry, _called: Called) -> str:
    return isolated(entry.details["to"])


def _factor(entry: Entry, _called: Called) -> str:
    return {"webauthn": _("a passkey"), "totp": _("an app for codes")}.get(entry.details.get("kind", ""), "")


#: What stands for the words of the sentences; any other is a number among the details.
_WORDS: dict[str, Callable[[Entry, Called], Any]] = {
    "who": _who,
    "whom": _whom,
    "piece": _thing,
    "term": _thing,
    "organisation": _thing,
    "part": _part,
    "role": _role,
    "roles": _roles,
    "factor": _factor,
    "language": _language,
    "late": _late,
    "letter": _letter,
    "reason": _reason,
    "machine": _machine,
    "languages": lambda entry, _called: listed(language_names(entry.details["languages"])),
    "number": lambda entry, _called: entry.details.get("version") or entry.details["number"],
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


def _settings(entry: Entry) -> str:
    if "late" in entry.details:
        return _("%(who)s decided what editions do where a language is late: %(late)s.")
    if "reminds" not in entry.details:
        return _("%(who)s changed the settings of the campaign.")
    if entry.details["reminds"]:
        return _("%(who)s had letters remind the translators from then on.")
    return _("%(who)s had no more letters remind the translators.")


def _language_reviewed(entry: Entry) -> str:
    if entry.details["reviewed"]:
        return _("%(who)s noted that a native speaker has reviewed a language: %(language)s.")
    return _("%(who)s noted that no native speaker has reviewed a language: %(language)s.")


def _links_made(entry: Entry) -> str:
    return ngettext("%(who)s made a short link.", "%(who)s made %(links)d short links.", entry.details["links"])


def _links_taken(entry: Entry) -> str:
    return ngettext(
        "%(who)s brought a short link in with a folder.",
        "%(who)s brought %(links)d short links in with a folder.",
        entry.details["links"],
    )


def _letters_taken_back(entry: Entry) -> str:
    return ngettext(
        "%(who)s took a letter back that was still waiting.",
        "%(who)s took %(number)d letters back that were still waiting.",
        entry.details["number"],
    )


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
    "statement.published": gettext_lazy("%(who)s made version %(number)d of the statement."),
    "fact.copy-kept": gettext_lazy("%(who)s kept a copy of the source of: %(piece)s."),
    "fact.copy-named": gettext_lazy("%(who)s chose which copy of its source goes with: %(piece)s."),
    "fact.copy-removed": gettext_lazy("%(who)s decided that no copy of its source goes with: %(piece)s."),
    "translation.confirmed": gettext_lazy("%(who)s confirmed that a translation still holds: %(piece)s, %(language)s."),
    "translation.handed-in": gettext_lazy("%(who)s handed in translations for review: %(piece)s, %(language)s."),
    "translation.accepted": gettext_lazy("%(who)s accepted translations: %(piece)s, %(language)s."),
    "translation.sent-back": gettext_lazy("%(who)s sent a translation back: %(piece)s, %(language)s."),
    "remark.said": gettext_lazy("%(who)s commented on %(piece)s (%(part)s)."),
    "remark.resolved": gettext_lazy("%(who)s closed the comments on %(piece)s (%(part)s)."),
    "term.added": gettext_lazy("%(who)s put a term into the glossary: %(term)s."),
    "term.changed": gettext_lazy("%(who)s changed a term of the glossary: %(term)s."),
    "term.removed": gettext_lazy("%(who)s took a term out of the glossary: %(term)s."),
    "term.put-back": gettext_lazy("%(who)s put a term back into the glossary: %(term)s."),
    "term.proposed": gettext_lazy("%(who)s proposed words for a term of the glossary: %(term)s, %(language)s."),
    "term.agreed": gettext_lazy("%(who)s settled the words for a term of the glossary: %(term)s, %(language)s."),
    "term.declined": gettext_lazy("%(who)s declined words for a term of the glossary: %(term)s, %(language)s."),
    "term.no-longer-agreed": gettext_lazy(
        "%(who)s decided that a term of the glossary has no agreed words any more: %(term)s, %(language)s."
    ),
    "machine.switched-on": gettext_lazy("%(who)s let a machine suggest translations: %(machine)s."),
    "machine.switched-off": gettext_lazy("%(who)s let no machine suggest translations any more."),
    "machine.asked": gettext_lazy("%(who)s asked a machine for what is missing: %(language)s."),
    "campaign.changed": _settings,
    "campaign.four-eyes": _four_eyes,
    "theme.changed": gettext_lazy("%(who)s changed the files of the theme."),
    "signon.changed": gettext_lazy("%(who)s added or changed an organisation of the coalition: %(organisation)s."),
    "signon.deleted": gettext_lazy("%(who)s took an organisation out of the coalition."),
    "language.added": gettext_lazy("%(who)s added a language: %(language)s."),
    "language.removed": gettext_lazy("%(who)s took a language out: %(language)s."),
    "language.ordered": gettext_lazy("%(who)s put the languages in another order."),
    "language.reviewed": _language_reviewed,
    "pack.imported": gettext_lazy(
        "%(who)s brought a folder in: %(added)d added, %(changed)d changed, %(removed)d removed, "
        "%(conflicts)d in conflict."
    ),
    "po.imported": gettext_lazy("%(who)s brought translations in with a PO file: %(language)s."),
    "edition.frozen": gettext_lazy("%(who)s prepared an edition."),
    "edition.scheduled": gettext_lazy("%(who)s put an edition on the schedule."),
    "preview.shared": _shared,
    "preview.withdrawn": gettext_lazy("%(who)s withdrew a preview link."),
    "links.made": _links_made,
    "links.taken": _links_taken,
    "letter.posted": gettext_lazy("%(who)s had a letter posted: %(letter)s, %(language)s."),
    "letter.sent": gettext_lazy("A letter was sent."),
    "letter.held": gettext_lazy("A letter is held back. %(reason)s"),
    "letter.failed": gettext_lazy("A letter could not be sent. %(reason)s"),
    "letter.returned": gettext_lazy("A letter has come back. %(reason)s"),
    "letter.tried-again": gettext_lazy("%(who)s had a letter sent again."),
    "letters.taken-back": _letters_taken_back,
    "address.bounced": gettext_lazy("Letters to an address are held back from now on. %(reason)s"),
    "address.released": gettext_lazy("%(who)s had letters sent again to an address that took none."),
    "sender.chosen": gettext_lazy("%(who)s chose who the letters of the campaign are from."),
}
