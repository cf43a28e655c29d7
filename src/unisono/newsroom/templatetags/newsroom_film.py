"""What the templates of the film's screen ask for."""

from django import template

from unisono.kit.models import Film
from unisono.newsroom.filming import Filming

register = template.Library()


@register.simple_tag
def filming_of(film: Film) -> Filming:
    """Return how the making of a film's versions stands."""
    return Filming(film)
