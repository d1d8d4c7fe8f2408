"""Rows out to a file: CSV line by line, or a workbook that is never whole in memory."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import IO

import xlsxwriter

from requests_app.domain.sheets.formulas import FORMULA_CHARACTERS, guarded

Cell = str | int | date | None

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252
LINES_AT_ONCE = 500  # a web server sends few large pieces quicker than many small ones
MOST_ROWS = 100_000  # in a workbook: writing more takes longer than a person or a server waits
WIDTH = 18  # characters, of a column


class TooManyRows(Exception):
    """More than a workbook is written for; a CSV has no such limit."""


def csv_pieces(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A CSV with a byte order mark, in pieces of some hundred lines. Dates are written as ISO."""
    buffer = io.StringIO()
    write = csv.writer(buffer).writerows
    left = iter(rows)
    buffer.write(BYTE_ORDER_MARK)
    write(_guarded([head]))
    while True:
        before = buffer.tell()
        write(_guarded(islice(left, LINES_AT_ONCE)))
        at_end = buffer.tell() == before
        if buffer.tell():
            yield buffer.getvalue()
        if at_end:
            return
        buffer.seek(0)
        buffer.truncate()


def csv_line(cells: Iterable[object]) -> str:
    """One line of a CSV, every cell as it is written out; nothing at all stays empty."""
    written = io.StringIO()
    csv.writer(written).writerow("" if cell is None else guarded(str(cell)) for cell in cells)
    return written.getvalue()


def _guarded(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            guarded(cell) if cell.__class__ is str and cell[:1] in FORMULA_CHARACTERS else cell
            for cell in row
        ]


def workbook(
    head: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str, about: str
) -> IO[bytes]:
    """A temporary file with the rows in a sheet called `name`, and what they are in a second one;
    at its beginning; it is gone when closed.

    Text is stored as text and guarded like that of a CSV, which somebody may save it as. Raises
    `TooManyRows`.
    """
    made = tempfile.TemporaryFile()  # noqa: SIM115 (whoever gets it closes it)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(made, options)
    sheet = book.add_worksheet(name)
    sheet.set_column(0, max(len(head) - 1, 0), WIDTH)
    bold = book.add_format({"bold": True})
    for column, label in enumerate(head):
        sheet.write_string(0, column, guarded(label), bold)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            made.close()
            raise TooManyRows(
                f"A workbook takes {MOST_ROWS:,} rows and there are more: take the CSV, or "
                "set a filter."
            )
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, guarded(cell))
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    sheet.freeze_panes(1, 0)
    book.add_worksheet("About").write_string(0, 0, guarded(about))
    book.close()
    made.seek(0)
    return made
