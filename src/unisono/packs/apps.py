"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    """Packs."""

    name = "unisono.packs"
    label = "packs"
    verbose_name = _("Packs")

    def ready(self) -> None:
        """Let the worker put away what was brought and never taken in."""
        from unisono.packs import waiting  # noqa: F401
