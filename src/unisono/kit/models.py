"""Cards and the film of a campaign. How a card is drawn is the engine's business (`kit.engine`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from unisono.campaigns.fields import key_field
from unisono.campaigns.writing import Piece
from unisono.facts.models import Fact
from unisono.kit.engine import design_fields
from unisono.languages.segments import Segment


class Card(Piece):
    """One infographic: a design, its words, its fact."""

    key = key_field()
    position = models.PositiveIntegerField(_("position"), default=0)
    design = models.CharField(_("design"), max_length=40)
    fact = models.ForeignKey(
        Fact, on_delete=models.PROTECT, related_name="cards", null=True, blank=True, verbose_name=_("fact")
    )
    formats = models.JSONField(_("formats"), default=list, blank=True, help_text=_("Empty: all formats."))
    fields = models.JSONField(_("words of the design"), default=dict)
    alt = models.CharField(_("alternative text"), max_length=400)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="kit_card_once")]
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def __str__(self) -> str:
        return self.key

    def segments(self) -> tuple[Segment, ...]:
        """The words that the design declares, in the order of their names, and the alternative text."""
        declared = sorted((field for field in design_fields(self.design) if field.words), key=lambda one: one.name)
        words = (
            Segment(one.name, self.fields.get(one.name, ""), limit=one.limit, optional=not one.required)
            for one in declared
        )
        return (*words, Segment("alt", self.alt, limit=400))


class Film(Piece, ClusterableModel):
    """The campaign's film: a master, a poster, and its words. Captions are files, one a language."""

    master = models.FileField(_("master"), upload_to="film/")
    poster = models.FileField(_("poster"), upload_to="film/")
    seconds = models.FloatField(_("length in seconds"))
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign"], name="kit_film_once")]
        verbose_name = _("film")
        verbose_name_plural = _("films")

    def __str__(self) -> str:
        return self.title

    def segments(self) -> tuple[Segment, ...]:
        """Title and summary."""
        return Segment("title", self.title, limit=120), Segment("summary", self.summary, limit=300)


class CaptionTrack(models.Model):
    """The captions of the film in one language, as valid WebVTT."""

    film = ParentalKey(Film, on_delete=models.CASCADE, related_name="captions", verbose_name=_("film"))
    language = models.CharField(_("language"), max_length=16)
    webvtt = models.TextField(_("captions (WebVTT)"))

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["film", "language"], name="kit_captions_once")]
        verbose_name = _("captions")
        verbose_name_plural = _("captions")

    def __str__(self) -> str:
        return self.language
