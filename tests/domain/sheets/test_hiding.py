"""What a workbook hides is named, whatever else is in it."""

import io
import re
import zipfile

import pytest
import xlsxwriter

from requests_app.domain.sheets.archives import ArchiveRefused
from requests_app.domain.sheets.hiding import KINDS, hidden_parts, sentence
from requests_app.domain.sheets.limited import Unreadable, limited


def a_workbook(fill=lambda book, sheet: None, name: str = "Cases", **options) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, options)
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, ["Case", "Year", "Outcome", "Officer", "Badge"])
    fill(book, sheet)
    book.close()
    return held.getvalue()


def with_part(content: bytes, name: str, part: str) -> bytes:
    """The workbook with one more part, or another one in the place of what it has."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for known in old.namelist():
            if known != name:
                new.writestr(known, old.read(known))
        new.writestr(name, part)
    return held.getvalue()


def said(content: bytes) -> list[str]:
    return [sentence(hidden) for hidden in hidden_parts(content)]


def columns(book, sheet) -> None:
    sheet.set_column("D:E", 12, None, {"hidden": True})
    sheet.set_column("H:H", 0)
    sheet.set_column("AB:AB", 12, None, {"hidden": True})


def rows(book, sheet) -> None:
    for number in (4, 5, 9):
        sheet.set_row(number, None, None, {"hidden": True})
        sheet.write(number, 0, "x")


def filtered(book, sheet) -> None:
    """Excel hides the range of a filter under a name of its own: that is no secret."""
    sheet.autofilter("A1:E3")


@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (lambda book, sheet: None, []),
        (filtered, []),
        (columns, ["4 hidden columns in “Cases”: D–E, H, AB"]),
        (rows, ["3 hidden rows in “Cases”: 5–6, 10"]),
        (lambda book, _: book.add_worksheet("Drafts").hide(), ["1 hidden sheet: Drafts"]),
        (
            lambda book, _: book.add_worksheet("Notes").very_hidden(),
            ["1 sheet hidden from Excel's own menu: Notes"],
        ),
        (
            lambda _, sheet: sheet.write_comment("A1", "ask Lt. Roe"),
            ["1 sheet with comments: Cases"],
        ),
    ],
    ids=["nothing", "filter", "columns", "rows", "sheet", "very hidden", "comment"],
)
def test_what_is_hidden_is_named(fill, words) -> None:
    assert said(a_workbook(fill)) == words


def test_links_names_and_programs_are_named() -> None:
    content = a_workbook(lambda book, _: book.define_name("Rate", "=Cases!$A$1"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    content = with_part(
        content, "xl/workbook.xml", book.replace('name="Rate"', 'name="Rate" hidden="1"')
    )
    content = with_part(content, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
    relations = (
        '<Relationships xmlns="x"><Relationship Id="rId1" TargetMode="External" '
        'Target="file:///\\\\server\\jdoe\\secret.xlsx"/></Relationships>'
    )
    content = with_part(content, "xl/externalLinks/_rels/externalLink1.xml.rels", relations)
    content = with_part(content, "xl/vbaProject.bin", "program")
    assert said(content) == [
        "1 link to another file: file:///\\\\server\\jdoe\\secret.xlsx",
        "1 hidden name: Rate",
        "1 program (macro): vbaProject.bin",
    ]


def test_every_kind_says_what_it_means() -> None:
    for kind, meaning in KINDS.items():
        assert meaning.means.endswith("."), kind


def test_many_are_counted_and_a_few_of_them_named() -> None:
    def every_other(book, sheet) -> None:
        for number in range(1, 200, 2):
            sheet.set_row(number, None, None, {"hidden": True})
            sheet.write(number, 0, "x")

    [words] = said(a_workbook(every_other))
    assert words.startswith("100 hidden rows in “Cases”: 2, 4, 6") and words.endswith(", …")


def test_a_large_sheet_is_read_in_little_memory() -> None:
    def large(book, sheet) -> None:
        for number in range(1, 60_000):
            sheet.write_row(number, 0, [number, "Fresno", number * 2])

    content = a_workbook(large, constant_memory=True)
    assert limited(hidden_parts, content, seconds=20, megabytes=160) == []


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><workbook><sheets><sheet name="&c;"/></sheets></workbook>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<workbook><sheets><sheet name="&a;"/></sheets></workbook>"""


@pytest.mark.parametrize("hostile", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_xml_that_refers_to_itself_or_to_a_file_is_refused(hostile: str) -> None:
    with pytest.raises(ValueError, match="DTD"):
        hidden_parts(with_part(a_workbook(), "xl/workbook.xml", hostile))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 cut off",
        a_workbook()[:900],
        with_part(a_workbook(), "xl/workbook.xml", "<workbook><sheets>"),
        with_part(a_workbook(), "xl/worksheets/sheet1.xml", "\x00\x01"),
    ],
    ids=["empty", "cut", "half", "xml", "sheet"],
)
def test_what_is_broken_is_a_refusal(content: bytes) -> None:
    with pytest.raises(Unreadable):
        limited(hidden_parts, content, seconds=5, megabytes=256)


def test_a_bomb_is_refused_unopened() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(64 * 1024 * 1024))
    with pytest.raises(ArchiveRefused, match="unpack to 64 MB"):
        hidden_parts(held.getvalue())


def test_odd_numbers_and_names_do_no_harm() -> None:
    content = a_workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    odd = re.sub(
        "<sheetData>",
        '<cols><col min="x" max="99999999999" hidden="1"/></cols><sheetData>'
        '<row r="9e9" hidden="1"/><row hidden="true"/>',
        sheet,
    )
    words = said(with_part(content, "xl/worksheets/sheet1.xml", odd))
    assert words[0].startswith("16,384 hidden columns in “Cases”: A–XFD")
