"""A cell that is not understood is kept as written and said to be unclear; never taken for 0."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, warning
from requests_app.domain.misuse_data.vocabulary import Answer


def understood(checked: Checked) -> Iterator[RowProblem]:
    for figure in checked.proposed:
        if figure.understood.answer == Answer.UNREADABLE:
            written = f"“{figure.raw[:80]}”" if figure.raw else "A blank cell"
            yield warning(
                figure.where,
                "understood",
                f"{written} says neither a number nor why there is none: kept as unclear, not 0.",
            )
