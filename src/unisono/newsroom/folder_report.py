"""What a pack changes or would change, as the screen shows it: in the reader's words, both texts beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from unisono.campaigns.models import Campaign
from unisono.languages.rules import rules_for
from unisono.languages.screen import told
from unisono.newsroom.board.wording import direction_of
from unisono.newsroom.desk.labels import label_of
from unisono.newsroom.naming import names_of
from unisono.newsroom.standing import piece_name
from unisono.packs.merging.choosing import Item
from unisono.packs.pieces import KEYED, SINGLE
from unisono.packs.report import ImportReport

#: Points of one list that are shown; conflicts are always shown all.
MOST = 300
#: Fields that have other names in a pack than in the newsroom.
_FIELDS = {"sample": "is_sample", "film": "show_film", "licence.name": "licence", "logo": "logo_svg"}
_KINDS = dict(SINGLE) | {name: kind for name, kind, _key in KEYED}


@dataclass(frozen=True, slots=True)
class Point:
    """One point: where it is in words (below a heading, its `part`), both texts with their language, who and when."""

    item: Item
    place: str
    part: str
    why: str
    who: str
    code: str
    direction: str
    takes_pack: bool

    @property
    def choice(self) -> str:
        """What is sent where the pack's text is chosen: for what stands here now, and for nothing newer."""
        return f"theirs:{self.item.token}"


class ShownReport:
    """A report on the screen. `everywhere` says which side is chosen to begin with ("theirs", else what is here)."""

    def __init__(self, report: ImportReport, *, is_done: bool, everywhere: str = "") -> None:
        self.report, self.is_done, self.everywhere = report, is_done, everywhere
        self.names = names_of({item.by for item in (*report.conflicts, *report.kept, *report.drafts)})

    @cached_property
    def conflicts(self) -> list[tuple[str, list[Point]]]:
        """The conflicts by piece and language."""
        items = sorted(self.report.conflicts, key=lambda one: (one.piece, one.language))
        grouped = groupby(items, key=lambda one: (one.piece, one.language))
        return [(self._head(*key), self._points(some)) for key, some in grouped]

    @cached_property
    def lists(self) -> list[tuple[str, int, list[Point]]]:
        """What happened besides: a heading, how many, and the first of them."""
        headed = (
            (_("An open draft says something else; it stays"), self.report.drafts),
            (_("Changed here, and kept"), self.report.kept),
            (_("Taken from the pack") if self.is_done else _("Would be taken from the pack"), self.report.taken),
        )
        return [(head, len(items), self._points(items[:MOST])) for head, items in headed if items]

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """New, gone, missing and removed pieces: a heading, and their names."""
        headed = (
            (_("New"), self.report.added),
            (
                _("Taken back: they are drafts now") if self.is_done else _("Would be taken back, and be drafts then"),
                self.report.removed,
            ),
            (_("Not in the pack; they stay"), self.report.missing),
            (_("In the pack, but taken away here; they stay away"), self.report.gone),
        )
        return [(head, " · ".join(map(thing_name, names))) for head, names in headed if names]

    @property
    def is_nothing(self) -> bool:
        """Whether the pack brings nothing that is not here."""
        return not (self.report.has_changed or self.report.conflicts)

    def _points(self, items: Iterable[Item]) -> list[Point]:
        return [self._point(item) for item in items]

    def _point(self, item: Item) -> Point:
        code, thing, part = item.language, thing_name(item.piece), _part(item)
        return Point(
            item=item,
            place=f"{thing}: {part}" if part else thing,
            part=part or thing,
            why=told(item.why),
            who=self.names.get(item.by, ""),
            code=code,
            direction=direction_of(code) if code else "auto",
            takes_pack=self.everywhere == "theirs",
        )

    def _head(self, piece: str, language: str) -> str:
        return f"{thing_name(piece)} · {rules_for(language).endonym}" if language else thing_name(piece)


def thing_name(name: str) -> str:
    """Return what people call an object of a pack, also one that is no piece."""
    known: dict[str, Any] = {
        "campaign": _("Settings"),
        "theme": _("Theme"),
        "organisations": _("Organisations"),
        "links": _("Short links"),
    }
    return str(known.get(name) or piece_name(name))


def _part(item: Item) -> str:
    """Return what people call a point within its object: by its label, or its name in the pack."""
    _piece, slash, key = item.path.partition("/")
    if slash:
        kind = _KINDS.get(item.piece.partition(".")[0])
        return label_of(kind, key) if kind else key
    key = item.path.partition("#")[2]
    model = Campaign if item.piece == "campaign" else _KINDS.get(item.piece.partition(".")[0])
    field = _FIELDS.get(key, key.replace(".", "_"))
    try:
        return str(model._meta.get_field(field).verbose_name) if model else key
    except FieldDoesNotExist:
        return key
