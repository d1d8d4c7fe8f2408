"""All that is published about one calendar year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from requests_app.domain.misuse_data.comparison import AgencyTable, agency_tables
from requests_app.domain.misuse_data.conflicts import Conflict, conflicts_by_statement
from requests_app.domain.misuse_data.statements import Statement, statements_of, weight
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.publication.published import (
    NotPublished,
    published_conflicts,
    published_figures,
    published_statewide,
)
from requests_app.domain.publication.tallies import (
    MAIN_MEASURES,
    Cell,
    cell_of,
    longer_periods,
)

ROWS_SHOWN = 40  # agencies of one source on a page; all of them are in the files

RANKS_SHOWN = 25


@dataclass(frozen=True)
class MeasureOfYear:
    measure: str
    measure_key: str
    unit: Unit
    is_outcome: bool
    cell: Cell


@dataclass(frozen=True)
class MatrixRow:
    """One agency: a statement per measure of the matrix, None where there is none."""

    about: str
    agency: int | None
    statements: tuple[Statement | None, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SourceMatrix:
    """One source's agencies of a year against its measures; `more`: agencies left to the files."""

    source: str
    measures: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    more: int


@dataclass(frozen=True)
class Year:
    """`matrices`: a table per source; `rankings`: where several agencies, or one outlier, are to
    be ranked. `longer`: periods that contain the year.
    """

    year: int
    statewide: tuple[MeasureOfYear, ...]
    matrices: tuple[SourceMatrix, ...]
    rankings: tuple[AgencyTable, ...]
    longer: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]
    years: tuple[int, ...]

    @property
    def counts(self) -> list[MeasureOfYear]:
        return [m for m in self.statewide if not m.is_outcome]

    @property
    def outcomes(self) -> list[MeasureOfYear]:
        return [m for m in self.statewide if m.is_outcome]

    @property
    def before(self) -> int | None:
        return max((y for y in self.years if y < self.year), default=None)

    @property
    def after(self) -> int | None:
        return min((y for y in self.years if y > self.year), default=None)


def published_years() -> tuple[int, ...]:
    """Calendar years that something single-year is published about, earliest first."""
    years = published_figures().of_single_years().order_by().values_list("year_to", flat=True)
    return tuple(sorted(set(years.distinct())))


def year(number: int) -> Year:
    """Raises `NotPublished` for a year that nothing is published about."""
    years = published_years()
    if number not in years:
        raise NotPublished(f"Nothing is published about {number}.")
    statewide = published_statewide()
    conflicts = published_conflicts(statewide)
    measures = _measures([s for s in statewide if s.year_from == s.year_to == number], conflicts)
    of_year = statements_of(published_figures().of_year(number))
    tables = agency_tables(of_year)
    rankings = tuple(t.first(RANKS_SHOWN) for t in tables if _is_worth_ranking(t))
    matrices = _matrices([s for s in of_year if not s.is_statewide])
    return Year(
        year=number,
        statewide=tuple(measures),
        matrices=tuple(m for m in matrices if not _is_ranked(m, rankings)),
        rankings=rankings,
        longer=tuple(longer_periods(s for s in statewide if s.year_from <= number <= s.year_to)),
        conflicts=tuple(c for c in conflicts if c.first.year_to == c.first.year_from == number),
        years=years,
    )


def _measures(statements: list[Statement], conflicts: list[Conflict]) -> list[MeasureOfYear]:
    groups: dict[tuple, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.measure_key, statement.unit].append(statement)
    by_statement = conflicts_by_statement(conflicts)
    return [
        MeasureOfYear(g[0].measure, key, unit, g[0].is_outcome, cell_of(g, by_statement))
        for (key, unit), g in groups.items()
    ]


def _is_worth_ranking(table: AgencyTable) -> bool:
    """What a year is about, where somebody has some; outcomes stand in the matrix."""
    several = table.with_number > 1 or table.outlier is not None
    return table.measure_key in MAIN_MEASURES and several and table.sum > 0


def _is_ranked(matrix: SourceMatrix, rankings: tuple[AgencyTable, ...]) -> bool:
    """Whether the ranking of the matrix's only measure says all of it already."""
    ranked = {(table.source, table.measure) for table in rankings}
    return len(matrix.measures) == 1 and (matrix.source, matrix.measures[0]) in ranked


def _matrices(statements: list[Statement]) -> list[SourceMatrix]:
    by_source: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_source[statement.source].append(statement)
    found = [_matrix(source, group) for source, group in by_source.items()]
    return sorted(found, key=lambda matrix: (-len(matrix.rows) - matrix.more, matrix.source))


def _matrix(source: str, group: list[Statement]) -> SourceMatrix:
    columns = list(dict.fromkeys((s.measure_key, s.unit, s.measure) for s in group))
    by_agency: dict[tuple, dict[tuple, Statement]] = defaultdict(dict)
    for s in sorted(group, key=weight, reverse=True):
        by_agency[s.subject][s.measure_key, s.unit, s.measure] = s
    rows = [
        MatrixRow(
            about=next(iter(cells.values())).about,
            agency=subject[0],
            statements=tuple(cells.get(column) for column in columns),
            notes=tuple(dict.fromkeys(s.note for s in cells.values() if s.note)),
        )
        for subject, cells in by_agency.items()
    ]
    rows.sort(key=lambda row: row.about)
    shown = tuple(rows[:ROWS_SHOWN])
    return SourceMatrix(source, tuple(c[2] for c in columns), shown, len(rows) - len(shown))
