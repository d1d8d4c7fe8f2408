"""A row's year is understood and possible."""

from __future__ import annotations

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.periods import fiscal_years_in
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.sheets.tables import Row

IS_FISCAL = (
    "is a fiscal year ({}). CLETS misuse is reported to the DOJ by calendar year, and half of a"
    " fiscal year lies in either of two: its figure is neither year’s and is not taken in. Ask the"
    " agency for calendar years, or take the rows out of a copy of the file."
)


class YearInRange(Check):
    """A row's year is understood and possible."""

    rule = "year-in-range"
    weight = "error"
    judges = "subject"
    _last: Row | None = None

    def is_fine(self, figure: Proposed) -> bool:
        return figure.period is not None and figure.period.is_possible

    def see(self, figure: Proposed) -> RowProblem | None:
        """Once per row, however many figures it has."""
        period = figure.period
        if (period is not None and period.is_possible) or figure.row is self._last:
            return None
        self._last = figure.row
        if period is None and (fiscal := fiscal_years_in(figure.year_as_written)):
            return self.row_error(
                figure, f"“{figure.year_as_written[:80]}” {IS_FISCAL.format(fiscal)}"
            )
        if period is None:
            return self.row_error(
                figure,
                f"“{figure.year_as_written[:80]}” is not a year such as 2023 or a period such as"
                " 2019–2023.",
            )
        return self.row_error(
            figure,
            f"{period} is not a period between {FIRST_YEAR} and {LAST_YEAR} that ends after it"
            " begins.",
        )
