"""What is counted is counted in whole numbers; a percentage may have a fraction."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.vocabulary import Unit


class WholeNumber(Check):
    """What is counted is counted in whole numbers; a percentage may have a fraction."""

    rule = "whole-number"
    weight = "error"
    judges = "cell"

    def see(self, figure: Proposed) -> RowProblem | None:
        value = figure.understood.value
        # Not "value % 1": a remainder of more digits than the context keeps is an error.
        if value is None or value == value.to_integral_value() or figure.unit == Unit.PERCENT:
            return None
        return self.error(
            figure,
            f"“{figure.raw[:80]}” is not a whole number: {figure.counted.words[:80]} are counted."
            " A point may stand where a comma parts thousands.",
        )
