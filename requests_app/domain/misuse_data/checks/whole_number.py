"""What is counted is counted in whole numbers; a percentage may have a fraction."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, error
from requests_app.domain.misuse_data.vocabulary import Unit


def whole_number(checked: Checked) -> Iterator[RowProblem]:
    for figure in checked.proposed:
        value = figure.understood.value
        if value is None or figure.unit == Unit.PERCENT:
            continue
        # Not "value % 1": a remainder of more digits than the context keeps is an error.
        if value != value.to_integral_value():
            yield error(
                figure.where,
                "whole-number",
                f"“{figure.raw}” is not a whole number: {figure.measure_as_written} are counted."
                " A point may stand where a comma parts thousands.",
            )
