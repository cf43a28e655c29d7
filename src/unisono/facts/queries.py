"""Reads of the room: the copies of a fact's source."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from unisono.facts.models import Fact, SourceCopy


def fetch_copies(facts: Iterable[Fact]) -> None:
    """Fetch the copies of many facts with one query; with none where no fact names one."""
    prefetch_related_objects([fact for fact in facts if fact.copy_sha256], "copies")


def copy_of(fact: Fact) -> SourceCopy | None:
    """Return the copy of its source that a fact names, approved or draft; None where it names none.

    Asks nothing where the copies have been fetched along (`fetch_copies`).
    """
    if not fact.copy_sha256 or fact.pk is None:
        return None
    return next((one for one in fact.copies.all() if one.sha256 == fact.copy_sha256), None)
