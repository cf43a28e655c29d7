"""The outbox, the addresses that take nothing, who letters are from, and whether the post office is open."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject


class State(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    HELD = "held", _("Held")
    FAILED = "failed", _("Failed")


#: Nothing more happens to it by itself.
AT_REST = frozenset({State.SENT, State.HELD, State.FAILED})
#: A person may have it sent again.
STUCK = frozenset({State.HELD, State.FAILED})


class Reason(models.TextChoices):
    """Why a letter is not sent (yet), in words for people."""

    NONE = "", ""
    BOUNCED = "bounced", _("An earlier letter to this address came back: it takes no letters.")
    COMPLAINED = "complained", _("The reader has reported an earlier letter as unwanted.")
    UNSUBSCRIBED = "unsubscribed", _("The reader has asked the mail service for no more letters.")
    SENDER = "sender", _("The mail server does not accept the sender's address. Ask whoever looks after the server.")
    DEFERRED = "deferred", _("The reader's mail server asked to try again later.")
    NO_ANSWER = "no-answer", _("The connection broke before the mail server answered.")
    NO_MAILBOX = "no-mailbox", _("There is no such mailbox. Look for a slip in the address.")
    FULL = "full", _("The reader's mailbox is full.")
    UNWANTED = "unwanted", _("The reader's mail server does not want this letter.")
    UNSENDABLE = "unsendable", _("The letter could not be put into a form that can be sent.")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters by where they stand."""

    def at_rest(self) -> "LetterQuerySet":
        """Return letters to which nothing more happens by itself."""
        return self.filter(state__in=AT_REST)

    def due(self, at: object) -> "LetterQuerySet":
        """Return what could be sent at `at`: letters whose time has come, and those that a killed worker left."""
        return self.filter(Q(state=State.WAITING, due_at__lte=at) | Q(state=State.SENDING, lease_until__lt=at))


class Letter(PublicObject):
    """One letter to one reader. The campaign is named by its public id: this room stands below the campaigns."""

    campaign_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    #: What makes posting twice posting once, as a hash.
    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null is never equal
    language = models.CharField(max_length=16)
    recipient = models.EmailField(blank=True)
    recipient_hash = models.CharField(max_length=64, blank=True, db_index=True)
    domain = models.CharField(max_length=255, blank=True)
    content = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    #: The last answer of the server, which may name the reader.
    answer = models.TextField(blank=True)
    #: Nothing is tried before.
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, db_index=True)
    #: A token of whoever is sending it; nobody else may mark it before the lease is over.
    taken_by = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    #: When it was sent, held or failed.
    rested_at = models.DateTimeField(null=True)
    #: By which the mail service speaks of it.
    service_id = models.CharField(max_length=255, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_letter_due"),
            models.Index(fields=["campaign_id", "state"], name="mail_letter_counts"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="mail_letter_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(lease_until__isnull=True)),
                name="mail_letter_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING, State.SENDING], rested_at__isnull=True)
                | Q(state__in=sorted(AT_REST), rested_at__isnull=False),
                name="mail_letter_rests_since",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(recipient="", recipient_hash="", domain="", answer=""),
                name="mail_letter_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Bounce(models.Model):
    """An address that takes no letters, as a hash that nobody can turn back without this installation's key."""

    recipient_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Sender(models.Model):
    """Who a campaign's letters are from, where that is not simply its responsible body."""

    campaign_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class PostOffice(models.Model):
    """The one row that says whether the mail server answers. Whoever takes a letter holds this row meanwhile."""

    closed_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="mail_one_post_office")]

    def __str__(self) -> str:
        return self.trouble or "open"
