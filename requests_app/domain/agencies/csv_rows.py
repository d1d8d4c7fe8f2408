"""A CSV of the directory: bytes to rows by column name, errors by the file's own row."""

import csv
import io
from dataclasses import dataclass

from requests_app.domain.sheets.formulas import unguarded

MOST_BYTES = 1_500_000  # thirteen times the directory of the whole state
MOST_ROWS = 20_000
DELIMITERS = ",;\t"


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


def read_csv(content: bytes, name: str) -> CsvRows:
    """The rows of a CSV in UTF-8 (with or without its mark) or Windows-1252, parted by commas,
    semicolons or tabs. Blank rows are left out. Raises `DirectoryRefused`.
    """
    if len(content) > MOST_BYTES:
        raise _refused(name, f"is larger than {MOST_BYTES / 1_000_000:g} MB")
    text = _decoded(content, name)
    if "\x00" in text:
        raise _refused(name, "has a NUL byte: it is no text")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [unguarded(column.strip()) for column in reader.fieldnames or []]
        reader.fieldnames = header
        rows = []
        for number, cells in enumerate(reader, start=2):
            if number > MOST_ROWS + 1:
                raise _refused(name, f"has more than {MOST_ROWS:,} rows")
            clean = {column: unguarded((cells.get(column) or "").strip()) for column in header}
            if any(clean.values()):
                rows.append((number, clean))
    except csv.Error as error:
        raise _refused(name, f"is broken there: {error}", row=reader.line_num) from error
    return CsvRows(header, rows)


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(name, "is neither UTF-8 nor Windows-1252 text")


def _refused(name: str, message: str, row: int = 1) -> DirectoryRefused:
    return DirectoryRefused([RowError(row, "file", name[:100], message)])
