"""What an explanation may be found among, by number, by period and by series of years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.vocabulary import Qualifier


@dataclass
class Pool:
    """Statements with a number. Of a source's several issues about one year all are here."""

    # By number, and by what is left of period, measure and body when one of them is left open.
    by_number: dict[tuple, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    # By period, measure, unit and number.
    by_period: dict[tuple, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    by_series: dict[tuple, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Pool:
        pool = cls()
        for statement in statements:
            if statement.value is not None:
                for key in _but_for_one(statement):
                    pool.by_number[key].append(statement)
                pool.by_period[*_period_of(statement), statement.value].append(statement)
                if statement.is_single_year and statement.qualifier == Qualifier.EXACT:
                    pool.by_series[_series_of(statement)].append(statement)
        return pool

    def like(self, statement: Statement) -> list[Statement]:
        """What else states this very number and differs in one of period, measure and body, or in
        none of them."""
        if statement.value is None:
            return []
        found = {
            one.identity: one
            for key in _but_for_one(statement)
            for one in self.by_number.get(key, ())
        }
        found.pop(statement.identity, None)
        return list(found.values())

    def beside(self, statement: Statement, number: Decimal) -> list[Statement]:
        """What states `number` of the same period, measure and unit."""
        return self.by_period.get((*_period_of(statement), number), [])

    def years_of(self, statement: Statement) -> dict[str, dict[int, Statement]]:
        """By source its single years about the same body, measure and unit; only exact ones."""
        found: dict[str, dict[int, Statement]] = defaultdict(dict)
        for one in self.by_series.get(_series_of(statement), []):
            found[one.source][one.year_to] = one
        return found


def _but_for_one(s: Statement) -> Iterator[tuple]:
    period = (s.year_from, s.year_to)
    yield (s.value, "period", s.measure_key, s.subject)
    yield (s.value, "measure", period, s.subject)
    yield (s.value, "body", period, s.measure_key)


def _period_of(s: Statement) -> tuple:
    return (s.year_from, s.year_to, s.measure_key, s.unit)


def _series_of(s: Statement) -> tuple:
    return (s.subject, s.measure_key, s.unit)
