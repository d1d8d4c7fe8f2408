"""What a table proposes: one figure per cell, with its agency, period, measure and place.

Nothing is judged here (see `checks/`) and nothing is written (see `importing/`). Rows are read one
after the other, and what they say again and again is understood once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from requests_app.domain.misuse_data.periods import Covers, period_of
from requests_app.domain.misuse_data.reading.dated import (
    Dated,
    covered_by,
    heading_year,
    period_line,
)
from requests_app.domain.misuse_data.reading.headings import is_only_a_year
from requests_app.domain.misuse_data.reading.mapping import ColumnMapping
from requests_app.domain.misuse_data.reading.marks import NO_MARKS, Marks
from requests_app.domain.misuse_data.reading.proposed import (
    LONGEST_MEASURE,
    Counted,
    Place,
    Proposed,
)
from requests_app.domain.misuse_data.reading.subjects import About, Subjects
from requests_app.domain.misuse_data.reading.values import LISTED, Understood, answered
from requests_app.domain.misuse_data.reading.wordings import Wordings
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.sheets.left_out import PERIOD_ROW, TOTAL_ROW
from requests_app.domain.sheets.remembered import Remembered
from requests_app.domain.sheets.tables import LeftOut, Row
from requests_app.domain.sheets.words import plain_words

SAYS_NOTHING = "names no measure and has no figure"
NOBODYS_ROW = "no agency, as somebody confirmed"


@dataclass
class Reader:
    """Reads the tables of one file into figures.

    `covers`: what a table without years speaks of; `units`: measure key -> unit; `marks`: what
    somebody said of the file's dashes and blanks.
    """

    covers: Covers
    subjects: Subjects
    units: Mapping[str, str]
    marks: Marks = NO_MARKS

    def __post_init__(self) -> None:
        self._understood: Remembered[str, Understood] = Remembered(self.marks.understand)
        self._periods: Remembered[str, Covers | None] = Remembered(period_of)
        self._wordings = Wordings(self.units)
        self._measures = self._wordings.by_words

    def figures(
        self,
        entries: Iterable[Row | LeftOut],
        place: Place,
        columns: ColumnMapping,
        *,
        left_out: Callable[[LeftOut], None],
    ) -> Iterator[Proposed]:
        """Every figure that the rows propose, in the file's order; `left_out` is told the others.

        A row without a year speaks of that in the column's heading, else of the line above that
        says nothing but one, else of what the sheet's name or title says, else of `covers`.
        """
        if columns.lists:
            yield from self._listed(entries, place, columns, left_out=left_out)
            return
        cells = self._cells(place, columns)
        about_row, period_of_row = self._about(columns), self._period(place, columns)
        read, note_at, line = self._understood, columns.note, None
        for row in entries:
            if row.__class__ is LeftOut:
                if not self._is_counted(row, columns):
                    line = period_line(row) or line
                    left_out(row)
                    continue
                wide = (*row.cells, *[""] * len(place.columns))[: len(place.columns)]
                row = Row(row.number, wide, row.page)
            texts = row.cells
            year_as_written, period = period_of_row(texts)
            if line is not None and not year_as_written:
                year_as_written, period = line
            about = about_row(texts, period)
            if about.is_left_out:
                left_out(LeftOut(row.number, NOBODYS_ROW, texts, row.page))
                continue
            if columns.values and self._says_nothing(texts, columns):
                left_out(LeftOut(row.number, SAYS_NOTHING, texts, row.page))
                continue
            row_note = "" if note_at is None else texts[note_at]
            for position, counted_at, given, own in cells:
                counted = given or self._measures[texts[counted_at]]
                raw = texts[position]
                understood = read[raw]
                if columns.answer is not None:
                    understood = answered(understood, texts[columns.answer])
                yield Proposed(
                    row,  # type: ignore[arg-type]
                    place,
                    position,
                    about,
                    own[0] if own else year_as_written,
                    own[1] if own else period,
                    counted,
                    Unit.PERCENT.value if understood.unit_hint == "percent" else counted.unit,
                    understood,
                    raw,
                    _noted(place, row_note, raw, understood) if row_note or understood.note else "",
                )

    def _listed(
        self,
        entries: Iterable[Row | LeftOut],
        place: Place,
        columns: ColumnMapping,
        *,
        left_out: Callable[[LeftOut], None],
    ) -> Iterator[Proposed]:
        """Everybody whose name stands in a list, as having none."""
        counted = self._wordings.meaning(columns.none_of.replace("-", " "), columns.none_of)
        period_of_row, line = self._period(place, columns), None
        several = len(columns.lists) > 1
        for row in entries:
            if isinstance(row, LeftOut):
                line = period_line(row) or line
                left_out(row)
                continue
            row_note, ori = _cell(row.cells, columns.note), _cell(row.cells, columns.ori)
            for position in columns.lists:
                name = row.cells[position]
                if several and not name:
                    continue
                said = heading_year(place, position, columns) or period_of_row(row.cells)
                written, period = line if line and not said[0] else said
                county = _cell(row.cells, columns.county)
                about = self.subjects.of_row(name, ori, county, period)
                if about.is_left_out:
                    left_out(LeftOut(row.number, NOBODYS_ROW, row.cells, row.page))
                    continue
                yield Proposed(
                    row, place, position, about, written, period, counted, counted.unit, LISTED,
                    "", row_note,
                )  # fmt: skip

    def _is_counted(self, row: LeftOut, columns: ColumnMapping) -> bool:
        """Whether a row is one of figures after all: a number alone in a column of figures that
        was taken for a year; a measure of its own that was taken for the total of others, because
        its name begins so ("Total violations"), in the column that says what is counted."""
        if row.why == PERIOD_ROW:
            alone = next(n for n, cell in enumerate(row.cells) if cell)
            return alone in columns.measures or alone in columns.values
        at = columns.measure
        if row.why != TOTAL_ROW or at is None or len(row.cells) <= max(columns.values):
            return False
        who = [row.cells[n] for n in (columns.agency, columns.ori) if n is not None]
        names_nobody = bool(who) and not any(who)
        if names_nobody or any(plain_words(name).startswith("total") for name in who):
            return False
        words = row.cells[at]
        return plain_words(words).startswith("total ") and not self._measures[words].is_unmapped

    def _says_nothing(self, texts: tuple[str, ...], columns: ColumnMapping) -> bool:
        """A line of text under a long table: it names no measure and has no cell with a figure."""
        if any(texts[position] for position in columns.values) or columns.answer is not None:
            return False
        return self._measures[texts[columns.measure or 0]].is_unmapped

    def _cells(
        self, place: Place, columns: ColumnMapping
    ) -> list[tuple[int, int, Counted | None, Dated | None]]:
        """(the figure's position, that of its measure's words or -1, else the measure itself, the
        period that its own heading says) per figure of a row."""
        found: list[tuple[int, int, Counted | None, Dated | None]] = []
        for position in columns.values:
            own = heading_year(place, position, columns)
            found.append((position, columns.measure or 0, None, own))
        for position, key in columns.measures.items():
            counted = self._wordings.meaning(_words_of(place, position), key)
            found.append((position, -1, counted, heading_year(place, position, columns)))
        return found

    def _about(self, columns: ColumnMapping) -> Callable[[tuple[str, ...], Covers | None], About]:
        if columns.agency is None and columns.ori is None:
            only = self.subjects.of_table()
            return lambda texts, period: only
        of_row = self.subjects.of_row
        name_at, ori_at, county_at = columns.agency, columns.ori, columns.county
        if name_at is not None and ori_at is not None and county_at is not None:
            return lambda texts, period: of_row(
                texts[name_at], texts[ori_at], texts[county_at], period
            )
        return lambda texts, period: of_row(
            _cell(texts, name_at), _cell(texts, ori_at), _cell(texts, county_at), period
        )

    def _period(
        self, place: Place, columns: ColumnMapping
    ) -> Callable[[tuple[str, ...]], tuple[str, Covers | None]]:
        periods = self._periods
        if columns.year is not None:
            year_at = columns.year
            return lambda texts: (texts[year_at], periods[texts[year_at]])
        if columns.year_from is not None and columns.year_to is not None:
            first, last = columns.year_from, columns.year_to

            def of_two(texts: tuple[str, ...]) -> tuple[str, Covers | None]:
                written = f"{texts[first]}–{texts[last]}"
                return written, periods[written]

            return of_two
        covers = covered_by(place, self.covers)
        return lambda texts: ("", covers)


def _words_of(place: Place, position: int) -> str:
    """What a column counts, in the source's words: of one that is headed by a year alone it is
    the line over the table that says so."""
    heading = place.columns[position]
    over = place.titles[-1] if place.titles and is_only_a_year(heading) else ""
    return over if 0 < len(over) <= LONGEST_MEASURE else heading


def _cell(texts: tuple[str, ...], at: int | None) -> str:
    return "" if at is None else texts[at]


def _noted(place: Place, row: str, raw: str, understood: Understood) -> str:
    return both_notes(row, place.legend.explained(raw, understood.note))


def both_notes(row: str, cell: str) -> str:
    """The row's note and that of its cell, which our own files say in the row already."""
    if cell and cell not in row:
        return f"{row}; {cell}" if row else cell
    return row
