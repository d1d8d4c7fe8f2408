"""A cell that is not understood is kept as written and said to be unclear; never taken for 0."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.vocabulary import Answer


class Readable(Check):
    """A cell that is not understood is kept as written and called unclear; never taken for 0."""

    rule = "understood"
    judges = "cell"

    def see(self, figure: Proposed) -> RowProblem | None:
        if figure.understood.answer is not Answer.UNREADABLE:
            return None
        written = f"“{figure.raw[:80]}”" if figure.raw else "A blank cell"
        return self.warning(
            figure,
            f"{written} says neither a number nor why there is none: kept as unclear, not 0.",
        )
