"""A CSV of the directory: bytes to rows by column name, errors by the file's own row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from requests_app.domain.sheets.delimited import read_delimited
from requests_app.domain.sheets.formulas import unguarded
from requests_app.domain.sheets.tables import FileRefused

MOST_BYTES = 1_500_000  # thirteen times the directory of the whole state
MOST_ROWS = 20_000


@dataclass(frozen=True)
class RowError:
    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column} “{self.value}”: {self.message}"


class DirectoryRefused(Exception):
    """The file cannot be imported; `errors` names every row, column, value and rule."""

    def __init__(self, errors: list[RowError]):
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


@dataclass(frozen=True)
class CsvRows:
    """header: the column names as written. rows: (number in the file, cells by column name)."""

    header: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_csv(content: bytes, name: str, *, needed: Sequence[str] = ()) -> CsvRows:
    """The rows of a CSV; the first that is not blank is the head, and blank ones are left out.

    Nothing is dropped: a head that stands twice and a cell without a head are refused. Raises
    `DirectoryRefused`.
    """
    if len(content) > MOST_BYTES:
        raise _refused(name, f"is larger than {MOST_BYTES / 1_000_000:g} MB")
    try:
        table = read_delimited(content).rows
    except FileRefused as refused:
        raise _refused(name, str(refused)) from refused
    filled = [
        (number, [unguarded(cell.strip()) for cell in cells])
        for number, cells in enumerate(table, start=1)
        if any(cell.strip() for cell in cells)
    ]
    (head, header), rows = filled[0], filled[1:]
    if len(rows) > MOST_ROWS:
        raise _refused(name, f"has more than {MOST_ROWS:,} rows")
    _check_heads(head, header, needed)
    _check_widths(header, rows)
    return CsvRows(header, [(number, _by_head(header, cells)) for number, cells in rows])


def _check_heads(number: int, header: list[str], needed: Sequence[str]) -> None:
    """No head stands twice, and every one that is needed stands."""
    missing = [head for head in needed if head not in header]
    if missing:
        raise DirectoryRefused(
            [RowError(number, "header", ", ".join(missing), "column is missing")]
        )
    twice = [head for head, times in Counter(header).items() if head and times > 1]
    if twice:
        rule = "stands over more than one column"
        raise DirectoryRefused([RowError(number, "header", head[:100], rule) for head in twice])


def _check_widths(header: list[str], rows: list[tuple[int, list[str]]]) -> None:
    """Every filled cell has a head."""
    errors = []
    for number, cells in rows:
        for column, (cell, head) in enumerate(zip_longest(cells, header, fillvalue=""), start=1):
            if cell and not head:
                rule = "there is no head over this cell"
                errors.append(RowError(number, f"column {column}", cell[:100], rule))
    if errors:
        raise DirectoryRefused(errors)


def _by_head(header: list[str], cells: list[str]) -> dict[str, str]:
    return dict(zip_longest(header, cells[: len(header)], fillvalue=""))


def _refused(name: str, message: str) -> DirectoryRefused:
    return DirectoryRefused([RowError(1, "file", name[:100], message)])
