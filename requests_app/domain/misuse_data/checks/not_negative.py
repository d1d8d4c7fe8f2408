"""A count is never below zero."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, error


def not_negative(checked: Checked) -> Iterator[RowProblem]:
    for figure in checked.proposed:
        value = figure.understood.value
        if value is not None and value < 0:
            yield error(
                figure.where, "not-negative", f"“{figure.raw}” is negative: a count is 0 or more."
            )
