"""What the history of a piece says of packs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from unisono.packs.history import BEFORE, DRAFT, KEPT_BESIDE, TAKEN


@hooks.register("register_log_actions")
def packs_in_history(actions: Any) -> None:
    """Name what an import does to a piece."""
    actions.register_action(BEFORE, _("Before a pack"), _("As it was before a pack was taken in"))
    actions.register_action(TAKEN, _("Take in from a pack"), _("Changed by a pack, and approved"))
    actions.register_action(KEPT_BESIDE, _("Keep beside"), _("What a pack says; nothing of it was taken"))
    actions.register_action(DRAFT, _("Carry a draft on"), _("The open draft, with what a pack has brought"))
