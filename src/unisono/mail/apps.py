"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """Letters."""

    name = "unisono.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Let the worker look after the outbox, and hear what mail services report."""
        from unisono.mail import events, tasks  # noqa: F401
