"""A row's year is understood, possible, and within the period that the release covers."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, error

# CLETS misuse has been reported on the DOJ's form since the 1990s. Outside these a number is no
# year at all; that it lies in the release's period, which ends this year at the latest, is asked
# after that.
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


def year_in_range(checked: Checked) -> Iterator[RowProblem]:
    """Once per row, however many figures it has."""
    seen: set[int] = set()
    for figure in checked.proposed:
        if figure.row in seen:
            continue
        seen.add(figure.row)
        where, period = f"row {figure.row}", figure.period
        if period is None:
            yield error(
                where,
                "year-in-range",
                f"“{figure.year_as_written}” is not a year such as 2023 or a period such as"
                " 2019–2023.",
            )
        elif not EARLIEST_YEAR <= period.first <= period.last <= LATEST_YEAR:
            yield error(
                where,
                "year-in-range",
                f"{period} is not a period between {EARLIEST_YEAR} and {LATEST_YEAR} that ends"
                " after it begins.",
            )
        elif period.first < checked.covers.first or period.last > checked.covers.last:
            yield error(
                where,
                "year-in-range",
                f"{period} is outside {checked.covers}, which the release is said to cover.",
            )
