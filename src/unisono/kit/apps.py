"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    """Cards and film."""

    name = "unisono.kit"
    label = "kit"
    verbose_name = _("Kit")
