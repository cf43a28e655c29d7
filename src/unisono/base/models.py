"""Abstract models that every room builds on, and the leases of background tasks."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


def is_public_id(text: str) -> bool:
    """Say whether a text can be a public id: it has their form."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class PublicObject(models.Model):
    """A row that may be named outside the database, by an id that says nothing about the row."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Lease(models.Model):
    """What is known of a background task beyond the queue's own row: for what it is, who is believed until when.

    A worker that lives renews `until`; one that was killed does not, and its task is put back (`base.tasks`).
    """

    task_id = models.UUIDField(_("task"), primary_key=True)
    subject = models.CharField(_("for what"), max_length=64, blank=True, db_index=True)
    until = models.DateTimeField(_("until"), null=True)
    progress = models.JSONField(_("progress"), default=dict)

    class Meta:
        verbose_name = _("lease of a task")
        verbose_name_plural = _("leases of tasks")

    def __str__(self) -> str:
        return str(self.task_id)
