"""What was written fits into the record; of a cell too long its beginning, which is told."""

from __future__ import annotations

from decimal import Decimal

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import LONGEST_MEASURE, Proposed

LARGEST = Decimal(10**12)  # the database keeps fourteen digits, two of them after the point
LONGEST_RAW = 500  # characters of a cell that are kept beside what was understood


class Fits(Check):
    """What was written fits into the record; of a cell too long its beginning is kept."""

    rule = "fits"
    weight = "error or warning"
    judges = "cell"

    def see(self, figure: Proposed) -> RowProblem | None:
        value = figure.understood.value
        if value is not None and (value >= LARGEST or value <= -LARGEST):
            return self.error(figure, f"“{figure.raw[:40]}” is larger than any count.")
        if value is not None and not _two_places(value):
            return self.error(figure, f"“{figure.raw[:40]}” has more than two decimal places.")
        if len(figure.counted.words) > LONGEST_MEASURE:
            return self._too_long(figure, figure.counted.words, LONGEST_MEASURE)
        # Unclear at such length, so nothing is counted by it; the whole stands in the file.
        if len(figure.raw) > LONGEST_RAW:
            return self.warning(
                figure,
                f"“{figure.raw[:40]}…” has {len(figure.raw):,} characters; the first"
                f" {LONGEST_RAW} are kept here, all of them in the file.",
            )
        return None

    def _too_long(self, figure: Proposed, text: str, longest: int) -> RowProblem:
        return self.error(
            figure,
            f"“{text[:40]}…” has {len(text)} characters; at most {longest} are kept.",
        )


def _two_places(value: Decimal) -> bool:
    if value == value.to_integral_value():
        return True
    return value.quantize(Decimal("0.01")) == value
