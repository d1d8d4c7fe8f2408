"""A file speaks of the period that its release is said to cover."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.checks.year_in_range import IS_FISCAL
from requests_app.domain.misuse_data.periods import fiscal_years_in, period_over, periods_in
from requests_app.domain.misuse_data.reading.proposed import Place, Proposed
from requests_app.domain.sheets.tables import Row


class PeriodClaimed(Check):
    """A file speaks of the period that its release is said to cover."""

    rule = "period-claimed"
    weight = "error of a row and of a fiscal year, warning of a title"
    judges = "subject"

    def __init__(self, told: Told):
        super().__init__(told)
        self._last: Row | None = None

    def table(self, place: Place, *, has_years: bool) -> RowProblem | None:
        """Where the rows say no year, the sheet's name and the title lines are listened to."""
        covers, words = self.told.covers, " / ".join(filter(None, (place.sheet, *place.titles)))
        if has_years:
            return None
        over = period_over(place.titles)
        for line in (place.sheet, over):
            if fiscal := fiscal_years_in(line):
                return self.error(
                    f"{place.beginning}above the header",
                    f"“{line.strip()[:160]}” {IS_FISCAL.format(fiscal)}",
                )
        named = periods_in(words)
        longer = [one for one in named if one.first != one.last]
        if not named or covers in named:
            return None
        # A day ("as of 1 May 2024") is no period: it counts only where nothing else is named.
        if not longer and any(covers.holds(one) for one in named):
            return None
        said = (longer or named)[0]
        return self.warning(
            f"{place.beginning}above the header",
            f"“{words.strip()[:160]}” speaks of {said}; the release is said to cover {covers}.",
        )

    def is_fine(self, figure: Proposed) -> bool:
        return figure.period is not None and self.told.covers.holds(figure.period)

    def see(self, figure: Proposed) -> RowProblem | None:
        """Once per row, however many figures it has."""
        period, covers = figure.period, self.told.covers
        if period is None or covers.holds(period) or figure.row is self._last:
            return None
        if not period.is_possible:
            return None  # `year_in_range` says so
        self._last = figure.row
        return self.row_error(
            figure, f"{period} is outside {covers}, which the release is said to cover."
        )
