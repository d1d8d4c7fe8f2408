"""Delimited text (comma, semicolon, tab, bar) in any common encoding, to cells."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice

from charset_normalizer import from_bytes

from requests_app.domain.sheets.tables import LONGEST_CELL, FileRefused

DELIMITERS = ",;\t|"
SNIFFED_LINES = 60
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# One-byte encodings that spreadsheets in use write; guessing among all of them reads Süd as Sьd.
_OLD_ENCODINGS = ["cp1252", "mac_roman", "latin_1"]


@dataclass(frozen=True)
class Delimited:
    """rows: every row of the file, blank ones too; how it was encoded and parted."""

    rows: list[list[str]]
    encoding: str
    delimiter: str


def read_delimited(content: bytes) -> Delimited:
    """The cells of delimited text. Raises `FileRefused` naming the defect."""
    text, encoding = _decoded(content)
    # A mark alone, or blanks in an encoding of two bytes.
    if not text.replace("\ufeff", "").strip():
        raise FileRefused("empty", "The file is empty.")
    delimiter = _delimiter(text)
    return Delimited(_cells(text, delimiter), encoding, delimiter)


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content, encoding), encoding.removesuffix("-sig")
    if b"\x00" in content:
        return _utf_16_without_mark(content)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=_OLD_ENCODINGS).best()
    if best is None:
        raise FileRefused(
            "encoding", "The text's encoding cannot be told: save the file as CSV in UTF-8."
        )
    return _decode(content, best.encoding), best.encoding


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "encoding",
            f"The file begins as {encoding} but byte {error.start} is not: it is damaged or"
            " mixes encodings.",
        ) from error
    if "\x00" in text:
        raise FileRefused("not_a_csv", "The file contains NUL characters: it is not a text table.")
    return text


def _utf_16_without_mark(content: bytes) -> tuple[str, str]:
    """Old exports leave out the mark: then every second byte of Latin text is NUL."""
    half = len(content) // 2
    for encoding, nul_at in (("utf-16-le", 1), ("utf-16-be", 0)):
        nuls = content[nul_at::2].count(0)
        others = content[1 - nul_at :: 2].count(0)
        if len(content) % 2 == 0 and nuls > 0.7 * half and not others:
            return _decode(content, encoding), encoding
    raise FileRefused("not_a_csv", "The file contains NUL bytes: it is not a text table.")


def _delimiter(text: str) -> str:
    """The delimiter under which the first filled lines fall into the most columns, most evenly.

    Raises `FileRefused` when under none of them there are two columns.
    """
    filled = (line for line in text.splitlines() if line.strip())
    sample = "\n".join(islice(filled, SNIFFED_LINES))
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


def _cells(text: str, delimiter: str) -> list[list[str]]:
    """Every row of the file, blank ones too, so that positions are the file's own row numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error as error:
        if "field larger" in str(error):
            raise FileRefused(
                "cell_too_long",
                f"The cell that begins in row {len(rows) + 1} holds more than {LONGEST_CELL:,}"
                " characters. A quotation mark may be left open.",
            ) from error
        raise FileRefused(
            "broken_quoting",
            f"Row {len(rows) + 1} (line {reader.line_num}) cannot be read: {error}. A quotation"
            " mark is left open or stands inside a cell without being doubled.",
        ) from error
    return rows
