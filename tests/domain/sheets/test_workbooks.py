"""Workbooks: their cells as text, hidden sheets told, hostile ones refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
import xlsxwriter

from requests_app.domain.sheets.limited import Unreadable, limited
from requests_app.domain.sheets.reading import read_sheets
from requests_app.domain.sheets.tables import FileRefused

MOST = 25 * 1024 * 1024


def a_workbook() -> bytes:
    held = io.BytesIO()
    workbook = xlsxwriter.Workbook(held)
    sheet = workbook.add_worksheet("Requests")
    sheet.merge_range("A1:C1", "Title")
    sheet.merge_range("A3:A5", "Fresno PD")
    sheet.write_datetime("B3", datetime(2026, 6, 9), workbook.add_format({"num_format": "m/d/yy"}))
    sheet.write_row("B4", [38, 1.5, True])
    sheet.write("C7", "Süd")
    workbook.add_worksheet("Old").hide()
    workbook.close()
    return held.getvalue()


def test_cells_are_read_as_a_person_would_type_them_at_their_own_rows() -> None:
    first, _ = read_sheets(a_workbook(), max_bytes=MOST)
    assert first.rows[0][0] == "Title"
    assert first.rows[2][:2] == ["Fresno PD", "2026-06-09"]
    assert first.rows[3] == ["Fresno PD", "38", "1.5", "TRUE"]
    assert first.rows[4][0] == "Fresno PD", "a cell over several rows is in each of them"
    assert first.rows[6][2] == "Süd"


def test_a_hidden_sheet_is_told() -> None:
    sheets = read_sheets(a_workbook(), max_bytes=MOST)
    assert [(one.name, one.is_hidden) for one in sheets] == [("Requests", False), ("Old", True)]


def a_zip(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut off", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is damaged"),
        (a_zip({"word/document.xml": b"<w/>"}), "a Word document"),
        (a_zip({"2023.csv": b"Agency,Violations"}), "a ZIP archive: unpack it"),
        (a_zip({"xl/worksheets/sheet1.xml": bytes(64 * 1024 * 1024)}), "would unpack to 64 MB"),
    ],
    ids=["empty", "cut off", "broken XLS", "a letter", "a ZIP", "bomb"],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(content: bytes, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        read_sheets(content, max_bytes=MOST)


def test_a_file_over_the_limit_is_not_read() -> None:
    with pytest.raises(FileRefused, match="more than 1 MB"):
        read_sheets(b"a,b\n" * 400_000, max_bytes=1024 * 1024)


def memory_eater(content: bytes) -> int:
    """Run in the child by name."""
    return len(bytearray(512 * 1024 * 1024)) + len(content)


def sleeper(content: bytes) -> int:
    """Run in the child by name: keeps its processor busy."""
    while content:
        pass
    return 0


@pytest.mark.parametrize("reader", [memory_eater, sleeper])
def test_a_reader_that_takes_too_much_is_ended(reader: Callable[[bytes], int]) -> None:
    with pytest.raises(Unreadable, match=r"more than 256 MB|more than 1 seconds"):
        limited(reader, b"x", seconds=1, megabytes=256)
