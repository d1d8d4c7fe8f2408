"""A cell says one figure: a second one beside it ("12 (3 pending)") is told, and not read."""

from __future__ import annotations

import re

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.reading.proposed import Proposed

_SECOND = re.compile(r"(\d[\d,]*)\s+([^\W\d]+(?: [^\W\d]+){0,3})")


class OneFigure(Check):
    """A cell says one figure: a second one beside it is told, and not read."""

    rule = "one-figure"
    judges = "cell"

    def see(self, figure: Proposed) -> RowProblem | None:
        value = figure.understood.value
        for second in _SECOND.finditer(figure.understood.note):
            if value is not None and measure_named(second[2]) != Measure.UNMAPPED:
                return self.warning(
                    figure,
                    f"“{figure.raw[:80]}” is read as {value:,f}. “{second[0]}”"
                    " beside it is a figure of its own that is not read: it stays in the note.",
                )
        return None
