"""Facts: one claim, its figure, its source and the copies of that; and what was corrected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject
from unisono.campaigns.fields import key_field
from unisono.campaigns.writing import Piece
from unisono.facts.evidence import FOLDER
from unisono.languages.segments import Segment


class Unit(models.TextChoices):
    """What a figure counts; it decides how CLDR writes it."""

    PERCENT = "percent", _("per cent")
    COUNT = "count", _("count")
    YEAR = "year", _("year")
    DATE = "date", _("date")
    WEEK = "week", _("weeks")


class Notation(models.TextChoices):
    """How a count is written."""

    PLAIN = "plain", _("in full (8,324)")
    COMPACT = "compact", _("in words of scale (250 million)")


class Qualifier(models.TextChoices):
    """What stands between a figure and the truth."""

    UP_TO = "up-to", _("up to")
    AT_LEAST = "at-least", _("at least")
    MORE_THAN = "more-than", _("more than")
    FEWER_THAN = "fewer-than", _("fewer than")
    ABOUT = "about", _("about")


class Standing(models.TextChoices):
    """Where a fact stands today."""

    CURRENT = "current", _("current")
    DISPUTED = "disputed", _("disputed")
    SUPERSEDED = "superseded", _("superseded")


class Fact(Piece):
    """One claim with its figure, date and source.

    `copy_sha256` names that one of its copies of the source which counts; "" where none does. `copy_date` is the day
    on which that copy, or the one at `copy_address` in a public archive, was made.
    """

    key = key_field()
    position = models.PositiveIntegerField(_("position"), default=0)
    value = models.CharField(_("value"), max_length=40, help_text=_("A number, a year, or a date such as 1999-11-17."))
    value_to = models.CharField(_("value to"), max_length=40, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier.choices, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    notation = models.CharField(_("notation"), max_length=8, choices=Notation.choices, default=Notation.PLAIN)
    as_of = models.CharField(_("speaks of"), max_length=10, blank=True)
    status = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.CURRENT)
    source_title = models.CharField(_("source: title"), max_length=300)
    source_publisher = models.CharField(_("source: publisher"), max_length=200)
    source_date = models.CharField(_("source: date"), max_length=10, blank=True)
    source_url = models.URLField(_("source: address"), max_length=500, blank=True)
    source_via = models.CharField(_("source: read in"), max_length=300, blank=True)
    copy_sha256 = models.CharField(_("copy: SHA-256"), max_length=64, blank=True)
    copy_date = models.DateField(_("copy: made on"), null=True, blank=True)
    copy_address = models.URLField(_("copy: address in a public archive"), max_length=800, blank=True)
    copy_is_public = models.BooleanField(_("copy: may be published"), default=False)
    claim = models.CharField(_("claim"), max_length=400)
    caveat = models.CharField(_("caveat"), max_length=400, blank=True)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="facts_fact_once")]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return self.claim

    def segments(self) -> tuple[Segment, ...]:
        """The claim, and the caveat where there is one."""
        caveat = (Segment("caveat", self.caveat, limit=400),) if self.caveat else ()
        return (Segment("claim", self.claim, limit=400), *caveat)


class SourceCopy(PublicObject):
    """A copy of a fact's source, byte for byte as it was uploaded. Rows are added, never changed: another copy takes
    the place of one that goes on being kept. Who has brought it stands in the ledger."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="copies", verbose_name=_("fact"))
    file = models.FileField(_("file"), upload_to=FOLDER, max_length=160)
    name = models.CharField(_("file name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["fact", "sha256"], name="facts_source_copy_once")]
        verbose_name = _("copy of a source")
        verbose_name_plural = _("copies of sources")

    def __str__(self) -> str:
        return self.name


class Correction(Piece):
    """A correction made in public: which fact, when, and what was wrong."""

    key = key_field()
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("fact"))
    date = models.DateField(_("date"))
    text = models.CharField(_("what was corrected"), max_length=600)

    class Meta:
        ordering = ["date", "key"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="facts_correction_once")]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.key

    def segments(self) -> tuple[Segment, ...]:
        """What was corrected."""
        return (Segment("text", self.text, limit=600),)
