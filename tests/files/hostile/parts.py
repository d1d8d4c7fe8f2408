"""What hostile files are put together from: archives, workbooks, old Office files."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.files.hostile.corpus import ROWS

SHEET = "xl/worksheets/sheet1.xml"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SECTOR = 512


def zipped(parts: Mapping[str, bytes | str | Sequence[bytes]]) -> bytes:
    """An archive; a part may be given in pieces, for one that is too large to be held."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                pieces = [content] if isinstance(content, bytes | str) else content
                for piece in pieces:
                    part.write(piece.encode() if isinstance(piece, str) else piece)
    return held.getvalue()


def relations(*targets: tuple[str, str], more: str = "") -> str:
    """(kind, target) as the parts rId1, rId2, …"""
    given = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCS}/{kind}" Target="{target}"{more}/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{_RELS}">{given}</Relationships>'


def book_parts(sheet: bytes | str | Sequence[bytes], **other: str) -> dict[str, object]:
    """The parts of a workbook with one sheet. other: strings, workbook, rels, in place of ours."""
    parts: dict[str, object] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": other.get("workbook")
        or f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCS}"><sheets>'
        '<sheet name="2023" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": other.get("rels")
        or relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        SHEET: sheet,
    }
    if "strings" in other:
        parts["xl/sharedStrings.xml"] = other["strings"]
    return parts


def book(sheet: bytes | str | Sequence[bytes], **other: str) -> bytes:
    return zipped(book_parts(sheet, **other))


def sheet_xml(inside: str, *, before: str = "", after: str = "", doctype: str = "") -> str:
    """A sheet with the rows `inside`, and what stands before and after them."""
    return (
        f'{XML}{doctype}<worksheet xmlns="{_MAIN}">{before}<sheetData>{inside}</sheetData>'
        f"{after}</worksheet>"
    )


def row_xml(cells: Sequence[str], number: int) -> str:
    """Text in each cell, a figure where it is one."""
    given = "".join(
        f'<c r="{chr(ord("A") + n)}{number}"><v>{cell}</v></c>'
        if cell.isdecimal() and cell.isascii() and len(cell) < 15
        else f'<c r="{chr(ord("A") + n)}{number}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(cell)}</t></is></c>"
        for n, cell in enumerate(cells)
    )
    return f'<row r="{number}">{given}</row>'


def rows_xml(rows: Sequence[Sequence[str]] = ROWS) -> str:
    return "".join(row_xml(row, number) for number, row in enumerate(rows, 1))


def strings_xml(*texts: str, doctype: str = "") -> str:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{XML}{doctype}<sst xmlns="{_MAIN}">{items}</sst>'


def ods(table: str, *, doctype: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument sheet of the rows `table`."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'{XML}{doctype}<office:document-content xmlns:office="{office}:office:1.0"'
            f' xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="2023">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/'
            'vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
            **(more or {}),
        }
    )


def ods_row(cells: Sequence[str], given: str = "", of_cells: str = "") -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string" {of_cells}><text:p>{escape(cell)}</text:p>'
        "</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row {given}>{inside}</table:table-row>"


def old_office(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) with the given streams, each of 4,096 bytes or more."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, child=1, start=0xFFFFFFFE, size=0)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\x00")
        count = -(-len(content) // SECTOR)
        start = len(sectors)
        content = content.ljust(count * SECTOR, b"\x00")
        sectors += [content[n : n + SECTOR] for n in range(0, len(content), SECTOR)]
        table += [*range(start + 1, start + count), 0xFFFFFFFE]
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, right=right, start=start, size=len(content)))
    folder = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\x00")
    first_of_folder, count = len(sectors), len(folder) // SECTOR
    sectors += [folder[n : n + SECTOR] for n in range(0, len(folder), SECTOR)]
    table += [*range(first_of_folder + 1, first_of_folder + count), 0xFFFFFFFE]
    of_table = -(-(len(table) + 1) // 127)
    first_of_table = len(sectors)
    table += [0xFFFFFFFD] * of_table
    packed = struct.pack(f"<{len(table)}I", *table).ljust(of_table * SECTOR, b"\xff")
    head = struct.pack(
        "<8s16x5H6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, of_table, first_of_folder, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    places = [first_of_table + n for n in range(of_table)]
    head += struct.pack("<109I", *(places + [0xFFFFFFFF] * 109)[:109])
    return head + b"".join(sectors) + packed


def _entry(
    name: str, kind: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF, start: int, size: int
) -> bytes:
    named = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", named, len(named) + 2, kind, 1, 0xFFFFFFFF, right, child, start, size
    )


def xls(rows: Sequence[Sequence[str]] = ROWS, *, before: bytes = b"") -> bytes:
    """A workbook as Excel 97 wrote it (BIFF8), with records `before` those of its sheet."""
    globals_ = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if cell.isdecimal():
                sheet += _record(0x203, place + struct.pack("<d", float(cell)))
            else:
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x204, place + text)
    sheet += _record(0x0A, b"")
    name = struct.pack("<BB", 4, 0) + b"2023"
    start = len(globals_) + 4 + 6 + len(name) + 4
    globals_ += _record(0x85, struct.pack("<IBB", start, 0, 0) + name) + _record(0x0A, b"")
    return old_office({"Workbook": globals_ + sheet})


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content
