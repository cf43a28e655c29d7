"""What mail services report of letters that they had taken (Anymail's tracking signal): only what went wrong."""

from datetime import UTC, datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver

from unisono.mail.models import Reason
from unisono.mail.operations import note_return
from unisono.mail.transports import KEPT_OF_ANSWER

#: Refusals that say something of the address, not of this one letter.
OF_ADDRESS = frozenset({RejectReason.INVALID, RejectReason.BOUNCED})


def reason_of(event: AnymailTrackingEvent) -> tuple[Any, bool] | None:
    """Return why a letter came back and whether its address takes nothing any more; None where all is well."""
    if event.event_type == EventType.COMPLAINED:
        return Reason.COMPLAINED, True
    if event.event_type == EventType.UNSUBSCRIBED or event.reject_reason == RejectReason.UNSUBSCRIBED:
        return Reason.UNSUBSCRIBED, True
    if event.event_type in (EventType.BOUNCED, EventType.REJECTED):
        if event.reject_reason in OF_ADDRESS:
            return Reason.BOUNCED, True
        return Reason.UNWANTED, False
    if event.event_type == EventType.FAILED:
        return Reason.UNSENDABLE, False
    return None


@receiver(tracking, dispatch_uid="unisono.mail")
def hear(sender: Any, event: AnymailTrackingEvent, esp_name: str, **more: Any) -> None:
    """Note a letter that did not arrive."""
    found = reason_of(event)
    if found is None or not event.recipient:
        return
    reason, takes_nothing = found
    said = " ".join(str(event.mta_response or event.description or "").split())[:KEPT_OF_ANSWER]
    note_return(
        service_id=str(event.message_id or ""),
        recipient=event.recipient,
        reason=reason,
        said=said,
        at=datetime.now(UTC),
        takes_nothing=takes_nothing,
    )
