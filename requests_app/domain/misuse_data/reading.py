"""From a returned file to its sheets: told by the content, never by the file's name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from requests_app.domain.misuse_data.headings import names_a_column
from requests_app.domain.sheets.delimited import DelimitedFile
from requests_app.domain.sheets.kinds import kind_of
from requests_app.domain.sheets.reading import read_sheets
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import Begun, begin

PIECE = 1024 * 1024


@dataclass(frozen=True)
class FileSheet:
    """A sheet of a file, whose rows can be gone through again and again.

    number: from 0. notes: what the reader wants a person to know.
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

    def begin(self) -> Begun:
        """Its table. Raises `FileRefused` where it has none."""
        return begin(self.rows(), knows=names_a_column, places=self.places)


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
    return [FileSheet(0, "", "csv", text.rows, encoding=text.encoding, delimiter=text.delimiter)]


def _whole(content: bytes, *, max_bytes: int, name: str) -> list[FileSheet]:
    sheets = read_sheets(content, max_bytes=max_bytes, name=name)
    names = _told_apart([sheet.name for sheet in sheets])
    return [
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
        )
        for number, sheet in enumerate(sheets)
    ]


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
