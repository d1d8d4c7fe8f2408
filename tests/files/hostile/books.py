"""Workbooks whose archive is sound and whose XML is not, or whose cells are odd."""

from collections.abc import Iterator

from tests.files.hostile.corpus import HEAD, ROWS, Cells, Size, clean, hostile, plainly, refused
from tests.files.hostile.parts import (
    SHEET,
    XML,
    book,
    book_parts,
    ods,
    ods_row,
    relations,
    row_xml,
    rows_xml,
    sheet_xml,
    strings_xml,
    zipped,
)
from tests.files.hostile.texts import FIGURES, OF_FORMULAS

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = (
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
)


def of_strings(texts: str) -> str:
    """A cell for the string 0 of the workbook, below its usual rows."""
    return sheet_xml(rows_xml() + '<row r="4"><c r="A4" t="s"><v>0</v></c></row>')


# Entities are never opened: a cell that names one is refused or read as it stands.
plainly("a billion laughs in the strings.xlsx", refused("broken"),
        book(of_strings(""), strings=strings_xml("&j;", doctype=LAUGHS)))  # fmt: skip
plainly("a billion laughs in the sheet.xlsx", refused("broken"),
        book(sheet_xml(rows_xml().replace("Fresno PD", "&j;"), doctype=LAUGHS)))  # fmt: skip
plainly("a file from outside in the sheet.xlsx", refused("broken"),
        book(sheet_xml(rows_xml().replace("Fresno PD", "&a;"), doctype=OUTSIDE)))  # fmt: skip
plainly(
    "a remote DTD in the sheet.xlsx",
    clean("could not be read"),
    book(
        sheet_xml(
            rows_xml(), before='<cols><col min="1" max="1" hidden="1"/></cols>', doctype=REMOTE
        )
    ),
)
plainly("a billion laughs.ods", refused("broken"),
        ods(ods_row(HEAD) + "<table:table-row><table:table-cell office:value-type='string'><text:p>"
            "&j;</text:p></table:table-cell></table:table-row>", doctype=LAUGHS))  # fmt: skip


@hostile("a million empty rows.xlsx", clean())
def _() -> bytes:
    def pieces() -> Iterator[bytes]:
        before, _, after = sheet_xml(rows_xml()).partition("</sheetData>")
        yield before.encode()
        for first in range(4, 1_048_577, 10_000):
            numbers = range(first, min(first + 10_000, 1_048_577))
            yield "".join(f'<row r="{n}" ht="15"/>' for n in numbers).encode()
        yield f"</sheetData>{after}".encode()

    return book(pieces())


@hostile("a cell in the last row.xlsx", refused("too_much"))
def _() -> bytes:
    return book(sheet_xml(rows_xml() + row_xml(["x"], 1_048_576)))


@hostile("a cell in the last row and column.xlsx", refused("too_much", "broken"))
def _() -> bytes:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return book(sheet_xml(rows_xml() + far))


@hostile("cells that are formatted and empty.xlsx", clean())
def _() -> bytes:
    empty = "".join(
        f'<row r="{n}"><c r="A{n}" s="0"/><c r="XFD{n}" s="0"/></row>' for n in range(4, 20_000)
    )
    return book(sheet_xml(rows_xml() + empty))


plainly("says that it has all cells.xlsx", clean(),
        book(sheet_xml(rows_xml(), before='<dimension ref="A1:XFD1048576"/>')))  # fmt: skip
plainly("says that it has one cell.xlsx", clean(),
        book(sheet_xml(rows_xml(), before='<dimension ref="A1"/>')))  # fmt: skip
plainly("says nonsense of its cells.xlsx", refused("broken"),
        book(sheet_xml(rows_xml(), before='<dimension ref="ZZZZZZ9:A-1"/>')))  # fmt: skip
plainly("a place of a cell that is none.xlsx", refused("broken"),
        book(sheet_xml(rows_xml().replace('r="A2"', 'r="ZZZZZZZZZ2"'))))  # fmt: skip
plainly("a place of a cell without a row.xlsx", refused("broken"),
        book(sheet_xml(rows_xml().replace('r="A2"', 'r="A0"'))))  # fmt: skip
plainly("rows from the last to the first.xlsx", clean(),
        book(sheet_xml("".join(row_xml(row, n) for n, row in reversed(list(enumerate(ROWS, 1)))))))  # fmt: skip


@hostile("strings that are named again and again.xlsx", refused("too_much", "broken"))
def _() -> bytes:
    again = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    return book(sheet_xml(again), strings=strings_xml("x" * 32_767))


plainly("a string that is not there.xlsx", refused("broken"),
        book(sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), strings=strings_xml("x")))  # fmt: skip
plainly("a string of a number below nought.xlsx", Cells([["x"]]),
        book(sheet_xml('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), strings=strings_xml("x")))  # fmt: skip
plainly("a sheet that is the workbook.xlsx", refused("no_table"),
        book("", rels=relations(("worksheet", "workbook.xml"))))  # fmt: skip
plainly("relations in a circle.xlsx", refused("no_table"),
        book("", rels=relations(("worksheet", "_rels/workbook.xml.rels"))))  # fmt: skip
plainly("a sheet outside of the archive.xlsx", refused("broken"),
        book("", rels=relations(("worksheet", "../../../../../etc/passwd"))))  # fmt: skip
plainly("a sheet at another server.xlsx", refused("broken"),
        book("", rels=relations(("worksheet", "http://127.0.0.1:9/x"), more=' TargetMode="External"')))  # fmt: skip
plainly("no sheet of those named.xlsx", refused("broken"),
        zipped({k: v for k, v in book_parts("").items() if k != SHEET}))  # fmt: skip
plainly("no workbook.xlsx", refused("broken"), zipped({"[Content_Types].xml": XML, SHEET: "<x/>"}))
plainly("XML that ends in the middle.xlsx", refused("broken"),
        book(sheet_xml(rows_xml())[:-150]))  # fmt: skip
plainly("no XML.xlsx", refused("broken", "no_table"), book(b"\x00\x01\x02\xff" * 100))


@hostile("elements in one another.xlsx", refused("no_table"))
def _() -> bytes:
    return book("<a>" * 2_000_000)


@hostile("two thousand sheets.xlsx", refused("too_much"))
def _() -> bytes:
    names = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 2_001))
    start, _, end = str(book_parts("")["xl/workbook.xml"]).partition("<sheet ")
    return book(sheet_xml(rows_xml()), workbook=f"{start}{names}{end[end.index('/>') + 2 :]}")


@hostile("merged cells without end.xlsx", Size(5_000, 1))
def _() -> bytes:
    cells = "".join(row_xml(["x"], n) for n in range(1, 5_001))
    merged = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(1, 5_001))
    return book(sheet_xml(cells, after=f"<mergeCells>{merged}</mergeCells>"))


@hostile("a cell of 10 MB.xlsx", Size(4, 3))
def _() -> bytes:
    return book(sheet_xml(rows_xml([*ROWS, ["x" * 10_000_000]])))


@hostile("16,384 columns.xlsx", Size(1, 16_384))
def _() -> bytes:
    return book(sheet_xml('<row r="1">' + "<c><v>1</v></c>" * 16_384 + "</row>"))


plainly("formulas as agency names.xlsx", Cells(OF_FORMULAS), book(sheet_xml(rows_xml(OF_FORMULAS))))
plainly("odd figures.xlsx", Cells(FIGURES), book(sheet_xml(rows_xml(FIGURES))))
plainly("real formulas.xlsx",
        Cells([HEAD, ["Fresno PD", "", "5"]], "formulas"),
        book(sheet_xml(row_xml(HEAD, 1) + '<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x","y")</f>'
             '<v>Fresno PD</v></c><c r="C2"><f>SUM(1,4)</f><v>5</v></c></row><row r="3"><c r="A3">'
             "<f>cmd|' /C calc'!A0</f></c></row>")))  # fmt: skip
plainly("days as numbers.xlsx", Cells([["Agency", "Received"], ["A", "45292"], ["B", "45292.5"]]),
        book(sheet_xml(row_xml(["Agency", "Received"], 1) + row_xml(["A", "45292"], 2)
             + '<row r="3"><c r="A3" t="inlineStr"><is><t>B</t></is></c><c r="B3"><v>45292.5</v></c></row>')))  # fmt: skip
plainly("a number that is a word.xlsx", Cells([HEAD, ["twelve", "", ""]]),
        book(sheet_xml(row_xml(HEAD, 1) + '<row r="2"><c r="A2"><v>twelve</v></c></row>')))  # fmt: skip
plainly("errors in cells.xlsx", Cells([HEAD, ["#REF!", "#DIV/0!", "TRUE"]], "errors such as"),
        book(sheet_xml(row_xml(HEAD, 1) + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e">'
             '<v>#DIV/0!</v></c><c r="C2" t="b"><v>1</v></c></row>')))  # fmt: skip
plainly("characters that XML does not know.xlsx", Cells([HEAD, ["a\ufffdb", "x", "1"]]),
        book(sheet_xml(row_xml(HEAD, 1) + row_xml(["a_x001F_b", "x", "1"], 2))))  # fmt: skip
plainly("hidden rows and columns.xlsx", clean("1 hidden row in “2023”: 3."),
        book(sheet_xml(rows_xml().replace('<row r="3">', '<row r="3" hidden="1">'),
             before='<cols><col min="2" max="3" hidden="1"/></cols>')))  # fmt: skip
plainly("a program inside.xlsm", clean(),
        zipped({**book_parts(sheet_xml(rows_xml())), "xl/vbaProject.bin": bytes(range(256)) * 9}))  # fmt: skip

SPREAD = ods_row(HEAD) + ods_row(["x"], of_cells='table:number-columns-repeated="16384"',
                                 given='table:number-rows-repeated="1048576"')  # fmt: skip
plainly(
    "a cell repeated in all columns of all rows.ods", refused("too_much", "broken"), ods(SPREAD)
)
plainly("a row repeated a million times.ods", refused("too_much", "broken"),
        ods(ods_row(HEAD) + ods_row(["a", "b", "1"], 'table:number-rows-repeated="1048575"')))  # fmt: skip
plainly("an empty row repeated to the end.ods", clean(),
        ods("".join(map(ods_row, ROWS)) + '<table:table-row table:number-rows-repeated="1048573">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'))  # fmt: skip
plainly("rows repeated by a number below nought.ods", refused("broken"),
        ods(ods_row(HEAD, 'table:number-rows-repeated="-5"')))  # fmt: skip
