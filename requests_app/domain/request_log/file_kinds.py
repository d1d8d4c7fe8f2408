"""What a file is, told by its content; never by its name or by the browser's word."""

import io
import zipfile

from requests_app.domain.sheets.archives import BROKEN_ARCHIVE

# Signature at the start of the file -> kind.
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"{\\rtf", "rtf"),
    (b"\x78\x9f\x3e\x22", "tnef"),
)
# The old Office container; its directory names what is in it, in UTF-16.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INSIDE_OLD_OFFICE = (
    ("__properties_version1.0", "msg"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
# A name inside a ZIP -> kind. A ZIP without one of them is refused: it could hold anything.
_INSIDE_ZIP = (
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "docx"),
    ("content.xml", "ods"),
)
_TEXT_MARKS = (
    ("<!doctype html", "html"),
    ("<html", "html"),
    ("received:", "eml"),
    ("from:", "eml"),
    ("return-path:", "eml"),
    ("delivered-to:", "eml"),
    ("message-id:", "eml"),
    ("mime-version:", "eml"),
    ("subject:", "eml"),
)

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
KIND_LABELS = {
    "csv": "CSV or text table",
    "text": "Plain text",
    "html": "HTML page",
    "eml": "E-mail",
    "tnef": "Outlook's winmail.dat",
    "pdf": "PDF",
    "xlsx": "Excel workbook",
    "docx": "Word document",
    "ods": "OpenDocument sheet",
    "xls": "Old Excel workbook",
    "doc": "Old Word document",
    "msg": "Outlook message",
    "office-97": "Old Office file",
    "rtf": "RTF document",
    "png": "PNG picture",
    "jpeg": "JPEG picture",
    "gif": "GIF picture",
    "webp": "WebP picture",
    "tiff": "TIFF picture",
}

# What may hold a table whose rows can be imported.
HOLD_ROWS = frozenset({"csv", "xlsx", "xls", "ods", "pdf", "html"})


class FileNotAccepted(ValueError):
    """The file is of no kind that agencies return, or it is broken; the message says how."""


def kind_of(content: bytes) -> str:
    """The key in `KIND_LABELS` of a file's content. Raises `FileNotAccepted`."""
    if not _without_mark(content).strip(b"\x00 \t\r\n"):
        raise FileNotAccepted("The file is empty.")
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(_OLD_OFFICE):
        return _kind_of_old_office(content)
    # Not "PK" alone: a table's first heading may be that.
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    return _kind_of_text(content)


def _without_mark(content: bytes) -> bytes:
    """`content` without the byte order mark that text may begin with."""
    for mark in _BYTE_ORDER_MARKS:
        content = content.removeprefix(mark)
    return content


def _kind_of_old_office(content: bytes) -> str:
    for name, kind in _INSIDE_OLD_OFFICE:
        if name.encode("utf-16-le") in content:
            return kind
    return "office-97"


def _kind_of_zip(content: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except BROKEN_ARCHIVE as error:
        raise FileNotAccepted(
            "The file begins like a workbook or ZIP but is broken (cut off?)."
        ) from error
    for name, kind in _INSIDE_ZIP:
        if name in names:
            return kind
    raise FileNotAccepted("A ZIP archive is not accepted: unpack it and attach the files inside.")


def _kind_of_text(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content[:4096] and not wide:
        raise FileNotAccepted(
            "The file is neither a table, document, e-mail nor picture that we know of."
        )
    beginning = content[:2048].decode("utf-16" if wide else "utf-8", errors="ignore").lower()
    for mark, kind in _TEXT_MARKS:
        if beginning.lstrip("\ufeff \t\r\n").startswith(mark):
            return kind
    first_lines = [line for line in beginning.splitlines() if line.strip()][:20]
    delimited = any(sum(mark in line for line in first_lines) >= 2 for mark in ",;\t|")
    return "csv" if delimited else "text"
