"""Which piece of the campaign carries which object of a pack: `news.the-call` ⇄ the post with that short name."""

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, Film
from unisono.media.models import Picture
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement, Texts

SINGLE: tuple[tuple[str, type[Piece]], ...] = (
    ("texts", Texts),
    ("statement", Statement),
    ("film", Film),
    ("press", PressDesk),
)
KEYED: tuple[tuple[str, type[Piece], str], ...] = (
    ("news", NewsPost, "slug"),
    ("fact", Fact, "key"),
    ("correction", Correction, "key"),
    ("card", Card, "key"),
    ("picture", Picture, "key"),
)


def pieces(campaign: Campaign, *, drafts: bool = False) -> dict[str, Piece]:
    """Return every approved piece of a campaign by its name in a pack; with `drafts` also those never approved."""
    live = {} if drafts else {"live": True}
    found: dict[str, Piece] = {}
    for name, kind in SINGLE:
        for piece in kind.objects.filter(campaign=campaign, **live):
            found[name] = piece
    for name, kind, key in KEYED:
        for piece in kind.objects.filter(campaign=campaign, **live):
            found[f"{name}.{getattr(piece, key)}"] = piece
    for piece in found.values():
        piece.campaign = campaign
    return found
