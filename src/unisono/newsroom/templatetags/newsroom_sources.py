"""What the templates of a fact's screen ask for."""

from dataclasses import dataclass

from django import template

from unisono.facts.models import Fact, SourceCopy

register = template.Library()


@dataclass(frozen=True, slots=True)
class Copies:
    """The copy of its source that a fact names (None: none), and the others that are kept, newest first."""

    now: SourceCopy | None
    earlier: list[SourceCopy]


@register.simple_tag
def copies_of(fact: Fact) -> Copies:
    """Return the copies of a fact's source; a fact that is not saved yet has none."""
    held = list(fact.copies.all()) if fact.pk else []
    now = next((one for one in held if one.sha256 == fact.copy_sha256), None)
    return Copies(now, [one for one in held if one is not now])
