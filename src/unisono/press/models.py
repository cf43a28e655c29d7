"""The press desk of a campaign: one paragraph about it, and whom to ask."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from unisono.campaigns.fields import key_field
from unisono.campaigns.writing import Piece
from unisono.languages.segments import Segment


class PressDesk(Piece, ClusterableModel):
    """One a campaign."""

    boilerplate = models.TextField(_("about the campaign, for journalists"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign"], name="press_desk_once")]
        verbose_name = _("press desk")
        verbose_name_plural = _("press desks")

    def __str__(self) -> str:
        return str(self.campaign)

    def segments(self) -> tuple[Segment, ...]:
        """The paragraph, and the role of each contact."""
        paragraph = (Segment("boilerplate", self.boilerplate),) if self.boilerplate else ()
        return (*paragraph, *(Segment(f"role.{one.key}", one.role) for one in self.contacts.all() if one.role))


class PressContact(Orderable):
    """Somebody whom journalists may ask, in the languages named. Published with the person's consent."""

    desk = ParentalKey(PressDesk, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("press desk"))
    key = key_field()
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")

    def __str__(self) -> str:
        return self.name
