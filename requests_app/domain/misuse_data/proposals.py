"""What a table proposes: one figure per cell, with its agency, period, measure and place.

Nothing is judged here (see `checks/`) and nothing is written (see `imports.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from requests_app.domain.agencies.directory import AgencyIndex
from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.mapping import ColumnMapping
from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.values import Understood, understand
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.sheets.tables import Row, Table, column_letter
from requests_app.domain.sheets.words import plain_words

STATEWIDE_WORDS = {"statewide", "california", "california statewide", "state of california"}
_YEAR = re.compile(r"(?:cy\s*)?(\d{4})(?:\.0)?")
_PERIOD = re.compile(r"(\d{4})\s*(?:-|–|—|to|through)\s*(\d{4})")


@dataclass(frozen=True)
class Covers:
    """Calendar years, first and last, that a release covers."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Subject:
    """Whom a table is about when it names no agency: the request's own agency, or the state."""

    agency: Agency | None
    is_statewide: bool


@dataclass(frozen=True)
class Proposed:
    """A figure as one cell proposes it. `period` is None when the year is not understood."""

    row: int
    column: str
    where: str
    agency_as_written: str
    ori_as_written: str
    agency: Agency | None
    agency_by_name: Agency | None
    is_statewide: bool
    year_as_written: str
    period: Covers | None
    measure: str
    measure_as_written: str
    unit: str
    raw: str
    understood: Understood
    note: str = ""

    @property
    def row_place(self) -> str:
        """The row as the checks name it when they speak of all of it."""
        return f"row {self.row}"

    @property
    def about(self) -> str:
        if self.is_statewide:
            return "California (statewide)"
        return str(self.agency) if self.agency else self.agency_as_written or self.ori_as_written


def propose(
    table: Table,
    columns: ColumnMapping,
    *,
    covers: Covers,
    subject: Subject,
    units: Mapping[str, str],
    index: AgencyIndex,
) -> list[Proposed]:
    """Every figure the table proposes, in the file's order.

    `units`: measure key -> unit. A table without a year column speaks of the whole of `covers`;
    one without agency and ORI columns speaks of `subject`.
    """
    proposed = []
    for row in table.rows:
        about = _about(row, columns, subject, index)
        year_as_written = _cell(row, columns.year)
        period = covers if columns.year is None else _period(year_as_written)
        for position, words, key in _figures_of(row, table, columns):
            understood = understand(row.cells[position])
            proposed.append(
                Proposed(
                    row=row.number,
                    column=column_letter(position),
                    where=_where(row, position, table),
                    year_as_written=year_as_written,
                    period=period,
                    measure=key,
                    measure_as_written=words,
                    unit=_unit(understood, units[key]),
                    raw=row.cells[position],
                    understood=understood,
                    note="; ".join(filter(None, [_cell(row, columns.note), understood.note])),
                    **about,
                )
            )
    return proposed


def _figures_of(row: Row, table: Table, columns: ColumnMapping) -> Iterator[tuple[int, str, str]]:
    """(position of the cell, the measure as the source writes it, its key) per figure of a row."""
    if columns.measure is not None and columns.value is not None:
        words = row.cells[columns.measure]
        yield columns.value, words, measure_named(words)
    for position, key in columns.measures.items():
        yield position, table.columns[position], key


def _about(row: Row, columns: ColumnMapping, subject: Subject, index: AgencyIndex) -> dict:
    name, ori = _cell(row, columns.agency), _cell(row, columns.ori)
    if columns.agency is None and columns.ori is None:
        agency, by_name = subject.agency, subject.agency
        is_statewide = subject.is_statewide
    else:
        county = _cell(row, columns.county)
        by_name = index.find(name=name, county=county) if name else None
        agency = index.find(name=name, ori=ori, county=county)
        is_statewide = agency is None and plain_words(name) in STATEWIDE_WORDS
    return {
        "agency_as_written": "" if is_statewide else name or (str(agency) if agency else ""),
        "ori_as_written": ori,
        "agency": agency,
        "agency_by_name": by_name,
        "is_statewide": is_statewide,
    }


def _period(text: str) -> Covers | None:
    plain = text.strip().lower()
    if year := _YEAR.fullmatch(plain):
        return Covers(int(year[1]), int(year[1]))
    if years := _PERIOD.fullmatch(plain):
        return Covers(int(years[1]), int(years[2]))
    return None


def _unit(understood: Understood, unit_of_measure: str) -> str:
    """A percentage is one whatever is measured; other words beside a number do not move it."""
    return Unit.PERCENT if understood.unit_hint == "percent" else unit_of_measure


def _where(row: Row, position: int, table: Table) -> str:
    heading = table.columns[position]
    short = heading if len(heading) <= 80 else heading[:79] + "…"
    return f"row {row.number}, column {column_letter(position)} “{short}”"


def _cell(row: Row, position: int | None) -> str:
    return "" if position is None else row.cells[position]
