"""What follows when somebody sets up or removes a second factor: the ledger knows, and the session is strong."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.http import HttpRequest

from unisono.newsroom.entrance.gate import LINK
from unisono.people.operations import note_factor


def note_set(request: HttpRequest, kind: str) -> None:
    """Note in the ledger that the person has set up a second factor; call it in the transaction that does so."""
    person: Any = request.user
    note_factor(person=person, kind=kind, is_set=True, at=datetime.now(UTC))


def strengthen(request: HttpRequest, kind: str) -> None:
    """Let a session do more from now on: whoever sets a second factor up has just proved it.

    The session gets a new key, and stands on the account, no longer on the link with which it began.
    """
    record_authentication(request, request.user, "mfa", type=kind)
    request.session.pop(LINK, None)
    request.session.set_expiry(None)
    request.session.cycle_key()


def _on_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note_factor(person=user, kind=authenticator.type, is_set=False, at=datetime.now(UTC))


def connect() -> None:
    """Listen to the library's signal."""
    authenticator_removed.connect(_on_removed, dispatch_uid="newsroom.factor_removed")
