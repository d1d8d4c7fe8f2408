"""A file's cells as a table: where its header stands, its rows, and the rows left out with why.

Nothing is swallowed: a row that is no data row comes with the reason. Rows are read one after the
other, so that a file of a million costs no more memory than its header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice
from typing import NamedTuple

from requests_app.domain.sheets.formulas import unguarded
from requests_app.domain.sheets.left_out import (
    BLANK_ROW,
    HEADER_PART,
    TITLE_ROW,
    LeftOutRows,
)
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.titles import HEADER_WITHIN, Heading, column_letter, heading_of

MAX_COLUMNS = 500
LONGEST_CELL = 10_000  # characters; a cell of a tally has some ten

# Whether a heading is a word that the caller knows as the name of a column.
Knows = Callable[[str], bool]
Cells = tuple[str, ...]


class Row(NamedTuple):
    """A data row: `number` counts the file's rows from 1 as a spreadsheet shows them. `page`: where
    it stands in a file that has pages and no rows."""

    number: int
    cells: Cells
    page: str = ""

    @property
    def place(self) -> str:
        """ "row 12", or "page 2, row 5"."""
        return self.page or f"row {self.number}"


class LeftOut(NamedTuple):
    """A row that holds no figures of its own, and why it was left out."""

    number: int
    why: str
    cells: Cells
    page: str = ""

    @property
    def place(self) -> str:
        return self.page or f"row {self.number}"


@dataclass(frozen=True)
class Table:
    """A whole table at once; where it may be long, `begin` and its `entries`."""

    header_row: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass
class Begun:
    """A table of which only the beginning has been read. `notes`: what a person should know."""

    header_row: int
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    titles: tuple[str, ...]  # what stands above the header, line by line
    _heading: Heading
    _rows: Iterator[tuple[int, Cells]] = field(repr=False)
    _places: Sequence[str] = field(repr=False, default=())
    _above: int = 0  # rows of the sheet above the first one of the table

    def entries(self) -> Iterator[Row | LeftOut]:
        """Every row of the file but the header, in its order; can be gone through once.

        Raises `FileRefused` for a row that cannot be read, and at the end where there was no data.
        """
        width, header, places = len(self.columns), self._heading, self._places
        why_left_out, found = LeftOutRows(header.cells, self.columns).why, False
        first = self._above + 1
        for position, cells in self._rows:
            page = places[position] if position < len(places) else ""
            if position <= header.last:
                if position not in header.positions:
                    why = TITLE_ROW if any(cells) else BLANK_ROW
                    yield LeftOut(position + first, why, cells, page)
                elif position != header.main:
                    yield LeftOut(position + first, HEADER_PART, cells, page)
                continue
            if why := why_left_out(cells):
                yield LeftOut(position + first, why, cells, page)
                continue
            if len(cells) != width:
                if any(cells[width:]):
                    raise _too_wide(position + first, cells, self)
                cells = (cells + ("",) * width)[:width]
            found = True
            yield Row(position + first, cells, page)
        if not found:
            raise FileRefused("no_rows", f"No data rows below the header in row {self.header_row}.")


def begin(
    rows: Iterable[Sequence[str]],
    *,
    knows: Knows,
    places: Sequence[str] = (),
    above: int = 0,
    left: int = 0,
) -> Begun:
    """The table that begins in `rows`. Raises `FileRefused` naming the defect.

    Rows are as in the file (a blank line is a row); outer blanks of a cell are cut. `knows`: which
    headings name a column. `places`: where each row stands, where that is not its number. `above`
    and `left`: rows and columns of the sheet before the first ones given.
    """
    cleaned = map(_cleaned, rows, count(above))
    first = list(islice(cleaned, HEADER_WITHIN + 1))
    heading = heading_of(first, knows=knows, left=left)
    return Begun(
        header_row=heading.main + 1 + above,
        columns=heading.columns,
        notes=heading.notes,
        titles=tuple(
            " ".join(filter(None, cells))
            for position, cells in enumerate(first[: heading.main])
            if position not in heading.positions and any(cells)
        ),
        _heading=heading,
        _rows=enumerate(chain(first, cleaned)),
        _places=places,
        _above=above,
    )


def table_from(
    cells: Iterable[Sequence[str]], *, knows: Knows, places: Sequence[str] = ()
) -> Table:
    """The table in the rows of a file, whole. Raises `FileRefused` naming the defect."""
    begun = begin(cells, knows=knows, places=places)
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for entry in begun.entries():
        if isinstance(entry, Row):
            rows.append(entry)
        else:
            left_out.append(entry)
    return Table(begun.header_row, begun.columns, tuple(rows), tuple(left_out))


def _cleaned(row: Sequence[str], position: int) -> Cells:
    cells = tuple(map(str.strip, row))
    # All that can be wrong with a cell is asked of all of them at once: a row is read in millions.
    together = "".join(cells)
    if len(together) > LONGEST_CELL or len(cells) > MAX_COLUMNS:
        _refuse_outsize(position + 1, cells)
    if "\x00" in together:
        raise FileRefused(
            "not_a_csv", f"Row {position + 1} holds NUL characters: it is no row of a text table."
        )
    return tuple(map(unguarded, cells)) if "'" in together else cells


def _refuse_outsize(number: int, cells: Cells) -> None:
    if len(cells) > MAX_COLUMNS:
        raise FileRefused(
            "too_many_columns",
            f"Row {number} has {len(cells)} columns; a table of figures has at most {MAX_COLUMNS}.",
        )
    for position, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            raise FileRefused(
                "cell_too_long",
                f"Row {number}, column {column_letter(position)} holds {len(cell):,} characters; at"
                f" most {LONGEST_CELL:,} are read. A quotation mark may be left open.",
            )


def _too_wide(number: int, cells: Cells, table: Begun) -> FileRefused:
    return FileRefused(
        "row_too_wide",
        f"Row {number} has {len(cells)} cells, the header in row {table.header_row} names"
        f" {len(table.columns)} columns: a quotation mark or a delimiter may be missing.",
    )
