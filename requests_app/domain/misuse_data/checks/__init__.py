"""The checks of a file's figures: one rule a file, all of them in `CHECKS`.

A check reads a `Checked` and yields a `RowProblem` per place that breaks its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from requests_app.domain.misuse_data.checks.agency_known import agency_known
from requests_app.domain.misuse_data.checks.fits import fits
from requests_app.domain.misuse_data.checks.imported_before import imported_before
from requests_app.domain.misuse_data.checks.measure_known import measure_known
from requests_app.domain.misuse_data.checks.not_negative import not_negative
from requests_app.domain.misuse_data.checks.ori_agrees import ori_agrees
from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, Severity
from requests_app.domain.misuse_data.checks.said_once import said_once
from requests_app.domain.misuse_data.checks.total_agrees import total_agrees
from requests_app.domain.misuse_data.checks.understood import understood
from requests_app.domain.misuse_data.checks.whole_number import whole_number
from requests_app.domain.misuse_data.checks.year_in_range import year_in_range

CHECKS: tuple[Callable[[Checked], Iterator[RowProblem]], ...] = (
    imported_before,
    agency_known,
    ori_agrees,
    year_in_range,
    not_negative,
    whole_number,
    fits,
    said_once,
    measure_known,
    total_agrees,
    understood,
)


def problems_of(checked: Checked) -> list[RowProblem]:
    """All problems, errors first, each severity in the order of `CHECKS`."""
    found = [problem for check in CHECKS for problem in check(checked)]
    return sorted(found, key=lambda problem: problem.severity != Severity.ERROR)


__all__ = ["CHECKS", "Checked", "RowProblem", "Severity", "problems_of"]
