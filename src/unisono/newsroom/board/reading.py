"""The board of one campaign, read in a number of queries that neither languages nor assets change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import openings
from unisono.languages.progress import STATES, Tally, worst_of
from unisono.languages.queries import instant_of
from unisono.launch.late import languages_held
from unisono.launch.reading import what_is_late
from unisono.newsroom.board.assets import (
    KINDS,
    Asset,
    Size,
    assets_of,
    caption_tallies,
    film_of,
    interface_tallies,
    piece_tallies,
)
from unisono.newsroom.naming import names_of
from unisono.packs.pieces import pieces
from unisono.people.models import Grant, Role

#: How long before its opening the words of a language should be ready: an edition is prepared and looked at then.
READY_BEFORE = timedelta(days=2)
#: What an edition shows where nothing is late, but what was translated since is not ready.
EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Cell:
    """One asset in one language. `shown` is what an edition would do now: "" its own words, "earlier", or `Late`'s."""

    asset: Asset
    language: str
    tally: Tally
    shown: str = ""

    @property
    def state(self) -> str:
        """Its worst state."""
        return self.tally.state

    @property
    def last_at(self) -> datetime | None:
        """When it was last changed."""
        return instant_of(self.tally.last_at) if self.tally.last_at else None

    @property
    def is_late(self) -> bool:
        """Whether an edition would not show its own, up-to-date words."""
        return self.shown not in ("", EARLIER)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a language opens, and by when its words should be ready. All in the zone of the opening."""

    opens_at: datetime
    zone: str

    @property
    def ready_by(self) -> datetime:
        """The opening counted back."""
        return self.opens_at - READY_BEFORE


@dataclass(slots=True)
class Line:
    """One language: its cells in the order of the assets, when it opens, who may translate and review it."""

    code: str
    cells: list[Cell]
    deadline: Deadline | None
    translators: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    is_held: bool = False
    would_be_held: bool = False
    last_at: datetime | None = None
    last_by: str = ""

    @property
    def ready(self) -> int:
        """How many assets are ready."""
        return sum(cell.state == "ready" for cell in self.cells)

    @property
    def state(self) -> str:
        """The worst state of all."""
        return worst_of(cell.state for cell in self.cells)

    @property
    def words(self) -> int:
        """How many words the source has."""
        return sum(cell.tally.words for cell in self.cells)

    @property
    def words_done(self) -> int:
        """How many of them are ready."""
        return sum(cell.tally.words_done for cell in self.cells)


@dataclass(slots=True)
class Board:
    """Languages × assets, as far as the filters let them through."""

    campaign: Campaign
    at: datetime
    assets: list[Asset]
    lines: list[Line]
    names: Mapping[str, str]

    @property
    def cells(self) -> list[Cell]:
        """All cells, language by language."""
        return [cell for line in self.lines for cell in line.cells]

    def ready_in(self) -> list[int]:
        """Return for each asset in how many languages it is ready."""
        return [sum(line.cells[number].state == "ready" for line in self.lines) for number in range(len(self.assets))]

    def shown(self) -> Counter[str]:
        """Return how many cells an edition would show how."""
        return Counter(cell.shown for cell in self.cells if cell.shown)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of the board; "" for everything."""

    language: str = ""
    kind: str = ""
    state: str = ""
    late: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str], languages: Iterable[str]) -> "Wanted":
        """Read what was asked for; what there is not is not asked for. (`language` would be that of the screen.)"""

        def among(name: str, known: Iterable[str]) -> str:
            return given if (given := query.get(name, "")) in known else ""

        return cls(
            language=among("into", languages),
            kind=among("kind", KINDS),
            state=among("state", STATES),
            late=query.get("late") == "on",
        )

    def lets(self, cell: Cell) -> bool:
        """Say whether a cell is asked for."""
        return (not self.state or cell.state == self.state) and (not self.late or cell.is_late)

    @property
    def is_narrow(self) -> bool:
        """Whether single cells are asked for, not whole rows and columns."""
        return bool(self.state or self.late)


def board_of(campaign: Campaign, at: datetime) -> Board:
    """Read the whole board of a campaign as it stands at `at`."""
    found = pieces(campaign)
    codes = campaign.target_codes
    sizes = assets_of(found)
    tallies: dict[tuple[Asset, str], Tally] = piece_tallies(campaign, sizes, codes)
    film = film_of(found)
    others = {"captions": caption_tallies(film, campaign.source_language, codes)} if film else {}
    others["interface"] = interface_tallies(codes)
    assets = list(sizes)
    for kind, by_language in others.items():
        if by_language:
            assets.append(one := Asset(kind, "", edit_url=_film_url(sizes) if kind == "captions" else ""))
            tallies |= {(one, code): tally for code, tally in by_language.items()}
    assets.sort(key=lambda asset: list(KINDS).index(asset.kind))
    return _with_lines(Board(campaign, at, assets, [], {}), codes, tallies, what_would_show(campaign, found))


def _film_url(sizes: Mapping[Asset, Size]) -> str:
    return next((asset.edit_url for asset in sizes if asset.kind == "film"), "")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an edition would do if it opened now: outcome by piece and language, and which languages stay closed."""

    shown: Mapping[tuple[str, str], str]
    held: frozenset[str]
    would_be_held: frozenset[str]


def what_would_show(campaign: Campaign, found: Mapping[str, Any]) -> Outlook:
    """Ask the code that freezes what would be late now, under the campaign's rule and under the other one."""
    late = what_is_late(campaign, dict(found))
    single = [one for one in late if one.outcome != "language-held-back"]
    return Outlook(
        {(one.piece, one.language): one.outcome for one in single},
        frozenset(one.language for one in late if one.outcome == "language-held-back"),
        frozenset(languages_held(single)),
    )


def _with_lines(board: Board, codes: list[str], tallies: Mapping[tuple[Asset, str], Tally], outlook: Outlook) -> Board:
    opens = deadlines(board.campaign, codes)
    people = workers(board.campaign.public_id, codes)
    for code in codes:
        cells = [Cell(one, code, tallies[one, code], _shown(one, code, tallies, outlook)) for one in board.assets]
        last = max(cells, key=lambda cell: cell.tally.last_at)
        translators, reviewers = people[code]
        board.lines.append(
            Line(
                code=code,
                cells=cells,
                deadline=opens.get(code),
                translators=translators,
                reviewers=reviewers,
                is_held=code in outlook.held,
                would_be_held=code in outlook.would_be_held,
                last_at=last.last_at,
                last_by=last.tally.last_by,
            )
        )
    board.names = names_of({cell.tally.last_by for cell in board.cells})
    return board


def _shown(asset: Asset, code: str, tallies: Mapping[tuple[Asset, str], Tally], outlook: Outlook) -> str:
    state = tallies[asset, code].state
    if not asset.piece:
        return "" if state == "ready" else "source"
    return outlook.shown.get((asset.piece, code), "" if state == "ready" else EARLIER)


def deadlines(campaign: Campaign, codes: Iterable[str]) -> dict[str, Deadline]:
    """Return when each language opens: at the first opening that names it, or names none."""
    planned = openings(campaign)
    found: dict[str, Deadline] = {}
    for code in codes:
        first = next((one for one in planned if not one[2] or code in one[2]), None)
        if first is not None:
            found[code] = Deadline(first[0], first[1])
    return found


def workers(campaign_id: UUID, codes: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    """Return for each language who translates and who reviews it, by name; organisers may always, and are not named."""
    grants = (
        Grant.objects.filter(campaign_id=campaign_id, role__in=[Role.TRANSLATOR, Role.REVIEWER], person__is_active=True)
        .select_related("person")
        .order_by("person__first_name", "person__email")
    )
    found: dict[str, tuple[list[str], list[str]]] = {code: ([], []) for code in codes}
    for grant in grants:
        for code in [grant.language] if grant.language else list(found):
            names = found[code][grant.role == Role.REVIEWER] if code in found else []
            if (name := grant.person.name) not in names:
                names.append(name)
    return found


def narrowed(board: Board, wanted: Wanted) -> Board:
    """Return the board with the rows and columns that are asked for; those without a cell asked for go too."""
    lines = [line for line in board.lines if wanted.language in ("", line.code)]
    kept = [number for number, asset in enumerate(board.assets) if wanted.kind in ("", asset.kind)]
    if wanted.is_narrow:
        lines = [line for line in lines if any(wanted.lets(line.cells[number]) for number in kept)]
        kept = [number for number in kept if any(wanted.lets(line.cells[number]) for line in lines)]
    for line in lines:
        line.cells = [line.cells[number] for number in kept]
    return Board(board.campaign, board.at, [board.assets[number] for number in kept], lines, board.names)
