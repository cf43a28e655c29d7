"""The glossary as a table for spreadsheets, out and in: one row a term, two columns a language."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from unisono.base.said import Said
from unisono.languages.glossary.operations import Given
from unisono.languages.models import Standing, Term
from unisono.newsroom.board.table import FORMULA, defused

LARGEST = 2_000_000
HEAD = ("term", "stays", "capitals", "note")
FORMS = " forms"
BETWEEN = "|"
YES, NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")


class TableRefused(ValueError):
    """A table of which nothing is taken: (line, what is wrong) each."""

    def __init__(self, faults: Iterable[tuple[int, Said]]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(f"{line}: {said}" for line, said in self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """One term of a table: the line it stands in, what is said of it, (words, forms) by language."""

    line: int
    given: Given
    words: Mapping[str, tuple[str, tuple[str, ...]]]


def written(terms: Iterable[Term], languages: Iterable[str]) -> bytes:
    """Write terms with the agreed words of some languages. The mark at the beginning tells spreadsheets that it is
    UTF-8."""
    codes = list(languages)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*HEAD, *(name for code in codes for name in (code, code + FORMS))])
    for term in terms:
        writer.writerow(defused(cell) for cell in _cells(term, codes))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _cells(term: Term, codes: list[str]) -> Iterator[str]:
    yield from (term.text, "yes" if term.stays else "", "yes" if term.match_case else "", term.note)
    agreed = {one.language: one for one in term.renderings.all() if one.standing == Standing.AGREED}
    for code in codes:
        yield agreed[code].text if code in agreed else ""
        yield f" {BETWEEN} ".join(agreed[code].forms) if code in agreed else ""


def read(content: bytes, languages: Iterable[str]) -> list[Row]:
    """Read a table; raises `TableRefused` with every fault. Columns may be missing, but that of the terms."""
    if len(content) > LARGEST:
        raise TableRefused([(0, Said("The file is larger than %(most)d MB.", most=LARGEST // 1_000_000))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableRefused([(0, Said("This is not UTF-8: save the table as “CSV UTF-8”."))]) from None
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        lines = list(_numbered(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)))
    except csv.Error as error:
        raise TableRefused([(0, Said("The table cannot be read (%(why)s).", why=str(error)))]) from None
    return _rows(lines, list(languages))


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [_plain(cell) for cell in cells]  # type: ignore[attr-defined]


def _plain(cell: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from reckoning."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _rows(lines: list[tuple[int, list[str]]], languages: list[str]) -> list[Row]:
    head = [cell.casefold() for cell in lines[0][1]] if lines else []
    known = [*HEAD, *(name for code in languages for name in (code, code + FORMS))]
    if "term" not in head:
        raise TableRefused([(1, Said("The first line must name the columns; one of them is “term”."))])
    faults = [
        (1, Said("There is no column “%(name)s”. Known are: %(known)s.", name=name, known=tuple(known)))
        for name in head
        if name and name not in known
    ]
    rows, seen = [], set()
    for line, cells in lines[1:]:
        cell = dict(zip(head, cells, strict=False))
        faults += [
            (line, Said("“%(name)s” is “%(given)s”: write yes or nothing.", name=name, given=cell[name]))
            for name in ("stays", "capitals")
            if cell.get(name, "").casefold() not in (*YES, *NO)
        ]
        if cell["term"] in seen:
            faults.append((line, Said("“%(term)s” stands in the table twice.", term=cell["term"])))
        seen.add(cell["term"])
        rows.append(Row(line, _given(cell), _words(cell, languages)))
    if faults:
        raise TableRefused(faults)
    return rows


def _given(cell: Mapping[str, str]) -> Given:
    stays, capitals = (cell.get(name, "").casefold() in YES for name in ("stays", "capitals"))
    return Given(cell["term"], stays, capitals, cell.get("note", ""))


def _words(cell: Mapping[str, str], languages: list[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    forms = {code: tuple(filter(None, map(str.strip, cell.get(code + FORMS, "").split(BETWEEN)))) for code in languages}
    return {code: (cell[code], forms[code]) for code in languages if cell.get(code)}
