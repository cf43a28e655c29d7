"""One append-only table. It refers to other rooms by label and id, so that nothing can cascade into it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that happened. Rows are added, never changed (a database trigger refuses updates)."""

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.CharField(_("by"), max_length=64, help_text="Public id of a person, or the name of a command.")
    act = models.CharField(_("act"), max_length=64, db_index=True)
    campaign_id = models.UUIDField(_("campaign"), null=True, db_index=True)
    label = models.CharField(_("kind of object"), max_length=64)
    object_id = models.CharField(_("object"), max_length=64)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.label} {self.object_id}"
