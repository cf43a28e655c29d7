"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """The newsroom's screens."""

    name = "unisono.newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Let publishing in the editor be approving, note second factors that are set or removed, look after what
        machines fill in."""
        from unisono.newsroom import approving
        from unisono.newsroom.entrance import factors
        from unisono.newsroom.machine import tasks  # noqa: F401  registers its upkeep

        approving.connect()
        factors.connect()
