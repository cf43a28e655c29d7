"""Who may do what: one function answers for every door of the newsroom."""

from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from unisono.people.models import Role, User

Action = Literal["edit", "approve", "translate", "review", "open", "settle-people"]

ROLES_FOR: dict[Action, frozenset[str]] = {
    "edit": frozenset({Role.ORGANISER, Role.EDITOR}),
    "approve": frozenset({Role.ORGANISER, Role.EDITOR}),
    "translate": frozenset({Role.ORGANISER, Role.TRANSLATOR, Role.REVIEWER}),
    "review": frozenset({Role.ORGANISER, Role.REVIEWER}),
    "open": frozenset({Role.ORGANISER}),
    "settle-people": frozenset({Role.ORGANISER}),
}


def can(
    user: User | AnonymousUser, action: Action, *, campaign_id: UUID | None = None, language: str | None = None
) -> bool:
    """Say whether `user` may do `action` in the campaign and language (None: in general)."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    grants = user.grants.filter(role__in=ROLES_FOR[action])
    if campaign_id is not None:
        grants = grants.filter(campaign_id=campaign_id)
    if language is not None:
        grants = grants.filter(language__in=["", language])
    return grants.exists()
