"""What was done in a campaign, as sentences: the ledger, read aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.ledger.models import Entry
from unisono.newsroom.activity_sentences import SENTENCES, Called, piece_of, sentence_of
from unisono.newsroom.pieces.finding import BY_LABEL, titles_of
from unisono.people.models import Invitation, User

#: How many entries the screen shows.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: when, and the sentence."""

    at: datetime
    sentence: str


def activity_of(campaign: Campaign, limit: int = LISTED, piece: Piece | None = None) -> list[Told]:
    """Return the last entries of a campaign that can be told, or those about one piece, newest first.

    In three queries, and one for each kind of piece that is named.
    """
    entries = Entry.objects.filter(campaign_id=campaign.public_id, act__in=[*SENTENCES])
    if piece is not None:
        public_id = str(piece.public_id)
        entries = entries.filter(Q(object_id=public_id) | Q(details__object=public_id))
    found = list(entries.order_by("-pk")[:limit])
    called = Called(people=_people(found), pieces=_pieces(map(piece_of, found)))
    return [Told(entry.at, sentence_of(entry, called)) for entry in found]


def _people(entries: list[Entry]) -> dict[str, str]:
    """Return what everybody in these entries is called, by public id of the person or of the invitation."""
    invited = [entry.object_id for entry in entries if entry.label == "people.Invitation"]
    invitations = list(Invitation.objects.filter(public_id__in=invited).select_related("person"))
    ids = {entry.by for entry in entries if ":" not in entry.by and entry.by != "command"}
    ids |= {entry.object_id for entry in entries if entry.label == "people.User"}
    names = {str(person.pk): person.name for person in User.objects.filter(pk__in=ids)}
    return names | {str(one.public_id): one.person.name if one.person else one.name for one in invitations}


def _pieces(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return how pieces are called: kind and title; by the kind alone where one is no more."""
    named = {(label, public_id) for label, public_id in named if label in BY_LABEL}
    titles = titles_of(named)
    return {(label, public_id): _called(label, titles.get((label, public_id), "")) for label, public_id in named}


def _called(label: str, title: str) -> str:
    kind = capfirst(str(BY_LABEL[label]._meta.verbose_name))
    return _("%(kind)s “%(title)s”") % {"kind": kind, "title": Truncator(title).chars(80)} if title else kind
