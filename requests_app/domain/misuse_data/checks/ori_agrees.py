"""Where a row gives both an ORI and a name, they mean the same agency."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.sheets.tables import Row


class OriAgrees(Check):
    """Where a row gives both an ORI and a name, they mean the same agency."""

    rule = "ori-agrees"
    judges = "subject"
    _last: Row | None = None

    def is_fine(self, figure: Proposed) -> bool:
        return not figure.about.disagrees

    def see(self, figure: Proposed) -> RowProblem | None:
        if not figure.about.disagrees or figure.row is self._last:
            return None
        self._last = figure.row
        return self.warning(figure.row_place, figure.about.note)
