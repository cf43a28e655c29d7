"""Accounts of the newsroom and what each person may do, per campaign and language."""

import uuid

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Accounts are made from an e-mail address: there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an account; the address is compared without regard to case."""
        user = self.model(email=email.strip().lower(), **fields)
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
    """One person with an account. Signs in with an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()  # type: ignore[misc,assignment]

    @property
    def public_id(self) -> uuid.UUID:
        """The id that may stand in the ledger; it says nothing about the person."""
        return self.pk


class Role(models.TextChoices):
    """What a person is in one campaign."""

    ORGANISER = "organiser", _("organiser")
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    REVIEWER = "reviewer", _("reviewer")
    MODERATOR = "moderator", _("moderator")
    PRESS_OFFICER = "press-officer", _("press officer")


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
            models.UniqueConstraint(fields=["person", "campaign_id", "language", "role"], name="people_grant_once")
        ]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")

    def __str__(self) -> str:
        return f"{self.role} {self.language}".strip()
