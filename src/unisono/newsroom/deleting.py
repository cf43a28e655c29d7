"""Deleting: what still depends on a row is said in words, not by a fault."""

from collections.abc import Iterable
from typing import Any

from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from unisono.campaigns.models import PieceLock
from unisono.campaigns.writing import Piece


def dependents(rows: Iterable[models.Model]) -> list[str]:
    """Return what keeps rows from being deleted, each with its kind; nothing where they can go."""
    by_kind: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        by_kind.setdefault(type(row), []).append(row)
    found: list[str] = []
    for kind, ours in by_kind.items():
        try:
            Collector(using=router.db_for_write(kind), origin=ours[0]).collect(ours)
        except ProtectedError as error:
            held = sorted(error.protected_objects, key=str)
            found += [f"{capfirst(one._meta.verbose_name)} “{one}”" for one in held[:5]]
    return found


def refusal(rows: Iterable[models.Model]) -> str:
    """Return the sentence that says why rows cannot be deleted; "" where they can."""
    asked = list(rows)
    ids = [row.public_id for row in asked if isinstance(row, Piece)]
    if ids and PieceLock.objects.filter(object_id__in=ids).exists():
        return _("This is locked: an organiser has to unlock it before it can be deleted.")
    found = dependents(asked)
    if not found:
        return ""
    return _("This cannot be deleted while something depends on it: %s. You can unpublish it instead.") % "; ".join(
        found
    )
