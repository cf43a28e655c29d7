"""Writes of the room: post, take back, try again, release, remember what came back, choose the sender, erase."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from unisono.ledger.operations import record
from unisono.mail.content import BadLetter, Content, checked, checked_address, tidied_line
from unisono.mail.models import STUCK, Bounce, Letter, PostOffice, Reason, Sender, State
from unisono.mail.senders import From
from unisono.mail.tasks import ask_to_deliver
from unisono.mail.transports import file_name, folder

#: How many letters are erased in one transaction.
AT_ONCE = 500


class CannotTryAgain(RuntimeError):
    """A letter that is not stuck, or whose words are erased; the message says which."""


def hashed(what: str, text: str) -> str:
    """Return a keyed hash: comparable here, meaningless without this installation's secret key."""
    return salted_hmac(f"unisono.mail.{what}", text, algorithm="sha256").hexdigest()


def hashed_address(address: str) -> str:
    """Return the hash by which an address is known; without regard to case."""
    return hashed("address", address.strip().lower())


@transaction.atomic
def post(
    *,
    to: str,
    language: str,
    kind: str,
    content: Content,
    at: datetime,
    by: str,
    campaign_id: UUID | None = None,
    key: str = "",
    not_before: datetime | None = None,
) -> Letter:
    """Put a letter into the outbox, in the caller's transaction; the worker delivers it after the commit.

    `kind` is a short name such as "invitation" (`queries.kinds` gives it words), `key` makes posting twice posting once
    (it is kept as a hash), `not_before` keeps the letter back until then. Raises `BadAddress` and `BadLetter`, whose
    messages may be shown to people.
    """
    recipient, words = checked_address(to), checked(content)
    values = {
        "campaign_id": campaign_id,
        "kind": kind,
        "language": language,
        "recipient": recipient,
        "recipient_hash": hashed_address(recipient),
        "domain": recipient.rpartition("@")[2],
        "content": words.as_json(),
        "posted_at": at,
        "due_at": max(at, not_before or at),
    }
    if key:
        letter, is_new = _posted_once(hashed("key", key), values)
        if not is_new:
            return letter
    else:
        letter = Letter.objects.create(**values)
    record(at=at, by=by, act="letter.posted", of=letter, campaign_id=campaign_id, letter_kind=kind, language=language)
    if letter.due_at <= at:
        ask_to_deliver()
    return letter


def _posted_once(key: str, values: Mapping[str, object]) -> tuple[Letter, bool]:
    found = Letter.objects.filter(key=key).first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return Letter.objects.create(key=key, **values), True
    except IntegrityError:  # another has posted it in this moment
        return Letter.objects.get(key=key), False


@transaction.atomic
def take_back(*, kind: str, to: str, campaign_id: UUID, before: datetime, at: datetime, by: str) -> int:
    """Take letters of a kind to one reader, posted before an instant and still waiting, out of the outbox: what is
    about to be posted says it anew. Returns how many there were."""
    waiting = Letter.objects.filter(
        kind=kind,
        recipient_hash=hashed_address(to),
        campaign_id=campaign_id,
        state=State.WAITING,
        posted_at__lt=before,
    )
    number, _of_what = waiting.delete()
    if number:
        office, _is_new = PostOffice.objects.get_or_create(pk=1)
        record(at=at, by=by, act="letters.taken-back", of=office, campaign_id=campaign_id, number=number)
    return number


@transaction.atomic
def try_again(*, letter: Letter, at: datetime, by: str) -> None:
    """Have a held or failed letter sent again, from its first attempt on. Raises `CannotTryAgain`."""
    found = Letter.objects.select_for_update().get(pk=letter.pk)
    if found.erased_at is not None:
        raise CannotTryAgain(_("The words of this letter have been erased: it cannot be sent any more."))
    if found.state not in STUCK:
        raise CannotTryAgain(_("This letter is neither held nor failed."))
    _put_back(found, at)
    record(at=at, by=by, act="letter.tried-again", of=found, campaign_id=found.campaign_id)
    ask_to_deliver()


@transaction.atomic
def release(*, letter: Letter, at: datetime, by: str) -> None:
    """Believe in the address of a letter again: forget that it takes nothing, and send the letter.

    Other letters that are held for it in the same campaign are sent as well. Raises `CannotTryAgain`.
    """
    try_again(letter=letter, at=at, by=by)
    known = Bounce.objects.filter(recipient_hash=letter.recipient_hash)
    if known.exists():
        known.delete()
        record(at=at, by=by, act="address.released", of=letter, campaign_id=letter.campaign_id)
    held = Letter.objects.filter(
        state=State.HELD, recipient_hash=letter.recipient_hash, campaign_id=letter.campaign_id, erased_at=None
    )
    for other in held:
        _put_back(other, at)
        record(at=at, by=by, act="letter.tried-again", of=other, campaign_id=other.campaign_id)


def _put_back(letter: Letter, at: datetime) -> None:
    letter.state, letter.reason, letter.attempts = State.WAITING, Reason.NONE, 0
    letter.due_at, letter.rested_at, letter.answer = at, None, ""
    letter.save(update_fields=["state", "reason", "attempts", "due_at", "rested_at", "answer"])


@transaction.atomic
def remember_bounce(*, recipient_hash: str, reason: Any, at: datetime, letter: Letter | None = None) -> None:
    """Remember that an address takes no letters; later ones to it are held."""
    _bounce, is_new = Bounce.objects.get_or_create(recipient_hash=recipient_hash, defaults={"reason": reason, "at": at})
    if is_new and letter is not None:
        record(at=at, by="mail", act="address.bounced", of=letter, campaign_id=letter.campaign_id, reason=reason)


@transaction.atomic
def note_return(
    *, service_id: str, recipient: str, reason: Any, said: str, at: datetime, takes_nothing: bool
) -> Letter | None:
    """Note what a mail service reports of a letter that it had taken: it did not arrive, or was not wanted.

    Returns the letter, None where it is not ours (any more); with `takes_nothing` the address is remembered all the
    same. A letter that was complained about has arrived, and stays sent.
    """
    recipient_hash = hashed_address(recipient)
    found = Letter.objects.select_for_update().filter(service_id=service_id, recipient_hash=recipient_hash).first()
    letter = found if service_id else None
    if takes_nothing:
        remember_bounce(recipient_hash=recipient_hash, reason=reason, at=at, letter=letter)
    arrived = reason in (Reason.COMPLAINED, Reason.UNSUBSCRIBED)
    if letter is not None and letter.state == State.SENT and not arrived:
        letter.state, letter.reason, letter.answer, letter.rested_at = State.FAILED, reason, said, at
        letter.save(update_fields=["state", "reason", "answer", "rested_at"])
        record(at=at, by="mail", act="letter.returned", of=letter, campaign_id=letter.campaign_id, reason=reason)
    return letter


@transaction.atomic
def choose_sender(*, campaign_id: UUID, sender: From, at: datetime, by: str) -> None:
    """Say who a campaign's letters are from; what is left empty follows its responsible body.

    Raises `BadAddress` for what is no e-mail address, `BadLetter` for a name that could not stand in a header.
    """
    name = tidied_line(sender.name)
    if any(character in name for character in '<>"\\'):
        raise BadLetter(_("Write the sender's name without quotation marks, brackets and backslashes."))
    values = {
        "name": name[:200],
        "address": checked_address(sender.address) if sender.address else "",
        "reply_to": checked_address(sender.reply_to) if sender.reply_to else "",
    }
    chosen, _is_new = Sender.objects.update_or_create(campaign_id=campaign_id, defaults=values)
    record(at=at, by=by, act="sender.chosen", of=chosen, campaign_id=campaign_id)


def erase_old(*, at: datetime, days: int | None = None) -> int:
    """Erase address and words of letters that have been at rest for `days` (the setting); returns how many.

    What can be counted stays: kind, language, state, reason and instants. Files of letters go first, so that none is
    left behind where this is cut short.
    """
    before = at - timedelta(days=days if days is not None else settings.MAIL_KEPT_DAYS)
    erased = 0
    while True:
        with transaction.atomic():
            rows = Letter.objects.at_rest().filter(erased_at=None, rested_at__lt=before).order_by("pk")
            old = list(rows.select_for_update().values_list("pk", "posted_at", "public_id")[:AT_ONCE])
            if not old:
                return erased
            for _pk, posted_at, public_id in old:
                (folder() / file_name(posted_at, public_id)).unlink(missing_ok=True)
            Letter.objects.filter(pk__in=[pk for pk, *_rest in old]).update(
                recipient="", recipient_hash="", domain="", content={}, answer="", service_id="", erased_at=at
            )
            office, _is_new = PostOffice.objects.get_or_create(pk=1)
            record(at=at, by="mail", act="letters.erased", of=office, number=len(old))
            erased += len(old)
