"""From a returned file to its sheets: told by the content, never by the file's name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import BinaryIO

from requests_app.domain.misuse_data.reading.headings import names_a_column
from requests_app.domain.misuse_data.reading.parts import MOST_ROWS, Part, parts_of
from requests_app.domain.sheets.delimited import DelimitedFile
from requests_app.domain.sheets.kinds import kind_of
from requests_app.domain.sheets.reading import read_sheets
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import Begun, begin

PIECE = 1024 * 1024
MOST_TABLES = 40  # of one sheet: a person says of each what it holds
MOST_PARTED = 1024 * 1024  # bytes of delimited text; of more the rows are only streamed


@dataclass(frozen=True)
class FileSheet:
    """A sheet of a file, or one of several tables of it, whose rows can be gone through again and
    again.

    number: from 0. tab: what the whole sheet is called, `name` where it is one table. part: where
    on its sheet a table stands. notes: what the reader wants a person to know.
    """

    number: int
    name: str
    kind: str
    rows: Callable[[], Iterable[Sequence[str]]]
    is_hidden: bool = False
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tab: str = ""
    part: Part | None = None

    @property
    def left(self) -> int:
        """The sheet's column, from 0, in which the table begins."""
        return self.part.left if self.part else 0

    def begin(self) -> Begun:
        """Its table. Raises `FileRefused` where it has none."""
        above = self.part.top if self.part else 0
        return begin(
            self.rows(), knows=names_a_column, places=self.places, above=above, left=self.left
        )


def sheets_of(file: BinaryIO, *, max_bytes: int, name: str = "") -> list[FileSheet]:
    """The sheets of an open file. Delimited text is read row by row and never held whole.

    Raises `FileRefused` naming the defect; changes nothing. `max_bytes`: the size of the largest
    file that is read. The file has to stay open while the rows are read.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > max_bytes:
        raise FileRefused(
            "too_large", f"The file has more than {max_bytes // 1024**2} MB, the most that is read."
        )
    kind = kind_of(file.read(PIECE))
    file.seek(0)
    if kind != "csv":
        return _whole(file.read(), max_bytes=max_bytes, name=name)
    try:
        text = DelimitedFile(file)
    except FileRefused:
        file.seek(0)
        return _whole(file.read(), max_bytes=max_bytes, name=name)  # has better words for it
    sheet = FileSheet(
        0, "", "csv", text.rows, encoding=text.encoding, delimiter=text.delimiter, notes=text.notes
    )
    return _parted([sheet]) if size <= MOST_PARTED else [sheet]


def _whole(content: bytes, *, max_bytes: int, name: str) -> list[FileSheet]:
    sheets = read_sheets(content, max_bytes=max_bytes, name=name)
    names = _told_apart([sheet.name for sheet in sheets])
    return _parted(
        FileSheet(
            number,
            names[number],
            sheet.kind,
            partial(iter, sheet.rows),
            is_hidden=sheet.is_hidden,
            encoding=sheet.encoding,
            delimiter=sheet.delimiter,
            notes=sheet.notes,
            places=sheet.places,
            tab=names[number],
        )
        for number, sheet in enumerate(sheets)
    )


def _parted(sheets: Iterable[FileSheet]) -> list[FileSheet]:
    """Each table of a sheet that holds several as a sheet of its own; numbered anew."""
    found: list[FileSheet] = []
    for sheet in sheets:
        found += _tables_of(sheet)
    return [replace(sheet, number=number) for number, sheet in enumerate(found)]


def _tables_of(sheet: FileSheet) -> list[FileSheet]:
    try:
        parts = parts_of(list(islice(sheet.rows(), MOST_ROWS + 1)))
    except FileRefused:
        return [sheet]  # whoever reads its rows is told
    if len(parts) > MOST_TABLES:
        note = f"{len(parts):,} tables seem to stand here; more than {MOST_TABLES} are read as one."
        return [replace(sheet, notes=(*sheet.notes, note))]
    return [
        replace(
            sheet,
            name=f"{sheet.tab}, table {number}" if sheet.tab else f"table {number}",
            rows=partial(_rows_of, sheet, part),
            places=sheet.places[part.top : part.bottom],
            part=part,
        )
        for number, part in enumerate(parts, start=1)
    ] or [sheet]


def _rows_of(sheet: FileSheet, part: Part) -> Iterator[Sequence[str]]:
    return part.of(sheet.rows())


def _told_apart(names: Sequence[str]) -> list[str]:
    """Of a workbook they are; the tables of a page may have no name or the same one."""
    if len(names) == 1:
        return list(names)
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        name = name or f"table {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 (hex) of an open file, read in pieces."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
