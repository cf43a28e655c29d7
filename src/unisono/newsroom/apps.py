"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """The newsroom's screens."""

    name = "unisono.newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Let publishing be approving, note second factors that are set or removed; have reminders sent, and machines'
        work looked after."""
        from unisono.newsroom import approving
        from unisono.newsroom.board import posting  # noqa: F401  it adds itself to what workers look after
        from unisono.newsroom.entrance import factors
        from unisono.newsroom.machine import tasks  # noqa: F401  registers its upkeep

        approving.connect()
        factors.connect()
