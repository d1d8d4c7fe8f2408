"""In which encoding a text is written: told in one pass, without holding it in memory."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from charset_normalizer import from_bytes

from requests_app.domain.sheets.refusals import FileRefused

PIECE = 1024 * 1024  # bytes read at once
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),  # begins as UTF-16 does
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# One-byte encodings that spreadsheets in use write; guessing among all of them reads Süd as Sьd.
_OLD_ENCODINGS = ["cp1252", "mac_roman", "latin_1"]


def encoding_of(file: BinaryIO) -> str:
    """A codec's name for all of `file`, which stands at its beginning again afterwards.

    Raises `FileRefused` for what is no text.
    """
    file.seek(0)
    first = file.read(PIECE)
    try:
        for mark, encoding in _BYTE_ORDER_MARKS:
            if first.startswith(mark):
                return encoding
        if b"\x00" in first:
            return _utf_16_without_mark(first)
        return "utf-8" if (not_utf_8 := _not_utf_8(first, file)) is None else _old(not_utf_8)
    finally:
        file.seek(0)


def _not_utf_8(piece: bytes, file: BinaryIO) -> bytes | None:
    """The first piece that is not UTF-8; None where all of it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while piece:
        if b"\x00" in piece:
            raise FileRefused("not_a_csv", "The file contains NUL bytes: it is not a text table.")
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return piece
        last, piece = piece, file.read(PIECE)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return last
    return None


def _old(piece: bytes) -> str:
    best = from_bytes(piece, cp_isolation=_OLD_ENCODINGS).best()
    if best is None:
        raise FileRefused(
            "encoding", "The text's encoding cannot be told: save the file as CSV in UTF-8."
        )
    return best.encoding


def _utf_16_without_mark(piece: bytes) -> str:
    """Old exports leave out the mark: then every second byte of Latin text is NUL."""
    half = len(piece) // 2
    for encoding, nul_at in (("utf-16-le", 1), ("utf-16-be", 0)):
        nuls = piece[nul_at::2].count(0)
        others = piece[1 - nul_at :: 2].count(0)
        if len(piece) % 2 == 0 and nuls > 0.7 * half and not others:
            return encoding
    raise FileRefused("not_a_csv", "The file contains NUL bytes: it is not a text table.")
