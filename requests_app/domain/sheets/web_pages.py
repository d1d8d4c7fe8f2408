"""The tables of a web page, or of a workbook that was saved as one. Runs in a limited child.

Nothing is fetched and nothing of the page is run: it is read as a row of tags and texts.
"""

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from requests_app.domain.sheets.page_styles import StyledText, is_hidden
from requests_app.domain.sheets.page_tables import (
    TALLEST,
    WIDEST,
    PageTable,
    Piece,
    number_of,
)
from requests_app.domain.sheets.parsing import Found, refuse_too_many_tables
from requests_app.domain.sheets.surroundings import Grid, Line, with_lines
from requests_app.domain.sheets.tables import FileRefused

MOST_NESTED = 50  # tables inside one another
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes
_EXCELS = "urn:schemas-microsoft-com:office:excel"
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "select"}
_BLOCKS = {
    *("p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "hr", "caption"),
    *("section", "article", "header", "footer", "blockquote", "pre", "dt", "dd", "title", "body"),
    *("form", "nav", "main", "aside", "figure", "figcaption", "address", "fieldset"),
}


def tables_of_page(content: bytes) -> list[Found]:
    """Each table of the page with the lines of text around it. Raises `FileRefused`."""
    page = _decoded(content)
    reader = _Reader(is_excels=_EXCELS in page[:_DECLARED_WITHIN])
    reader.feed(page)
    reader.close()
    found = with_lines(_parts(reader))
    if not found:
        raise FileRefused("no_table", "The web page has no table with anything in it.")
    return found


def _decoded(content: bytes) -> str:
    """By its mark, what the page says of itself, UTF-8, or as old Windows wrote."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    for encoding in [declared.group(1).decode()] if declared else []:
        try:
            if codecs.lookup(encoding).name not in ("utf-16", "utf-32", "utf-7", "idna"):
                return content.decode(encoding)
        except (LookupError, UnicodeError):
            pass  # it says what is not so, as pages do
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


class _Reader(HTMLParser):
    """Collects tables and lines; each knows its order in the page."""

    def __init__(self, *, is_excels: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self._is_excels = is_excels
        self.tables: list[PageTable] = []
        self.lines: list[Piece] = []
        self._open: list[PageTable] = []
        self._unseen = 0
        self._order = 0
        self._line: list[str] = []
        # Of the page, and of the cell that is open in each open table.
        self._styles = [StyledText()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._order += 1
        if tag == "table":
            self._begin_table()
        elif self._open and tag in ("tr", "td", "th"):
            self._end_line()
            self._begin_in_table(tag, dict(attrs))
        else:
            if tag in _BLOCKS:
                self._end_style("p")  # it may be left without an end of its own
                self._break()
            self._styles[-1].begin(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag not in ("table", "tr", "td", "th"):
            self._end_style(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table" and self._open:
            self._end_line()
            self._end_cell()
            self._open.pop()
            self._styles.pop()
        elif self._open and tag in ("td", "th", "tr"):
            self._end_cell()
        else:
            self._end_style(tag)
            if tag in _BLOCKS:
                self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._add(self._styles[-1].text(data))

    def close(self) -> None:
        super().close()
        self._end_line()
        while self._open:
            self._end_cell()
            self._open.pop()
            self._styles.pop()

    def _add(self, text: str) -> None:
        if self._open and self._open[-1].is_in_cell:
            self._open[-1].add(text)
        else:
            self._line.append(text)

    def _end_style(self, tag: str) -> None:
        self._add(self._styles[-1].end(tag))

    def _end_cell(self) -> None:
        """Ends the cell that is open in the innermost table, and all that its tags did."""
        style, table = self._styles[-1], self._open[-1]
        table.add(style.rest())
        table.hidden_texts += style.hidden
        table.end_cell()
        self._styles[-1] = StyledText(hides=True, is_excels=self._is_excels)

    def _begin_table(self) -> None:
        self._end_line()
        if len(self._open) == MOST_NESTED:
            raise FileRefused("too_much", f"More than {MOST_NESTED} tables stand in one another.")
        if self._open:
            self._open[-1].has_table_inside = True
        self._open.append(PageTable(self._order))
        self._styles.append(StyledText())
        self.tables.append(self._open[-1])
        refuse_too_many_tables(len(self.tables))

    def _begin_in_table(self, tag: str, given: dict[str, str | None]) -> None:
        table = self._open[-1]
        self._end_cell()
        table.hidden += is_hidden(given)
        if tag == "tr":
            table.begin_row()
        else:
            columns = number_of(given.get("colspan"), WIDEST)
            table.begin_cell(self._order, columns, number_of(given.get("rowspan"), TALLEST))

    def _break(self) -> None:
        if self._open and self._open[-1].is_in_cell:
            self._open[-1].add("\n")
        else:
            self._end_line()

    def _end_line(self) -> None:
        if not (self._open and self._open[-1].is_in_cell):
            self._line.append(self._styles[-1].rest())
        text = " ".join("".join(self._line).split())
        self._line = []
        if text:
            # Text in a table and in none of its cells, such as its caption, stands before it.
            order = self._open[-1].order if self._open else self._order
            self.lines.append(Piece(order, text))


def _parts(reader: _Reader) -> Iterator[Line | Grid]:
    """Lines and tables in the order of the page; a table that only lays out others is lines."""
    tables = [table for table in reader.tables if not table.lays_out and table.is_filled]
    lines = [*reader.lines]
    for table in reader.tables:
        lines += table.pieces if table.lays_out else []
    both: list[PageTable | Piece] = [*tables, *lines]
    number = 0
    for one in sorted(both, key=lambda one: (one.order, isinstance(one, PageTable))):
        if isinstance(one, Piece):
            below = number == len(tables)
            yield Line(one.text, f"below table {number}" if below else f"above table {number + 1}")
        else:
            number += 1
            yield _grid(one, f"table {number}")


def _grid(table: PageTable, name: str) -> Grid:
    rows = table.rows
    places = [f"{name}, row {number}" for number in range(1, len(rows) + 1)]
    return Grid(name, rows, places, tuple(table.notes))
