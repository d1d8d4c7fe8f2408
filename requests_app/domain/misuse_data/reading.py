"""From the bytes of a returned file to its table. Told by the content, never by the file's name.

Reads delimited text (comma, semicolon, tab, bar). Everything else is refused by what it is.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import islice

from charset_normalizer import from_bytes

from requests_app.domain.misuse_data.tables import LONGEST_CELL, FileRefused, Table, table_from

DELIMITERS = ",;\t|"
SNIFFED_LINES = 60
# What begins a file of another kind, and what to do about it.
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a workbook (XLSX, ODS) or ZIP archive: save its sheet as CSV first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (XLS, DOC): save its sheet as CSV first"),
    (b"%PDF", "a PDF: its table has to be transcribed or saved as CSV first"),
    (b"\x89PNG", "an image (PNG): it has to be transcribed"),
    (b"\xff\xd8\xff", "an image (JPEG): it has to be transcribed"),
    (b"GIF8", "an image (GIF): it has to be transcribed"),
    (b"II*\x00", "an image (TIFF): it has to be transcribed"),
    (b"MM\x00*", "an image (TIFF): it has to be transcribed"),
    (b"{\\rtf", "a word processor's file (RTF): save its table as CSV first"),
    (b"\x1f\x8b", "a compressed file (gzip): unpack it first"),
)
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# One-byte encodings that spreadsheets in use write; guessing among all of them reads Süd as Sьd.
_OLD_ENCODINGS = ["cp1252", "mac_roman", "latin_1"]


def read_table(content: bytes, *, max_bytes: int) -> Table:
    """The table in `content`. Raises `FileRefused` naming the defect; changes nothing.

    `max_bytes`: the size of the largest file that is read.
    """
    if not content.strip():
        raise FileRefused("empty", "The file is empty.")
    if len(content) > max_bytes:
        raise FileRefused(
            "too_large", f"The file has more than {max_bytes // 1024**2} MB, the most that is read."
        )
    _refuse_other_kinds(content)
    text, encoding = _decoded(content)
    # A mark alone, or blanks in an encoding of two bytes.
    if not text.replace("\ufeff", "").strip():
        raise FileRefused("empty", "The file is empty.")
    delimiter = _delimiter(text)
    table = table_from(_cells(text, delimiter))
    return replace(table, encoding=encoding, delimiter=delimiter)


def _refuse_other_kinds(content: bytes) -> None:
    for beginning, what in _OTHER_KINDS:
        if content.startswith(beginning):
            raise FileRefused("not_a_csv", f"By its content this is {what}.")
    if content[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileRefused("not_a_csv", "By its content this is a web page or XML, not a CSV.")


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
