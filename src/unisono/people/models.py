"""Accounts of the newsroom, what each person may do per campaign and language, and how people come in."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject


class UserManager(BaseUserManager["User"]):
    """Accounts are made from an e-mail address, or from none: whoever enters by link needs no address."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: object) -> "User":
        """Create an account; the address is compared without regard to case."""
        user = self.model(email=(email or "").strip().lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find an account by its address, in any case."""
        return self.get(email=(email or "").strip().lower())


class User(AbstractUser):
    """One person with an account. Signs in by a personal link, a passkey, or an e-mail address and a password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    session_number = models.PositiveIntegerField(
        _("number of the sessions"), default=0, help_text="Counting on ends every session of the account."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    #: The campaign to which this request is limited, since its session came from that campaign's link; None: no limit.
    signed_in_for: ClassVar[uuid.UUID | None] = None

    objects = UserManager()  # type: ignore[misc,assignment]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep "no address" as one value: the database lets it stand more than once."""
        super().clean()
        self.email = (self.email or "").strip().lower() or None

    @property
    def public_id(self) -> uuid.UUID:
        """The id that may stand in the ledger; it says nothing about the person."""
        return self.pk

    @property
    def name(self) -> str:
        """What the person is called among those who work here. Never the address: that is for organisers to see."""
        return self.get_full_name()

    @property
    def own_name(self) -> str:
        """The name that the person has given; "" for none."""
        return super().get_full_name()

    def get_full_name(self) -> str:
        """Return what the person is called. The editor asks this first, and for the address where it is empty."""
        return self.own_name or gettext("Account %(number)s") % {"number": str(self.pk)[:8]}

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to be believed: a new password or a new number ends those that there are."""
        value = f"{self.password}:{self.session_number}"
        return salted_hmac("people.session", value, secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    """What a person is in one campaign."""

    ORGANISER = "organiser", _("organiser")
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    REVIEWER = "reviewer", _("reviewer")
    MODERATOR = "moderator", _("moderator")
    PRESS_OFFICER = "press-officer", _("press officer")


#: Roles that are held for languages; every other role is held for the whole campaign.
LANGUAGE_ROLES = (Role.TRANSLATOR, Role.REVIEWER)


class Grant(models.Model):
    """A role held by a person in one campaign, in one language or (empty) in all.

    The campaign is named by its public id: this room stands below the campaigns.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("person"))
    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "campaign_id", "language", "role"], name="people_grant_once"),
            models.CheckConstraint(
                condition=models.Q(language="") | models.Q(role__in=LANGUAGE_ROLES), name="people_grant_language"
            ),
        ]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")

    def __str__(self) -> str:
        return f"{self.role} {self.language}".strip()


class Credit(models.TextChoices):
    """How a person is named where a campaign thanks those who worked on it."""

    NONE = "none", _("not at all")
    NAME = "name", _("by my name")
    OTHER = "other", _("by another name")


class Membership(PublicObject):
    """That a person works, or has worked, on a campaign: what is theirs there besides their roles."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person"))
    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    credit = models.CharField(_("named in credits"), max_length=8, choices=Credit.choices, default=Credit.NONE)
    credit_name = models.CharField(_("name in credits"), max_length=150, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True)
    last_seen_at = models.DateTimeField(_("last activity"), null=True)
    is_reminded = models.BooleanField(_("gets letters about what is left to do"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "campaign_id"], name="people_membership_once"),
            models.CheckConstraint(
                condition=~models.Q(credit=Credit.OTHER, credit_name=""), name="people_membership_other_name"
            ),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.person_id} {self.campaign_id}"

    @property
    def credited_as(self) -> str:
        """The name that may stand in public; "" where the person wants none."""
        return {Credit.NAME: self.person.own_name, Credit.OTHER: self.credit_name}.get(Credit(self.credit), "")


class LinkState(models.TextChoices):
    """What a link does for whoever opens it now."""

    OPEN = "open"
    SIGNS_IN = "signs-in"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Invitation(PublicObject):
    """A link by which one person comes in; once accepted, it is that person's sign-in link for the campaign.

    Of the link, only a hash is kept. Without a campaign it lets into the whole installation (`unisono people open`).
    """

    campaign_id = models.UUIDField(_("campaign"), null=True, db_index=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    languages = models.JSONField(_("languages"), default=list, help_text="Empty: all languages, or no matter.")
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of the page"), max_length=16)
    invited_by = models.CharField(_("invited by"), max_length=64)
    made_at = models.DateTimeField(_("made"))
    token_hash = models.CharField(_("hash of the link"), max_length=64, unique=True)
    expires_at = models.DateTimeField(_("expires"))
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, related_name="invitations", verbose_name=_("person")
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    used_at = models.DateTimeField(_("last used"), null=True, help_text="Of the present link, not of former ones.")
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, person__isnull=True)
                | models.Q(accepted_at__isnull=False, person__isnull=False),
                name="people_invitation_accepted_by_somebody",
            )
        ]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return str(self.public_id)

    def state(self, at: datetime) -> LinkState:
        """Return what the link does at an instant, whoever the person is by now."""
        if self.withdrawn_at is not None:
            return LinkState.WITHDRAWN
        if self.expires_at <= at:
            return LinkState.EXPIRED
        return LinkState.SIGNS_IN if self.accepted_at else LinkState.OPEN
