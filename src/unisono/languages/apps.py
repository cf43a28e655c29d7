"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    """What a language needs; segments, translations, settled copies."""

    name = "unisono.languages"
    label = "languages"
    verbose_name = _("Languages")
