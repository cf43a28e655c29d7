"""What is remembered of packs: what each has brought, and those that wait to be looked at."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject
from unisono.campaigns.models import Campaign


class TakenPack(models.Model):
    """What packs of one base have brought into a campaign; `base` is "" for packs that do not say what they were made
    from. `points` is JSON in writing: databases keep no order within theirs, and order is part of it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", verbose_name=_("campaign"))
    base = models.CharField(_("base"), max_length=64, blank=True)
    points = models.TextField(_("what it brought"))
    taken_at = models.DateTimeField(_("taken in at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "base"], name="packs_taken_once")]
        verbose_name = _("pack that was taken in")
        verbose_name_plural = _("packs that were taken in")

    def __str__(self) -> str:
        return self.base or "-"


class WaitingPack(PublicObject):
    """A pack that somebody has brought into the newsroom and not taken in yet. Its ZIP lies in the home."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="waiting_packs", verbose_name=_("campaign")
    )
    name = models.CharField(_("file name"), max_length=120)
    brought_by = models.CharField(_("brought by"), max_length=64)
    brought_at = models.DateTimeField(_("brought at"))

    class Meta:
        ordering = ["-brought_at"]
        verbose_name = _("pack that waits")
        verbose_name_plural = _("packs that wait")

    def __str__(self) -> str:
        return self.name
