"""The screen “Board”: where every language stands, what would open now, files for other programs out and in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.menu import MenuItem

from unisono.base.said import Said
from unisono.campaigns.models import Campaign, Late
from unisono.campaigns.operations import choose_late
from unisono.languages.po import LARGEST, PoFault, PoRefused
from unisono.languages.rules import rules_for
from unisono.languages.screen import told
from unisono.launch.tasks import ask_for_edition
from unisono.newsroom.board.assets import KINDS, Asset
from unisono.newsroom.board.reading import Board, Cell, Line, Wanted, board_of, narrowed
from unisono.newsroom.board.rights import SEEING, board_for, boards_of, languages_for
from unisono.newsroom.board.table import table
from unisono.newsroom.board.wording import SHAPES, direction_of, language_words, outcome_words
from unisono.newsroom.choosing import choose_campaign
from unisono.newsroom.framing import open_frame
from unisono.newsroom.instep import InStep
from unisono.newsroom.naming import STATE_WORDS, campaign_name
from unisono.newsroom.permissions import require
from unisono.newsroom.standing import LatePiece, local_time
from unisono.packs.po.exporting import export_po
from unisono.packs.po.importing import import_po
from unisono.packs.po.report import PoReport
from unisono.people.queries import can, may_finish


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the board; where a person has several campaigns, let them choose."""
    nothing = _("There is no campaign yet. Import a pack, or add a campaign.")
    return choose_campaign(request, boards_of(request.user), way="board:board", frame=_frame(request), nothing=nothing)


@require_GET
def show(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Show the board, or all about one language."""
    found = board_for(request.user, campaign)
    whole = board_of(found, datetime.now(UTC))
    wanted = Wanted.from_query(request.GET, [line.code for line in whole.lines])
    screen = Screen(request, whole, wanted)
    name = "language" if wanted.language else "board"
    title = screen.lines[0].name if wanted.language and screen.lines else ""
    return TemplateResponse(
        request, f"newsroom/board/{name}.html", {"screen": screen, **_frame(request, found, screen.name, title)}
    )


@require_GET
def take_out(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Send what the filters let through as a table."""
    found = board_for(request.user, campaign)
    board = board_of(found, datetime.now(UTC))
    wanted = Wanted.from_query(request.GET, [line.code for line in board.lines])
    response = HttpResponse(table(narrowed(board, wanted), wanted), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-board.csv"'
    return response


@require_GET
def step(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Return how far the languages are; the script asks for it until it is over."""
    going = InStep(board_for(request.user, campaign))
    on_piece = request.GET.get("on") == "piece"
    context = {"step": going, "said": on_piece}
    response = TemplateResponse(request, "newsroom/instep/progress.html", context)
    # The screen of a piece holds a form: it is not shown anew, which would lose what was typed.
    over = "quietly" if on_piece else "yes"
    response["X-Newsroom-Over"] = "no" if going.is_running else over
    return response


@require_POST
def choose_rule(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Choose what editions do where a language is late."""
    found = board_for(request.user, campaign)
    require(request.user, "open", found)
    late = request.POST.get("late", "")
    if late not in Late.values:
        messages.error(request, _("Choose what happens where a language is late."))
    else:
        by = str(request.user.public_id)
        if choose_late(campaign=found, late=late, at=datetime.now(UTC), by=by):
            ask_for_edition(campaign=found, by=by)
        messages.success(request, _("Saved. The next edition goes by it."))
    return redirect("board:board", found.public_id)


@require_GET
def take_out_po(request: HttpRequest, campaign: UUID, language: str) -> HttpResponse:
    """Send everything that is to be translated into a language as a PO file."""
    found = _to_translate(request, campaign, language)
    content = export_po(campaign=found, language=language, at=datetime.now(UTC))
    response = HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-{language}.po"'
    return response


@require_POST
def take_in_po(request: HttpRequest, campaign: UUID, language: str) -> HttpResponse:
    """Take the translations of a PO file in, and show what was done; a file with a fault changes nothing."""
    found = _to_translate(request, campaign, language)
    by, upload = str(request.user.public_id), request.FILES.get("file")
    report: PoReport | None = None
    faults: tuple[PoFault, ...] = ()
    if upload is None:
        faults = (PoFault(0, Said("Choose a file first.")),)
    else:
        try:
            report = import_po(
                campaign=found,
                content=upload.read(LARGEST + 1),
                at=datetime.now(UTC),
                by=by,
                language=language,
                may_settle=may_finish(request.user, found.public_id, language),
                overwrite=request.POST.get("overwrite") == "on",
            )
        except PoRefused as refused:
            faults = refused.faults
    if report is not None and report.changed:
        ask_for_edition(campaign=found, by=by)
    context = {
        "campaign": found,
        "code": language,
        "endonym": rules_for(language).endonym,
        "direction": direction_of(language),
        "report": report,
        "taken": [(STATE_WORDS[state], report.taken[state]) for state in SHAPES if report and report.taken[state]],
        "faults": [(fault.line, told(fault.said)) for fault in faults],
        "notes": _notes(report) if report else [],
        **_frame(request, found, campaign_name(found), language_words(language)),
    }
    return TemplateResponse(request, "newsroom/board/po_report.html", context, status=422 if faults else 200)


def _to_translate(request: HttpRequest, public_id: UUID, language: str) -> Campaign:
    """Return the campaign if the person may translate into one of its languages; raises `PermissionDenied`."""
    found = board_for(request.user, public_id)
    may_translate = can(request.user, "translate", campaign_id=found.public_id, language=language)
    if language not in found.target_codes or not may_translate:
        raise PermissionDenied
    return found


def _notes(report: PoReport) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Return what is to be said of single texts, under a heading each."""
    headed = (
        (_("These came in as drafts, because they do not fit:"), report.doubtful),
        (_("These are marked stale:"), report.older),
        (_("These have moved since the file was written, and were found:"), report.moved),
        (_("In these, agreed words were not found; look whether they are right:"), report.off_glossary),
        (_("These belong to nothing here, and were not taken:"), report.unknown),
    )
    return [(head, [(one.line, one.place, told(one.said)) for one in notes]) for head, notes in headed if notes]


class Screen:
    """What the templates show of a board."""

    def __init__(self, request: HttpRequest, board: Board, wanted: Wanted) -> None:
        self.wanted, self.campaign, self.at = wanted, board.campaign, board.at
        self.all_languages = [(line.code, rules_for(line.code).endonym) for line in board.lines]
        self.shown_now = _late_pieces(board)
        self.held = [rules_for(line.code).endonym for line in board.lines if line.is_held]
        self.would_be_held = [rules_for(line.code).endonym for line in board.lines if line.would_be_held]
        self.board = narrowed(board, wanted)
        user, id = request.user, self.campaign.public_id
        codes = [line.code for line in self.board.lines]
        self.may_translate = languages_for(user, "translate", self.campaign, codes)
        self.may_edit = can(user, "edit", campaign_id=id)
        self.may_choose = can(user, "open", campaign_id=id)
        self.may_remind = can(user, "settle-people", campaign_id=id)
        self.may_add = can(user, "settings", campaign_id=id)
        self.name = campaign_name(self.campaign)
        self.step = InStep(self.campaign)
        #: Said thousands of times: put into words once.
        self.asset_names = {asset: _escaped(asset.name) for asset in self.board.assets}
        self.state_words = {state: _escaped(str(word)) for state, word in STATE_WORDS.items()}
        self.lines = [ShownLine(self, line) for line in self.board.lines]

    @property
    def assets(self) -> Iterable[dict[str, Any]]:
        """The assets with the number of languages in which each is ready."""
        for asset, ready in zip(self.board.assets, self.board.ready_in(), strict=True):
            yield {"name": asset.name, "url": asset.edit_url if self.may_edit else "", "ready": ready}

    @property
    def states(self) -> list[dict[str, Any]]:
        """Every state with its shape and its word."""
        return [{"value": one, "shape": SHAPES[one], "word": STATE_WORDS[one]} for one in SHAPES]

    @property
    def kinds(self) -> Iterable[tuple[str, Any]]:
        """The kinds of assets."""
        return KINDS.items()

    @property
    def rules(self) -> list[tuple[str, Any]]:
        """What can happen where a language is late."""
        return list(Late.choices)

    @property
    def query(self) -> str:
        """What is asked for, as the query of an address."""
        given = {"into": self.wanted.language, "kind": self.wanted.kind, "state": self.wanted.state}
        return urlencode({name: value for name, value in given.items() if value} | self._late_query)

    @property
    def _late_query(self) -> dict[str, str]:
        return {"late": "on"} if self.wanted.late else {}


class ShownLine:
    """One language as the templates show it."""

    def __init__(self, screen: Screen, line: Line) -> None:
        self._screen, self.line, self.code = screen, line, line.code
        self.endonym, self.name = rules_for(line.code).endonym, language_words(line.code)
        self.direction = direction_of(line.code)
        self.may_translate = line.code in screen.may_translate
        self.may_look = screen.may_edit or self.may_translate
        self.last_by = screen.board.names.get(line.last_by, "")

    @property
    def share(self) -> int:
        """How much is ready, in hundredths of the words."""
        return 100 * self.line.words_done // self.line.words if self.line.words else 100

    @property
    def opens(self) -> str:
        """When it opens, as people of its zone read it."""
        return local_time(self.line.deadline.opens_at, self.line.deadline.zone) if self.line.deadline else ""

    @property
    def ready_by(self) -> str:
        """By when its words should be ready."""
        return local_time(self.line.deadline.ready_by, self.line.deadline.zone) if self.line.deadline else ""

    @property
    def is_open(self) -> bool:
        """Whether its opening has passed."""
        return self.line.deadline is not None and self.line.deadline.opens_at <= self._screen.at

    @property
    def days_left(self) -> int:
        """Whole days until its words should be ready; negative when that has passed."""
        return (self.line.deadline.ready_by - self._screen.at).days if self.line.deadline else 0

    @property
    def is_overdue(self) -> bool:
        """Whether its words should have been ready, and are not."""
        return bool(self.line.deadline) and not self.is_open and self.days_left < 0 and self.line.state != "ready"

    @property
    def matrix(self) -> SafeString:
        """Its column of the board: a list of cells. Made here, because there are thousands of them."""
        return mark_safe("".join(map(self._item, self.line.cells)))  # noqa: S308  made of escaped parts

    def _item(self, cell: Cell) -> str:
        if not self._screen.wanted.lets(cell):
            return '<li class="board-cell board-none" aria-hidden="true"></li>'
        state, tally = cell.state, cell.tally
        said = (
            f'<span class="board-asset">{self._screen.asset_names[cell.asset]}</span> '
            f'<span class="board-shape" aria-hidden="true">{SHAPES[state]}</span> '
            f'<span class="board-word">{self._screen.state_words[state]}</span> '
            f"<bdi>{tally.done}/{tally.segments}</bdi>"
        )
        address = self._desk(cell)
        inner = f'<a href="{address}">{said}</a>' if address else f"<span>{said}</span>"
        return f'<li class="board-cell board-{state}">{inner}</li>'

    def _desk(self, cell: Cell) -> str:
        if not self.may_translate or cell.asset.object_id is None:
            return ""
        return reverse("desk:editor", args=[self._screen.campaign.public_id, self.code, cell.asset.object_id])

    @property
    def cells(self) -> Iterable[dict[str, Any]]:
        """Its cells in full, as far as they are asked for."""
        for cell in self.line.cells:
            if self._screen.wanted.lets(cell):
                yield {
                    "asset": cell.asset,
                    "state": cell.state,
                    "shape": SHAPES[cell.state],
                    "word": STATE_WORDS[cell.state],
                    "tally": cell.tally,
                    "last_at": cell.last_at,
                    "shown": outcome_words(cell.shown),
                    "is_late": cell.is_late,
                    "by": self._screen.board.names.get(cell.tally.last_by, ""),
                    "desk": self._desk(cell),
                    "edit": cell.asset.edit_url if self._screen.may_edit else "",
                }


def _escaped(text: str) -> str:
    return str(conditional_escape(text))


def _late_pieces(board: Board) -> list[LatePiece]:
    grouped: dict[tuple[Asset, str], list[str]] = {}
    for cell in board.cells:
        if cell.is_late:
            grouped.setdefault((cell.asset, cell.shown), []).append(rules_for(cell.language).endonym)
    return [LatePiece(asset.name, outcome_words(shown), tuple(codes)) for (asset, shown), codes in grouped.items()]


def _frame(request: HttpRequest, campaign: Campaign | None = None, name: str = "", title: str = "") -> dict[str, Any]:
    """Return the frame, and which one it is: the editor's or the plain one."""
    way = [(_("Board"), reverse("board:index"))]
    if campaign is not None:
        way.append((name, reverse("board:board", args=[campaign.public_id])))
    return open_frame(request, "table", *way, title=title)


class BoardMenuItem(MenuItem):
    """Shown to those who see a board."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person sees one."""
        return any(can(request.user, action) for action in SEEING)
