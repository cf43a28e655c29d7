"""Organisations, and the act by which one joins a campaign."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject
from unisono.campaigns.fields import key_field
from unisono.campaigns.models import Campaign


class Organisation(PublicObject):
    """A body, independent of any campaign."""

    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    website = models.URLField(_("website"), blank=True, max_length=300)
    logo = models.BinaryField(_("logo"), null=True, editable=False)
    logo_name = models.CharField(_("file name of the logo"), max_length=120, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    """What an organisation is in a campaign."""

    CALLER = "caller", _("caller")
    PARTNER = "partner", _("partner")
    MEDIA_PARTNER = "media-partner", _("media partner")


class Basis(models.TextChoices):
    """On whose word an organisation stands in the list."""

    NAMED = "named", _("named by the caller")
    CONFIRMED = "confirmed", _("confirmed by itself")
    SAMPLE = "sample", _("sample")


class SignOn(PublicObject):
    """The joining of one campaign by one organisation."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="sign_ons", verbose_name=_("campaign")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="sign_ons", verbose_name=_("organisation")
    )
    key = key_field()
    role = models.CharField(_("role"), max_length=16, choices=Part.choices, default=Part.PARTNER)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, default=Basis.NAMED)
    languages = models.JSONField(_("languages"), default=list, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="coalition_signon_key_once"),
            models.UniqueConstraint(fields=["campaign", "organisation"], name="coalition_signon_once"),
        ]
        verbose_name = _("sign-on")
        verbose_name_plural = _("sign-ons")

    def __str__(self) -> str:
        return self.key
