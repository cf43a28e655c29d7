"""What was frozen, what opens when, who may look before. The files are in the content store (`launch.store`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unisono.base.models import PublicObject
from unisono.campaigns.models import Campaign


class Edition(models.Model):
    """An immutable set of files, named by the SHA-256 of its manifest."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="editions", verbose_name=_("campaign")
    )
    name = models.CharField(_("name"), max_length=64)
    snapshot = models.CharField(_("snapshot"), max_length=64, help_text=_("SHA-256 of the snapshot it was made from."))
    frozen_at = models.DateTimeField(_("prepared at"))
    frozen_by = models.CharField(_("prepared by"), max_length=64)
    files = models.PositiveIntegerField(_("files"))
    bytes = models.PositiveBigIntegerField(_("bytes"))
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="launch_edition_once")]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return self.name[:12]


class ScheduleEntry(models.Model):
    """From `at` on, `edition` is open (None: nothing is). The list keeps its past."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="schedule", verbose_name=_("campaign")
    )
    at = models.DateTimeField(_("at"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="schedule", null=True, blank=True, verbose_name=_("edition")
    )
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.CharField(_("decided by"), max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("schedule entry")
        verbose_name_plural = _("schedule")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.edition or '-'}"


class Wording(models.TextChoices):
    """Which words somebody sees who looks before the opening."""

    #: What the next edition would hold if it were prepared now.
    APPROVED = "approved", pgettext_lazy("words of a preview", "approved words only")
    #: The newest translations, whatever their state, of the source that is approved.
    TRANSLATED = "translated", pgettext_lazy("words of a preview", "with unfinished translations")
    #: The newest of everything, drafts of the source among it.
    NEWEST = "newest", pgettext_lazy("words of a preview", "with drafts")


class PreviewLink(PublicObject):
    """A link by which people without an account see the whole site before it opens. Of its secret a hash is kept.

    It goes with its campaign, and opens nothing once whoever made it may no longer make one.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="preview_links", verbose_name=_("campaign")
    )
    languages = models.JSONField(_("languages"), default=list, help_text="Empty: all.")
    wording = models.CharField(
        _("words"),
        max_length=10,
        choices=[one for one in Wording.choices if one[0] != Wording.TRANSLATED],
        default=Wording.APPROVED,
    )
    note = models.CharField(_("for whom"), max_length=120)
    token_hash = models.CharField(_("hash of the link"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=64)
    expires_at = models.DateTimeField(_("expires"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)
    opened = models.PositiveIntegerField(_("times opened"), default=0)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="launch_preview_link_ends_later"
            )
        ]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return str(self.public_id)
