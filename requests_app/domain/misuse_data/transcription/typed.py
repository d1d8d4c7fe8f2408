"""What two people typed: to rows, compared cell by cell, and settled. No database, no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_000, 60, 500
# Cells that are settled one by one. Of more, a row or column was left out, and is put in first.
MOST_TO_SETTLE = 300

Rows = list[list[str]]


class TableRefused(ValueError):
    """What was typed is no table; the message says why."""


@dataclass(frozen=True)
class Difference:
    """A cell, counted from 1, that two people read differently. about: whose and what it is, by the
    first cell of its row and its heading."""

    row: int
    column: int
    first: str
    second: str
    about: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        return f"r{self.row}c{self.column}"


def rows_typed(text: str) -> Rows:
    """The rows of `text`: a line each, cells parted by tabs, or by bars where there is no tab.

    Blanks around a cell and repeated ones mean nothing; a line without anything is no row. Raises
    `TableRefused`.
    """
    mark = "\t" if "\t" in text else "|"
    lines = [line for line in text.splitlines() if line.strip(f" {mark}")]
    rows = [[" ".join(cell.split()) for cell in line.split(mark)] for line in lines]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2:
        raise TableRefused(
            "Type the row of headings and at least one more, cells parted by tabs or by bars (|)."
        )
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise TableRefused(f"At most {MOST_ROWS:,} rows of {MOST_COLUMNS} cells are compared.")
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise TableRefused(f"A cell has more than {LONGEST_CELL} characters.")
    return [row + [""] * (width - len(row)) for row in rows]


def as_typed(rows: Rows) -> str:
    """`rows` as text to be typed on."""
    return "\n".join(" | ".join(row) for row in rows)


def differences(first: Rows, second: Rows) -> list[Difference]:
    """Every cell that is not the same in both, row by row; what one has not at all is blank."""
    height = max(len(first), len(second))
    width = max(len(row) for row in [*first, *second])
    return [
        Difference(row + 1, column + 1, one, other, _about(first, second, row, column))
        for row in range(height)
        for column in range(width)
        if (one := _cell(first, row, column)) != (other := _cell(second, row, column))
    ]


def shape(rows: Rows) -> str:
    """ "12 rows of 4 cells"."""
    height, width = len(rows), max(map(len, rows), default=0)
    return f"{height:,} row{'s' * (height != 1)} of {width} cell{'s' * (width != 1)}"


def settled(first: Rows, second: Rows, chosen: Mapping[str, str]) -> Rows:
    """The rows on which both agree, with what was `chosen` (by the name of the difference) in the
    other cells. Raises KeyError where nothing was chosen for one."""
    width = max(len(row) for row in [*first, *second])
    height = max(len(first), len(second))
    rows = [[_cell(first, row, column) for column in range(width)] for row in range(height)]
    for one in differences(first, second):
        rows[one.row - 1][one.column - 1] = chosen[one.name]
    return [row for row in rows if any(row)]


def _about(first: Rows, second: Rows, row: int, column: int) -> str:
    whose = _cell(first, row, 0) or _cell(second, row, 0)
    what = _cell(first, 0, column) or _cell(second, 0, column)
    return ", ".join(filter(None, [whose, what]))


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
