"""Which piece of the campaign carries which object of a pack: `news.the-call` ⇄ the post with that short name."""

from django.db.models import QuerySet

from unisono.campaigns.models import Campaign
from unisono.campaigns.writing import Piece
from unisono.facts.models import Correction, Fact
from unisono.kit.engine import is_ours
from unisono.kit.models import Card, Film
from unisono.kit.queries import theme_folder
from unisono.media.models import Picture
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement, Texts

#: What a kind keeps in other tables and needs to name its segments: asked for once, not once a piece.
PARTS: dict[type[Piece], tuple[str, ...]] = {
    Texts: ("ways", "posts"),
    Statement: ("aims", "affirmations", "signatories"),
    Card: ("rows",),
    PressDesk: ("contacts",),
}
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
    """Return every approved piece of a campaign by its name in a pack; with `drafts` also those never approved.

    They are read whole, to look at: their number does not change the number of queries, not even when each is asked
    for its segments. With `drafts` they are read to be written, and know nothing of what else is in other tables.
    """
    found: dict[str, Piece] = {}
    for name, kind in SINGLE:
        for piece in _rows(kind, campaign, drafts):
            found[name] = piece
    for name, kind, key in KEYED:
        for piece in _rows(kind, campaign, drafts):
            found[f"{name}.{getattr(piece, key)}"] = piece
    for piece in found.values():
        piece.campaign = campaign
    own = [piece for piece in found.values() if isinstance(piece, Card) and not is_ours(piece.design)]
    folder = theme_folder(campaign) if own else ""
    for card in own:
        card.theme_folder = folder
    return found


def _rows(kind: type[Piece], campaign: Campaign, drafts: bool) -> QuerySet[Piece]:
    rows: QuerySet[Piece] = kind.objects.filter(campaign=campaign)
    return rows if drafts else rows.filter(live=True).prefetch_related(*PARTS.get(kind, ()))
