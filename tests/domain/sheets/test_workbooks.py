"""Workbooks: their cells as text, hidden sheets told, hostile ones refused."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

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


def with_raised(*sheets: str) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    up, struck = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
    down, bold = book.add_format({"font_script": 2}), book.add_format({"bold": True})
    for name in sheets:
        sheet = book.add_worksheet(name)
        sheet.write_row("A1", ["Agency", "Violations", 7])
        sheet.write_rich_string("B2", "7", up, "1")
        sheet.write_rich_string("B3", "7", up, "a", bold, " ", up, "2,3")
        sheet.write_rich_string("B4", struck, "9", "3")
        sheet.write_rich_string("B5", "7", down, "1")
        sheet.write_rich_string("B6", "7", bold, "1")
        sheet.merge_range("A7:A8", "")
        sheet.write_rich_string("A7", "7", up, "1")
        sheet.write("C8", 5)
    book.add_worksheet("Plain").write("A1", "71")
    book.close()
    return held.getvalue()


def test_what_is_raised_or_struck_through_in_a_cell_is_no_digit_of_its_number() -> None:
    for sheet in read_sheets(with_raised("One", "Two"), max_bytes=MOST)[:2]:
        cells = [row[1] for row in sheet.rows[1:6]]
        assert cells == ["7¹", "7[a] ²,³", " 9 3", "7 1 ", "71"]
        assert [row[0] for row in sheet.rows[6:8]] == ["7¹", "7¹"]
        assert any("raised" in note for note in sheet.notes)


def test_a_workbook_with_nothing_raised_says_nothing_of_it() -> None:
    *_, plain = read_sheets(with_raised("One"), max_bytes=MOST)
    assert plain.rows == [["71"]] and not plain.notes


def test_raised_text_that_stands_in_the_sheet_itself_is_a_mark_too() -> None:
    old, held = zipfile.ZipFile(io.BytesIO(a_workbook())), io.BytesIO()
    text = '<is><r><t>7</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is>'
    with zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cell = rb'<c r="B4"[^>]*><v>38</v></c>'
                assert re.search(cell, part)
                part = re.sub(cell, f'<c r="B4" t="inlineStr">{text}</c>'.encode(), part)
            new.writestr(name, part)
    first, _ = read_sheets(held.getvalue(), max_bytes=MOST)
    assert first.rows[3] == ["Fresno PD", "7¹", "1.5", "TRUE"]


def test_raised_text_in_an_open_document_is_told() -> None:
    """There the cells are read as they are put together."""
    campuses = Path(__file__).parents[2] / "files" / "returned" / "campuses.ods"
    old, held = zipfile.ZipFile(campuses), io.BytesIO()
    with zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "content.xml":
                style = b'<style:text-properties style:text-position="super 58%"/>'
                part = part.replace(b"</office:document-content>", b"<!--" + style +
                                    b"--></office:document-content>")  # fmt: skip
            new.writestr(name, part)
    assert not any("raised" in note for note in _notes(campuses.read_bytes()))
    assert any("raised" in note for note in _notes(held.getvalue()))


def _notes(content: bytes) -> list[str]:
    return [note for sheet in read_sheets(content, max_bytes=MOST) for note in sheet.notes]


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
