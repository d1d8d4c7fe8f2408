"""Rows of cells as one string, which a child hands back quicker than lists of lists."""

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


def unpacked(text: str) -> list[list[str]]:
    """The rows that `packed` was given."""
    return [row.split(CELL_END) for row in text.split(ROW_END)[:-1]]


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
