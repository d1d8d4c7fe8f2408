"""An agency is known by an ORI: of the row, or of the directory."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed


class HasOri(Check):
    """An agency is known by an ORI: of the row, or of the directory."""

    rule = "no-ori"
    judges = "subject"

    def __init__(self, told: Told):
        super().__init__(told)
        self._seen: set[int | None] = set()

    def is_fine(self, figure: Proposed) -> bool:
        return figure.about.has_ori

    def see(self, figure: Proposed) -> RowProblem | None:
        """Once per agency."""
        about = figure.about
        if about.has_ori or about.slot in self._seen:
            return None
        self._seen.add(about.slot)
        return self.warning(
            figure.row_place,
            f"{about} has no ORI, here or in the directory: it was found by its name alone, which"
            " another agency may bear as well.",
        )
