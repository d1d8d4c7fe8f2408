"""Year on year, agency on agency, source on source: only like with like.

Each takes figures (a queryset: all that stand for staff, only published ones for the public) and
gives plain values. Measures, units, periods and sources that differ are never added or ranked
together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from requests_app.domain.misuse_data.agreement import (
    NotComparable,
    agree,
    difference,
    refuse_unlike,
)
from requests_app.domain.misuse_data.explanation import Cause, Pool, likely_causes
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import Statement, percent, statements_of, weight
from requests_app.domain.misuse_data.sums import summed_statements
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, Unit

__all__ = [
    "AgencyTable",
    "NotComparable",
    "SideBySide",
    "SourceYears",
    "agency_on_agency",
    "agency_tables",
    "refuse_unlike",
    "side_by_side",
    "source_on_source",
    "year_on_year",
]

# One agency with more than half of everything hides all others: shown with and without it.
OUTLIER_SHARE = Decimal("0.5")


@dataclass(frozen=True)
class YearOfSource:
    """A source's single year; `statement` is None in a gap. `change` from the year before, only
    where both years are there and exact.
    """

    year: int
    statement: Statement | None
    change: Decimal | None = None

    @property
    def before(self) -> Decimal | None:
        """The number of the year before, where there is a change to show."""
        if self.change is None or self.statement is None or self.statement.value is None:
            return None
        return self.statement.value - self.change


@dataclass(frozen=True)
class SourceYears:
    """One source's years of one measure, gaps included, and its longer periods kept apart."""

    source: str
    measure: str
    unit: Unit
    years: tuple[YearOfSource, ...]
    longer: tuple[Statement, ...]

    @property
    def columns(self) -> list[dict[str, object]]:
        """Label, value and words per year, as a chart draws them; a gap has no value."""
        return [
            {
                "label": str(y.year),
                "value": y.statement.value if y.statement else None,
                "words": y.statement.answer.label if y.statement else "no figure",
                "qualifier": y.statement.qualifier.value if y.statement else "",
            }
            for y in self.years
        ]


@dataclass(frozen=True)
class AgencyRow:
    """Ranks count from 1, equal values share one. Shares are of 1; None where there is no basis."""

    statement: Statement
    rank: int | None
    share_of_stated: Decimal | None
    share_of_sum: Decimal | None
    share_without_outlier: Decimal | None

    @property
    def of_stated(self) -> str:
        """ "93.3%", or blank."""
        return percent(self.share_of_stated)

    @property
    def of_sum(self) -> str:
        return percent(self.share_of_sum)

    @property
    def of_rest(self) -> str:
        return percent(self.share_without_outlier)


@dataclass(frozen=True)
class AgencyTable:
    """One source's agencies in a year. `sum` covers `with_number` agencies; see `answers`."""

    source: str
    measure_key: str
    measure: str
    unit: Unit
    year: int
    rows: tuple[AgencyRow, ...]
    agencies: int
    is_exact: bool
    sum: Decimal
    with_number: int
    answers: dict[Answer, int]
    stated_total: Statement | None
    outlier: Statement | None
    rest_of_stated: Decimal | None
    rest_of_sum: Decimal | None

    @property
    def at_least(self) -> str:
        """ "at least " before the sums when some row's number is not exact, else blank."""
        return "" if self.is_exact else "at least "

    def first(self, count: int) -> AgencyTable:
        """The same table with its first rows only; sums and shares stay those of the whole."""
        return replace(self, rows=self.rows[:count])


@dataclass(frozen=True)
class Beside:
    """A statement beside the weightiest one: difference in its own unit, and why, if found."""

    statement: Statement
    difference: Decimal | None
    agrees: bool
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class SideBySide:
    """Every statement about one thing; the first is the one the others are measured against."""

    first: Statement
    others: tuple[Beside, ...]

    @property
    def is_contested(self) -> bool:
        return any(not beside.agrees for beside in self.others)


def year_on_year(
    figures: FigureQuerySet, *, measure_key: str, subject: tuple[int | None, str] = (None, "")
) -> list[SourceYears]:
    """Each source's years of one measure about one body, from its first to its last year.

    `measure_key` as in `Statement`. One query.
    """
    series: dict[tuple, list[Statement]] = defaultdict(list)
    for statement in _of_measure(figures.filter(about_subject(subject)), measure_key):
        if statement.subject == subject:
            series[statement.source, statement.unit].append(statement)
    years = [_source_years(group) for group in series.values()]
    return sorted(years, key=lambda s: (-sum(y.statement is not None for y in s.years), s.source))


def _of_measure(figures: FigureQuerySet, measure_key: str) -> list[Statement]:
    key, _, _ = measure_key.partition(":")
    found = statements_of(figures.filter(measure__key=key))
    return [s for s in found if s.measure_key == measure_key]


def _source_years(group: list[Statement]) -> SourceYears:
    # A later issue of the same source replaces the earlier one.
    by_year: dict[int, Statement] = {}
    for statement in sorted(group, key=weight, reverse=True):
        if statement.is_single_year:
            by_year[statement.year_to] = statement
    span = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    return SourceYears(
        source=group[0].source,
        measure=group[0].measure,
        unit=group[0].unit,
        years=tuple(
            YearOfSource(y, by_year.get(y), _change(by_year.get(y - 1), by_year.get(y)))
            for y in span
        ),
        longer=tuple(s for s in group if not s.is_single_year),
    )


def _change(before: Statement | None, after: Statement | None) -> Decimal | None:
    if before is None or after is None or before.value is None or after.value is None:
        return None
    if {before.qualifier, after.qualifier} != {Qualifier.EXACT}:
        return None
    return after.value - before.value


def agency_on_agency(figures: FigureQuerySet, *, year: int, measure_key: str) -> list[AgencyTable]:
    """A table per source of its agencies in a single year, the source with most agencies first.

    Sources are kept apart: they may count differently. One query.
    """
    if measure_key.partition(":")[0] == Measure.UNMAPPED and not measure_key.partition(":")[2]:
        raise NotComparable("“unmapped” is no measure: figures in different words do not compare.")
    return agency_tables(_of_measure(figures.of_year(year), measure_key))


def agency_tables(statements: Iterable[Statement]) -> list[AgencyTable]:
    """A table per measure, unit and source of statements about one single year."""
    groups: dict[tuple, list[Statement]] = defaultdict(list)
    for s in statements:
        groups[s.measure_key, s.unit, s.source].append(s)
    tables = [
        _agency_table(group) for group in groups.values() if any(not s.is_statewide for s in group)
    ]
    return sorted(tables, key=lambda table: (-len(table.rows), table.source))


def _agency_table(group: list[Statement]) -> AgencyTable:
    rows = sorted(
        _weightiest(s for s in group if not s.is_statewide),
        key=lambda s: (s.value is None, -(s.value or 0), s.about),
    )
    stated = min((s for s in group if s.is_statewide), key=weight, default=None)
    base = stated.value if stated and stated.qualifier == Qualifier.EXACT else None
    total = sum((s.value for s in rows if s.value is not None), Decimal(0))
    outlier = _outlier(rows, base or total)
    ranks = _ranks(rows)
    taken = outlier.value or Decimal(0) if outlier else Decimal(0)
    rest = (base or total) - taken
    return AgencyTable(
        source=rows[0].source,
        measure_key=rows[0].measure_key,
        measure=rows[0].measure,
        unit=rows[0].unit,
        year=rows[0].year_to,
        rows=tuple(
            AgencyRow(
                statement=row,
                rank=None if row.value is None else ranks[row.value],
                share_of_stated=_share(row, base),
                share_of_sum=_share(row, total),
                share_without_outlier=_share(row, rest) if outlier and row is not outlier else None,
            )
            for row in rows
        ),
        agencies=len(rows),
        is_exact=all(row.qualifier == Qualifier.EXACT for row in rows),
        sum=total,
        with_number=sum(s.value is not None for s in rows),
        answers={a: n for a in Answer if (n := sum(s.answer == a for s in rows))},
        stated_total=stated,
        outlier=outlier,
        rest_of_stated=base - taken if base is not None and outlier else None,
        rest_of_sum=total - taken if outlier else None,
    )


def _weightiest(statements: Iterable[Statement]) -> list[Statement]:
    """One statement per agency: the later issue where a source made several."""
    chosen: dict[tuple, Statement] = {}
    for statement in sorted(statements, key=weight, reverse=True):
        chosen[statement.subject] = statement
    return list(chosen.values())


def _outlier(rows: list[Statement], total: Decimal) -> Statement | None:
    largest = rows[0] if rows and rows[0].value else None
    if largest is None or largest.value is None or not total:
        return None
    is_alone = largest.value / total > OUTLIER_SHARE
    return largest if is_alone and largest.value < total else None


def _ranks(rows: list[Statement]) -> dict[Decimal, int]:
    """Value -> rank; `rows` come with the greatest value first and those without one last."""
    ranks: dict[Decimal, int] = {}
    for position, row in enumerate(rows, start=1):
        if row.value is not None:
            ranks.setdefault(row.value, position)
    return ranks


def _share(row: Statement, total: Decimal | None) -> Decimal | None:
    # A share of a percentage, of "at least 5", or of less than the row itself would say nothing.
    if row.value is None or row.qualifier != Qualifier.EXACT or row.unit == Unit.PERCENT:
        return None
    if not total or row.value > total:
        return None
    return row.value / total


def side_by_side(statements: Iterable[Statement], pool: Pool) -> SideBySide:
    """Every statement about one thing beside the weightiest one.

    Raises `NotComparable` when they do not all speak of the same thing, ValueError for none.
    """
    ordered = sorted(statements, key=weight)
    if not ordered:
        raise ValueError("no statements to compare")
    first, *others = ordered
    return SideBySide(
        first=first,
        others=tuple(
            Beside(
                statement=other,
                difference=difference(other, first),
                agrees=agree(first, other),
                causes=() if agree(first, other) else tuple(likely_causes(first, other, pool)),
            )
            for other in others
        ),
    )


def source_on_source(
    figures: FigureQuerySet,
    *,
    year: int,
    measure_key: str,
    subject: tuple[int | None, str] = (None, ""),
) -> list[SideBySide]:
    """Every source's statement about one body's year, side by side; one block per unit.

    A percentage and a count are no rivals: they come in blocks of their own.
    """
    groups: dict[Unit, list[Statement]] = defaultdict(list)
    for statement in _of_measure(figures.of_year(year).filter(about_subject(subject)), measure_key):
        if statement.subject == subject:
            groups[statement.unit].append(statement)
    for statement in summed_statements(figures.of_year(year)) if subject == (None, "") else ():
        if statement.measure_key == measure_key:
            groups[statement.unit].append(statement)
    pool = Pool.of(_evidence(groups.values(), figures))
    return [side_by_side(group, pool) for group in groups.values()]


def _evidence(groups: Iterable[list[Statement]], figures: FigureQuerySet) -> list[Statement]:
    """Whatever states one of these numbers, or speaks of the same period and measure."""
    stated = [s for group in groups for s in group]
    if len(stated) < 2:
        return []
    first = stated[0]
    key = first.measure_key.partition(":")[0]
    values = {s.value for s in stated if s.value is not None}
    same = Q(year_from=first.year_from, year_to=first.year_to, measure__key=key)
    return statements_of(figures.filter(same | Q(value__in=values)))
