"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    """Press."""

    name = "unisono.press"
    label = "press"
    verbose_name = _("Press")
