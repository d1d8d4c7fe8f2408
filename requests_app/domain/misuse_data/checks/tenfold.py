"""A figure is not ten times, or a tenth of, what the same source said for the year before."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed

TENFOLD = 10


class Tenfold(Check):
    """A figure is not ten times, or a tenth of, what the same source said for the year before."""

    rule = "tenfold"

    def see(self, figure: Proposed) -> RowProblem | None:
        period, value = figure.period, figure.understood.value
        if not self.told.before or not value or period is None or period.first != period.last:
            return None
        about = figure.about
        if about.slot is None or figure.counted.is_unmapped:
            return None
        agency = about.agency.pk if about.agency else None
        before = self.told.before.get((agency, figure.counted.key, period.first - 1))
        if not before or TENFOLD * before > value > before / TENFOLD:
            return None
        return self.warning(
            figure,
            f"{about}, {figure.counted.words[:80]}: {value:,f} in {period}, {before:,f} in"
            f" {period.first - 1}, by the last release of the same source.",
        )
