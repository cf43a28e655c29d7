"""Numbers for the first screen, without reading the whole board."""

from dataclasses import dataclass
from typing import Any

from unisono.campaigns.models import Campaign
from unisono.languages.queries import settled_in_step
from unisono.languages.rules import rules_for
from unisono.newsroom.board.rights import may_see
from unisono.packs.pieces import KEYED, SINGLE


@dataclass(frozen=True, slots=True)
class Settled:
    """One language: in how many of all pieces today's source is settled."""

    code: str
    endonym: str
    ready: int
    pieces: int


def settled_numbers(campaign: Campaign, person: Any) -> list[Settled]:
    """Return the languages that are translated into, in three queries; nothing for who may not see the board."""
    if not may_see(person, campaign.public_id):
        return []
    codes = campaign.target_codes
    if not codes:
        return []
    approved = approved_ids(campaign)
    in_step = settled_in_step(campaign.public_id, campaign.source_language)
    found = [languages for piece, languages in in_step.items() if piece in approved]
    return [
        Settled(code, rules_for(code).endonym, sum(code in languages for languages in found), len(found))
        for code in codes
    ]


def approved_ids(campaign: Campaign) -> set[Any]:
    """Return the public ids of the pieces that are approved, in one query."""
    kinds = [kind for _name, kind, *_key in (*SINGLE, *KEYED)]
    asked = [kind.objects.filter(campaign=campaign, live=True).order_by().values_list("public_id") for kind in kinds]
    return {public_id for (public_id,) in asked[0].union(*asked[1:], all=True)}
