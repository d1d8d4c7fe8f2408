"""A file's cells as a table: where its header stands, its rows, and the rows left out with why.

Nothing is swallowed: a row that is no data row is kept in `left_out` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from requests_app.domain.sheets.formulas import unguarded
from requests_app.domain.sheets.words import plain_words

# Titles and letterheads above the header are short; further down a "header" is a data row.
HEADER_WITHIN = 40
MAX_COLUMNS = 500
LONGEST_CELL = 10_000  # characters; a cell of a tally has some ten

# Whether a heading is a word that the caller knows as the name of a column.
Knows = Callable[[str], bool]

TOTAL_WORDS = {
    "total",
    "totals",
    "grand total",
    "grand totals",
    "subtotal",
    "sum",
    "all agencies",
    "total all agencies",
    "statewide total",
    "statewide totals",
    "total statewide",
    "state total",
}
_NOTE_BEGINNINGS = ("note", "notes", "source", "sources", "prepared by", "revised", "as of")

TITLE_ROW, BLANK_ROW, TOTAL_ROW = "above the header", "blank", "total row"
REPEATED_HEADER, NOTE_ROW = "header repeated", "note"


class FileRefused(Exception):
    """The file cannot be read as a table: `defect` is a stable word, the message says why."""

    def __init__(self, defect: str, message: str):
        self.defect = defect
        super().__init__(message)


@dataclass(frozen=True)
class Row:
    """A data row: `number` counts the file's rows from 1 as a spreadsheet shows them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A row that holds no figures of its own, and why it was left out."""

    number: int
    why: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    header_row: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()
    encoding: str = ""
    reader: str = "csv"
    delimiter: str = ","

    @property
    def total_rows(self) -> list[LeftOut]:
        return [row for row in self.left_out if row.why == TOTAL_ROW]


@dataclass
class _Sorted:
    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def column_letter(position: int) -> str:
    """0 -> "A", 25 -> "Z", 26 -> "AA": how spreadsheets name the column."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def table_from(cells: Sequence[Sequence[str]], *, knows: Knows) -> Table:
    """The table in the rows of a file. Raises `FileRefused` naming the defect.

    Rows are as in the file (a blank line is a row); outer blanks of a cell are cut. `knows`: which
    headings name a column.
    """
    rows = [tuple(unguarded(cell.strip()) for cell in row) for row in cells]
    _refuse_outsizes(rows)
    header = _header_position(rows, knows)
    columns = _column_names(rows[header])
    sorted_rows = _sorted_rows(rows, header, len(columns))
    if not sorted_rows.rows:
        raise FileRefused("no_rows", f"No data rows below the header in row {header + 1}.")
    return Table(
        header_row=header + 1,
        columns=columns,
        rows=tuple(sorted_rows.rows),
        left_out=tuple(sorted_rows.left_out),
    )


def _refuse_outsizes(rows: list[tuple[str, ...]]) -> None:
    for number, row in enumerate(rows, start=1):
        if len(row) > MAX_COLUMNS:
            raise FileRefused(
                "too_many_columns",
                f"Row {number} has {len(row)} columns; a table of figures has at most"
                f" {MAX_COLUMNS}.",
            )
        for position, cell in enumerate(row):
            if len(cell) > LONGEST_CELL:
                raise FileRefused(
                    "cell_too_long",
                    f"Row {number}, column {column_letter(position)} holds {len(cell):,}"
                    f" characters; at most {LONGEST_CELL:,} are read. A quotation mark may be"
                    " left open.",
                )


def _header_position(rows: list[tuple[str, ...]], knows: Knows) -> int:
    """Of the rows that name at least two columns, the one with the most words we know; the first
    of equals. A row of headings that stand over several columns knows fewer."""
    best, most = None, 0
    for position, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row if cell]
        known = sum(knows(cell) for cell in filled)
        names_columns = len(filled) >= 2 and not any(_is_number(cell) for cell in filled)
        if names_columns and known > most:
            best, most = position, known
    if best is None:
        raise FileRefused(
            "no_header",
            f"No header found in the first {HEADER_WITHIN} rows: one row has to name the columns,"
            " such as “Agency, Year, Violations”.",
        )
    return best


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").strip("-+%~<>= ").isdigit()


def _column_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Headings made unique: a blank one is named by its letter, a second one by its number."""
    width = max(position for position, cell in enumerate(header) if cell) + 1
    names: list[str] = []
    for position, cell in enumerate(header[:width]):
        name = " ".join(cell.split())[:200] or f"(column {column_letter(position)})"
        again, number = name, 2
        while again in names:
            again, number = f"{name} ({number})", number + 1
        names.append(again)
    return tuple(names)


def _sorted_rows(rows: list[tuple[str, ...]], header: int, width: int) -> _Sorted:
    found = _Sorted()
    for position, row in enumerate(rows):
        if position == header:
            continue
        why = _why_left_out(position, row, header, rows[header])
        if why:
            found.left_out.append(LeftOut(position + 1, why, row))
            continue
        if any(row[width:]):
            raise FileRefused(
                "row_too_wide",
                f"Row {position + 1} has {len(row)} cells, the header in row {header + 1} names"
                f" {width} columns: a quotation mark or a delimiter may be missing.",
            )
        found.rows.append(Row(position + 1, (row + ("",) * width)[:width]))
    return found


def _why_left_out(
    position: int, row: tuple[str, ...], header: int, headings: tuple[str, ...]
) -> str:
    filled = [cell for cell in row if cell]
    if not filled:
        return BLANK_ROW
    if position < header:
        return TITLE_ROW
    if [cell.lower() for cell in filled] == [cell.lower() for cell in headings if cell]:
        return REPEATED_HEADER
    if any(plain_words(cell).strip() in TOTAL_WORDS for cell in row[:3]):
        return TOTAL_ROW
    if len(filled) == 1 and len(headings) > 2 and _is_note(filled[0]):
        return NOTE_ROW
    return ""


def _is_note(text: str) -> bool:
    """A remark below the table; an agency whose other cells are blank is none."""
    words = plain_words(text)
    return text.startswith("*") or any(
        words == beginning or text.lower().startswith((beginning + ":", beginning + " "))
        for beginning in _NOTE_BEGINNINGS
    )
