"""Cards and the film of a campaign. How a card is drawn is the engine's business (`kit.engine`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from unisono.campaigns.fields import key_field
from unisono.campaigns.writing import Piece
from unisono.facts.models import Fact
from unisono.kit.asked import rows_field, word_fields
from unisono.kit.queries import design_folder
from unisono.languages.segments import Segment


class Card(Piece, ClusterableModel):
    """One infographic: a design, its words, its fact or the facts of its rows, what was chosen where it lets choose."""

    key = key_field()
    position = models.PositiveIntegerField(_("position"), default=0)
    design = models.CharField(_("design"), max_length=40)
    fact = models.ForeignKey(
        Fact, on_delete=models.PROTECT, related_name="cards", null=True, blank=True, verbose_name=_("fact")
    )
    formats = models.JSONField(_("formats"), default=list, blank=True, help_text=_("Empty: all formats."))
    fields = models.JSONField(_("words of the design"), default=dict)
    options = models.JSONField(_("how it is drawn"), default=dict, blank=True)
    alt = models.CharField(_("alternative text"), max_length=400)
    #: Where the theme of the campaign lies, if whoever reads many cards has looked it up for all of them.
    theme_folder: str | None = None

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="kit_card_once")]
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def __str__(self) -> str:
        return self.key

    def segments(self) -> tuple[Segment, ...]:
        """The words that the design declares by name, the labels of rows by key, and the alternative text.

        Their order does not follow that of the rows: to move a row makes no translation older than its source.
        """
        folder = design_folder(self.design, self.campaign) if self.theme_folder is None else self.theme_folder
        words = (
            Segment(one.name, self.fields.get(one.name, ""), limit=one.limit, optional=not one.required)
            for one in sorted(word_fields(self.design, folder), key=lambda one: one.name)
        )
        asked = rows_field(self.design, folder)
        rows = sorted(self.rows.all(), key=lambda row: row.key) if asked and asked.words else ()
        labels = (Segment(f"row.{row.key}", row.label, limit=asked.limit if asked else 0) for row in rows)
        return (*words, *labels, Segment("alt", self.alt, limit=400))


class CardRow(Orderable):
    """One row of a card: the fact that gives its figure, with a label in words or a country (ISO 3166-1 alpha-2)."""

    card = ParentalKey(Card, on_delete=models.CASCADE, related_name="rows", verbose_name=_("card"))
    key = key_field()
    fact = models.ForeignKey(
        Fact, on_delete=models.PROTECT, related_name="rows", null=True, blank=True, verbose_name=_("fact")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    label = models.CharField(_("label"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["card", "key"], name="kit_row_once")]
        verbose_name = _("row")
        verbose_name_plural = _("rows")

    def __str__(self) -> str:
        return self.label or self.country or self.key


class Film(Piece, ClusterableModel):
    """The campaign's film: a master, a poster, and its words. Captions are files, one a language.

    Without a poster one is taken from the film. `versions` are those with captions burnt in that the campaign wants,
    as "language:shape" (`ar:story`).
    """

    master = models.FileField(_("master"), upload_to="film/")
    poster = models.FileField(_("poster"), upload_to="film/", blank=True)
    seconds = models.FloatField(_("length in seconds"))
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300)
    versions = models.JSONField(_("versions with captions burnt in"), default=list, blank=True)

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
