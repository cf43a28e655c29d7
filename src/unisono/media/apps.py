"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Originals, for staff only."""

    name = "unisono.media"
    label = "media"
    verbose_name = _("Media")
