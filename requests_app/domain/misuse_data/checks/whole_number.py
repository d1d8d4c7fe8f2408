"""What is counted is counted in whole numbers; a percentage may have a fraction."""

from __future__ import annotations

import re

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.vocabulary import Unit

_SHORT = re.compile(r"\.?0+%")


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
        why = "A point may stand where a comma parts thousands."
        if abs(value) < 1:
            why = f"It is a fraction: a workbook that shows {value:.4%} holds it so."
            why = _SHORT.sub("%", why)
        return self.error(
            figure,
            f"“{figure.raw[:80]}” is not a whole number: {figure.counted.words[:80]} are counted."
            f" {why}",
        )
