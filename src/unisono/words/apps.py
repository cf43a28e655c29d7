"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WordsConfig(AppConfig):
    """Texts, statement, news."""

    name = "unisono.words"
    label = "words"
    verbose_name = _("Words")

    def ready(self) -> None:
        """Let approving a statement make a version of it."""
        from unisono.words import operations  # noqa: F401
