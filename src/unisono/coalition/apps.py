"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoalitionConfig(AppConfig):
    """Organisations and their sign-ons."""

    name = "unisono.coalition"
    label = "coalition"
    verbose_name = _("Coalition")
