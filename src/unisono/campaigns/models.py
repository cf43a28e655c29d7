"""The campaign and what hangs on it alone. All words of a campaign live in the rooms above."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from unisono.base.models import PublicObject


class Care(models.TextChoices):
    """How carefully supporters must be treated."""

    OPEN = "open", _("open")
    GUARDED = "guarded", _("guarded: supporters may live where supporting is dangerous")


class Late(models.TextChoices):
    """What an edition does where a language is late."""

    SOURCE = "source", _("show the source text, with a note")
    HOLD = "hold", _("hold the language back")


class Campaign(PublicObject, ClusterableModel):
    """One cause, all languages, one launch."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    source_language = models.CharField(_("source language"), max_length=16)
    care = models.CharField(_("care"), max_length=8, choices=Care.choices, default=Care.OPEN)
    late = models.CharField(_("late languages"), max_length=8, choices=Late.choices, default=Late.SOURCE)
    is_sample = models.BooleanField(_("a sample campaign"), default=False)
    hosts = models.JSONField(_("host names"), default=list, blank=True)
    colours = models.JSONField(_("colours"), default=dict, blank=True)
    logo_svg = models.TextField(_("logo (SVG)"), blank=True)
    responsible_name = models.CharField(_("responsible body"), max_length=200, blank=True)
    responsible_address = models.TextField(_("its address"), blank=True)
    responsible_country = models.CharField(_("its country"), max_length=2, blank=True)
    responsible_email = models.EmailField(_("its e-mail address"), blank=True)
    responsible_website = models.URLField(_("its website"), blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    licence_url = models.URLField(_("where its text stands"), blank=True)
    reminds = models.BooleanField(_("letters remind translators"), default=True)
    opens_by_itself = models.BooleanField(_("approved changes open by themselves"), default=False)
    four_eyes = models.BooleanField(_("a second person must approve"), default=False)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return self.slug

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The campaign's languages in the order that was chosen; in the order of their codes where none was."""
        return tuple(one.code for one in sorted(self.languages.all(), key=lambda one: (one.position, one.code)))

    @property
    def target_codes(self) -> tuple[str, ...]:
        """The languages into which the campaign is translated, in their order: all but its source's."""
        return tuple(code for code in self.language_codes if code != self.source_language)


class CampaignLanguage(models.Model):
    """One language of a campaign. All stand at 0 until somebody chooses an order."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="languages", verbose_name=_("campaign"))
    code = models.CharField(_("language"), max_length=16)
    is_reviewed = models.BooleanField(_("reviewed by a native speaker"), default=True)
    position = models.PositiveSmallIntegerField(_("place among the languages"), default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="campaigns_language_once")]
        verbose_name = _("language of a campaign")
        verbose_name_plural = _("languages of a campaign")

    def __str__(self) -> str:
        return self.code


class ThemeFile(models.Model):
    """A file of a campaign's theme: a design with its table, a picture that designs show, a font."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="theme_files", verbose_name=_("campaign")
    )
    path = models.CharField(_("path"), max_length=120)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["campaign", "path"], name="campaigns_theme_file_once")]
        verbose_name = _("file of a theme")
        verbose_name_plural = _("files of a theme")

    def __str__(self) -> str:
        return self.path


class MomentKind(models.TextChoices):
    """What happens at a moment."""

    ANNOUNCEMENT = "announcement", _("announcement")
    EMBARGO = "embargo", _("embargo lifts")
    OPENING = "opening", _("opening")
    END = "end", _("end")


class Moment(models.Model):
    """An instant with its zone. `languages` (opening only) names those that open then; empty means all."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="moments", verbose_name=_("campaign"))
    kind = models.CharField(_("kind"), max_length=16, choices=MomentKind.choices)
    at = models.DateTimeField(_("at"))
    zone = models.CharField(_("time zone"), max_length=64)
    languages = models.JSONField(_("languages"), default=list, blank=True)

    class Meta:
        ordering = ["at", "kind"]
        verbose_name = _("moment")
        verbose_name_plural = _("moments")

    def __str__(self) -> str:
        return f"{self.kind} {self.at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M} {self.zone}"


class HandInState(models.TextChoices):
    """What became of a draft that was handed in."""

    WAITING = "waiting", _("waiting for review")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent-back", _("sent back")
    TAKEN_BACK = "taken-back", pgettext_lazy("what was handed in for review", "taken back")
    REPLACED = "replaced", _("handed in anew")


class HandIn(PublicObject):
    """That somebody has handed in a draft of a piece for review, and what was said to it.

    The piece is named by label and public id: pieces live in the rooms above. At most one hand-in of a piece waits.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="hand_ins", verbose_name=_("campaign")
    )
    label = models.CharField(_("kind of object"), max_length=64)
    object_id = models.UUIDField(_("object"))
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("draft")
    )
    note = models.TextField(_("note"), blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"))
    handed_in_by = models.CharField(_("handed in by"), max_length=64)
    state = models.CharField(_("state"), max_length=12, choices=HandInState.choices, default=HandInState.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_id"], condition=models.Q(state="waiting"), name="campaigns_one_hand_in_waits"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent-back", reason=""), name="campaigns_sent_back_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["object_id", "state"], name="campaigns_hand_in_of")]
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")

    def __str__(self) -> str:
        return f"{self.label} {self.state}"


class PieceLock(models.Model):
    """That an organiser has locked a piece, such as while it is signed: nobody changes its words until that ends."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="locks", verbose_name=_("campaign"))
    label = models.CharField(_("kind of object"), max_length=64)
    object_id = models.UUIDField(_("object"), unique=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    locked_at = models.DateTimeField(_("locked at"))
    locked_by = models.CharField(_("locked by"), max_length=64)

    class Meta:
        verbose_name = _("lock of a piece")
        verbose_name_plural = _("locks of pieces")

    def __str__(self) -> str:
        return self.label
