"""From the bytes of a file to its sheets, told by the content and never by the name."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.domain.sheets.archives import ArchiveRefused, opened_archive
from requests_app.domain.sheets.delimited import read_delimited
from requests_app.domain.sheets.limited import Unreadable, limited
from requests_app.domain.sheets.tables import FileRefused
from requests_app.domain.sheets.workbooks import cells_of

WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".ods")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What begins a file of another kind, and what to do about it.
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF: its table has to be transcribed or saved as CSV first"),
    (b"\x89PNG", "an image (PNG): it has to be transcribed"),
    (b"\xff\xd8\xff", "an image (JPEG): it has to be transcribed"),
    (b"GIF8", "an image (GIF): it has to be transcribed"),
    (b"II*\x00", "an image (TIFF): it has to be transcribed"),
    (b"MM\x00*", "an image (TIFF): it has to be transcribed"),
    (b"{\\rtf", "a word processor's file (RTF): save its table as CSV first"),
    (b"\x1f\x8b", "a compressed file (gzip): unpack it first"),
)
WORKBOOK_SECONDS, WORKBOOK_MEGABYTES = 30, 1024


@dataclass(frozen=True)
class Sheet:
    """Cells as text, row for row as in the file (a blank row is a row). is_hidden: the workbook
    does not show it. encoding and delimiter: of delimited text only."""

    name: str
    rows: list[list[str]]
    is_hidden: bool = False
    encoding: str = ""
    delimiter: str = ""


def read_sheets(content: bytes, *, max_bytes: int, name: str = "") -> list[Sheet]:
    """The sheets of a workbook (XLSX, XLS, ODS), or the one of delimited text.

    `max_bytes`: the size of the largest file that is read. name: what the file is called, which
    only helps to say what is wrong. Raises `FileRefused` naming the defect.
    """
    check_size(content, max_bytes=max_bytes)
    refuse_what_is_no_table(content)
    if content.startswith((ZIP, OLE)):
        return _sheets_of_workbook(content)
    try:
        text = read_delimited(content)
    except FileRefused as refusal:
        if name.lower().endswith(WORKBOOK_NAMES):
            raise FileRefused(
                "workbook",
                f"“{name}” is not a workbook, whatever its name says: it holds plain text without "
                "columns.",
            ) from refusal
        raise
    return [Sheet("", text.rows, encoding=text.encoding, delimiter=text.delimiter)]


def check_size(content: bytes, *, max_bytes: int) -> None:
    """Raises `FileRefused` for an empty file and for one of more than `max_bytes` bytes."""
    if not content.strip():
        raise FileRefused("empty", "The file is empty.")
    if len(content) > max_bytes:
        raise FileRefused(
            "too_large", f"The file has more than {max_bytes // 1024**2} MB, the most that is read."
        )


def refuse_what_is_no_table(content: bytes) -> None:
    """Raises `FileRefused` for a file whose beginning says that it holds no cells."""
    for beginning, what in _OTHER_KINDS:
        if content.startswith(beginning):
            raise FileRefused("not_a_csv", f"By its content this is {what}.")
    if content[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileRefused("not_a_csv", "By its content this is a web page or XML, not a CSV.")


def _sheets_of_workbook(content: bytes) -> list[Sheet]:
    """Read in a child process: a workbook of a megabyte may claim gigabytes of cells."""
    try:
        if content.startswith(ZIP):
            opened_archive(content).close()
        found = limited(cells_of, content, seconds=WORKBOOK_SECONDS, megabytes=WORKBOOK_MEGABYTES)
    except (ArchiveRefused, Unreadable) as refusal:
        raise FileRefused("workbook", str(refusal)) from refusal
    return [Sheet(name, rows, is_hidden=is_hidden) for name, is_hidden, rows in found]
