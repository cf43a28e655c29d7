"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinksConfig(AppConfig):
    """Short links."""

    name = "unisono.links"
    label = "links"
    verbose_name = _("Short links")
