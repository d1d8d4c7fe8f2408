"""From the bytes of a file to its sheets, told by the content and never by the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.domain.sheets.delimited import read_delimited
from requests_app.domain.sheets.kinds import kind_of
from requests_app.domain.sheets.limited import Unreadable, limited
from requests_app.domain.sheets.packing import Unpacked
from requests_app.domain.sheets.parsing import parsed
from requests_app.domain.sheets.tables import FileRefused

WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".ods", ".pdf")
# Of the child that reads one file; the clock runs while others use the processor.
SECONDS, CLOCK, MEGABYTES = 14, 14.0, 500
NOTHING_READ = "Nothing was read of it."


@dataclass(frozen=True)
class Sheet:
    """Cells as text, row for row as in the file (a blank row is a row).

    is_hidden: the workbook does not show it. encoding and delimiter: of delimited text only.
    kind: "csv", "workbook", "pdf" or "html". notes: what a person should know of how it was read.
    places: where each row stands in a PDF or web page ("page 2, row 5"); empty for the others,
    where row n is row n of the file.
    """

    name: str
    rows: Sequence[list[str]]
    is_hidden: bool = False
    encoding: str = ""
    delimiter: str = ""
    kind: str = "csv"
    notes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def read_sheets(content: bytes, *, max_bytes: int, name: str = "") -> list[Sheet]:
    """The sheets of a workbook (XLSX, XLS, ODS), the tables of a PDF or of a web page, or the one
    sheet of delimited text, which may have been pasted.

    A table of a PDF that goes on over pages is one sheet; lines of text above and below a table
    are rows of its sheet. `max_bytes`: the size of the largest file that is read. name: what the
    file is called, which only helps to say what is wrong. Raises `FileRefused` naming the defect;
    "needs_transcription" where only a person can read it.
    """
    check_size(content, max_bytes=max_bytes)
    kind = kind_of(content)
    return _delimited(content, name) if kind == "csv" else _parsed(content, kind)


def check_size(content: bytes, *, max_bytes: int) -> None:
    """Raises `FileRefused` for an empty file and for one of more than `max_bytes` bytes."""
    if not content.strip():
        raise FileRefused("empty", "The file is empty.")
    if len(content) > max_bytes:
        raise FileRefused(
            "too_large", f"The file has more than {max_bytes // 1024**2} MB, the most that is read."
        )


def _delimited(content: bytes, name: str) -> list[Sheet]:
    try:
        text = read_delimited(content)
    except FileRefused as refusal:
        if name.lower().endswith(WORKBOOK_NAMES):
            kind = "PDF" if name.lower().endswith(".pdf") else "workbook"
            raise FileRefused(
                "wrong_name",
                f"“{name}” is not a {kind}, whatever its name says: it holds no table that"
                " can be told. It may be cut off.",
            ) from refusal
        raise
    return [
        Sheet("", text.rows, encoding=text.encoding, delimiter=text.delimiter, notes=text.notes)
    ]


def _parsed(content: bytes, kind: str) -> list[Sheet]:
    """Read in a child process: a file of a megabyte may claim gigabytes of cells, or crash."""
    try:
        answer = limited(parsed, content, kind, seconds=SECONDS, megabytes=MEGABYTES, clock=CLOCK)
    except Unreadable as refusal:
        raise FileRefused(refusal.defect, f"{refusal} {NOTHING_READ}") from refusal
    if "why" in answer:
        raise FileRefused(answer["defect"], answer["why"])
    return [
        Sheet(
            one["name"],
            Unpacked(one["cells"]),
            is_hidden=one["is_hidden"],
            kind=kind,
            notes=tuple(one["notes"]),
            places=tuple(one["places"]),
        )
        for one in answer["sheets"]
    ]
