"""What is counted is one of the measures; else it is kept in the source's words, unmapped."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Counted, Proposed


class MeasureKnown(Check):
    """What is counted is one of the measures; else it is kept in the source's words, unmapped."""

    rule = "measure-known"
    judges = "cell"

    def __init__(self, told: Told):
        super().__init__(told)
        self._seen: set[Counted] = set()

    def is_fine(self, figure: Proposed) -> bool:
        return not figure.counted.is_unmapped

    def see(self, figure: Proposed) -> RowProblem | None:
        """Once per wording, at the first place where it stands."""
        counted = figure.counted
        if not counted.is_unmapped or counted in self._seen:
            return None
        self._seen.add(counted)
        return self.warning(
            figure,
            f"“{counted.words[:200]}” is none of the measures: kept as “unmapped”, compared only"
            " with the same words.",
        )
