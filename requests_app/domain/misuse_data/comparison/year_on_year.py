"""A source's years of one measure, its gaps shown as gaps; longer periods kept apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.comparison.totals import Total, totals
from requests_app.domain.misuse_data.comparison.two_years import caveat_of, change_of
from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import Statement, statements_of_measure, weight
from requests_app.domain.misuse_data.vocabulary import Qualifier, Unit


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
class YearOfSums:
    """A source's sum over the agencies of a scope for one year; `total` is None in a gap."""

    year: int
    total: Total | None
    before: Total | None = None

    @property
    def change(self) -> Decimal | None:
        return change_of(self.before, self.total)

    @property
    def number_before(self) -> Decimal | None:
        return self.before.value if self.before else None

    @property
    def caveat(self) -> str:
        return caveat_of(self.before, self.total)


@dataclass(frozen=True)
class SummedYears:
    """One source's sums of one measure, gaps included."""

    source: str
    measure: str
    measure_key: str
    unit: Unit
    years: tuple[YearOfSums, ...]

    @property
    def columns(self) -> list[dict[str, object]]:
        """As of `SourceYears`."""
        return [
            {
                "label": str(y.year),
                "value": y.total.value if y.total else None,
                "words": "nobody answered" if y.total else "no figure",
                "qualifier": y.total.qualifier.value if y.total else "",
            }
            for y in self.years
        ]


def summed_years(figures: FigureQuerySet, *, scope: Scope, measure_key: str) -> list[SummedYears]:
    """Each source's sums over the agencies of `scope`, from its first to its last year.

    Raises `NotComparable` for a measure that is not mapped. The queries of `totals`.
    """
    series: dict[tuple, dict[int, Total]] = defaultdict(dict)
    for total in totals(figures, scope=scope, measure_key=measure_key):
        series[total.source, total.unit][total.year] = total
    found = [_summed(by_year) for by_year in series.values()]
    return sorted(found, key=lambda s: (-sum(y.total is not None for y in s.years), s.source))


def _summed(by_year: dict[int, Total]) -> SummedYears:
    one = next(iter(by_year.values()))
    return SummedYears(
        source=one.source,
        measure=one.measure,
        measure_key=one.measure_key,
        unit=one.unit,
        years=tuple(
            YearOfSums(year, by_year.get(year), by_year.get(year - 1))
            for year in range(min(by_year), max(by_year) + 1)
        ),
    )


def year_on_year(
    figures: FigureQuerySet, *, measure_key: str, subject: tuple[int | None, str] = (None, "")
) -> list[SourceYears]:
    """Each source's years of one measure about one body, from its first to its last year.

    `measure_key` as in `Statement`. One query.
    """
    series: dict[tuple, list[Statement]] = defaultdict(list)
    for statement in statements_of_measure(figures.filter(about_subject(subject)), measure_key):
        if statement.subject == subject:
            series[statement.source, statement.unit].append(statement)
    years = [_source_years(group) for group in series.values()]
    return sorted(years, key=lambda s: (-sum(y.statement is not None for y in s.years), s.source))


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
