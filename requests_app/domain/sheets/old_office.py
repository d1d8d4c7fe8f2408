"""What an old Office file (a compound file, [MS-CFB]) holds, as far as its records say at once."""

import struct

from requests_app.domain.sheets.tables import FileRefused

LOCKED = FileRefused(
    "locked",
    "The workbook asks for a password: ask for it, open it there, and save it without one.",
)
# Names of streams. An XLSX with a password is such a file around an encrypted stream.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
# [MS-XLS]: what a workbook of Excel 97 begins with; the record that says it is encrypted.
_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = 0x2F
_SEARCHED = 20  # records; it is one of the first


def refuse_old_office(content: bytes) -> None:
    """Raises `FileRefused` for what is locked, and for a Word document."""
    if _ENCRYPTED in content or _is_encrypted(content):
        raise LOCKED
    if _WORD in content:
        raise FileRefused("not_a_csv", "By its content this is an old Word document (DOC).")


def _is_encrypted(content: bytes) -> bool:
    at = content.find(_BEGINS)
    for _ in range(_SEARCHED if at >= 0 else 0):
        if at + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False
