"""The words of a file, by its kind. Runs in a limited child: nothing here imports Django.

Each reader takes the bytes of a file and gives its text, in the order in which it is read.
"""

import unicodedata
from collections.abc import Callable, Iterable

from requests_app.domain.request_log.texts.documents import docx_text, html_text, pdf_text
from requests_app.domain.request_log.texts.mails import mail_text
from requests_app.domain.request_log.texts.tables import table_text
from requests_app.domain.request_log.texts.typed import typed_text

LONGEST = 1_000_000  # characters of one file that are kept
VERSION = 1  # of the readers; a file read by an older one can be read again

Reader = Callable[[bytes], Iterable[str]]
READERS: dict[str, Reader] = {
    "pdf": pdf_text,
    "docx": docx_text,
    "xlsx": table_text,
    "ods": table_text,
    "xls": table_text,
    "csv": typed_text,
    "text": typed_text,
    "html": html_text,
    "eml": mail_text,
}
_KEPT = {"\n", "\t"}
_LEFT_OUT = {"Cc", "Cf", "Cs", "Co", "Cn"}


def read(content: bytes, kind: str) -> tuple[str, bool]:
    """The text of a file of a kind in `READERS`, at most `LONGEST` characters, and whether it was
    cut there. Reads no further than it keeps."""
    pieces: list[str] = []
    length = 0
    for piece in READERS[kind](content):
        pieces.append(piece)
        length += len(piece) + 1
        if length > LONGEST:
            break
    text = readable("\n".join(pieces))
    return text[:LONGEST], length > LONGEST


def readable(text: str) -> str:
    """`text` without what cannot be shown: control and direction marks; ligatures as letters."""
    normal = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in normal if c in _KEPT or unicodedata.category(c) not in _LEFT_OUT)
