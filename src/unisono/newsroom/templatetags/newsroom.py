"""Filters of the newsroom's own screens."""

from base64 import b64encode
from collections.abc import Mapping

from django import template
from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from unisono.languages.rules import is_known, rules_for
from unisono.languages.screen import screen_language

register = template.Library()


@register.filter
def as_picture(svg: str) -> str:
    """Return an SVG as an address for `<img>`: there it can only be looked at."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@register.filter
def listed(names: list[str]) -> SafeString:
    """Return names one after the other, as the language of the screen parts them, each in its own direction."""
    return format_html_join(rules_for(screen_language()).comma, "<bdi>{}</bdi>", ((name,) for name in names))


@register.filter
def own_names(codes: list[str]) -> list[str]:
    """Return the own names of languages."""
    return [rules_for(code).endonym if is_known(code) else code for code in codes]


@register.filter
def value_at(given: Mapping[str, str], name: str) -> str:
    """Return what stands under a name that a template cannot write."""
    return given.get(name, "")


@register.filter
def model_name(row: models.Model) -> str:
    """Return by which name addresses call the kind of a row."""
    return str(row._meta.model_name)
