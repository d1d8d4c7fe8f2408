"""In which encoding a text is written: told in one pass, without holding it in memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
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
AS_CP1252 = "tenth-day-cp1252"
_NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Of these the letters of names here (Spanish, Vietnamese) and marks of print: in an encoding of one
# byte a letter they would be "Ã±" and "â€™", which nobody writes; "É’" is written and looks alike.
_SURELY_UTF_8 = re.compile(
    rb"[\xc2-\xc5][\x80-\xbf]|\xc6[\xa0\xa1\xaf\xb0]|\xe1[\xba\xbb][\x80-\xbf]|\xe2[\x80-\x8f][\x80-\xbf]"
)
MOST_LINES = 12  # that are named


@dataclass(frozen=True)
class Encoding:
    """codec and errors: as `open` takes them. others: the lines (from 1) in another encoding than
    the rest, at most `MOST_LINES`; count: how many there are."""

    codec: str
    errors: str = "strict"
    others: tuple[int, ...] = ()
    count: int = 0

    @property
    def note(self) -> str:
        """What a person should know; empty for a text in one encoding."""
        if not self.count:
            return ""
        more = self.count - len(self.others)
        lines = ", ".join(map(str, self.others)) + (f" and {more:,} more" if more else "")
        return (
            f"The text mixes two encodings: most of it is UTF-8, but what is odd in"
            f" line{'s' * (self.count > 1)} {lines} was read as Windows-1252. Look at the names"
            " there."
        )


def encoding_of(file: BinaryIO) -> Encoding:
    """How all of `file` is encoded, which stands at its beginning again afterwards.

    Raises `FileRefused` for what is no text.
    """
    file.seek(0)
    first = file.read(PIECE)
    try:
        for mark, encoding in _BYTE_ORDER_MARKS:
            if first.startswith(mark):
                is_mixed = encoding == "utf-8-sig" and _not_utf_8(first, file) is not None
                return (is_mixed and _mixed(file, encoding)) or Encoding(encoding)
        if b"\x00" in first:
            return Encoding(_utf_16_without_mark(first))
        not_utf_8 = _not_utf_8(first, file)
        if not_utf_8 is None:
            return Encoding("utf-8")
        return _mixed(file, "utf-8") or Encoding(_old(not_utf_8))
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


def _mixed(file: BinaryIO, codec: str) -> Encoding | None:
    """A text of which some lines are UTF-8, beyond plain letters, and others are not; None where
    no line is. Raises `FileRefused` where the others cannot be told.

    Read as either alone it would be refused, or show “Ã±” for every “ñ”.
    """
    is_utf_8, odd, count = codec != "utf-8", b"", 0
    others: list[int] = []
    file.seek(0)
    for number, line in enumerate(_lines(file), start=1):
        if line.isascii():
            continue
        bare = _UTF_8.sub(b"", line)
        is_utf_8 = is_utf_8 or _SURELY_UTF_8.search(line) is not None
        if not bare.isascii():
            count += 1
            odd += bare if len(odd) < PIECE else b""
            if len(others) < MOST_LINES:
                others.append(number)
    if not is_utf_8:
        return None
    if any(byte in odd for byte in _NOT_IN_CP1252):
        raise FileRefused(
            "encoding",
            "The text mixes UTF-8 with an encoding that cannot be told, first in line"
            f" {others[0]}: save it as CSV in UTF-8.",
        )
    return Encoding(codec, AS_CP1252, tuple(others), count)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines as a spreadsheet counts them, whatever ends them."""
    for piece in file:
        yield from piece.splitlines() if b"\r" in piece[:-2] else (piece,)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What cannot be UTF-8, read as Windows-1252; given to Python as an error handler."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error(AS_CP1252, _as_cp1252)


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
