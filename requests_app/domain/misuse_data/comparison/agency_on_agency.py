"""Agencies of one source in one year: rank, shares, with and without the outlier, rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.comparison.listed import Listed, listed
from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.conflicts.agreement import NotComparable
from requests_app.domain.misuse_data.denominators.rates import Officers, Rate
from requests_app.domain.misuse_data.models import Figure, Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement, statements_of
from requests_app.domain.misuse_data.vocabulary import Answer, Unit
from requests_app.domain.misuse_data.wording import percent

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
    rate: Rate

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
    """One source's agencies in a year. `sum` covers `with_number` of `agencies`, see `answers`;
    None of percentages, which are never added.

    `rows` may be the first of them only. `directory`: how many agencies owed a report.
    """

    source: str
    measure_key: str
    measure: str
    unit: Unit
    year: int
    rows: tuple[AgencyRow, ...]
    agencies: int
    directory: int
    is_exact: bool
    sum: Decimal | None
    with_number: int
    answers: dict[Answer, int]
    stated_total: Statement | None
    outlier: Statement | None
    rest_of_stated: Decimal | None
    rest_of_sum: Decimal | None
    has_rates: bool

    @property
    def at_least(self) -> str:
        """ "at least " before the sums when some row's number is not exact, else blank."""
        return "" if self.is_exact else "at least "

    @property
    def not_listed(self) -> int:
        return max(0, self.directory - self.agencies)


def agency_on_agency(
    figures: FigureQuerySet,
    *,
    year: int,
    measure_key: str,
    scope: Scope | None = None,
    shown: int | None = None,
) -> list[AgencyTable]:
    """A table per source of its agencies in a single year, the source with most agencies first.

    Sources are kept apart: they may count differently. `scope`: only a county's or a kind's
    agencies. `shown`: so many rows of each table; sums, ranks and shares are those of the whole.
    Raises `NotComparable` for “unmapped” without its words. Four queries at most.
    """
    if measure_key.partition(":")[0] == Measure.UNMAPPED and not measure_key.partition(":")[2]:
        raise NotComparable("“unmapped” is no measure: figures in different words do not compare.")
    scope = scope or Scope()
    of_year = figures.of_year(year)
    if not scope.is_statewide:
        of_year = scope.figures(of_year)
    directory = scope.agencies(year=year).count()
    return agency_tables(
        listed(of_year, [measure_key]), year=year, directory=directory, shown=shown
    )


def agency_tables(
    rows: Iterable[Listed], *, year: int, directory: int, shown: int | None = None
) -> list[AgencyTable]:
    """A table per measure, unit and source of rows about one single year. Two queries."""
    groups: dict[tuple, list[Listed]] = defaultdict(list)
    for row in rows:
        groups[row.measure_key, row.unit, row.source].append(row)
    ranked = [_Ranked(group) for group in groups.values()]
    ranked = [one for one in ranked if one.rows]
    wanted = {row.figure for one in ranked for row in one.to_show(shown)}
    figures = Figure.objects.filter(pk__in=wanted)
    statements = {s.figure: s for s in statements_of(figures)} if wanted else {}
    about = {row.agency for one in ranked for row in one.rows[:shown] if row.agency is not None}
    officers = Officers(year=year, agencies=about)
    tables = [one.table(statements, officers, year, directory, shown) for one in ranked]
    return sorted(tables, key=lambda table: (-table.agencies, table.source))


class _Ranked:
    """One group's rows in their order, with all that is said of the whole of them."""

    def __init__(self, group: list[Listed]):
        self.rows = sorted(
            _latest(row for row in group if not row.is_statewide),
            key=lambda row: (row.value is None, -(row.value or 0), row.about),
        )
        stated = [row for row in group if row.is_statewide]
        self.stated = min(stated, key=lambda row: row.latest_first, default=None)
        self.base = self.stated.value if self.stated and self.stated.is_exact else None
        self.total = sum((r.value for r in self.rows if r.value is not None), Decimal(0))
        self.is_summed = group[0].unit != Unit.PERCENT
        self.outlier = _outlier(self.rows, self.base or self.total) if self.is_summed else None
        taken = self.outlier.value or Decimal(0) if self.outlier else Decimal(0)
        self.rest = (self.base or self.total) - taken
        self.rest_of_stated = self.base - taken if self.base is not None and self.outlier else None
        self.rest_of_sum = self.total - taken if self.outlier else None

    def to_show(self, shown: int | None) -> list[Listed]:
        return [*self.rows[:shown], *(row for row in (self.stated, self.outlier) if row)]

    def table(
        self,
        statements: dict[int | None, Statement],
        officers: Officers,
        year: int,
        directory: int,
        shown: int | None,
    ) -> AgencyTable:
        first, answers = self.rows[0], [row.answer for row in self.rows]
        ranks = _ranks(self.rows)
        return AgencyTable(
            source=first.source,
            measure_key=first.measure_key,
            measure=first.named,
            unit=Unit(first.unit),
            year=year,
            rows=tuple(
                self._row(row, statements[row.figure], ranks, officers) for row in self.rows[:shown]
            ),
            agencies=len(self.rows),
            directory=directory,
            is_exact=all(row.is_exact for row in self.rows),
            sum=self.total if self.is_summed else None,
            with_number=sum(row.value is not None for row in self.rows),
            answers={a: n for a in Answer if (n := answers.count(a))},
            stated_total=statements[self.stated.figure] if self.stated else None,
            outlier=statements[self.outlier.figure] if self.outlier else None,
            rest_of_stated=self.rest_of_stated,
            rest_of_sum=self.rest_of_sum,
            has_rates=officers.are_loaded,
        )

    def _row(
        self, row: Listed, statement: Statement, ranks: dict[Decimal, int], officers: Officers
    ) -> AgencyRow:
        is_rest = self.outlier is not None and row is not self.outlier
        return AgencyRow(
            statement=statement,
            rank=None if row.value is None else ranks[row.value],
            share_of_stated=_share(row, self.base),
            share_of_sum=_share(row, self.total),
            share_without_outlier=_share(row, self.rest) if is_rest else None,
            rate=officers.rate(
                agency=row.agency, value=row.value, unit=row.unit, qualifier=row.qualifier
            ),
        )


def _latest(rows: Iterable[Listed]) -> list[Listed]:
    """One row per agency: the later issue where a source made several."""
    chosen: dict[tuple, Listed] = {}
    for row in sorted(rows, key=lambda row: row.latest_first, reverse=True):
        chosen[row.subject] = row
    return list(chosen.values())


def _outlier(rows: list[Listed], total: Decimal) -> Listed | None:
    largest = rows[0] if rows and rows[0].value else None
    if largest is None or largest.value is None or not total:
        return None
    is_alone = largest.value / total > OUTLIER_SHARE
    return largest if is_alone and largest.value < total else None


def _ranks(rows: list[Listed]) -> dict[Decimal, int]:
    """Value -> rank; `rows` come with the greatest value first and those without one last."""
    ranks: dict[Decimal, int] = {}
    for position, row in enumerate(rows, start=1):
        if row.value is not None:
            ranks.setdefault(row.value, position)
    return ranks


def _share(row: Listed, total: Decimal | None) -> Decimal | None:
    # A share of a percentage, of "at least 5", or of less than the row itself would say nothing.
    if row.value is None or not row.is_exact or row.unit == Unit.PERCENT:
        return None
    if not total or row.value > total:
        return None
    return row.value / total
