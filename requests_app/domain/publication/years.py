"""All that is published about one calendar year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from requests_app.domain.misuse_data.choices import years_with_figures
from requests_app.domain.misuse_data.comparison import AgencyTable, Scope, agency_tables
from requests_app.domain.misuse_data.comparison.listed import listed
from requests_app.domain.misuse_data.conflicts.finding import Conflict, conflicts_by_statement
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
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

    @property
    def lines(self) -> list[tuple[MatrixRow, list[tuple[str, Statement | None]]]]:
        """Each row with its statements, and what each of them counts."""
        return [(row, list(zip(self.measures, row.statements, strict=True))) for row in self.rows]


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
    def stated(self) -> list[Statement]:
        """Every statement about the whole state and this year alone."""
        return [s for measure in self.statewide for s in measure.cell.statements]

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
    return tuple(reversed(years_with_figures(published_figures(), Release.objects.published())))


def year(number: int) -> Year:
    """Raises `NotPublished` for a year that nothing is published about."""
    years = published_years()
    if number not in years:
        raise NotPublished(f"Nothing is published about {number}.")
    figures, statewide = published_figures(), published_statewide(year=number)
    sums_of_year = [s for s in statewide if s.year_from <= number <= s.year_to]
    conflicts = published_conflicts(sums_of_year, of=figures.of_periods_with(number))
    measures = _measures([s for s in statewide if s.year_from == s.year_to == number], conflicts)
    rankings = _rankings(figures.of_year(number), number)
    matrices = _matrices(figures.of_year(number).of_bodies())
    return Year(
        year=number,
        statewide=tuple(measures),
        matrices=tuple(m for m in matrices if not _is_ranked(m, rankings)),
        rankings=rankings,
        longer=tuple(longer_periods(s for s in statewide if s.year_from <= number <= s.year_to)),
        conflicts=tuple(c for c in conflicts if c.first.year_to == c.first.year_from == number),
        years=years,
    )


def _rankings(of_year: FigureQuerySet, number: int) -> tuple[AgencyTable, ...]:
    """The main measures, each with its largest agencies only."""
    tables = agency_tables(
        listed(of_year, MAIN_MEASURES),
        year=number,
        directory=Scope().agencies(year=number).count(),
        shown=RANKS_SHOWN,
    )
    return tuple(table for table in tables if _is_worth_ranking(table))


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
    return table.measure_key in MAIN_MEASURES and several and bool(table.sum)


def _is_ranked(matrix: SourceMatrix, rankings: tuple[AgencyTable, ...]) -> bool:
    """Whether the ranking of the matrix's only measure says all of it already."""
    ranked = {(table.source, table.measure) for table in rankings}
    return len(matrix.measures) == 1 and (matrix.source, matrix.measures[0]) in ranked


def _matrices(of_bodies: FigureQuerySet) -> list[SourceMatrix]:
    """A table per source; only what is shown is read: the first agencies of each. Two queries."""
    bodies: dict[str, dict[tuple[int | None, str], str]] = defaultdict(dict)
    columns = ("release__source__name", "agency_id", "agency_as_written", "agency__name")
    for source, agency, written, name in of_bodies.order_by().values_list(*columns).distinct():
        bodies[source][agency, "" if agency else written] = name or written
    shown = Q(pk__in=[])
    for source, names in bodies.items():
        first = sorted(names, key=lambda subject: names[subject])[:ROWS_SHOWN]
        named = Q(agency_id__in=[agency for agency, _ in first if agency])
        written = Q(agency=None, agency_as_written__in=[text for agency, text in first if text])
        shown |= Q(release__source__name=source) & (named | written)
    by_source: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements_of(of_bodies.filter(shown)) if bodies else ():
        by_source[statement.source].append(statement)
    found = [_matrix(source, group, len(bodies[source])) for source, group in by_source.items()]
    return sorted(found, key=lambda matrix: (-len(matrix.rows) - matrix.more, matrix.source))


def _matrix(source: str, group: list[Statement], agencies: int) -> SourceMatrix:
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
    more = max(0, agencies - ROWS_SHOWN)
    return SourceMatrix(source, tuple(c[2] for c in columns), tuple(rows), more)
