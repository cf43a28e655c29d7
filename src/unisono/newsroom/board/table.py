"""The board as a table to take out: UTF-8, one row a cell. No cell of it is read as a formula."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from unisono.languages.rules import rules_for
from unisono.newsroom.board.reading import Board, Cell, Line, Wanted
from unisono.newsroom.board.wording import language_words, outcome_words
from unisono.newsroom.naming import STATE_WORDS

#: What spreadsheets take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(board: Board, wanted: Wanted) -> bytes:
    """Write the cells that are asked for. The mark at the beginning tells spreadsheets that it is UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(map(defused, _head()))
    for line in board.lines:
        for cell in line.cells:
            if wanted.lets(cell):
                writer.writerow(defused(str(value)) for value in _row(board, line, cell))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _head() -> tuple[str, ...]:
    return (
        _("Language"), _("Name"), _("Piece"), _("Kind"), _("State"),
        _("Parts ready"), _("Parts"), _("Words ready"), _("Words"),
        _("If it opens now"), _("Last change"), _("By"), _("Ready by"), _("Time zone"),
    )  # fmt: skip


def _row(board: Board, line: Line, cell: Cell) -> Iterable[object]:
    tally, deadline = cell.tally, line.deadline
    return (
        line.code,
        f"{rules_for(line.code).endonym} · {language_words(line.code)}",
        cell.asset.name,
        cell.asset.full_name,
        STATE_WORDS[cell.state],
        tally.done,
        tally.segments,
        tally.words_done,
        tally.words,
        outcome_words(cell.shown),
        f"{cell.last_at:%Y-%m-%dT%H:%M:%SZ}" if cell.last_at else "",
        board.names.get(tally.last_by, ""),
        f"{deadline.ready_by:%Y-%m-%dT%H:%M:%SZ}" if deadline else "",
        deadline.zone if deadline else "",
    )


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
