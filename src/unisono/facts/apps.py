"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """Facts."""

    name = "unisono.facts"
    label = "facts"
    verbose_name = _("Facts")
