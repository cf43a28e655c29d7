"""Django's entry to the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only events."""

    name = "unisono.ledger"
    label = "ledger"
