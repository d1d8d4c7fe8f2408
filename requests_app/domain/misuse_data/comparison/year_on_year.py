"""A source's years of one measure, its gaps shown as gaps; longer periods kept apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import (
    Statement,
    statements_of_measure,
    weight,
)
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
