"""What was done in a campaign, as sentences: the ledger, read aloud."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from unisono.base.models import is_public_id
from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.coalition.models import SignOn
from unisono.languages.models import Term
from unisono.languages.screen import isolated
from unisono.ledger.models import Entry
from unisono.newsroom.activity_sentences import SENTENCES, Called, sentence_of, thing_of
from unisono.newsroom.pieces.finding import BY_LABEL, titles_of
from unisono.people.models import Invitation, User

#: How many entries the screen shows.
LISTED = 200
#: What becomes of each letter: one day of reminders would bury everything else, so it is told only when asked for.
COURSE_OF_LETTERS = (
    "letter.posted", "letter.sent", "letter.held", "letter.failed", "letter.returned", "letters.taken-back",
    "address.bounced",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: when, and the sentence."""

    at: datetime
    sentence: str


def activity_of(
    campaign: Campaign, limit: int = LISTED, piece: Piece | None = None, *, with_letters: bool = False
) -> list[Told]:
    """Return the last entries of a campaign that can be told, or those about one piece, newest first.

    `with_letters` tells what became of each letter as well. In three queries, and one for each kind of thing that is
    named.
    """
    acts = [act for act in SENTENCES if with_letters or act not in COURSE_OF_LETTERS]
    entries = Entry.objects.filter(campaign_id=campaign.public_id, act__in=acts)
    if piece is not None:
        public_id = str(piece.public_id)
        entries = entries.filter(Q(object_id=public_id) | Q(details__object=public_id))
    found = list(entries.order_by("-pk")[:limit])
    called = Called(people=_people(found), things=_things({thing_of(entry) for entry in found}))
    return [Told(entry.at, sentence_of(entry, called)) for entry in found]


def _people(entries: list[Entry]) -> dict[str, str]:
    """Return what everybody in these entries is called, by public id of the person or of the invitation."""
    invited = [entry.object_id for entry in entries if entry.label == "people.Invitation"]
    invitations = list(Invitation.objects.filter(public_id__in=invited).select_related("person"))
    ids = {entry.by for entry in entries if is_public_id(entry.by)}
    ids |= {entry.object_id for entry in entries if entry.label == "people.User"}
    names = {str(person.pk): person.name for person in User.objects.filter(pk__in=ids)}
    return names | {str(one.public_id): one.person.name if one.person else one.name for one in invitations}


def _things(named: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return how pieces, terms and organisations are called; pieces by their kind alone where they are no more."""
    titles, found = titles_of(named), {}
    for label, public_id in named:
        if label in BY_LABEL:
            found[label, public_id] = _called(label, titles.get((label, public_id), ""))
    terms = Term.objects.filter(public_id__in=_ids(named, Term))
    sign_ons = SignOn.objects.filter(public_id__in=_ids(named, SignOn)).select_related("organisation")
    return (
        found
        | {(Term._meta.label, str(one.public_id)): f"“{isolated(one.text)}”" for one in terms}
        | {(SignOn._meta.label, str(one.public_id)): isolated(one.organisation.name) for one in sign_ons}
    )


def _ids(named: Collection[tuple[str, str]], kind: type[Model]) -> list[str]:
    return [public_id for label, public_id in named if label == kind._meta.label]


def _called(label: str, title: str) -> str:
    kind = capfirst(str(BY_LABEL[label]._meta.verbose_name))
    if not title:
        return kind
    return _("%(kind)s “%(title)s”") % {"kind": kind, "title": isolated(Truncator(title).chars(80))}
