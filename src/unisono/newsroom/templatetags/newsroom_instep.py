"""What the screens of pieces ask: how far the languages are, after an approval."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from unisono.campaigns.models import Campaign
from unisono.newsroom.instep import InStep, under_way

register = template.Library()


@register.inclusion_tag("newsroom/instep/line.html")
def in_step_of(campaign: Campaign) -> dict[str, Any]:
    """Show how far the languages of a campaign are, on a screen that is not shown anew when it is over."""
    return {"step": InStep(campaign), "query": "?on=piece"}


@register.simple_tag
def in_step_for(person: Any) -> SafeString:
    """Show how far the languages are, for each campaign of a person in which it is being done."""
    shown = (
        render_to_string("newsroom/instep/line.html", {"step": one, "query": "?on=piece"}) for one in under_way(person)
    )
    return format_html_join("", "{}", ((one,) for one in shown))
