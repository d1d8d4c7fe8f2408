"""Outcomes of violations are not more than the violations."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.check import Check, Grid, Places, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.vocabulary import Qualifier

VIOLATIONS = "violations"
# What one case can end with beside something else is not summed with it.
SUMMED = {
    "no-action", "counseled", "reprimanded", "trained", "suspended", "resigned", "terminated",
    "resigned-or-terminated", "other",
}  # fmt: skip


class OutcomesFit(Check):
    """Outcomes of violations are not more than the violations of the agency and period."""

    rule = "outcomes-exceed"

    def __init__(self, told: Told):
        super().__init__(told)
        self._violations, self._outcomes = Grid("d"), Grid("d")
        self._where, self._places = Grid("Q"), Places()

    def see(self, figure: Proposed) -> RowProblem | None:
        slot, value, period = figure.about.slot, figure.understood.value, figure.period
        key = figure.counted.key
        if slot is None or value is None or period is None or not self.told.covers.holds(period):
            return None
        if key in SUMMED:
            self._outcomes.of(period, slot)[slot] += float(value)
        elif key == VIOLATIONS:
            # "At least 30" leaves room for any number of outcomes.
            is_open = figure.understood.qualifier != Qualifier.EXACT
            self._violations.of(period, slot)[slot] = float("inf") if is_open else float(value)
            self._where.of(period, slot)[slot] = self._places.number(figure)
        return None

    def at_end(self) -> Iterator[RowProblem]:
        for period, where in self._where.items():
            for slot, number in enumerate(where):
                if number and isinstance(period, Covers):
                    yield from self._judged(period, slot, number)

    def _judged(self, period: Covers, slot: int, number: int) -> Iterator[RowProblem]:
        violations = self._violations.of(period, slot)[slot]
        outcomes = self._outcomes.of(period, slot)[slot]
        if outcomes > violations:
            yield self.warning(
                self._places.words(number),
                f"{self.told.about[slot]}, {period}: outcomes come to {outcomes:,.0f}, violations"
                f" to {violations:,.0f}.",
            )
