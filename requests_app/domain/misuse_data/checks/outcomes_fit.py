"""Outcomes of violations are not more than the violations."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.case_outcomes import APART, ONE_TO_A_CASE, TOGETHER
from requests_app.domain.misuse_data.checks.check import Check, Grid, Places, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.vocabulary import Qualifier

VIOLATIONS = "violations"


class OutcomesFit(Check):
    """Outcomes of violations are not more than the violations of the agency and period."""

    rule = "outcomes-exceed"

    def __init__(self, told: Told):
        super().__init__(told)
        self._violations, self._outcomes = Grid("d"), Grid("d")
        self._apart, self._together = Grid("d"), Grid("d")
        self._where, self._places = Grid("Q"), Places()

    def see(self, figure: Proposed) -> RowProblem | None:
        slot, value, period = figure.about.slot, figure.understood.value, figure.period
        key = figure.counted.key
        if slot is None or value is None or period is None or not self.told.covers.holds(period):
            return None
        if key in ONE_TO_A_CASE:
            self._of(key).of(period, slot)[slot] += float(value)
        elif key == VIOLATIONS:
            # "At least 30" leaves room for any number of outcomes.
            is_open = figure.understood.qualifier != Qualifier.EXACT
            self._violations.of(period, slot)[slot] = float("inf") if is_open else float(value)
            self._where.of(period, slot)[slot] = self._places.number(figure)
        return None

    def _of(self, key: str) -> Grid:
        """Those who count two outcomes together may count them apart as well: not added twice."""
        if key == TOGETHER:
            return self._together
        return self._apart if key in APART else self._outcomes

    def at_end(self) -> Iterator[RowProblem]:
        for period, where in self._where.items():
            for slot, number in enumerate(where):
                if number and isinstance(period, Covers):
                    yield from self._judged(period, slot, number)

    def _judged(self, period: Covers, slot: int, number: int) -> Iterator[RowProblem]:
        violations = self._violations.of(period, slot)[slot]
        outcomes, apart, together = (
            grid.of(period, slot)[slot] for grid in (self._outcomes, self._apart, self._together)
        )
        outcomes += max(apart, together)
        if outcomes > violations:
            yield self.warning(
                self._places.words(number),
                f"{self.told.about[slot]}, {period}: outcomes come to {outcomes:,.0f}, violations"
                f" to {violations:,.0f}.",
            )
