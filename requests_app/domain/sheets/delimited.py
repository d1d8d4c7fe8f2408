"""Delimited text (comma, semicolon, tab, bar) in any common encoding, to cells, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from requests_app.domain.sheets.encodings import encoding_of
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import LONGEST_CELL

DELIMITERS = ",;\t|"
SNIFFED_LINES = 60
LONGEST_SNIFFED = 2_000_000  # characters


@dataclass(frozen=True)
class Delimited:
    """rows: every row of the file, blank ones too; how it was encoded and parted. notes: what a
    person should know of that."""

    rows: list[list[str]]
    encoding: str
    delimiter: str
    notes: tuple[str, ...] = ()


class DelimitedFile:
    """Delimited text in an open file: how it is encoded and parted, and its rows again and again.

    Raises `FileRefused` naming the defect, also while the rows are read.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        told = encoding_of(file)
        self._codec, self._errors = told.codec, told.errors
        self.encoding = self._codec.removesuffix("-sig")
        self.notes = (told.note,) if told.note else ()
        self.delimiter = _delimiter(self._sample())

    def rows(self) -> Iterator[list[str]]:
        """Every row of the file, blank ones too, so that positions are the file's own numbers."""
        reader = csv.reader(self._lines(), delimiter=self.delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, start=1):  # noqa: B007 (told in the refusal)
                yield row
        except csv.Error as error:
            raise _refused(error, number + 1, reader.line_num) from error
        except UnicodeDecodeError as error:
            raise self._undecoded(error) from error

    def _lines(self) -> Iterator[str]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, self._codec, self._errors, newline="")
        try:
            # "yield from" would close the file where the reader stops early.
            for line in text:  # noqa: UP028
                yield line
        finally:
            if not self._file.closed:
                text.detach()  # else the file would be closed with it

    def _sample(self) -> str:
        """The first filled lines."""
        found: list[str] = []
        length = 0
        try:
            for line in self._lines():
                if line.strip("\ufeff \t\r\n\f\v"):
                    found.append(line.rstrip("\r\n"))
                    length += len(line)
                if len(found) == SNIFFED_LINES or length > LONGEST_SNIFFED:
                    break
        except UnicodeDecodeError as error:
            raise self._undecoded(error) from error
        if not found:
            raise FileRefused("empty", "The file is empty.")
        return "\n".join(found)

    def _undecoded(self, error: UnicodeDecodeError) -> FileRefused:
        return FileRefused(
            "encoding",
            f"The file begins as {self._codec} but byte {error.start} of the piece that follows is"
            " not: it is damaged or mixes encodings.",
        )


def read_delimited(content: bytes) -> Delimited:
    """The cells of delimited text, whole. Raises `FileRefused` naming the defect."""
    text = DelimitedFile(io.BytesIO(content))
    return Delimited(list(text.rows()), text.encoding, text.delimiter, text.notes)


def _delimiter(sample: str) -> str:
    """The delimiter under which the first filled lines fall into the most columns, most evenly.

    Raises `FileRefused` when under none of them there are two columns.
    """
    scores: dict[str, float] = {}
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
        scores[delimiter] = 0.0 if usual < 2 else widths.count(usual) / len(widths) + usual / 1000
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if not scores[best]:
        raise FileRefused(
            "not_a_csv",
            "No columns found: a table parts its columns with commas, semicolons, tabs or bars.",
        )
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    """Columns per filled line; a cell too long for the reader counts as no columns at all."""
    try:
        return [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
    except csv.Error:
        return [sample.split("\n", 1)[0].count(delimiter) + 1]


def _refused(error: csv.Error, row: int, line: int) -> FileRefused:
    if "field larger" in str(error):
        return FileRefused(
            "cell_too_long",
            f"The cell that begins in row {row} holds more than {LONGEST_CELL:,} characters. A"
            " quotation mark may be left open.",
        )
    return FileRefused(
        "broken_quoting",
        f"Row {row} (line {line}) cannot be read: {error}. A quotation mark is left open or stands"
        " inside a cell without being doubled.",
    )
