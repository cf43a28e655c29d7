"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Accounts and roles."""

    name = "unisono.people"
    label = "people"
    verbose_name = _("People")
