"""A count is never below zero."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed


class NotNegative(Check):
    """A count is never below zero."""

    rule = "not-negative"
    weight = "error"
    judges = "cell"

    def see(self, figure: Proposed) -> RowProblem | None:
        value = figure.understood.value
        if value is None or value >= 0:
            return None
        return self.error(figure, f"“{figure.raw[:80]}” is negative: a count is 0 or more.")
