"""Reads of the room: how many letters stand where, why, and what a kind is called."""

from collections.abc import Iterable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from unisono.base.registry import Registry
from unisono.mail.models import Letter, PostOffice, State
from unisono.mail.transports import file_name, folder

#: What kinds of letters are called, in the language of the screen; who posts a kind adds its (lazy) words here.
kinds: Registry[object] = Registry("kind of letter")


def kind_label(kind: str) -> str:
    """Return what a kind of letter is called; the kind itself where nobody has given it words."""
    return str(kinds.get(kind)) if kind in kinds.names() else kind


def letters_of(campaign_ids: Iterable[UUID], *, with_general: bool = False) -> QuerySet[Letter]:
    """Return the letters of campaigns, the newest first; `with_general` those of the installation itself as well."""
    wanted = Q(campaign_id__in=list(campaign_ids))
    return Letter.objects.filter(wanted | Q(campaign_id=None) if with_general else wanted)


def counts(letters: QuerySet[Letter]) -> dict[str, int]:
    """Return how many letters are waiting (or being sent), sent, held and failed."""
    found = dict(letters.order_by().values_list("state").annotate(Count("pk")))
    waiting = found.get(State.WAITING, 0) + found.get(State.SENDING, 0)
    return {"waiting": waiting, **{name: found.get(name, 0) for name in ("sent", "held", "failed")}}


def post_office() -> PostOffice:
    """Return whether letters can be sent at present, and what is wrong if not."""
    return PostOffice.objects.filter(pk=1).first() or PostOffice(pk=1)


def letter_in_file(letter: Letter) -> EmailMessage | None:
    """Return a letter as it lies in the folder, None where it is not there (any more)."""
    path = folder() / file_name(letter.posted_at, letter.public_id)
    if letter.erased_at is not None or not path.is_file():
        return None
    return cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=default))
