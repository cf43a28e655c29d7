"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LaunchConfig(AppConfig):
    """Editions and schedule."""

    name = "unisono.launch"
    label = "launch"
    verbose_name = _("Launch")

    def ready(self) -> None:
        """Let pieces be previewed as the next edition would show them."""
        from unisono.launch import preview  # noqa: F401
