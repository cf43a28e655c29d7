"""Pieces by kind and public id, drafts among them; who may do what with one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from unisono.campaigns.approval import NotNow, require_second_person, require_unlocked
from unisono.campaigns.reviewing import newest_draft
from unisono.campaigns.writing import Piece
from unisono.newsroom.desk.pieces import KINDS, TITLES
from unisono.newsroom.permissions import action_of, require
from unisono.people.models import User
from unisono.people.queries import can, holders_of

#: Kinds by the name that stands in addresses.
BY_NAME: dict[str, type[Piece]] = {str(kind._meta.model_name): kind for kind in KINDS}
BY_LABEL: dict[str, type[Piece]] = {kind._meta.label: kind for kind in KINDS}


def piece_for(user: Any, name: str, public_id: UUID) -> Piece:
    """Return a piece that the person may work on, by the name of its kind.

    Raises `PermissionDenied`, also where there is none.
    """
    model = BY_NAME.get(name)
    piece = model._default_manager.filter(public_id=public_id).select_related("campaign").first() if model else None
    if piece is None:
        raise PermissionDenied
    require(user, action_of(piece), piece.campaign)
    found: Piece = piece
    return found


def address_of(piece: Piece) -> str:
    """Return the path of the screen about a piece."""
    return reverse("pieces:show", args=[piece._meta.model_name, piece.public_id])


def edit_address(piece: Piece) -> str:
    """Return the path of the screen on which a piece is edited."""
    return reverse(f"wagtailsnippets_{piece._meta.app_label}_{piece._meta.model_name}:edit", args=[piece.pk])


def title_of_row(row: Any) -> str:
    """Return the words by which people know a piece, from its row."""
    return next((str(words) for name in TITLES if (words := getattr(row, name, ""))), str(row))


def titles_of(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the titles of pieces by (label, public id), in one query a kind; pieces that are no more are left out."""
    by_kind: dict[str, set[str]] = {}
    for label, public_id in named:
        if label in BY_LABEL:
            by_kind.setdefault(label, set()).add(public_id)
    return {
        (label, str(row.public_id)): title_of_row(row)
        for label, ids in sorted(by_kind.items())
        for row in BY_LABEL[label]._default_manager.filter(public_id__in=ids)
    }


def may_approve(user: Any, piece: Piece) -> bool:
    """Say whether a person's role lets them approve such pieces in the campaign of this one."""
    return can(user, action_of(piece, "publish"), campaign_id=piece.campaign.public_id)


def hindrance(user: Any, piece: Piece) -> str:
    """Return the sentence that says why this person cannot approve the newest draft now; "" where they can."""
    try:
        require_unlocked(piece)
        if draft := newest_draft(piece):
            require_second_person(piece, draft, user)
    except NotNow as why:
        return str(why)
    return ""


def reviewers_of(piece: Piece, but: Iterable[str]) -> list[User]:
    """Return who may approve a piece by their role, without those (public ids) who have written in it."""
    excluded = frozenset(but)
    asked = holders_of(action_of(piece, "publish"), piece.campaign.public_id)
    return [person for person in asked if str(person.public_id) not in excluded]
