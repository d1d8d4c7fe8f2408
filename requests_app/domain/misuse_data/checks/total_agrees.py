"""A total row at the end of a file equals the sum of the rows above it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, warning
from requests_app.domain.misuse_data.values import understand
from requests_app.domain.sheets.tables import column_letter


def total_agrees(checked: Checked) -> Iterator[RowProblem]:
    """Compared with the last total row; subtotals above it sum parts that cannot be told.

    A column that holds several measures (a long table) has no sum: they are never added.
    """
    totals = checked.table.total_rows
    if not totals:
        return
    total = totals[-1]
    sums: dict[str, Decimal] = {}
    measures: dict[str, set[str]] = {}
    for figure in checked.proposed:
        if figure.row < total.number and not figure.is_statewide:
            measures.setdefault(figure.column, set()).add(figure.measure_as_written)
            stated = figure.understood.value or Decimal(0)
            sums[figure.column] = sums.get(figure.column, Decimal(0)) + stated
    for position, cell in enumerate(total.cells):
        column, written = column_letter(position), understand(cell).value
        if len(measures.get(column, ())) != 1 or written is None:
            continue
        if written != sums[column]:
            yield warning(
                f"row {total.number}, column {column}",
                "total-agrees",
                f"The total row says {cell}, the rows above it sum to {sums[column]:,}:"
                f" {abs(written - sums[column]):,} apart.",
            )
