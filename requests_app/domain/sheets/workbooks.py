"""The cells of a workbook as text. Runs in a limited child process; see `parsing.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetVisibleEnum,
)

from requests_app.domain.sheets.archives import ArchiveRefused, opened_archive
from requests_app.domain.sheets.hiding import PIECE
from requests_app.domain.sheets.kinds import OLE
from requests_app.domain.sheets.old_office import LOCKED, refuse_old_office
from requests_app.domain.sheets.parsing import Found, refuse_too_many, refuse_too_many_tables
from requests_app.domain.sheets.rich_text import TextCell
from requests_app.domain.sheets.tables import FileRefused
from requests_app.domain.sheets.unseen import Seen, seen_in

ROWS_AT_ONCE, MOST_REMEMBERED = 2_000, 100_000
MANIFEST = "META-INF/manifest.xml"  # of OpenDocument; it says which part is locked


def sheets_of_workbook(content: bytes) -> list[Found]:
    """Each sheet, hidden ones as well; raises `FileRefused` for what is no workbook.

    Rows begin at the sheet's own row 1. A cell that reaches down over several rows is in each.
    """
    seen = _looked_over(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        hidden = {
            told.name: told.visible != SheetVisibleEnum.Visible for told in workbook.sheets_metadata
        }
        cells, found = 0, []
        refuse_too_many_tables(len(workbook.sheet_names))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            down, right = sheet.end or (-1, -1)
            cells += (down + 1) * (right + 1)
            refuse_too_many(cells)
            rows = _rows(sheet)
            _fill_in(rows, seen.cells[name])
            _reach_down(rows, sheet)
            found.append(Found(name, rows, is_hidden=hidden[name], notes=seen.notes[name]))
    except CalamineError as error:
        if "password" in str(error).lower():
            raise LOCKED from error
        raise FileRefused("broken", f"The workbook is damaged ({error}).") from error
    if not any(one.rows for one in found):
        raise FileRefused("no_table", "The workbook has no cell with anything in it.")
    return found


def _looked_over(content: bytes) -> Seen:
    """What the cells do not show, of what could be looked through. Raises `FileRefused`."""
    if content.startswith(OLE):
        refuse_old_office(content)
        return Seen()
    try:
        with opened_archive(content) as archive:
            _refuse_what_is_no_workbook(archive)
            return seen_in(archive, content)
    except ArchiveRefused as refusal:
        raise FileRefused(refusal.defect, str(refusal)) from refusal


def _refuse_what_is_no_workbook(archive: ZipFile) -> None:
    names = set(archive.namelist())
    if any(name.startswith("word/") for name in names):
        raise FileRefused(
            "not_a_csv",
            "By its content this is a Word document: save it as PDF, or its table as CSV.",
        )
    if not names & {"content.xml", "[Content_Types].xml"}:
        raise FileRefused("not_a_csv", "By its content this is a ZIP archive: unpack it.")
    if MANIFEST in names:
        with archive.open(MANIFEST) as manifest:
            if b"encryption-data" in manifest.read(PIECE):
                raise LOCKED


def _fill_in(rows: list[list[str]], cells: Iterable[TextCell]) -> None:
    """What calamine leaves blank or puts together: a cell whose formula came to an error is not a
    blank one, and "7¹" is not 71."""
    for row, column, text in cells:
        if 0 <= row < len(rows) and column < len(rows[row]):
            rows[row][column] = text


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    cells, texts = sheet.to_python(skip_empty_area=False), _Texts()
    rows: list[list[str]] = []
    for first in range(0, len(cells), ROWS_AT_ONCE):
        columns = zip(*cells[first : first + ROWS_AT_ONCE], strict=True)
        as_columns = [_as_texts(column, texts) for column in columns]
        rows.extend(map(list, zip(*as_columns, strict=True)))
    return rows


def _reach_down(rows: list[list[str]], sheet: CalamineSheet) -> None:
    """A merged cell is in each of its rows."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if bottom > top and top < len(rows) and left < len(rows[top]):
            for below in rows[top + 1 : bottom + 1]:
                below[left] = rows[top][left]


class _Texts(dict[float, str]):
    """The text of each number met: a sheet of millions has few different ones."""

    def __missing__(self, number: float) -> str:
        text = as_text(number)
        if len(self) < MOST_REMEMBERED:
            self[number] = text
        return text


def _as_texts(column: Sequence[Any], texts: _Texts) -> Sequence[str]:
    """Cells that stand below one another: they are mostly of one kind, which is much quicker."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return column
    if kinds == {float}:
        return list(map(texts.__getitem__, column))
    return [cell if cell.__class__ is str else as_text(cell) for cell in column]


def as_text(cell: Any) -> str:
    """A cell as a person would type it: a whole number without its ".0", a day as an ISO date."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
