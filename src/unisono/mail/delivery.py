"""From the outbox to the world: one letter is taken, sent and marked at a time, by as many workers as there are.

Taking is a lease: a worker that is killed leaves a letter that another takes when the lease has run out. It is then
sent again, since nobody knows what the server had answered; the Message-ID is the same.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils import translation

from unisono.ledger.operations import record
from unisono.mail.content import content_from
from unisono.mail.models import Bounce, Letter, PostOffice, Reason, State
from unisono.mail.operations import remember_bounce
from unisono.mail.rendering import Envelope, message
from unisono.mail.senders import sender_for
from unisono.mail.transports import Outcome, Transport, Trouble, file_name

log = logging.getLogger(__name__)

#: How long a letter is another's. More than a server may be silent in all the steps of one letter.
LEASE = timedelta(minutes=5)
#: Pauses after the first, second … attempt that failed for the time being; after the last one it is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720))
ATTEMPTS = len(PAUSES) + 1
#: How long nothing is sent after the first, second … time in a row that the server was not to be had.
CLOSINGS = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 900))
#: Seconds after which a delivery ends, so that the worker's record stays fresh; the rest goes with the next.
RUN = 50.0
#: Seconds between attempts to mark what was sent: the database may be busy, and sending twice is worse than waiting.
MARKING = (0.5, 2.0, 8.0)
MINUTE = timedelta(minutes=1)
#: What the ledger says of a letter to which nothing more happens by itself.
RESTED = {State.SENT: "letter.sent", State.HELD: "letter.held", State.FAILED: "letter.failed"}


@dataclass(frozen=True, slots=True)
class Pace:
    """How many letters may leave in any minute, in all and to one domain; None: as many as there are."""

    in_all: int
    to_one_domain: int


def current_pace() -> Pace | None:
    """Return the pace that the settings choose; files need none."""
    if settings.MAIL.kind == "file":
        return None
    return Pace(settings.MAIL_PER_MINUTE, settings.MAIL_DOMAIN_PER_MINUTE)


def deliver(
    *, clock: Callable[[], datetime], transport: Transport, pace: Pace | None = None, seconds: float = RUN
) -> dict[str, int]:
    """Send what is due, until nothing may be sent now or `seconds` are over; returns how many by verdict."""
    done: dict[str, int] = {}
    until = time.monotonic() + seconds
    if not is_open(at=clock()):
        return done
    line_is_open = False
    try:
        while time.monotonic() < until and (letter := take_next(at=clock(), pace=pace)) is not None:
            try:
                if not line_is_open:
                    transport.open()
                outcome = _attempt(letter, transport)
            except Trouble:
                _marked(letter, Outcome("not tried"), clock())
                raise
            _marked(letter, outcome, clock())
            done[outcome.verdict] = done.get(outcome.verdict, 0) + 1
            line_is_open = not outcome.line_is_broken
            if outcome.line_is_broken:
                transport.close()
        if done:
            _opened()
    except Trouble as trouble:
        _close(trouble, at=clock())
    finally:
        transport.close()
    return done


def is_open(*, at: datetime) -> bool:
    """Say whether anything may be sent: no server has just been found missing."""
    return not PostOffice.objects.filter(closed_until__gt=at).exists()


@transaction.atomic
def take_next(*, at: datetime, pace: Pace | None = None) -> Letter | None:
    """Take the letter that has waited longest, of a domain that may get one now; None where there is none.

    On the way, letters to addresses that take nothing are held, and those given up that were tried too often.
    """
    PostOffice.objects.get_or_create(pk=1)
    PostOffice.objects.select_for_update().get(pk=1)  # one after the other: what has just left is counted
    due = Letter.objects.due(at)
    if pace is not None:
        recent = Letter.objects.filter(tried_at__gt=at - MINUTE).order_by()
        by_domain = dict(recent.values_list("domain").annotate(Count("pk")))
        if sum(by_domain.values()) >= pace.in_all:
            return None
        due = due.exclude(domain__in=[name for name, number in by_domain.items() if number >= pace.to_one_domain])
    for letter in due.order_by("due_at", "pk").iterator(chunk_size=50):
        bounce = Bounce.objects.filter(recipient_hash=letter.recipient_hash).first()
        if bounce is not None:
            _rest(letter, State.HELD, bounce.reason, at)
        elif letter.attempts >= ATTEMPTS:
            _rest(letter, State.FAILED, letter.reason or Reason.NO_ANSWER, at)
        else:
            return _taken(letter, at)
    return None


def _taken(letter: Letter, at: datetime) -> Letter:
    letter.state, letter.taken_by, letter.lease_until = State.SENDING, uuid4().hex, at + LEASE
    letter.attempts, letter.tried_at = letter.attempts + 1, at
    letter.save(update_fields=["state", "taken_by", "lease_until", "attempts", "tried_at"])
    return letter


def _rest(letter: Letter, state: Any, reason: Any, at: datetime) -> None:
    letter.state, letter.reason, letter.rested_at = state, reason, at
    letter.taken_by, letter.lease_until = "", None
    letter.save(update_fields=["state", "reason", "rested_at", "taken_by", "lease_until"])
    record(at=at, by="mail", act=RESTED[state], of=letter, campaign_id=letter.campaign_id, reason=str(reason))


def _attempt(letter: Letter, transport: Transport) -> Outcome:
    """Make the message and send it; raises `Trouble` where nothing can be sent at all."""
    name = file_name(letter.posted_at, letter.public_id)
    try:
        sender = sender_for(letter.campaign_id)
        envelope = Envelope(str(letter.public_id), settings.MAIL.domain, letter.recipient, letter.language, sender)
        with translation.override(None):  # headers and names of months are the same in every language
            return transport.send(message(content_from(letter.content), envelope), name)
    except (Trouble, DatabaseError):
        raise
    except Exception as fault:  # whatever one letter has about it, the others go on; its words stay out of the log
        log.error("letter %s could not be sent: %s", letter.public_id, type(fault).__name__)
        return Outcome("refused", Reason.UNSENDABLE)


def _marked(letter: Letter, outcome: Outcome, at: datetime) -> None:
    """Mark what became of a letter, patiently; a letter that was meanwhile taken by another is the other's."""
    for pause in (*MARKING, None):
        try:
            return _mark(letter, outcome, at)
        except DatabaseError:
            if pause is None or transaction.get_connection().in_atomic_block:
                raise
            time.sleep(pause)


@transaction.atomic
def _mark(letter: Letter, outcome: Outcome, at: datetime) -> None:
    still = Letter.objects.select_for_update().filter(pk=letter.pk, state=State.SENDING, taken_by=letter.taken_by)
    found = still.first()
    if found is None:
        return
    found.taken_by, found.lease_until, found.answer = "", None, outcome.said
    if outcome.verdict == "not tried":
        found.state, found.attempts, found.tried_at = State.WAITING, found.attempts - 1, None
    elif outcome.verdict == "sent":
        found.state, found.reason, found.service_id, found.rested_at = State.SENT, "", outcome.service_id, at
    elif outcome.verdict == "later" and found.attempts < ATTEMPTS:
        found.state, found.reason, found.due_at = State.WAITING, outcome.reason, at + PAUSES[found.attempts - 1]
    else:
        found.state = State.HELD if outcome.verdict == "held" else State.FAILED
        found.reason, found.rested_at = outcome.reason, at
    found.save()
    if found.rested_at is not None:
        record(
            at=at,
            by="mail",
            act=RESTED[found.state],
            of=found,
            campaign_id=found.campaign_id,
            attempts=found.attempts,
            reason=str(found.reason),
        )
    if outcome.is_bounce:
        remember_bounce(recipient_hash=found.recipient_hash, reason=Reason.BOUNCED, at=at, letter=found)


@transaction.atomic
def _close(trouble: Trouble, *, at: datetime) -> None:
    """Send nothing for a while: the server is not to be had. The letters wait, and no attempt is counted."""
    PostOffice.objects.get_or_create(pk=1)
    office = PostOffice.objects.select_for_update().get(pk=1)
    office.closed_until = at + CLOSINGS[min(office.failures, len(CLOSINGS) - 1)]
    office.failures, office.trouble = office.failures + 1, str(trouble)
    office.save()
    log.warning("no letters can be sent at present: %s", trouble)


def _opened() -> None:
    PostOffice.objects.filter(pk=1, failures__gt=0).update(closed_until=None, failures=0, trouble="")


@transaction.atomic
def open_again(*, at: datetime) -> None:
    """Try the server at once, however long ago it was missed."""
    PostOffice.objects.filter(pk=1).update(closed_until=None)
