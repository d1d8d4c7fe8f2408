"""Which years a figure is of, where its row does not say: its column's heading, a line above it
that says nothing but a year, the sheet's name, the line over the table. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from requests_app.domain.misuse_data.periods import (
    Covers,
    fiscal_years_in,
    period_of,
    period_over,
    periods_in,
)
from requests_app.domain.misuse_data.reading.headings import year_in
from requests_app.domain.misuse_data.reading.mapping import ColumnMapping
from requests_app.domain.misuse_data.reading.proposed import Place
from requests_app.domain.sheets.left_out import PERIOD_ROW
from requests_app.domain.sheets.tables import LeftOut, Row

# A period as it is written, and as understood: None where it is no calendar year or years.
Dated = tuple[str, Covers | None]


def heading_year(place: Place, position: int, columns: ColumnMapping) -> Dated | None:
    """The year that a column's own heading names, where no column of the table says it; a fiscal
    year as none that is understood."""
    heading = place.columns[position]
    if columns.has_years:
        return None
    if fiscal_years_in(heading):
        return heading, None
    year = year_in(heading)
    return (heading, Covers(year, year)) if year else None


def names_its_years(place: Place, columns: ColumnMapping) -> bool:
    """Whether the rows of a table say their year, or the heading of every figure does."""
    positions = (*columns.values, *columns.measures, *columns.lists)
    return columns.has_years or all(heading_year(place, one, columns) for one in positions)


def years_in_rows(rows: Iterable[Row], columns: ColumnMapping) -> Covers | None:
    """From the first to the last year that the rows say in columns of their own; None where they
    have none, or say no year that is understood."""
    if columns.year is not None:
        written = {row.cells[columns.year] for row in rows}
    elif columns.year_from is not None and columns.year_to is not None:
        first, last = columns.year_from, columns.year_to
        written = {f"{row.cells[first]}–{row.cells[last]}" for row in rows}
    else:
        return None
    said = [period for one in written if (period := period_of(one))]
    return Covers(min(one.first for one in said), max(one.last for one in said)) if said else None


def period_line(row: LeftOut) -> Dated | None:
    """What a line that holds nothing but a year says of the rows below it."""
    if row.why != PERIOD_ROW:
        return None
    written = "".join(row.cells)
    return written, period_of(written.rstrip(": "))


def covered_by(place: Place, covers: Covers) -> Covers:
    """The period of a table whose rows and headings say none, in a file that covers `covers`."""
    # A workbook with a sheet per year says the year in the sheet's name alone.
    if year := year_in(place.sheet):
        return Covers(year, year)
    # Of several years that a file covers, the line over the table says which are the table's.
    told = periods_in(period_over(place.titles))
    within = [one for one in told if covers.holds(one)]
    return within[0] if len(told) == len(within) == 1 else covers
