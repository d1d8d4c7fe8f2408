"""What is counted is one of the measures; else it is kept in the source's words, unmapped."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, warning
from requests_app.domain.misuse_data.models import Measure


def measure_known(checked: Checked) -> Iterator[RowProblem]:
    """Once per wording, at the first place where it stands."""
    seen: set[str] = set()
    for figure in checked.proposed:
        words = figure.measure_as_written
        if figure.measure == Measure.UNMAPPED and words not in seen:
            seen.add(words)
            yield warning(
                figure.where,
                "measure-known",
                f"“{words}” is none of the measures: kept as “unmapped”, compared only with the"
                " same words.",
            )
