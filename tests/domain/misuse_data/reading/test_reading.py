"""From bytes to a table: delimiters, encodings, what is left out, and every named refusal."""

import gc
import io
import sys
from dataclasses import dataclass

import pytest
import xlsxwriter

from requests_app.domain.misuse_data.reading.files import sheets_of
from requests_app.domain.sheets.tables import FileRefused, LeftOut, Row, column_letter

LIMIT = 100_000
PLAIN = "Agency,Year,Violations\nFresno PD,2023,4\nOakland PD,2023,7\n"


@dataclass
class Whole:
    """A table with all its rows."""

    header_row: int
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    rows: list[Row]
    left_out: list[LeftOut]
    encoding: str
    delimiter: str


def read(content: str | bytes, max_bytes: int = LIMIT):
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    [sheet] = sheets_of(file, max_bytes=max_bytes)
    begun = sheet.begin()
    entries = list(begun.entries())
    return Whole(
        begun.header_row,
        begun.columns,
        begun.notes,
        [entry for entry in entries if isinstance(entry, Row)],
        [entry for entry in entries if isinstance(entry, LeftOut)],
        sheet.encoding,
        sheet.delimiter,
    )


def defect(content: str | bytes, max_bytes: int = LIMIT) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(content, max_bytes)
    assert str(refusal.value).endswith(".")
    return refusal.value.defect


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    table = read(PLAIN.replace(",", delimiter))
    assert table.delimiter == delimiter
    assert table.columns == ("Agency", "Year", "Violations")
    assert [row.cells[2] for row in table.rows] == ["4", "7"]


def test_a_comma_inside_a_number_does_not_win_over_semicolons():
    table = read("Agency;Violations\nA;1,234\nB;2,345\n")
    assert table.rows[0].cells == ("A", "1,234")


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_the_encoding_is_found(encoding, found):
    text = PLAIN.replace("Fresno PD", "Cañada College – Police")
    table = read(text.encode(encoding))
    assert table.rows[0].cells[0] == "Cañada College – Police"
    assert table.encoding == found


@pytest.mark.parametrize(
    "line",
    ["1 preliminary", "2. See letter", "1 Preliminary figure", "12: includes campuses", "⁴ revised",
     "[a] revised", "¹revised"],
)  # fmt: skip
def test_a_numbered_line_below_the_table_is_a_note(line):
    table = read(f"Agency,Year,Violations\nFresno PD,2023,4\n{line},,\n")
    assert [(row.why, row.cells[0]) for row in table.left_out] == [("note", line)]


@pytest.mark.parametrize(
    "row", ["49er Patrol,,", "29 Palms PD,,", "1 preliminary,2023,4", "3 Rivers Police,2023,"]
)
def test_a_row_that_begins_with_a_number_is_no_note(row):
    assert len(read(f"Agency,Year,Violations\nFresno PD,2023,4\n{row}\n").rows) == 2


def merged_workbook() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write("A1", "Misuse in 2023")
    sheet.merge_range("A3:A4", "Agency")
    sheet.merge_range("B3:B4", "ORI")
    sheet.merge_range("C3:D3", "Investigations")
    sheet.write_row("C4", ["Conducted", "Sustained"])
    sheet.write_row("A5", ["Fresno PD", "CA0100500", 3, 1])
    book.close()
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        merged_workbook(),
        b"<!doctype html><table><tr><th rowspan=2>Agency<th rowspan=2>ORI<th colspan=2>"
        b"Investigations<tr><th>Conducted<th>Sustained<tr><td>Fresno PD<td>CA0100500<td>3<td>1",
        "Agency,ORI,Investigations,\n,,Conducted,Sustained\nFresno PD,CA0100500,3,1\n",
    ],
    ids=["workbook", "page", "csv"],
)
def test_a_heading_over_several_columns_is_joined_with_those_below_it(content):
    table = read(content)
    joined = ("Agency", "ORI", "Investigations Conducted", "Investigations Sustained")
    assert table.columns == joined
    assert "Headings over two rows were joined." in table.notes
    assert [row.cells for row in table.rows] == [("Fresno PD", "CA0100500", "3", "1")]


@pytest.mark.parametrize(
    "text",
    [
        "Agency,,Violations,Note\nFresno PD,CA0100500,,\nMerced PD,CA0240100,3,x\n",
        "Agency,Violations,,Note\nFresno PD,none,-,x\nMerced PD,2,y,\n",
        "Agency,Violations,,Note\n,3,1,\nMerced PD,2,y,\n",
    ],
)
def test_a_row_of_data_below_a_blank_heading_is_no_heading(text):
    assert len(read(text).rows) == 2


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_row_numbers_are_the_files_own(newline):
    text = "Report of the DOJ\n\nAgency,Violations\nA,1\n\nB,2\n".replace("\n", newline)
    table = read(text)
    assert table.header_row == 3
    assert [(row.number, row.cells[0]) for row in table.rows] == [(4, "A"), (6, "B")]


def test_a_quoted_line_break_is_one_row():
    table = read('Agency,Violations\n"A\nand B",1\nC,2\n')
    assert [row.number for row in table.rows] == [2, 3]


def test_every_row_left_out_says_why():
    text = (
        "Department of Justice,,\nAgency,Year,Violations\nA,2023,1\n,,\nAgency,Year,Violations\n"
        "B,2023,2\nTOTAL,,3\nNote: as reported by agencies,,\n"
    )
    table = read(text)
    assert [row.cells[0] for row in table.rows] == ["A", "B"]
    assert [(row.number, row.why) for row in table.left_out] == [
        (1, "above the header"),
        (4, "blank"),
        (5, "header repeated"),
        (7, "total row"),
        (8, "note"),
    ]


def test_an_agency_with_only_blank_cells_is_a_row_and_not_a_note():
    table = read("Agency,Year,Violations\nFresno PD,,\nA,2023,1\n")
    assert [row.cells[0] for row in table.rows] == ["Fresno PD", "A"]


def test_columns_of_the_same_or_no_name_are_told_apart():
    table = read("Agency,Violations,Violations,,Suspended\nA,1,2,x,3\n")
    assert table.columns == (
        "Agency", "Violations", "Violations (2)", "(column D)", "Suspended",
    )  # fmt: skip


def test_a_short_row_is_filled_with_blanks():
    assert read("Agency,Violations,Suspended\nA,1\n").rows[0].cells == ("A", "1", "")


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n\n", b"\xff\xfe", b"\xff\xfe\n\x00"],
)
def test_empty_is_refused(content):
    assert defect(content) == "empty"


def test_too_large_is_refused():
    assert defect(PLAIN, max_bytes=20) == "too_large"


@pytest.mark.parametrize(
    "content",
    [
        b"Agency,Violations\nA,1\x002\n",
        b"only one column\nA\nB\n",
    ],
)
def test_what_is_no_csv_is_refused_by_its_content(content):
    assert defect(content) == "not_a_csv"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0JFIF"])
def test_a_picture_has_to_be_transcribed(content):
    assert defect(content) == "needs_transcription"


def test_damaged_utf_16_is_refused():
    assert defect(PLAIN.encode("utf-16") + b"\x00") == "encoding"


def test_lines_in_another_encoding_are_read_as_what_they_are_and_named():
    lines = ["Agency,Violations", "Cañada College,1", "Peña PD,2", "“La Cañada”,3", "Fresno PD,4"]
    old = {3, 4}
    content = b"\r\n".join(
        line.encode("cp1252" if number in old else "utf-8")
        for number, line in enumerate(lines, start=1)
    )
    [sheet] = sheets_of(io.BytesIO(content), max_bytes=LIMIT)
    names = [entry.cells[0] for entry in sheet.begin().entries()]
    assert names == ["Cañada College", "Peña PD", "“La Cañada”", "Fresno PD"]
    [note] = sheet.notes
    assert "lines 3, 4 was read as Windows-1252" in note


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_of_many_lines_in_another_encoding_the_first_are_named(newline):
    lines = [b"Agency,Violations", "Cañada,1".encode(), *["Peña,2".encode("cp1252")] * 30]
    content = newline.encode().join(lines)
    [sheet] = sheets_of(io.BytesIO(content), max_bytes=LIMIT)
    assert "lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and 18 more" in sheet.notes[0]


def test_one_encoding_throughout_has_no_note():
    text = "Agency,Violations\nSAN JOSÉ’S POLICE,1\nPeña PD,2\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        [sheet] = sheets_of(io.BytesIO(text.encode(encoding)), max_bytes=LIMIT)
        assert sheet.notes == ()
        assert next(sheet.begin().entries()).cells[0] == "SAN JOSÉ’S POLICE"


def test_utf_8_mixed_with_what_cannot_be_told_is_refused_by_its_line():
    content = "Agency,Violations\nCañada College,1\n".encode() + b"Pe\x81a PD,2\n"
    with pytest.raises(FileRefused, match="first in line 3") as refusal:
        read(content)
    assert refusal.value.defect == "encoding"


def test_no_header_is_refused():
    assert defect("Fresno PD,2023,4\nOakland PD,2023,7\n") == "no_header"


def test_no_rows_is_refused():
    assert defect("Agency,Year,Violations\n,,\nTotal,,0\n") == "no_rows"


def test_too_many_columns_is_refused():
    assert defect(",".join(["Agency", *map(str, range(600))]) + "\nA,1\n") == "too_many_columns"


@pytest.mark.parametrize("length", [10_001, 140_000])
def test_a_cell_too_long_is_refused(length):
    assert defect(f"Agency,Violations\nA,{'9' * length}\n", 1_000_000) == "cell_too_long"


@pytest.mark.parametrize(
    "broken", ['Agency,Violations\n"A,1\nB,2\n', 'Agency,Violations\n"A"x,1\n']
)
def test_broken_quoting_is_refused(broken):
    assert defect(broken) == "broken_quoting"


def test_a_row_wider_than_the_header_is_refused_and_not_cut():
    with pytest.raises(FileRefused, match="Row 3"):
        read("Agency,Violations\nA,1\nB,1,234\n")


@pytest.mark.parametrize(("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_spreadsheets_do(position, letter):
    assert column_letter(position) == letter


def test_blank_lines_before_the_table_are_counted_and_not_sniffed():
    table = read("\n" * 30 + "Agency;Violations\nA;1\n")
    assert (table.delimiter, table.rows[0].number) == (";", 32)
    assert defect("\n" * 70 + PLAIN) == "no_header"


def test_a_reader_that_is_let_go_after_its_file_complains_of_nothing(monkeypatch):
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    file = io.BytesIO(PLAIN.encode())
    [sheet] = sheets_of(file, max_bytes=LIMIT)
    rows = sheet.rows()
    next(rows)
    file.close()
    rows.close()
    del rows
    gc.collect()
    assert complaints == []
