"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Campaigns."""

    name = "unisono.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")
