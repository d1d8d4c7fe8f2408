"""Asks the checks about a figure, and no check twice about what it has called fine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.sheets.remembered import MOST
from requests_app.domain.sheets.tables import Row

See = Callable[[Proposed], RowProblem | None]


class Judge:
    """Of a million figures most share agency and period, and most cells say the same few things."""

    def __init__(self, checks: Sequence[Check]):
        seeing = [check for check in checks if type(check).see is not Check.see]
        self._every = [check.see for check in seeing if check.judges == "figure"]
        self._of_subject = [check for check in seeing if check.judges == "subject"]
        self._of_cell = [check for check in seeing if check.judges == "cell"]
        self._fine_subjects: set[tuple[object, object]] = set()
        self._fine_cells: set[tuple[object, ...]] = set()
        self._again: Row | None = None  # the last row that was left out

    def problems(self, figure: Proposed) -> tuple[list[RowProblem], bool]:
        """What is wrong with the figure, and whether it is taken. One that is not is shown to no
        further check; a row that is left out is told of once."""
        found = []
        _, _, _, about, _, period, counted, unit, understood, raw, _ = figure
        if (about, period) not in self._fine_subjects:
            key = (about, period)
            found += _asked(self._of_subject, figure, self._fine_subjects, key)
        if (counted, unit, understood, raw) not in self._fine_cells:
            cell = (counted, unit, understood, raw)
            found += _asked(self._of_cell, figure, self._fine_cells, cell)
        for see in self._every:
            problem = see(figure)
            if problem is None:
                continue
            if problem.leaves_out:
                is_told, self._again = self._again is figure.row, figure.row
                return ([] if is_told else [problem]), False
            found.append(problem)
        return found, True


def _asked(
    checks: Sequence[Check], figure: Proposed, fine: set, key: tuple[object, ...]
) -> list[RowProblem]:
    found = [problem for check in checks if (problem := check.see(figure)) is not None]
    if not found and all(check.is_fine(figure) for check in checks):
        if len(fine) >= MOST:
            fine.clear()
        fine.add(key)
    return found
