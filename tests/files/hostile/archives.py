"""Archives: bombs, lies of the directory, and kinds that are no workbook."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.files.hostile.corpus import CSV, ROWS, Cells, clean, hostile, plainly, refused
from tests.files.hostile.parts import (
    SHEET,
    XML,
    book,
    book_parts,
    ods,
    ods_row,
    old_office,
    rows_xml,
    sheet_xml,
    xls,
    zipped,
)

MEGABYTE = 1024 * 1024
PLAIN = book(sheet_xml(rows_xml()))
PLAIN_ODS = ods("".join(map(ods_row, ROWS)))


def blanks(megabytes: int) -> Iterator[bytes]:
    """The XML of a sheet with so many blanks before its rows."""
    before, _, after = sheet_xml(rows_xml()).encode().partition(b"<sheetData>")
    yield before
    piece = b" " * MEGABYTE
    for _ in range(megabytes):
        yield piece
    yield b"<sheetData>" + after


@hostile("a bomb of 600 MB.xlsx", refused("too_much"))
def _() -> bytes:
    return book(blanks(600))


@hostile("a bomb called a CSV.csv", refused("too_much"))
def _() -> bytes:
    return book(blanks(100))


def lying(content: bytes, size: int) -> bytes:
    """The archive, whose directory and heads say that no part unpacks to more than `size`."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place : at + place + 4] = struct.pack("<I", size)
            at = changed.find(mark, at + 4)
    return bytes(changed)


@hostile("a bomb whose directory lies.xlsx", refused("broken", "too_much"))
def _() -> bytes:
    return lying(book(blanks(600)), 1000)


@hostile("ten thousand parts.xlsx", refused("too_much"))
def _() -> bytes:
    more = {f"xl/media/{n}": b"" for n in range(10_001)}
    return zipped({**book_parts(sheet_xml(rows_xml())), **more})


@hostile("parts on top of one another.xlsx", refused("too_much"))
def _() -> bytes:
    """Forty entries of the directory that all unpack the same 20 MB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20 * MEGABYTE)
        first = archive.infolist()[0]
        for number in range(40):
            again = zipfile.ZipInfo(f"xl/{number}.xml")
            for given in ("compress_type", "compress_size", "file_size", "CRC", "header_offset"):
                setattr(again, given, getattr(first, given))
            archive.filelist.append(again)
    return held.getvalue()


plainly("an archive in an archive.zip", refused("not_a_csv"),
        zipped({"inner.zip": zipped({"2023.csv": CSV})}))  # fmt: skip
plainly("an archive called a CSV.csv", refused("not_a_csv"), zipped({"2023.csv": CSV}))
plainly("an empty archive.zip", refused("not_a_csv"), b"PK\x05\x06" + bytes(18))
plainly("a Word document called a workbook.xlsx", refused("not_a_csv"),
        zipped({"[Content_Types].xml": XML, "word/document.xml": "<w:document/>"}))  # fmt: skip
plainly("an old Word document called a workbook.xls", refused("not_a_csv"),
        old_office({"WordDocument": bytes(5000)}))  # fmt: skip
plainly("a workbook called a CSV.csv", clean(), PLAIN)
plainly("an old workbook called a new one.xlsx", clean(), xls())
plainly("an OpenDocument sheet called a workbook.xlsx", clean(), PLAIN_ODS)

plainly("paths out of the archive.xlsx", clean(),
        zipped({**book_parts(sheet_xml(rows_xml())), "../../../../etc/cron.d/x": "* * * * *",
                "/etc/passwd": "x", "C:\\Windows\\x": "x", "xl/../../../y": "x"}))  # fmt: skip


@hostile("a link to a file outside.xlsx", clean())
def _() -> bytes:
    held = io.BytesIO(PLAIN)
    with zipfile.ZipFile(held, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return held.getvalue()


@hostile("the sheet is a link to a file outside.xlsx", refused("broken"))
def _() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in book_parts("").items():
            part = zipfile.ZipInfo(name)
            if name == SHEET:
                part.external_attr, content = 0o120777 << 16, "/etc/passwd"
            archive.writestr(part, content)
    return held.getvalue()


@hostile("a sheet twice under one name.xlsx", clean())
def _() -> bytes:
    held = io.BytesIO(book(sheet_xml(rows_xml([["Other"]]))))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(SHEET, sheet_xml(rows_xml()))
    return held.getvalue()


@hostile("behind a program.xlsx", refused("wrong_name"))
def _() -> bytes:
    return b"MZ\x90\x00" + bytes(500) + PLAIN


plainly("cut off.xlsx", refused("broken"), PLAIN[: len(PLAIN) // 2])
plainly("cut off in its first part.xlsx", refused("broken"), PLAIN[:40])
plainly("cut off.ods", refused("broken"), PLAIN_ODS[: len(PLAIN_ODS) * 3 // 4])
plainly("cut off.xls", refused("broken"), xls()[:2000])
plainly("only the mark of an old workbook.xls", refused("broken"), xls()[:8] + bytes(504))


@hostile("sectors that go in a circle.xls", refused("broken"))
def _() -> bytes:
    content = xls([*ROWS, *([str(n), "x", "1"] for n in range(500))])
    chain = struct.pack("<4I", 1, 2, 3, 4)
    assert chain in content
    return content.replace(chain, struct.pack("<4I", 1, 2, 0, 1))


@hostile("a part that is damaged.xlsx", refused("broken"))
def _() -> bytes:
    at = PLAIN.index(SHEET.encode()) + len(SHEET) + 40
    return PLAIN[:at] + bytes(60) + PLAIN[at + 60 :]


plainly("a workbook with a password.xlsx", refused("locked"),
        old_office({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(range(256)) * 40}))  # fmt: skip
plainly("an old workbook with a password.xls", refused("locked"),
        xls(before=struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)))  # fmt: skip
plainly("a sheet with a password.ods", refused("locked"),
        ods("", more={"META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:'
            'names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="'
            'content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
            "</manifest:manifest>", "content.xml": "\x00\x01\x02"}))  # fmt: skip
plainly("rows of an old workbook.xls", Cells(ROWS), xls())
