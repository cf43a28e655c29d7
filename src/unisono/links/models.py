"""Short links. A row is added and never changed or taken away: its code may stand on paper."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject
from unisono.campaigns.fields import KEY_PATTERN
from unisono.campaigns.models import Campaign
from unisono.links import codes

PLACE_PATTERN = rf"(?:{KEY_PATTERN}/)*"


class Network(models.TextChoices):
    """Where a link is put up (`links.networks`). Proper names are the same in every language."""

    ANYWHERE = "", _("anywhere")
    PRINT = "print", _("print")
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    LINKEDIN = "linkedin", "LinkedIn"
    EMAIL = "email", _("e-mail")
    INSTAGRAM = "instagram", "Instagram"
    THREADS = "threads", "Threads"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    REDDIT = "reddit", "Reddit"
    LINE = "line", "LINE"
    SMS = "sms", "SMS"
    RADIO = "radio", _("radio and television")


class Link(PublicObject):
    """A short code that leads to a place of a campaign in a language; who put it up where can be told apart.

    The organisation is named by the key of its sign-on, without a foreign key: a printed code outlives the
    row of whoever printed it, and a pack that brings the organisation back finds its links again.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="links", verbose_name=_("campaign"))
    code = models.CharField(
        _("code"), max_length=12, unique=True, editable=False, validators=[RegexValidator(rf"^{codes.PATTERN}\Z")]
    )
    place = models.CharField(
        _("place"), max_length=200, blank=True,
        validators=[RegexValidator(rf"^{PLACE_PATTERN}\Z", _("Write a place such as statement/ or news/the-call/."))],
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=16)
    organisation = models.CharField(_("organisation"), max_length=60, blank=True)
    network = models.CharField(_("network"), max_length=16, blank=True, choices=Network.choices)
    created_at = models.DateTimeField(_("made at"), editable=False)

    class Meta:
        ordering = ["language", "place", "organisation", "network"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "place", "language", "organisation", "network"],
                name="links_link_once",
                violation_error_message=_("This link is there already: find it in the list."),
            )
        ]
        verbose_name = _("short link")
        verbose_name_plural = _("short links")

    def __str__(self) -> str:
        return self.code
