"""Tables with lines around their cells, as pdfplumber finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from requests_app.domain.sheets.pdf.lines import LETTER_GAP, Word, lines_of
from requests_app.domain.sheets.pdf.sideways import Letter, text_on_its_side

Box = tuple[float, float, float, float]  # left, top, right, bottom
# A cell with so many lines of text may hold a column of figures that only has no lines between.
LEDGER_LINES = 3


@dataclass(frozen=True)
class RuledTable:
    """Cells of a table on one page (counted from 1), and where its columns end."""

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: list[list[str]]

    @property
    def top(self) -> float:
        return self.box[1]


def ruled_tables(page: Any, words: Sequence[Word], turned: Sequence[Letter]) -> list[RuledTable]:
    """Those of a page of pdfplumber that have two columns or more, from top to bottom. turned: the
    letters on their side, which the page is without."""
    found = []
    for table in page.find_tables():
        columns = [column.bbox for column in table.columns]
        if len(columns) < 2:
            continue
        texts = _texts(table, turned)
        rows = _rows(table, texts, columns, [one for one in words if is_within(one, table.bbox)])
        if sum(bool(cell) for row in rows for cell in row) > 1:
            edges = tuple(round(box[2], 1) for box in columns)
            found.append(RuledTable(page.page_number, table.bbox, edges, rows))
    return sorted(found, key=lambda table: (table.top, table.box[0]))


def is_within(word: Word, box: Box) -> bool:
    """Its middle is."""
    return _holds(box, (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)


def _texts(table: Any, turned: Sequence[Letter]) -> list[list[str | None]]:
    """The text of each cell, row by row; None where a cell of another row or column reaches to."""
    texts = table.extract(x_tolerance_ratio=LETTER_GAP)
    for row, given in zip(table.rows, texts, strict=True) if turned else ():
        for column, box in enumerate(row.cells):
            inside = [letter for letter in turned if box and has(box, letter)]
            if inside:
                given[column] = f"{text_on_its_side(inside)} {given[column] or ''}"
    return texts


def has(box: Box, letter: Letter) -> bool:
    """The letter's middle is in it."""
    return _holds(box, (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rows(
    table: Any, texts: list[list[str | None]], columns: Sequence[Box], words: Sequence[Word]
) -> list[list[str]]:
    spans = _reaching_down(table, columns, texts)
    found: list[list[str]] = []
    for number, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
        filled = [_one_line(cell) for cell in cells]
        ledger = _ledger_rows(row.bbox, columns, words) if _is_ledger(cells) else []
        if ledger:
            found += ledger
            continue
        for column, text in spans.get(number, ()):
            filled[column] = text
        found.append(filled)
    return found


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _reaching_down(
    table: Any, columns: Sequence[Box], texts: Sequence[Sequence[str | None]]
) -> dict[int, list[tuple[int, str]]]:
    """By the number of a row, (column, text) of cells that began in a row above it."""
    found: dict[int, list[tuple[int, str]]] = {}
    middles = [(row.bbox[1] + row.bbox[3]) / 2 for row in table.rows]
    for first, row in enumerate(table.rows):
        for column, box in enumerate(row.cells):
            text = _one_line(texts[first][column])
            if box is None or not text:
                continue
            for below in range(first + 1, len(middles)):
                if middles[below] > box[3]:
                    break
                found.setdefault(below, []).append((column, text))
    return found


def _is_ledger(cells: Sequence[str | None]) -> bool:
    """Several cells of a row hold the same number of lines, and many."""
    counts = [len(cell.splitlines()) for cell in cells if cell]
    usual = max(set(counts), key=counts.count, default=0)
    return usual >= LEDGER_LINES and counts.count(usual) > max(1, len(counts) // 2)


def _ledger_rows(box: Box, columns: Sequence[Box], words: Sequence[Word]) -> list[list[str]]:
    """A row for each line of text between the lines of its columns."""
    lines = lines_of([word for word in words if is_within(word, box)], page=0)
    return [list(_between(line.words, columns)) for line in lines]


def _between(words: Sequence[Word], columns: Sequence[Box]) -> Iterator[str]:
    for left, _, right, _ in columns:
        inside = [word.text for word in words if left <= (word.x0 + word.x1) / 2 < right]
        yield " ".join(inside)


def goes_on(before: RuledTable, after: RuledTable) -> bool:
    """`after` is the rest of `before` on the next page: as many columns, as wide, or under the
    same headings."""
    if len(before.edges) != len(after.edges):
        return False
    shift = after.box[0] - before.box[0]
    pairs = zip(before.edges, after.edges, strict=True)
    return before.rows[0] == after.rows[0] or all(abs(b + shift - a) < 6 for b, a in pairs)
