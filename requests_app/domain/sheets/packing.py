"""Rows of cells as one string, which a child hands back quicker than lists of lists."""

from collections.abc import Iterator, Sequence
from typing import overload

from requests_app.domain.sheets.tables import FileRefused

CELL_END, ROW_END = "\x1f", "\x1e"  # the separators of ASCII, which no cell of a table needs
MOST_CHARACTERS = 80_000_000
_NO_TEXT = str.maketrans(dict.fromkeys([CELL_END, ROW_END, "\x00"], "\ufffd"))


def packed(rows: list[list[str]]) -> str:
    """`rows` as text. What no text may hold (NUL, half a character of UTF-16, our separators)
    comes back as the mark of an unreadable character. Raises `FileRefused`."""
    text = _joined(rows)
    cells = sum(max(len(row) - 1, 0) for row in rows)
    is_plain = text.count(ROW_END) == len(rows) and text.count(CELL_END) == cells
    if not is_plain or "\x00" in text or not _encodes(text):
        text = _joined([[readable(cell) for cell in row] for row in rows])
    if len(text) > MOST_CHARACTERS:
        raise FileRefused(
            "too_much", f"The cells hold more than {MOST_CHARACTERS // 10**6} million characters."
        )
    return text


class Unpacked(Sequence[list[str]]):
    """The rows that `packed` was given, as text until they are asked for: a million cells at once
    take ten times the memory, and the time to look through them again and again."""

    def __init__(self, text: str):
        self._rows = text.split(ROW_END)[:-1]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[list[str]]:
        return (row.split(CELL_END) for row in self._rows)

    @overload
    def __getitem__(self, at: int) -> list[str]: ...

    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...

    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        if isinstance(at, slice):
            return [row.split(CELL_END) for row in self._rows[at]]
        return self._rows[at].split(CELL_END)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        return repr(list(self))


def readable(text: str) -> str:
    """`text` without what neither a page nor a database takes."""
    return text.translate(_NO_TEXT).encode("utf-8", "replace").decode("utf-8")


def _joined(rows: list[list[str]]) -> str:
    return "".join([CELL_END.join(row) + ROW_END for row in rows])


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
