"""A measure is counted in one unit throughout a file, and in its own."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.vocabulary import Unit


class OneUnit(Check):
    """A measure is counted in one unit throughout a file, and in its own."""

    rule = "unit-mixed"

    def __init__(self, told: Told):
        super().__init__(told)
        self._units: dict[int, str] = {}

    def see(self, figure: Proposed) -> RowProblem | None:
        understood, counted = figure.understood, figure.counted
        if understood.value is None:
            return None
        hint = understood.unit_hint
        if hint and hint not in ("percent", counted.unit) and counted.unit != Unit.UNKNOWN:
            return self.warning(
                figure,
                f"“{figure.raw[:80]}” counts {hint}; {counted.words[:80]} are counted in"
                f" {counted.unit}.",
            )
        if self._units.setdefault(counted.number, figure.unit) == figure.unit:
            return None
        return self.warning(
            figure,
            f"“{figure.raw[:80]}” is in {figure.unit}, {counted.words[:80]} above it in"
            f" {self._units[counted.number]}: the two are never added.",
        )
