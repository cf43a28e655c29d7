"""The first screen: how each campaign stands."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from unisono.newsroom.entrance.gate import is_excused
from unisono.newsroom.permissions import own_campaigns
from unisono.newsroom.standing import standing_of
from unisono.people.queries import can


class CampaignsPanel(Component):
    """One box a campaign: what is open, what is planned, what can be done next."""

    name = "campaigns"
    template_name = "newsroom/home.html"
    order = 100

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the standing of the person's campaigns."""
        campaigns = own_campaigns(self.request.user)
        standings = [standing_of(campaign, self.request.user) for campaign in campaigns]
        return {
            "is_demo": is_excused(self.request.user),
            "standings": [one for one in standings if one.ways],
            "can_begin": can(self.request.user, "open"),
        }
