"""The desk's place in the newsroom: its entry in the menu, its box on the first screen."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from unisono.campaigns.models import Campaign
from unisono.languages.rules import rules_for
from unisono.people.queries import can


class DeskMenuItem(MenuItem):
    """Shown to those who translate or edit somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether there is a desk for the person."""
        return can(request.user, "translate") or can(request.user, "edit")


class DeskPanel(Component):
    """On the first screen: the person's languages."""

    name = "desk"
    template_name = "newsroom/desk/panel.html"
    order = 50

    def __init__(self, desks: list[tuple[Campaign, list[str]]]) -> None:
        self.desks = desks

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the campaigns with the languages into which the person translates."""
        return {"desks": [(campaign, [rules_for(code) for code in codes]) for campaign, codes in self.desks]}
