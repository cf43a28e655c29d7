"""Filters of the newsroom's own screens."""

from base64 import b64encode

from django import template

register = template.Library()


@register.filter
def as_picture(svg: str) -> str:
    """Return an SVG as an address for `<img>`: there it can only be looked at."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
