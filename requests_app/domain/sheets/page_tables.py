"""One table of a web page as its tags come in, and its cells with all that they reach over."""

from collections.abc import Iterator
from dataclasses import dataclass

from requests_app.domain.sheets.parsing import refuse_too_many

# What HTML allows (section 4.9.11 of its standard); a page may claim any number.
WIDEST, TALLEST = 1_000, 65_534


@dataclass(frozen=True)
class Piece:
    """A line of text, and its order in the page."""

    order: int
    text: str


@dataclass
class _Cell:
    order: int
    columns: int
    rows: int
    text: str = ""


class PageTable:
    """Told of its rows, cells and texts one after the other; tables inside it are their own."""

    def __init__(self, order: int):
        self.order = order
        self.has_table_inside = False
        self.hidden = 0
        self.hidden_texts = 0
        self._rows: list[list[_Cell]] = []
        self._texts: list[str] | None = None

    def begin_row(self) -> None:
        self.end_cell()
        self._rows.append([])

    def begin_cell(self, order: int, columns: int, rows: int) -> None:
        self.end_cell()
        if not self._rows:
            self._rows.append([])
        self._rows[-1].append(_Cell(order, columns, rows))
        self._texts = []

    def end_cell(self) -> None:
        if self._texts is not None:
            self._rows[-1][-1].text = " ".join("".join(self._texts).split())
        self._texts = None

    def add(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    @property
    def is_in_cell(self) -> bool:
        return self._texts is not None

    @property
    def pieces(self) -> list[Piece]:
        """Its texts as lines, for one that only lays out a page."""
        return [Piece(cell.order, cell.text) for row in self._rows for cell in row if cell.text]

    @property
    def is_filled(self) -> bool:
        return any(cell.text for row in self._rows for cell in row)

    @property
    def lays_out(self) -> bool:
        """It holds other tables and is none itself: less than two rows have two texts."""
        filled = [sum(bool(cell.text) for cell in row) for row in self._rows]
        return self.has_table_inside and sum(count > 1 for count in filled) < 2

    @property
    def rows(self) -> list[list[str]]:
        """Its cells; one that reaches down is in each of its rows, one that reaches over columns
        leaves those blank, as a workbook's do. Raises `FileRefused` for more than are read."""
        rows = list(_spread(self._rows))
        width = max((n for row in rows for n, cell in enumerate(row, 1) if cell), default=0)
        return [row[:width] for row in rows]

    @property
    def notes(self) -> Iterator[str]:
        if self.hidden:
            yield f"{self.hidden:,} of its rows or cells are hidden in the page; they are read."
        if self.hidden_texts:
            many = f"{self.hidden_texts:,} pieces of text inside its cells are"
            one = "A piece of text inside one of its cells is"
            yield f"{one if self.hidden_texts == 1 else many} hidden in the page; not read."
        if self.has_table_inside:
            yield "A table that stands in one of its cells is a sheet of its own."


def _spread(rows: list[list[_Cell]]) -> Iterator[list[str]]:
    reaching: dict[int, tuple[int, str]] = {}  # column -> rows that it still reaches down, text
    cells = 0
    for row in rows:
        given: list[str] = []
        for cell in row:
            _reached(given, reaching)
            for number in range(cell.columns):
                text = "" if number else cell.text
                if cell.rows > 1:
                    reaching[len(given)] = (cell.rows - 1, text)
                given.append(text)
        for column in range(len(given), max(reaching, default=-1) + 1):
            if column == len(given):
                given += [] if column in reaching else [""]
                _reached(given, reaching)
        cells += len(given)
        refuse_too_many(cells)
        yield given


def _reached(given: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    """Adds what cells of earlier rows reach down to, where the row stands."""
    while len(given) in reaching:
        left, text = reaching.pop(len(given))
        if left > 1:
            reaching[len(given)] = (left - 1, text)
        given.append(text)


def number_of(span: str | None, most: int) -> int:
    """A "colspan" or "rowspan"; what is no number is 1, and 0 reaches as far as it may."""
    try:
        number = int((span or "1").strip()[:9])
    except ValueError:
        return 1
    return min(max(number, 1), most) if number else most
