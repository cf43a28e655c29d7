"""What the first screen asks of the board."""

from typing import Any

from django import template

from unisono.campaigns.models import Campaign
from unisono.newsroom.board.numbers import settled_numbers

register = template.Library()


@register.inclusion_tag("newsroom/board/lines.html")
def board_lines(campaign: Campaign, person: Any) -> dict[str, Any]:
    """Show one line a language: how many pieces an edition would open with in their own words."""
    return {"campaign": campaign, "lines": settled_numbers(campaign, person)}
