"""Agencies of one source in one year: rank, shares, with and without the outlier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from requests_app.domain.misuse_data.agreement import NotComparable
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import (
    Statement,
    percent,
    statements_of_measure,
    weight,
)
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, Unit

# One agency with more than half of everything hides all others: shown with and without it.
OUTLIER_SHARE = Decimal("0.5")


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


def agency_on_agency(figures: FigureQuerySet, *, year: int, measure_key: str) -> list[AgencyTable]:
    """A table per source of its agencies in a single year, the source with most agencies first.

    Sources are kept apart: they may count differently. One query.
    """
    if measure_key.partition(":")[0] == Measure.UNMAPPED and not measure_key.partition(":")[2]:
        raise NotComparable("“unmapped” is no measure: figures in different words do not compare.")
    return agency_tables(statements_of_measure(figures.of_year(year), measure_key))


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
