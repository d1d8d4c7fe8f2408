"""The cells of a workbook as text. Runs in a limited child process; see `reading.py`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetVisibleEnum,
)

MOST_CELLS = 5_000_000


def cells_of(content: bytes) -> list[tuple[str, bool, list[list[str]]]]:
    """(name, whether it is hidden, rows) of each sheet; raises ValueError for what is no workbook.

    Rows begin at the sheet's own row 1. A cell that reaches down over several rows is in each.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return [_sheet(workbook, told) for told in workbook.sheets_metadata]
    except CalamineError as error:
        raise ValueError(f"The workbook cannot be read (protected or damaged?): {error}") from error


def _sheet(workbook: CalamineWorkbook, told: SheetMetadata) -> tuple[str, bool, list[list[str]]]:
    sheet = workbook.get_sheet_by_name(told.name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ValueError(f"Sheet “{told.name}” has more than {MOST_CELLS:,} cells.")
    return told.name, told.visible != SheetVisibleEnum.Visible, _rows(sheet)


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if bottom > top and top < len(rows) and left < len(rows[top]):
            for below in rows[top + 1 : bottom + 1]:
                below[left] = rows[top][left]
    return rows


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
